import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { pipeline } from 'node:stream';
import { expect, test } from '@jest/globals';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import { outcomesOf, runOn, sequence, type Toloka, titleOf, withToloka } from '../step.ts';
import { BOTH_PHASES, PHASES, type Phase } from './meet.ts';

/** Runs a step whose connections are refused from the start of a phase, once or for ever. */
async function meetRefusal(phase: Phase, how: 'once' | 'for ever', timeout: string) {
  let refuse = (): void => undefined;
  const onAnswer = ({ method, res, answer }: Exchange): boolean => {
    if (phase !== 'polling' || method !== 'POST' || answer === undefined) return false;
    answer.headers.Connection = 'close';
    res.once('close', () => refuse());
    return false;
  };
  const trainings = [describeTraining('21', { pendingMs: PHASES[phase].openingMs })];
  return await withToloka({ trainings, onAnswer }, async (toloka) => {
    const relay = await startRelay(toloka);
    refuse = relay.shut;
    if (phase === 'opening') refuse();
    let isOpen = how === 'for ever';
    const onLine = (line: string): void => {
      if (isOpen || !line.includes('ECONNREFUSED')) return;
      isOpen = true;
      void relay.open();
    };
    const ended = await runOn(toloka, { 'api-url': relay.url, timeout }, { debug: true, onLine });
    await relay.close();
    const operationId = toloka.operations.at(-1)?.id ?? '';
    return { ...ended, operationId, requests: toloka.requests, host: new URL(relay.url).host };
  });
}

test.concurrent.each(BOTH_PHASES)(
  '%s: connections are refused once: the training opens',
  async (phase) => {
    const { host, operationId, ...ended } = await meetRefusal(phase, 'once', '2m');
    expect(outcomesOf(ended, /./)).toContain(`connect ECONNREFUSED ${host}`);
    expect(ended).toMatchObject({ passed: true, error: '', warnings: [] });
    expect(ended.outputs).toMatchObject({
      'operation-id': operationId,
      status: 'SUCCESS',
      'already-open': 'false',
    });
  },
);

test.concurrent.each([
  ['opening', [], 'Training 21 was not opened', ''],
  // The reading of the link does not arrive either.
  ['polling', ['POST /trainings/21/open'], 'Training 21 is not open yet', 'PENDING'],
] as const)(
  '%s: connections are refused for ever: the error names host and port',
  async (phase, sent, title, status) => {
    const { host, operationId, ...ended } = await meetRefusal(phase, 'for ever', '4s');
    expect(sequence(ended.requests)).toEqual(sent);
    expect([ended.passed, titleOf(ended)]).toEqual([false, title]);
    expect(ended.outputs).toMatchObject({
      'operation-id': operationId,
      status,
      'already-open': 'false',
    });
    expect(ended.error).toContain(`timed out after 4s; last fault: connect ECONNREFUSED ${host}; `);
    expect(ended.error).not.toContain('not known');
    expect(ended.warnings).toEqual([
      expect.stringMatching(`3 times in a row.*ECONNREFUSED ${host}`),
    ]);
  },
);

/** A port that can be shut and opened. It lets connections through to a local Toloka, or refuses them. */
async function startRelay(toloka: Toloka) {
  const to = new URL(toloka.url);
  const server = createServer((near) =>
    pipeline(near, connect(Number(to.port), to.hostname), near, () => undefined),
  );
  let port = 0;
  const open = async (): Promise<void> => {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    const address = server.address();
    if (typeof address === 'object') port = address?.port ?? 0;
  };
  await open();
  return {
    url: `http://127.0.0.1:${port}${to.pathname}`,
    open,
    /** Refuses new connections. Old ones go on. */
    shut: (): void => void server.close(),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
