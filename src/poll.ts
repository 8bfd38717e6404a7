import type { Bounds } from './toloka/clock.ts';
import { DeadlineError } from './toloka/errors.ts';
import { POLL_GAP_MS } from './toloka/limiter.ts';
import { isEnded, type Operation } from './toloka/operation.ts';

const MIN_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;

/**
 * The milliseconds before the next poll: a tenth of the wait so far, so the delay stays proportional to the wait, and more
 * if many trainings are still opening, so that each has its turn.
 */
export const pauseAfter = (waitedMs: number, openingCount: number): number =>
  Math.max(openingCount * POLL_GAP_MS, Math.min(MAX_PAUSE_MS, Math.max(MIN_PAUSE_MS, waitedMs / 10)));

interface PollOptions extends Bounds {
  readonly poll: (id: string) => Promise<Operation>;
  /** How many trainings are still opening. */
  readonly countOpening: () => number;
  /** Called with the operation after each poll. */
  readonly onPoll: (operation: Operation) => void;
}

/**
 * Polls an operation until it has ended. The last look starts at the deadline, or later if the process was stopped.
 *
 * @param operation as it is at the start
 * @returns the operation with `SUCCESS` or `FAIL`
 * @throws DeadlineError; CancelledError as soon as `signal` aborts; anything that `poll` throws
 */
export async function pollUntilEnded(operation: Operation, options: PollOptions): Promise<Operation> {
  const { clock, signal, deadline, poll, countOpening, onPoll } = options;
  const began = clock.now();
  let current = operation;
  while (!isEnded(current.status)) {
    const pause = pauseAfter(clock.now() - began, countOpening());
    await clock.sleep(Math.max(0, Math.min(pause, deadline - clock.now())), signal);
    const isLastLook = clock.now() >= deadline;
    try {
      current = await poll(current.id);
      onPoll(current);
    } catch (error) {
      if (isLastLook || !(error instanceof DeadlineError)) throw error;
    }
    if (isLastLook && !isEnded(current.status)) throw new DeadlineError();
  }
  return current;
}
