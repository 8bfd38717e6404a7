import type { Clock } from '../../src/toloka/clock.ts';
import { CancelledError } from '../../src/toloka/errors.ts';

export interface FakeClock extends Clock {
  /** Every pause that was slept, in milliseconds. */
  readonly pauses: number[];
  /** Lets time pass, as a request that takes long does. */
  pass(ms: number): void;
}

/** A clock whose time passes only by being slept, or let pass. It starts at 0, on 2026-11-23 at noon. */
export function fakeClock(random: () => number = () => 1): FakeClock {
  const pauses: number[] = [];
  let now = 0;
  return {
    pauses,
    pass: (ms) => {
      now += ms;
    },
    now: () => now,
    date: () => Date.UTC(2026, 10, 23, 12) + now,
    random,
    sleep: async (ms, signal) => {
      if (signal.aborted) throw new CancelledError('cancelled');
      pauses.push(ms);
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
