import { type Answer, assertOk } from './answer.ts';
import type { Bounds } from './clock.ts';
import { RefusedError, TolokaError, TransientError } from './errors.ts';
import { createLimiter } from './limiter.ts';
import type { Method, Send } from './request.ts';
import { retry } from './retry.ts';

const REQUEST_LIMIT_MS = 30_000;
/** Time limit for a try that starts so late that the deadline would cut it short. */
const LAST_LOOK_MS = 1_000;
/** Time limit for optional reads, from the moment of sending. */
const OPTIONAL_LIMIT_MS = 5_000;
/** How long a host that was never reached, or something that Toloka has just made, may be unknown. */
const UNKNOWN_LIMIT_MS = 30_000;

/** Parses a 2xx answer. It is told whether an earlier answer to the same request was lost. */
type Parse<T> = (answer: Answer, answerLost: boolean) => T;

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
   * @throws RefusedError, PermanentError, DeadlineError; CancelledError as soon as the step is cancelled
   */
  request<T>(method: Method, path: string, parse: Parse<T>, options?: RequestOptions): Promise<T>;
  /** Reads something optional: one short try, undefined if it fails. */
  readOnce<T>(path: string, parse: Parse<T>): Promise<T | undefined>;
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

  /** @param until when it is too late to start, and when it has to end; at most `limitMs` after it is sent */
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
      throw noteWhatMayPass(error, isPoll);
    }
  };

  /** Some faults may pass for a while: Toloka's servers can lag behind each other, and a name can be new. */
  const noteWhatMayPass = (error: unknown, isPoll: boolean): unknown => {
    if (error instanceof RefusedError && error.status === 404 && isPoll) {
      const { requestId } = error;
      const lag = new TransientError(`Toloka does not know the operation (HTTP 404)`, { fault: 'answer', requestId });
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
            const end = Math.max(until, clock.now() + LAST_LOOK_MS);
            const options = { until: end, limitMs: REQUEST_LIMIT_MS, isPoll };
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
    async readOnce(path, parse) {
      try {
        const options = { until: deadline, limitMs: OPTIONAL_LIMIT_MS, isPoll: false };
        return await tryOnce('GET', path, (answer) => parse(answer, false), options);
      } catch {
        return undefined;
      }
    },
  };
}
