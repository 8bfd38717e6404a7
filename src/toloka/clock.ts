import { setTimeout } from 'node:timers/promises';
import { createCancelledError } from './errors.ts';

/** Time and chance as parameters, so that no test of something that waits needs a real clock. */
export interface Clock {
  /** Milliseconds that only grow, from an arbitrary start. The machine's own time of day is never used: it may be wrong. */
  now(): number;
  /** A number from 0 up to, but not including, 1; for jitter. */
  random(): number;
  /** Resolves after `ms` milliseconds. Throws a cancelled TolokaError as soon as `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface Bounds {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** When to give up, on the clock's `now`. */
  readonly deadline: number;
}

export const systemClock: Clock = {
  now: () => process.uptime() * 1_000,
  random: () => Math.random(),
  async sleep(ms, signal) {
    try {
      await setTimeout(ms, undefined, { signal });
    } catch (error) {
      throw createCancelledError(error);
    }
  },
};

const FIRST_BACK_OFF_MS = 250;
const MAX_BACK_OFF_MS = 20_000;

/** The milliseconds to pause after so many failures in a row: exponential back-off with full jitter (`random`, 0 to 1). */
export const backOff = (failures: number, random: number, firstMs = FIRST_BACK_OFF_MS): number =>
  random * Math.min(MAX_BACK_OFF_MS, firstMs * 2 ** (failures - 1));
