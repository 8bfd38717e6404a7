import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import { outcomesOf, runStep, sequence, titleOf, withToloka } from '../step.ts';
import { BOTH_PHASES, PHASES, type Phase } from './meet.ts';

const pathTo = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Runs a step whose connections are refused from the start of a phase, for ever or until one was. */
async function meetRefusal(phase: Phase, timeout: string, isForEver: boolean) {
  let refuse = (): void => undefined;
  const onAnswer = ({ method, res, answer }: Exchange): boolean => {
    if (phase !== 'polling' || method !== 'POST' || answer === undefined) return false;
    answer.headers.Connection = 'close';
    res.once('close', () => refuse());
    return false;
  };
  const opening = { pendingMs: PHASES[phase].openingMs };
  return await withToloka({ trainings: [describeTraining('21', opening)], onAnswer }, async (toloka) => {
    const relay = await startRelay(toloka.url);
    refuse = relay.shut;
    if (phase === 'opening') refuse();
    let isShut = true;
    const ended = await runStep({
      inputs: { 'training-id': '21', 'api-url': relay.url, timeout },
      debug: true,
      onLine: (line) => {
        if (isForEver || !isShut || !line.includes('ECONNREFUSED')) return;
        isShut = false;
        void relay.open();
      },
    });
    await relay.close();
    const operationId = toloka.operations.at(-1)?.id ?? '';
    return { ended, operationId, requests: toloka.requests, host: relay.host };
  });
}

test.concurrent.each(BOTH_PHASES)('%s: connections are refused once: the training opens', async (phase) => {
  const { host, ended, operationId } = await meetRefusal(phase, '20s', false);
  expect(outcomesOf(ended, /./)).toContain(`ECONNREFUSED ${host}`);
  expect(ended).toMatchObject({ passed: true, error: '', warnings: [] });
  expect(ended.outputs).toMatchObject({ 'operation-id': operationId, status: 'SUCCESS', 'already-open': 'false' });
});

test.concurrent.each([
  ['opening', [], 'Training 21 was not opened', ''],
  // The reading of the link does not arrive either.
  ['polling', ['POST /trainings/21/open'], 'Training 21 is not open yet', 'PENDING'],
] as const)(
  '%s: connections are refused for ever: the error names host and port',
  async (phase, sent, title, status) => {
    const { host, ended, requests, operationId } = await meetRefusal(phase, '4s', true);
    expect(sequence(requests)).toEqual(sent);
    expect([ended.passed, titleOf(ended)]).toEqual([false, title]);
    expect(ended.outputs).toMatchObject({ 'operation-id': operationId, status, 'already-open': 'false' });
    expect(ended.error).toContain(`timed out after 4s; last fault: ECONNREFUSED ${host}; `);
    expect(ended.error).not.toContain('not known');
    expect(ended.warnings).toEqual([expect.stringMatching(`three times in a row.*ECONNREFUSED ${host}`)]);
  },
);

test.concurrent('an api-url with an IPv6 address works', async () => {
  await withToloka({}, async (toloka) => {
    const relay = await startRelay(toloka.url, '::1');
    expect(relay.url).toContain('[::1]');
    const ended = await runStep({ inputs: { 'training-id': '21', 'api-url': relay.url, timeout: '20s' } });
    await relay.close();
    expect(ended).toMatchObject({ passed: true, error: '' });
  });
});

// Linux drops what comes to a full backlog, and the other side tries again a second later.
(process.platform === 'linux' ? test.concurrent : test.skip)(
  'a host with two addresses may take a second to connect: the first try gets through',
  async () => {
    await withToloka({}, async (toloka) => {
      const env = { UPSTREAM: new URL(toloka.url).port };
      const args = [pathTo('slow-listener.cjs')];
      const listener = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
      const sockets: Socket[] = [];
      try {
        const [port] = await once(listener.stdout.setEncoding('utf8'), 'data');
        listener.kill('SIGSTOP');
        for (let count = 0; count < 4; count += 1) {
          sockets.push(connect(Number(port), '127.0.0.1').on('error', () => undefined));
        }
        setTimeout(() => listener.kill('SIGCONT'), 700);
        const step = await runStep({
          inputs: { 'training-id': '21', 'api-url': `http://localhost:${Number(port)}`, timeout: '20s' },
          env: { NODE_OPTIONS: `--require ${JSON.stringify(pathTo('two-addresses.cjs'))}` },
          debug: true,
        });
        expect(step).toMatchObject({ passed: true, error: '' });
        expect(step.milliseconds).toBeGreaterThan(700);
        expect(outcomesOf(step, /^POST /)).toEqual(['HTTP 202']);
      } finally {
        for (const socket of sockets) socket.destroy();
        listener.kill('SIGKILL');
      }
    });
  },
);

/**
 * A port that can be shut and opened. It lets connections through to another port, or refuses them.
 *
 * @param upstream the root of an API on the loopback
 */
async function startRelay(upstream: string, host: '127.0.0.1' | '::1' = '127.0.0.1') {
  const to = new URL(upstream);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(to.port), to.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy()).once('close', () => sockets.delete(socket));
    }
  });
  let port = 0;
  const open = async (): Promise<void> => {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, host, resolve);
    });
    const address = server.address();
    if (typeof address === 'object') port = address?.port ?? 0;
  };
  await open();
  const shown = `${host === '::1' ? '[::1]' : host}:${port}`;
  return {
    url: `http://${shown}${to.pathname}`,
    host: shown,
    open,
    /** Refuses new connections. Old ones go on. */
    shut: (): void => void server.close(),
    async close(): Promise<void> {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
