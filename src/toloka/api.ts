import { formatDuration } from '../duration.ts';
import { type Answer, assertOk, createShapeError } from './answer.ts';
import { type Bounds, backOff } from './clock.ts';
import { TolokaError } from './errors.ts';
import type { Method, Send } from './request.ts';

const TRY_LIMIT_MS = 30_000;
const OPTIONAL_TRY_LIMIT_MS = 5_000;
/** How long after the deadline a step may still look: half of it is for the last poll, half for what follows from it. */
const GRACE_MS = 1_800;
/** How long a host that was never reached, or an operation that Toloka has just made, may be unknown. */
const UNKNOWN_LIMIT_MS = 30_000;
const FIRST_BACK_OFF_THROTTLED_MS = 1_000;
const DAY_MS = 86_400_000;

/** What an answer has to be: its name, such as `an operation`, and how to read it; undefined if it is something else. */
export interface Wanted<T> {
  readonly name: string;
  readonly parse: (answer: Answer) => T | undefined;
}

interface Options {
  /** How long a reading is worth trying, if the step can do without it. By default it is tried until the deadline. */
  readonly withinMs?: number | undefined;
  readonly isPoll?: boolean;
}

export interface ApiOptions extends Bounds {
  readonly apiUrl: URL;
  /** Called after every try, with how it ended. */
  readonly onTry: (request: string, outcome: string) => void;
  /** Called before another try of what the step can't do without, with how many have failed in a row. */
  readonly onRetry: (request: string, failures: number, fault: TolokaError) => void;
}

export type Api = ReturnType<typeof createApi>;

/**
 * Everything between a call and a single try: time limits, back-off, and what an error must know. A request is tried until it
 * is answered, and throws a TolokaError of any kind but transient.
 */
export function createApi(
  { apiUrl, clock, signal, deadline, onTry, onRetry }: ApiOptions,
  send: Send,
) {
  let wasReached = false;

  const tryUntilAnswered = async <T>(
    method: Method,
    path: string,
    wanted: Wanted<T>,
    options: Options,
  ) => {
    const { withinMs = Number.POSITIVE_INFINITY, isPoll = false } = options;
    const isOptional = Number.isFinite(withinMs);
    const request = `${method} ${path}`;
    const until = Math.min(deadline, clock.now() + withinMs);
    const tryLimitMs = isOptional ? OPTIONAL_TRY_LIMIT_MS : TRY_LIMIT_MS;
    let answerLost = false;
    let unknownSince: number | undefined;
    try {
      for (let failures = 1; ; failures += 1) {
        const startedAt = clock.now();
        const endsAt = Math.min(
          startedAt + tryLimitMs,
          Math.max(until, startedAt + GRACE_MS / 2),
          deadline + GRACE_MS,
        );
        try {
          const answer = await send(method, path, Math.max(1, endsAt - startedAt), signal);
          wasReached = true;
          // Toloka's servers can lag, so they may not know a new operation.
          assertOk(answer, apiUrl.host, isPoll && answer.status === 404);
          const value = wanted.parse(answer);
          if (value === undefined) throw createShapeError(answer, wanted.name);
          onTry(request, `HTTP ${answer.status}`);
          return { value, answerLost };
        } catch (error) {
          onTry(request, error instanceof Error ? error.message : String(error));
          if (!(error instanceof TolokaError) || error.kind !== 'transient') throw error;
          const { retryAfterMs = 0, hostUnknown = false, status } = error.facts;
          answerLost ||= error.facts.mayBeTaken === true;
          const now = clock.now();
          const isUnknown = (hostUnknown && !wasReached) || status === 404;
          unknownSince = isUnknown ? (unknownSince ?? now) : undefined;
          const lastTryAt = Math.min(
            until,
            (unknownSince ?? Number.POSITIVE_INFINITY) + UNKNOWN_LIMIT_MS,
          );
          // A poll that began before the deadline is followed by one more after it.
          if ((isPoll ? startedAt : now) >= lastTryAt) throw giveUp(error, lastTryAt < until);
          const timeTo = (moment: number): number => Math.max(0, moment - now);
          if (!isOptional && now < until && retryAfterMs > timeTo(until))
            throw refuseToWait(error, retryAfterMs);
          if (!isOptional) onRetry(request, failures, error);
          const pause = backOff(
            failures,
            clock.random(),
            status === 429 ? FIRST_BACK_OFF_THROTTLED_MS : undefined,
          );
          await clock.sleep(Math.min(timeTo(lastTryAt), Math.max(retryAfterMs, pause)), signal);
        }
      }
    } catch (error) {
      if (!(error instanceof TolokaError)) throw error;
      // A reading has no effect that could be lost.
      throw error.with({
        request,
        mayBeTaken: method === 'POST' && (answerLost || error.facts.mayBeTaken === true),
      });
    }
  };

  return {
    /** @returns also whether an answer to an earlier try was lost, so that this answer may describe what that try did */
    post: <T>(path: string, wanted: Wanted<T>) => tryUntilAnswered('POST', path, wanted, {}),
    async get<T>(path: string, wanted: Wanted<T>, options: Options = {}): Promise<T> {
      return (await tryUntilAnswered('GET', path, wanted, options)).value;
    },
  };
}

const giveUp = (fault: TolokaError, wasUnknown: boolean): TolokaError =>
  wasUnknown
    ? new TolokaError(
        'permanent',
        `${fault.message}, for ${formatDuration(UNKNOWN_LIMIT_MS)}`,
        fault.facts,
        fault,
      )
    : new TolokaError('deadline', fault.message, { ...fault.facts, code: 'TIMEOUT' }, fault);

function refuseToWait(fault: TolokaError, retryAfterMs: number): TolokaError {
  const wait = retryAfterMs > DAY_MS ? 'more than a day' : formatDuration(retryAfterMs);
  const reason = `${fault.message}; it asks to wait ${wait}, longer than the timeout allows`;
  return new TolokaError('permanent', reason, fault.facts, fault);
}
