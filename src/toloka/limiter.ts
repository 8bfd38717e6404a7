import type { Clock } from './clock.ts';

const IN_FLIGHT = 10;
// Toloka answers 429 past 300 requests a second for an account. The rest is for what else the account does.
const PER_SECOND = 250;

/** Lets requests through, at most 10 at a time and 250 in any second. The others wait in the order they came. */
export function createLimiter(clock: Clock, signal: AbortSignal): <T>(request: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  const starts: number[] = [];
  let free = IN_FLIGHT;

  return async (request) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      const start = Math.max(clock.now(), (starts.at(-PER_SECOND) ?? Number.NEGATIVE_INFINITY) + 1_000);
      starts.push(start);
      if (starts.length > PER_SECOND) starts.shift();
      if (start > clock.now()) await clock.sleep(start - clock.now(), signal);
      return await request();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
