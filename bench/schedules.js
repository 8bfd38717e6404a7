import { waitUntilEnded } from '../src/wait.ts';

/** @import { Operation } from '../src/toloka/operation.ts' */

/**
 * Waits for an operation that takes so long, on a simulated clock; Toloka answers at once.
 *
 * @typedef {(durationMs: number) => Promise<{ polls: number, latenessMs: number }>} Wait
 */

/** @type {Operation} */
const RUNNING = {
  id: '1',
  status: 'RUNNING',
  type: 'TRAINING.OPEN',
  trainingId: '1',
  submitted: undefined,
  details: undefined,
};

/** @type {Wait} */
export async function waitAsTheActionDoes(durationMs) {
  let nowMs = 0;
  let polls = 0;
  await waitUntilEnded(RUNNING, {
    clock: {
      now: () => nowMs,
      date: () => nowMs,
      random: () => 0.5,
      sleep: async (ms) => {
        nowMs += ms;
      },
    },
    signal: new AbortController().signal,
    deadline: Number.POSITIVE_INFINITY,
    poll: async () => {
      polls += 1;
      return { ...RUNNING, status: nowMs >= durationMs ? 'SUCCESS' : 'RUNNING' };
    },
    onStatus: () => undefined,
  });
  return { polls, latenessMs: nowMs - durationMs };
}

/** @param {(polls: number) => number} pauseMs the pause after so many polls @returns {Wait} */
const waitWithPauses = (pauseMs) => async (durationMs) => {
  let nowMs = 0;
  let polls = 0;
  while (nowMs < durationMs) {
    nowMs += pauseMs(polls);
    polls += 1;
  }
  return { polls, latenessMs: nowMs - durationMs };
};

/** @param {number} maxMs */
const growingUpTo = (maxMs) => waitWithPauses((polls) => Math.min(maxMs, 5_000 * 1.5 ** polls));

/** @type {readonly { name: string, wait: Wait }[]} */
export const SCHEDULES = [
  { name: 'this action', wait: waitAsTheActionDoes },
  { name: 'every second', wait: waitWithPauses(() => 1_000) },
  { name: 'every 2 seconds', wait: waitWithPauses(() => 2_000) },
  { name: '5 s × 1.5 up to 30 s', wait: growingUpTo(30_000) },
  { name: '5 s × 1.5 up to 45 s', wait: growingUpTo(45_000) },
];
