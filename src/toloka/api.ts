import { type Answer, assertOk } from './answer.ts';
import type { Bounds } from './clock.ts';
import { TolokaError, TransientError } from './errors.ts';
import { createLimiter } from './limiter.ts';
import type { Method, Send } from './request.ts';
import { retry } from './retry.ts';

const REQUEST_LIMIT_MS = 30_000;
/** Time limit for a try that starts so late that the deadline would cut it short. */
const LAST_LOOK_MS = 1_000;
/** Time limit for optional reads. */
const OPTIONAL_LIMIT_MS = 5_000;

/** Parses a 2xx answer. It is told whether an earlier answer to the same request was lost. */
type Parse<T> = (answer: Answer, answerLost: boolean) => T;

export interface Api {
  /**
   * Tries until there is an answer.
   *
   * @param until when to give up, on the clock's `now`; by default at the deadline
   * @throws RefusedError, PermanentError, DeadlineError; CancelledError as soon as the step is cancelled
   */
  request<T>(method: Method, path: string, parse: Parse<T>, until?: number): Promise<T>;
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

  const tryOnce = async <T>(method: Method, path: string, parse: (answer: Answer) => T, until: number) => {
    const request = `${method} ${path}`;
    try {
      const answer = await limit(() => {
        const limitMs = Math.min(REQUEST_LIMIT_MS, until - clock.now());
        if (limitMs >= 1) return send(method, path, Math.floor(limitMs), signal);
        throw new TransientError('the time ran out before it could be sent', { fault: 'connection' });
      });
      assertOk(answer, apiUrl.host);
      const result = parse(answer);
      onTry(request, `HTTP ${answer.status}`);
      return result;
    } catch (error) {
      onTry(request, error instanceof Error ? error.message : String(error));
      throw error;
    }
  };

  return {
    async request(method, path, parse, until = deadline) {
      const request = `${method} ${path}`;
      try {
        return await retry(
          (lost) => tryOnce(method, path, (answer) => parse(answer, lost), Math.max(until, clock.now() + LAST_LOOK_MS)),
          { clock, signal, deadline: until, onFailing: (fault) => onFailing(request, fault) },
        );
      } catch (error) {
        if (error instanceof TolokaError) error.request = request;
        throw error;
      }
    },
    async readOnce(path, parse) {
      const until = Math.min(deadline, clock.now() + OPTIONAL_LIMIT_MS);
      try {
        return await tryOnce('GET', path, (answer) => parse(answer, false), until);
      } catch {
        return undefined;
      }
    },
  };
}
