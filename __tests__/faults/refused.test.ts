import { connect, createServer, type Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import { runStep, sequence, withToloka } from '../step.ts';
import { BOTH_PHASES, expectOpened, type Met, PHASES, type Phase, titleOf } from './meet.ts';
import { GRACE_MS } from './table.ts';

/** Runs a step whose connections are refused from the start of a phase, for ever or for so many milliseconds. */
async function meetRefusal(
  phase: Phase,
  timeout: string,
  refusedMs = Number.POSITIVE_INFINITY,
): Promise<Met & { host: string }> {
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
    let timer: NodeJS.Timeout | undefined;
    refuse = () => {
      relay.shut();
      if (Number.isFinite(refusedMs)) timer = setTimeout(() => void relay.open(), refusedMs);
    };
    if (phase === 'opening') refuse();
    const ended = await runStep({ inputs: { 'training-id': '21', 'api-url': relay.url, timeout } });
    clearTimeout(timer);
    await relay.close();
    const operationId = toloka.operations.at(-1)?.id ?? '';
    return { ended, operationId, requests: toloka.requests, host: relay.host };
  });
}

test.concurrent.each(BOTH_PHASES)('%s: connections refused for a while: the training opens', async (phase) => {
  // The reading of the link is refused too.
  expectOpened(phase, { ...(await meetRefusal(phase, '20s', 1_000)), links: 0 });
});

test.concurrent.each(BOTH_PHASES)(
  '%s: connections refused for ever: ends at the deadline, and the error names host and port',
  async (phase) => {
    const { host, ...met } = await meetRefusal(phase, '2s');
    const { ended, requests, operationId } = met;
    if (phase === 'opening') {
      expect(requests).toEqual([]);
      expect(ended.outputs).toMatchObject({ 'operation-id': '', status: '', 'already-open': 'false' });
      expect(titleOf(ended)).toBe('Training 21 was not opened');
    } else {
      // Its polls did not arrive, and nor did the reading of the link.
      expect(sequence(requests)).toEqual(['POST /trainings/21/open']);
      expect(titleOf(ended)).toBe('Training 21 is not open yet');
      expect(ended.outputs).toMatchObject({ 'operation-id': operationId, status: 'PENDING' });
    }
    expect(ended.passed).toBe(false);
    expect(ended.error).toContain(`timed out after 2s; last fault: ECONNREFUSED ${host}; `);
    expect(ended.error).not.toContain('not known');
    expect(ended.warnings).toEqual([expect.stringMatching(`three times in a row.*ECONNREFUSED ${host}`)]);
    expect(ended.milliseconds).toBeGreaterThan(2_000);
    expect(ended.tookMs).toBeLessThan(2_000 + GRACE_MS);
  },
);

/**
 * A port that can be shut and opened. It lets connections through to another port, or refuses them.
 *
 * @param upstream the root of an API on the loopback
 */
async function startRelay(upstream: string) {
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
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (typeof address === 'object') port = address?.port ?? 0;
  };
  await open();
  return {
    url: `http://127.0.0.1:${port}${to.pathname}`,
    host: `127.0.0.1:${port}`,
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
