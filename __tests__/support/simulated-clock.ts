import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { afterAll } from '@jest/globals';
import type { Clock } from '../../src/time.ts';

export interface SimulatedClock extends Clock {
  /** Every sleep that came to its end, in milliseconds. */
  readonly pauses: number[];
  /** Lets time pass before a server answers. Otherwise time stands still meanwhile. */
  readonly delayAnswer: (ms: number) => Promise<void>;
}

/** How many requests of this process have no answer yet. */
let inFlight = 0;
const countRequest = (message: unknown): void => {
  const { request } = message as { readonly request: ClientRequest };
  inFlight += 1;
  request.once('close', () => {
    inFlight -= 1;
  });
};
subscribe('http.client.request.start', countRequest);
// The test files of a worker share the channel.
afterAll(() => void unsubscribe('http.client.request.start', countRequest));

/** Resolves when no request is on its way any more, so that none disturbs the next test. */
export async function drainRequests(): Promise<void> {
  while (inFlight > 0) await new Promise((resolve) => setImmediate(resolve));
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * A clock whose time passes only if everybody sleeps: then it jumps to the end of the shortest
 * sleep. It starts at 0.
 */
export function simulateClock(): SimulatedClock {
  const pauses: number[] = [];
  const sleepers = new Set<Sleeper>();
  let now = 0;
  let isScheduled = false;

  const schedule = (): void => {
    if (isScheduled || sleepers.size === 0) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      if (inFlight <= 0 && sleepers.size > 0) {
        now = Math.max(now, Math.min(...[...sleepers].map(({ at }) => at)));
        for (const sleeper of [...sleepers]) if (sleeper.at <= now) sleeper.wake();
      }
      schedule();
    });
  };

  const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const cancel = (): void => {
        sleepers.delete(sleeper);
        reject(signal.reason);
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
    });

  return {
    pauses,
    now: () => now,
    sleep,
    async delayAnswer(ms) {
      inFlight -= 1;
      await sleep(ms, new AbortController().signal);
      inFlight += 1;
    },
  };
}
