import type { Clock } from '../../src/toloka/clock.ts';
import { CancelledError } from '../../src/toloka/errors.ts';

export interface SimulatedClock extends Clock {
  /** Every sleep that came to its end, in milliseconds. */
  readonly pauses: number[];
}

/** A clock whose time passes only if everybody sleeps: then it jumps to the end of the shortest sleep. It starts at 0. */
export function simulateClock(random: () => number = () => 1): SimulatedClock {
  interface Sleeper {
    readonly at: number;
    readonly wake: () => void;
  }
  const pauses: number[] = [];
  const sleepers = new Set<Sleeper>();
  let now = 0;
  let isScheduled = false;

  const schedule = (): void => {
    if (isScheduled || sleepers.size === 0) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      now = Math.max(now, Math.min(...[...sleepers].map(({ at }) => at)));
      for (const sleeper of [...sleepers]) if (sleeper.at <= now) sleeper.wake();
      schedule();
    });
  };

  return {
    pauses,
    now: () => now,
    random,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const cancel = (): void => {
          sleepers.delete(sleeper);
          reject(new CancelledError());
        };
        const sleeper = {
          at: now + ms,
          wake: (): void => {
            sleepers.delete(sleeper);
            signal.removeEventListener('abort', cancel);
            pauses.push(ms);
            resolve();
          },
        };
        if (signal.aborted) return cancel();
        signal.addEventListener('abort', cancel, { once: true });
        sleepers.add(sleeper);
        schedule();
      }),
  };
}
