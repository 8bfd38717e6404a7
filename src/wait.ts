import type { Clock } from './toloka/clock.ts';
import { DeadlineError } from './toloka/errors.ts';
import { isEnded, type Operation } from './toloka/operation.ts';

const MIN_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;

/**
 * The pause before the next poll: a tenth of the time waited so far, so that what is late stays in proportion to what
 * it is late for.
 *
 * @param waitedMs milliseconds
 * @returns milliseconds, from 0.25 s to 10 s
 */
export const pauseAfter = (waitedMs: number): number => Math.min(MAX_PAUSE_MS, Math.max(MIN_PAUSE_MS, waitedMs / 10));

export interface Wait {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** When to give up, on the clock's `now`; the last poll is then. */
  readonly deadline: number;
  readonly poll: (id: string) => Promise<Operation>;
  /** Called with the operation at first, and again whenever its status has changed. */
  readonly onStatus: (operation: Operation) => void;
}

/**
 * Waits until an operation has ended.
 *
 * @param operation as it was when the wait began
 * @returns the operation as it ended, with `SUCCESS` or `FAIL`
 * @throws DeadlineError; CancelledError as soon as `signal` aborts; what `poll` throws
 */
export async function waitUntilEnded(operation: Operation, wait: Wait): Promise<Operation> {
  const { clock, signal, deadline, poll, onStatus } = wait;
  const began = clock.now();
  let current = operation;
  onStatus(current);
  while (!isEnded(current.status)) {
    const now = clock.now();
    if (now >= deadline) throw new DeadlineError('', false);
    await clock.sleep(Math.min(pauseAfter(now - began), deadline - now), signal);
    const next = await poll(current.id);
    if (next.status !== current.status) onStatus(next);
    current = next;
  }
  return current;
}
