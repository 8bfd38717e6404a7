import { setTimeout } from 'node:timers/promises';

/** Time as a parameter, so that no test of something that waits needs a real clock. */
export interface Clock {
  /** Milliseconds that only grow, from an arbitrary start. The machine's time of day may be wrong. */
  now(): number;
  /** Resolves after `ms` milliseconds. Rejects as soon as `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** When all work has to end: on the clock, and at once, for a signal or an error that nobody expects. */
export type Bounds = Readonly<{
  clock: Clock;
  deadline: number;
  signal: AbortSignal;
}>;

export const systemClock: Clock = {
  now: () => process.uptime() * 1_000,
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
};

/** Reads `90` (seconds), `90s`, `10m` or `1h30m`. @returns milliseconds; undefined if it is none */
export function parseDuration(text: string): number | undefined {
  const [matched, hours = 0, minutes = 0, seconds = 0] =
    /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(/^\d+$/.test(text) ? `${text}s` : text) ?? [];
  if (matched === undefined) return undefined;
  return 1_000 * (3_600 * Number(hours) + 60 * Number(minutes) + Number(seconds));
}

/** Writes milliseconds as `10m`, `1h30m`, `3s` or, below a minute, `1.2s`. */
export function formatDuration(ms: number): string {
  const tenths = Math.round(ms / 100);
  if (tenths === 0) return 'under 0.1s';
  if (tenths < 600) return `${tenths / 10}s`;
  const seconds = Math.round(ms / 1_000);
  const parts = {
    h: Math.floor(seconds / 3_600),
    m: Math.floor(seconds / 60) % 60,
    s: seconds % 60,
  };
  const texts = Object.entries(parts).map(([unit, count]) => (count > 0 ? `${count}${unit}` : ''));
  return texts.join('');
}
