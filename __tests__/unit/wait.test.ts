import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DeadlineError } from '../../src/toloka/errors.ts';
import type { Operation } from '../../src/toloka/operation.ts';
import { pauseAfter, waitUntilEnded } from '../../src/wait.ts';
import { fakeClock } from './fake-clock.ts';

const operation = (status: string): Operation => ({
  id: 'op',
  status,
  type: 'TRAINING.OPEN',
  trainingId: '21',
  submitted: undefined,
  details: undefined,
});

/** Waits for an operation that has the statuses given, each from its time on (ms). */
async function waiting(statuses: readonly (readonly [number, string])[], deadline = 6 * 3_600_000) {
  const clock = fakeClock();
  const statusNow = (): string => statuses.findLast(([from]) => from <= clock.now())?.[1] ?? 'PENDING';
  const seen: string[] = [];
  let polls = 0;
  const ended = waitUntilEnded(operation(statusNow()), {
    clock,
    deadline,
    signal: new AbortController().signal,
    poll: async () => {
      polls += 1;
      return operation(statusNow());
    },
    onStatus: ({ status }) => seen.push(status),
  });
  const outcome = await ended.then(
    ({ status }) => status,
    (error: unknown) => error,
  );
  return { outcome, seen, polls, end: clock.now(), pauses: clock.pauses };
}

describe('waiting', () => {
  test.each(['SUCCESS', 'FAIL'])('for an operation that is %s already takes no poll', async (status) => {
    expect(await waiting([[0, status]])).toMatchObject({ outcome: status, seen: [status], polls: 0, end: 0 });
  });

  test('tells each status once, an unknown one too, and goes on', async () => {
    const { outcome, seen } = await waiting([
      [0, 'PENDING'],
      [1_000, 'RUNNING'],
      [2_000, 'QUEUED_AGAIN'],
      [3_000, 'FAIL'],
    ]);
    expect([outcome, seen]).toEqual(['FAIL', ['PENDING', 'RUNNING', 'QUEUED_AGAIN', 'FAIL']]);
  });

  test.each([
    [0, 250],
    [2_500, 250],
    [10_000, 1_000],
    [100_000, 10_000],
    [6 * 3_600_000, 10_000],
  ])('pauses, %d ms into it, for %d ms', (waited, pause) => {
    expect(pauseAfter(waited)).toBe(pause);
  });

  test('ends at most a tenth of the operation’s own time after it, or 0.25 s; never more than 10 s', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 100, max: 5 * 3_600_000 }), async (ms) => {
        const { end, outcome } = await waiting([[ms, 'SUCCESS']]);
        expect(outcome).toBe('SUCCESS');
        expect(end - ms).toBeLessThanOrEqual(Math.min(10_000, Math.max(250, ms / 10)));
      }),
      { numRuns: 60 },
    );
  });

  test('polls an operation of ten minutes at most a fifth as often as once a second', async () => {
    expect((await waiting([[600_000, 'SUCCESS']])).polls).toBeLessThanOrEqual(120);
  });

  test('never sleeps past the deadline, and looks one last time at it', async () => {
    const late = await waiting([[5_100, 'SUCCESS']], 5_000);
    expect(late.outcome).toBeInstanceOf(DeadlineError);
    expect(late.end).toBe(5_000);
    expect(await waiting([[5_000, 'SUCCESS']], 5_000)).toMatchObject({ outcome: 'SUCCESS', end: 5_000 });
  });
});
