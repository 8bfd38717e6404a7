import { type Answer, assertOk } from './answer.ts';
import type { Bounds } from './clock.ts';
import { RefusedError, TolokaError, TransientError } from './errors.ts';
import { createLimiter } from './limiter.ts';
import type { Method, Send } from './request.ts';
import { backOff, retry } from './retry.ts';

const REQUEST_LIMIT_MS = 30_000;
/** Time limit for a try that starts so late that the deadline would cut it short, and for all such tries together. */
const LAST_LOOK_MS = 900;
const LAST_LOOKS_MS = 1_800;
/** Time limit for each try of an optional read, from the moment of sending. */
const OPTIONAL_LIMIT_MS = 5_000;
const OPTIONAL_TRIES = 3;
/** How long a host that was never reached, or something that Toloka has just made, may be unknown. */
const UNKNOWN_LIMIT_MS = 30_000;

interface RequestOptions {
  /** When to give up, on the clock's `now`; by default at the deadline. */
  readonly until?: number;
  /** Whether it polls something that Toloka has just made: others go first, and 404 is tried again for 30 s. */
  readonly isPoll?: boolean;
}

export interface Api {
  /**
   * Tries until there is an answer.
   *
   * @param parse parses a 2xx answer; it is told whether an earlier answer to this request was lost
   * @throws RefusedError, PermanentError, DeadlineError; CancelledError as soon as the step is cancelled
   */
  request<T>(
    method: Method,
    path: string,
    parse: (answer: Answer, answerLost: boolean) => T,
    options?: RequestOptions,
  ): Promise<T>;
  /** Reads something optional: a few short tries, undefined if they fail. */
  tryGet<T>(path: string, parse: (answer: Answer) => T): Promise<T | undefined>;
}

interface ApiOptions extends Bounds {
  readonly apiUrl: URL;
  readonly send: Send;
  /** Called once for a request that keeps failing, at the third failure in a row. */
  readonly onFailing: (request: string, fault: TransientError) => void;
  /** Called for every try, with how it ended. */
  readonly onTry: (request: string, outcome: string) => void;
}

/** Everything between a call and a single try: limits of time and rate, retries, and what an error must know. */
export function createApi({ apiUrl, send, clock, signal, deadline, onFailing, onTry }: ApiOptions): Api {
  const limit = createLimiter(clock, signal);
  let wasReached = false;
  let lastLooksEnd: number | undefined;

  /** When a try that starts now has to end, if it is too late to start after `until`. */
  const endOfTry = (until: number): number => {
    const now = clock.now();
    if (now + LAST_LOOK_MS <= until) return until;
    // The deadline may have passed long ago: a process can be stopped.
    lastLooksEnd ??= Math.max(deadline, now) + LAST_LOOKS_MS;
    return Math.max(until, Math.min(now + LAST_LOOK_MS, lastLooksEnd));
  };

  /** @param until it is too late to start then, and it ends then, or `limitMs` after it is sent if that is earlier */
  const tryOnce = async <T>(
    method: Method,
    path: string,
    parse: (answer: Answer) => T,
    { until, limitMs, isPoll }: { until: number; limitMs: number; isPoll: boolean },
  ): Promise<T> => {
    const request = `${method} ${path}`;
    try {
      const answer = await limit(isPoll ? 'poll' : 'call', until, () =>
        send(method, path, Math.max(1, Math.floor(Math.min(limitMs, until - clock.now()))), signal),
      );
      wasReached = true;
      assertOk(answer, apiUrl.host);
      const result = parse(answer);
      onTry(request, `HTTP ${answer.status}`);
      return result;
    } catch (error) {
      onTry(request, error instanceof Error ? error.message || error.name : String(error));
      throw allowForLag(error, isPoll);
    }
  };

  /** Two faults are tried again for 30 s and no longer: an unknown operation, since Toloka's servers can lag, and a new name. */
  const allowForLag = (error: unknown, isPoll: boolean): unknown => {
    if (error instanceof RefusedError && error.status === 404 && isPoll) {
      const { requestId } = error;
      const lag = new TransientError('Toloka does not know the operation (HTTP 404)', { fault: 'answer', requestId });
      lag.giveUpAfterMs = UNKNOWN_LIMIT_MS;
      return lag;
    }
    if (error instanceof TransientError && error.fault === 'host-not-found' && !wasReached) {
      error.giveUpAfterMs = UNKNOWN_LIMIT_MS;
    }
    return error;
  };

  return {
    async request(method, path, parse, { until = deadline, isPoll = false } = {}) {
      const request = `${method} ${path}`;
      try {
        return await retry(
          (lost) => {
            const options = { until: endOfTry(until), limitMs: REQUEST_LIMIT_MS, isPoll };
            return tryOnce(method, path, (answer) => parse(answer, lost), options);
          },
          { clock, signal, deadline: until, onFailing: (fault) => onFailing(request, fault) },
        );
      } catch (error) {
        if (error instanceof TolokaError) {
          error.request = request;
          // A reading has no effect that could be lost.
          if (method === 'GET') error.answerLost = false;
        }
        throw error;
      }
    },
    async tryGet(path, parse) {
      const began = clock.now();
      for (let tries = 1; ; tries += 1) {
        try {
          const options = { until: endOfTry(deadline), limitMs: OPTIONAL_LIMIT_MS, isPoll: false };
          return await tryOnce('GET', path, parse, options);
        } catch (error) {
          if (!(error instanceof TransientError) || tries === OPTIONAL_TRIES) return undefined;
          const pause = Math.max(error.retryAfterMs, backOff(tries, clock.random()));
          if (clock.now() + pause > Math.min(deadline, began + OPTIONAL_LIMIT_MS)) return undefined;
          await clock.sleep(pause, signal).catch(() => undefined);
        }
      }
    },
  };
}
