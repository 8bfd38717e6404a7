import { describe, expect, test } from '@jest/globals';
import type { Exchange, TolokaOptions } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import {
  endAfter,
  isList,
  isOpening,
  type Opened,
  open,
  openFromOutside,
  RUNS,
  type Toloka,
} from '../step.ts';
import { failFirst, faultNamed, KINDS, MAY_BE_OPENING } from './faults.ts';

// The answer to an opening is lost, and the repeat says 204 (it is open) or 409 (it is opening). Which operation was it?

const LOSSES = KINDS.filter(({ title, leastMs }) => title === MAY_BE_OPENING && leastMs === 0);
const LOSS = faultNamed('HTTP 502').fault;

/** Loses the first answer to the opening that has this status, though the training opens. */
const loseFirstAnswer = (loss = LOSS, status = 202) => ({
  onAnswer: failFirst(
    ({ path, answer: given }) => path === '/trainings/21/open' && given?.status === status,
    loss,
  ),
});

/** Toloka's clock and the `Date` of its answers are so far ahead of this machine's clock. */
const clockAhead = (ms: number, { now = Date.now, onAnswer }: TolokaOptions) => ({
  now: () => now() + ms,
  onAnswer: (exchange: Exchange) => {
    if (exchange.answer) exchange.answer.headers.Date = new Date(Date.now() + ms).toUTCString();
    return onAnswer?.(exchange);
  },
});

/** Somebody opens the training so long before the step. */
function openedBefore(ms: number) {
  let agoMs = ms;
  return {
    now: () => Date.now() - agoMs,
    before: async (toloka: Toloka): Promise<void> => {
      await openFromOutside(toloka);
      agoMs = 0;
    },
  };
}

/** Asserts that a step found the operation whose answer it lost, and followed it as if the answer had come. */
function expectFound(opened: Opened): void {
  const own = opened.operations.findLast(({ parameters }) => parameters.training_id === '21');
  expect(opened).toMatchObject({ passed: true, error: '' });
  expect(opened.outputs).toMatchObject({
    'operation-id': own?.id,
    status: 'SUCCESS',
    'already-open': 'false',
  });
  expect(opened.requests.some(isList)).toBe(true);
}

describe.each([
  ['204', {}, () => ({ onRequest: () => false })],
  ['409', RUNS, () => endAfter(isList)],
])('the repeat says %s', (_, opening, start) => {
  const trainings = [describeTraining('21', opening)];

  test.concurrent.each(LOSSES)('$name: the operation is found', async ({ fault }) => {
    expectFound(await open({ trainings, ...start(), ...loseFirstAnswer(fault) }));
  });

  test.concurrent.each([-600_000, 600_000])(
    "Toloka's clock is %d ms ahead: it is found",
    async (aheadMs) => {
      const options = { ...start(), ...loseFirstAnswer() };
      expectFound(await open({ trainings, ...options, ...clockAhead(aheadMs, options) }));
    },
  );
});

const NO_OPERATION = { 'operation-id': '', status: 'SUCCESS', 'already-open': 'true' };

describe.each([-600_000, 600_000])(
  "Toloka's clock is %d ms ahead, and the training was opened before",
  (aheadMs) => {
    const loseSecond = (agoMs: number) => {
      const { now, before } = openedBefore(agoMs);
      return open({ ...clockAhead(aheadMs, { now, ...loseFirstAnswer(LOSS, 204) }), before });
    };

    test.concurrent('by 30 s: that operation is taken', async () =>
      expectFound(await loseSecond(30_000)));

    test.concurrent('by 90 s: it is not known who opened it', async () => {
      const { outputs, warnings, operations } = await loseSecond(90_000);
      expect([outputs, operations]).toMatchObject([NO_OPERATION, [{}]]);
      expect(warnings.at(-1)).toMatch('an answer was lost, so it is not known who opened it');
    });
  },
);

test.concurrent.each([
  'HTTP 403',
  'a redirect to another host with 302',
  'Retry-After: 3600',
  '300 MB with a length',
])('the repeat meets %s: the training may be opening', async (name) => {
  const { fault, says } = faultNamed(name);
  const opened = await open({ onRequest: failFirst(isOpening, LOSS, fault) });
  expect(opened.passed).toBe(false);
  expect(opened.error).toContain(says);
  expect(opened.error).toContain('it is not known whether Toloka took the request');
  expect(opened.annotations.at(-1)?.title).toMatch(/^Training 21 .*may be opening$/);
});
