import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, jest, test } from '@jest/globals';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining, describeTrainings } from '../../tools/toloka/trainings.js';
import { endAfter, isList, isOpening, isPoll, open, RUNS, runStep } from '../step.ts';
import { faultNamed, STALLS } from './faults.ts';
import { expectOpened, meet } from './meet.ts';

// Here things take as long as a request may, or as long as a host may be unknown: 30 s. So all of it runs at once.

const NO_NAMES = fileURLToPath(new URL('no-names.cjs', import.meta.url));
const noNames = (code: string) => ({
  NODE_OPTIONS: `--require ${JSON.stringify(NO_NAMES)}`,
  DNS_CODE: code,
});

jest.setTimeout(120_000);

test.concurrent.each([
  ...STALLS.map((one) => ({ phase: 'polling' as const, ...one })),
  { phase: 'opening' as const, ...faultNamed('a stall in a body') },
])('$phase: $name, once: the training opens after 30 s', async ({ phase, fault, leastMs }) => {
  expectOpened(phase, await meet(phase, fault, 'once', { timeout: '60s' }), leastMs);
});

test.concurrent.each([
  ['204', {}, {}],
  ['409', RUNS, endAfter(isList)],
])(
  'the opening is taken but never answered, and the repeat says %s: the operation is found',
  async (_, opening, ends) => {
    const onAnswer = (exchange: Exchange): boolean => isOpening(exchange) && exchange.tryOf === 1;
    const trainings = [describeTraining('21', opening)];
    const opened = await open({ trainings, ...ends, onAnswer, inputs: { timeout: '60s' } });
    expect(opened).toMatchObject({ passed: true, error: '' });
    const outputs = {
      'operation-id': opened.operationId,
      status: 'SUCCESS',
      'already-open': 'false',
    };
    expect(opened.outputs).toMatchObject(outputs);
  },
);

test.concurrent('a host that is not found: fails after 30 s', async () => {
  const inputs = { 'training-id': '21', timeout: '90s' };
  const ended = await runStep({ inputs, env: noNames('ENOTFOUND') });
  expect(ended.error).toMatch(/^(ENOTFOUND )?toloka\.dev.*, for 30s; check .*name/);
  expect(ended.warnings).toEqual([expect.stringMatching(/3 times in a row.*toloka\.dev/)]);
  expect(ended.milliseconds).toBeGreaterThan(30_000);
});

test.concurrent('a name server that has no answer now is asked until the deadline', async () => {
  const ended = await runStep({
    inputs: { 'training-id': '21', timeout: '2s' },
    env: noNames('EAI_AGAIN'),
  });
  expect(ended.error).toContain('timed out after 2s; last fault: getaddrinfo EAI_AGAIN toloka.dev');
});

test.concurrent.each([
  ['resets it', ({ req }: Exchange) => req.socket.resetAndDestroy()],
  ['never answers', () => undefined],
])(
  'a connection on which Toloka %s: the next try takes a new one, not one that was idle meanwhile',
  async (_, spoil) => {
    const old = new Set<Socket>();
    let spoilt = 0;
    const { now, onRequest: end } = endAfter(() => spoilt > 0);
    const onRequest = (exchange: Exchange): boolean => {
      const { socket } = exchange.req;
      // At its third poll the other trainings are open, and their connections idle.
      const isLate = isPoll(exchange) && exchange.tryOf >= 3;
      if (!isLate) old.add(socket);
      if (!isLate || !old.has(socket)) return end(exchange);
      spoilt += 1;
      spoil(exchange);
      return true;
    };
    const trainings = [describeTraining('21', RUNS), ...describeTrainings(3)];
    const opened = await open({ trainings, now, onRequest, inputs: { timeout: '100s' } });
    expect(opened).toMatchObject({ passed: true, error: '' });
    expect(old.size).toBeGreaterThan(1);
    expect(spoilt).toBe(1);
  },
);
