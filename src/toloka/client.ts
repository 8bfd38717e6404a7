import type { Authorization } from './authorization.ts';
import type { Clock } from './clock.ts';
import { hintForUnreachable } from './environment.ts';
import { DeadlineError, PermanentFault, Refusal, TransientFault } from './errors.ts';
import { parseJson, unexpected } from './json.ts';
import { createLimiter } from './limiter.ts';
import { openTraining } from './opening.ts';
import { type Operation, parseLog, parseOperation } from './operation.ts';
import { refusalIn } from './refusal.ts';
import { type Answer, createSend, type Method } from './request.ts';
import { retry } from './retry.ts';
import { parseTraining, type Training } from './training.ts';

const REQUEST_LIMIT_MS = 30_000;
/** What a last look at the deadline may take, and how far it may go beyond it. */
const LAST_LOOK_MS = 1_000;
/** What reading something that is good to know, and no more, may take. */
const EXTRA_LIMIT_MS = 5_000;

/**
 * Tries until there is an answer or a refusal; says too whether an earlier try may have had its effect although its
 * answer was lost.
 *
 * @param until when to give up, on the clock's `now`; by default at the deadline
 */
export type Ask = <T>(
  method: Method,
  path: string,
  parse: (answer: Answer) => T,
  until?: number,
) => Promise<{ value: T | Refusal; answerLost: boolean }>;

export interface Toloka {
  /** Opens a training; see `openTraining`. */
  openTraining(id: string): Promise<Operation | 'already open' | 'open'>;
  operation(id: string): Promise<Operation>;
  /** What the operation's log says of what went wrong; empty where it says nothing or can't be read. One short try. */
  operationLog(id: string): Promise<string>;
  /** One short try; undefined where it fails. */
  training(id: string): Promise<Training | undefined>;
}

export interface TolokaOptions {
  readonly apiUrl: URL;
  readonly authorization: Authorization;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** When to give up, on the clock's `now`. */
  readonly deadline: number;
  /** Called once for a request that keeps failing, at the third failure in a row. */
  readonly onFailing: (request: string, fault: TransientFault) => void;
  /** Called for every try, with how it ended. */
  readonly onTry: (request: string, outcome: string) => void;
}

/**
 * A client of Toloka's requester API.
 *
 * Its functions throw Refusal where Toloka says no, PermanentFault where waiting can't mend it, DeadlineError where the
 * deadline passes first, and CancelledError as soon as `signal` aborts.
 */
export function createToloka(options: TolokaOptions): Toloka {
  const { apiUrl, authorization, clock, signal, deadline, onFailing, onTry } = options;
  const send = createSend(apiUrl, authorization);
  const limited = createLimiter(clock, signal);

  /** One try: an answer to go on with, parsed, or a refusal. All else is thrown. */
  const attempt = async <T>(
    method: Method,
    path: string,
    parse: (answer: Answer) => T,
    limit: () => number,
  ): Promise<T | Refusal> => {
    const request = `${method} ${path}`;
    try {
      const answer = await limited(() => {
        const limitMs = Math.min(REQUEST_LIMIT_MS, limit());
        if (limitMs >= 1) return send(method, path, Math.floor(limitMs), signal);
        throw new TransientFault('the time ran out before it could be sent', {
          source: 'connection',
          answerLost: false,
        });
      });
      const result =
        refusalIn(answer, request, apiUrl.host, Date.parse(answer.headers.date ?? '') || clock.date()) ?? parse(answer);
      onTry(request, `HTTP ${answer.status}`);
      return result;
    } catch (error) {
      onTry(request, error instanceof Error ? error.message : String(error));
      throw error;
    }
  };

  /** What a request may take that starts now: up to the deadline, or, about to pass it, a last look. */
  const untilDeadline = (): number => {
    const left = deadline - clock.now();
    return Math.max(left, Math.min(LAST_LOOK_MS, left + LAST_LOOK_MS));
  };

  const ask: Ask = async (method, path, parse, until = deadline) => {
    const request = `${method} ${path}`;
    try {
      return await retry(() => attempt(method, path, parse, untilDeadline), {
        clock,
        signal,
        deadline: until,
        onFailing: (fault) => onFailing(request, fault),
      });
    } catch (error) {
      const unreachable =
        error instanceof Error && error.cause instanceof TransientFault && error.cause.source === 'connection';
      const hint = unreachable ? hintForUnreachable(apiUrl) : '';
      if (error instanceof DeadlineError) {
        throw new DeadlineError(`${error.message}${hint}`, error.answerLost, { cause: error.cause });
      }
      if (error instanceof PermanentFault) {
        throw new PermanentFault(`${request}: ${error.message}${hint}`, { cause: error.cause });
      }
      throw error;
    }
  };

  const get = async <T>(path: string, parse: (answer: Answer) => T): Promise<T> => {
    const { value } = await ask('GET', path, parse);
    if (value instanceof Refusal) throw value;
    return value;
  };

  /** One short try at something that is good to know; it never fails, and never goes past the deadline. */
  const getExtra = async <T>(path: string, parse: (answer: Answer) => T): Promise<T | undefined> => {
    try {
      const end = Math.min(deadline, clock.now() + EXTRA_LIMIT_MS);
      const value = await attempt('GET', path, parse, () => end - clock.now());
      return value instanceof Refusal ? undefined : value;
    } catch {
      return undefined;
    }
  };

  return {
    openTraining: (id) => openTraining(id, ask, clock, deadline),
    operation: (id) =>
      get(`/operations/${encodeURIComponent(id)}`, ({ body }) => {
        const json = parseJson(body);
        const operation = parseOperation(json);
        if (operation.id !== id) throw unexpected(`operation ${id}`, json);
        return operation;
      }),
    operationLog: async (id) =>
      (await getExtra(`/operations/${encodeURIComponent(id)}/log`, ({ body }) => parseLog(parseJson(body)))) ?? '',
    training: (id) => getExtra(`/trainings/${encodeURIComponent(id)}`, ({ body }) => parseTraining(parseJson(body))),
  };
}
