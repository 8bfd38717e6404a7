import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pauseAfter, pollUntilEnded } from '../../src/poll.ts';
import { DeadlineError, RefusedError } from '../../src/toloka/errors.ts';
import type { Operation } from '../../src/toloka/operation.ts';
import { simulateClock } from './simulated-clock.ts';

const HOURS_6 = 6 * 3_600_000;

const operation = (status: string): Operation => ({
  id: 'op',
  status,
  type: 'TRAINING.OPEN',
  trainingId: '21',
  submitted: undefined,
  queuedMs: undefined,
  ranMs: undefined,
  percent: undefined,
  details: undefined,
});

type Statuses = readonly (readonly [number, string])[];

/** Polls an operation that has each status from its time on (ms). A poll takes `pollMs`. */
async function follow(statuses: Statuses, deadline = HOURS_6, { pollMs = 0, stopMs = 0, fails = new Map() } = {}) {
  const clock = simulateClock();
  // A process that is stopped while it sleeps wakes up late.
  const sleep: typeof clock.sleep = (ms, cancel) => clock.sleep(ms + (ms > 0 ? stopMs : 0), cancel);
  const signal = new AbortController().signal;
  const statusNow = (): string => statuses.findLast(([from]) => from <= clock.now())?.[1] ?? 'PENDING';
  const seen: string[] = [];
  let polls = 0;
  const outcome = await pollUntilEnded(operation(statusNow()), {
    clock: { ...clock, sleep },
    deadline,
    signal,
    poll: async () => {
      polls += 1;
      if (pollMs > 0) await clock.sleep(pollMs, signal);
      if (fails.has(polls)) throw fails.get(polls);
      return operation(statusNow());
    },
    countOpening: () => 1,
    onPoll: ({ status }) => seen.push(status),
  }).then(
    ({ status }) => status,
    (error: unknown) => error,
  );
  return { outcome, seen, polls, end: clock.now() };
}

describe('polling', () => {
  test.each(['SUCCESS', 'FAIL'])('takes no poll if the operation is already %s', async (status) => {
    expect(await follow([[0, status]])).toMatchObject({ outcome: status, seen: [], polls: 0, end: 0 });
  });

  test('tells each status, and goes on after an unknown one', async () => {
    const { outcome, seen } = await follow([
      [0, 'PENDING'],
      [1_000, 'RUNNING'],
      [2_000, 'QUEUED_AGAIN'],
      [3_000, 'FAIL'],
    ]);
    expect(outcome).toBe('FAIL');
    expect([...new Set(seen)]).toEqual(['PENDING', 'RUNNING', 'QUEUED_AGAIN', 'FAIL']);
  });

  test.each([
    [0, 1, 250],
    [2_500, 1, 250],
    [10_000, 1, 1_000],
    [100_000, 1, 10_000],
    [HOURS_6, 1, 10_000],
    [0, 25, 250],
    [0, 100, 1_000],
    [20_000, 100, 2_000],
    [0, 1_000, 10_000],
    [HOURS_6, 1_000, 10_000],
  ])('pauses after %d ms, with %d trainings opening, for %d ms', (waited, opening, pause) => {
    expect(pauseAfter(waited, opening)).toBe(pause);
  });

  test('ends at most 0.25 s or a tenth of the time of the operation after it, and never more than 10 s', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 100, max: 5 * 3_600_000 }), async (ms) => {
        const { end, outcome } = await follow([[ms, 'SUCCESS']]);
        expect(outcome).toBe('SUCCESS');
        expect(end - ms).toBeLessThanOrEqual(Math.min(10_000, Math.max(250, ms / 10)));
      }),
      { numRuns: 60 },
    );
  });

  test('polls an operation of ten minutes at most a fifth as often as once a second', async () => {
    expect((await follow([[600_000, 'SUCCESS']])).polls).toBeLessThanOrEqual(120);
  });

  test('never sleeps past the deadline, and looks one last time at it', async () => {
    const late = await follow([[5_100, 'SUCCESS']], 5_000);
    expect(late.outcome).toBeInstanceOf(DeadlineError);
    expect(late.end).toBe(5_000);
    expect(await follow([[5_000, 'SUCCESS']], 5_000)).toMatchObject({ outcome: 'SUCCESS', end: 5_000 });
  });

  test('looks one last time, even if the process was stopped across the deadline', async () => {
    const stopped = await follow([[5_100, 'SUCCESS']], 5_000, { stopMs: 60_000 });
    expect(stopped).toMatchObject({ outcome: 'SUCCESS', polls: 1 });
    const stillRunning = await follow([[0, 'RUNNING']], 5_000, { stopMs: 60_000 });
    expect(stillRunning).toMatchObject({ outcome: expect.any(DeadlineError), polls: 1 });
  });

  test('looks one last time, even if the poll before it met the deadline', async () => {
    const fails = new Map([[1, new DeadlineError('no whole answer')]]);
    const met = await follow(
      [
        [0, 'SUCCESS_LATER'],
        [5_000, 'SUCCESS'],
      ],
      5_000,
      { pollMs: 4_750, fails },
    );
    expect(met).toMatchObject({ outcome: 'SUCCESS', polls: 2 });
  });

  test('throws what a poll throws', async () => {
    const refused = new RefusedError('no', { status: 403, code: undefined });
    expect((await follow([[0, 'RUNNING']], HOURS_6, { fails: new Map([[2, refused]]) })).outcome).toBe(refused);
  });
});
