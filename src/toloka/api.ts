import { type Bounds, formatDuration } from '../time.ts';
import { explainAnswer, isOk } from './answer.ts';
import { TolokaError, timeOut } from './errors.ts';
import type { Way } from './fault.ts';
import type { Method, Send } from './request.ts';
import type { Target } from './target.ts';

const TRY_LIMIT_MS = 30_000;
/** For what a step can do without: how long one try may take and, by default, all of them. */
const OPTIONAL_LIMIT_MS = 5_000;
/** How long a try may take that starts at the deadline. All that end late share twice that. */
const LATE_TRY_MS = 900;
/** How long a host may not be reached, or an operation not be known. */
const UNKNOWN_LIMIT_MS = 30_000;
const FIRST_BACK_OFF_MS = 250;
const MAX_BACK_OFF_MS = 20_000;

export type Request<T> = Readonly<{
  method: Method;
  /** Below the API's root, with the query. */
  path: string;
  /** What the answer has to be, such as `an operation`. */
  wanted: string;
  /** Reads the JSON of a 2xx answer. @returns undefined if it is not what was wanted */
  parse: (json: unknown, status: number) => T | undefined;
  /** Whether 404 may pass, since a server of Toloka may not know a new operation yet. */
  mayLag?: boolean;
  /** Called if Toloka may have taken the request, and no answer says so. */
  onAnswerLost?: () => void;
}>;

export type ApiOptions = Readonly<{
  bounds: Bounds;
  way: Way;
  target: Target;
  send: Send;
  /** A number from 0 to below 1, for jitter. */
  random: () => number;
  /** Called after every try, with how it ended. */
  onTry: (request: string, outcome: string) => void;
  /** Called before another try of what the step needs, with how many have failed in a row. */
  onRetry: (failures: number, fault: TolokaError, pauseMs: number) => void;
}>;

/** Everything between a call and a single exchange: time limits, back-off, and when to give up. */
export function createApi(options: ApiOptions) {
  const { bounds, way, target, send, random, onTry, onRetry } = options;
  const { clock, deadline, signal } = bounds;
  let wasReached = false;

  const backOff = (failures: number) =>
    random() * Math.min(MAX_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (failures - 1));

  /** One try, that ends at `until` if it can. @returns the fault if another try may help */
  async function attempt<T>(
    { method, path, wanted, parse, mayLag = false, onAnswerLost }: Request<T>,
    until: number,
    ms: number,
  ): Promise<T | TolokaError> {
    const request = `${method} ${path}`;
    const now = clock.now();
    const end = Math.min(now + ms, Math.max(until, now + LATE_TRY_MS), deadline + 2 * LATE_TRY_MS);
    try {
      const answer = await send(method, path, Math.max(1, end - now), signal);
      wasReached = true;
      const value = isOk(answer) ? parse(answer.json, answer.status) : undefined;
      if (value === undefined) throw explainAnswer(answer, { way, target, wanted, mayLag });
      onTry(request, `HTTP ${answer.status}`);
      return value;
    } catch (error) {
      if (!(error instanceof TolokaError)) throw error;
      onTry(request, error.message);
      // This comes first: a request that is cancelled may have been taken.
      if (error.facts.answerLost) onAnswerLost?.();
      signal.throwIfAborted();
      const fault = error.with({ request });
      if (fault.kind !== 'transient') throw fault;
      return fault;
    }
  }

  /** Tries again after transient faults, the last time at `until`. @param ms what one try may take */
  async function tryUntil<T>(
    request: Request<T>,
    until: number,
    ms: number,
    onFault?: typeof onRetry,
  ): Promise<T> {
    let unknownSince = Infinity;
    for (let failures = 1; ; failures += 1) {
      const fault = await attempt(request, until, ms);
      if (!(fault instanceof TolokaError)) return fault;
      const { status, unreachable, retryAfterMs = 0 } = fault.facts;
      const now = clock.now();
      const isUnknown = (unreachable && !wasReached) || status === 404;
      unknownSince = isUnknown ? Math.min(unknownSince, now) : Infinity;
      const lastTryAt = Math.min(until, unknownSince + UNKNOWN_LIMIT_MS);
      if (now >= lastTryAt) throw lastTryAt < until ? add(fault, ', for 30s') : timeOut(fault);
      if (now + retryAfterMs > until) throw refuseToWait(fault, retryAfterMs);
      const pauseMs = Math.min(lastTryAt - now, Math.max(retryAfterMs, backOff(failures)));
      onFault?.(failures, fault, pauseMs);
      await clock.sleep(pauseMs, signal);
    }
  }

  return {
    backOff,

    /** Asks until the deadline. @throws TolokaError of any kind but transient */
    call: <T>(request: Request<T>) => tryUntil(request, deadline, TRY_LIMIT_MS, onRetry),

    /** Asks what the step can do without. @returns undefined if there is no answer in time */
    async tryCall<T>(request: Request<T>, withinMs = OPTIONAL_LIMIT_MS): Promise<T | undefined> {
      const until = Math.min(deadline, clock.now() + withinMs);
      try {
        return await tryUntil(request, until, OPTIONAL_LIMIT_MS);
      } catch (error) {
        if (error instanceof TolokaError) return undefined;
        throw error;
      }
    },
  };
}

const add = (fault: TolokaError, more: string) =>
  new TolokaError('permanent', fault.message + more, fault.facts, fault);

const refuseToWait = (fault: TolokaError, ms: number) =>
  add(fault, `; it asks to wait ${formatDuration(ms)}, longer than the timeout allows`);
