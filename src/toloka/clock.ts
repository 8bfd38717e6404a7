import { CancelledError } from './errors.ts';

/** Time and chance as parameters, so that nothing that waits needs a real clock in a test. */
export interface Clock {
  /** Milliseconds that only ever grow; for deadlines and durations. */
  now(): number;
  /** Milliseconds since 1970 (UTC); for times that a server gave. */
  date(): number;
  /** A number from 0 up to, not including, 1; for jitter. */
  random(): number;
  /** Resolves `ms` milliseconds later; throws CancelledError as soon as `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  // Not performance.now(): loading that takes 4 ms, a tenth of the whole step.
  now: () => Number(process.hrtime.bigint()) / 1e6,
  date: () => Date.now(),
  random: () => Math.random(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const cancelled = (): void => {
        clearTimeout(timer);
        reject(new CancelledError('cancelled', { cause: signal.reason }));
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', cancelled);
        resolve();
      }, ms);
      if (signal.aborted) cancelled();
      else signal.addEventListener('abort', cancelled, { once: true });
    }),
};
