import type { Authorization } from './authorization.ts';
import type { Clock } from './clock.ts';
import { hintForUnreachable } from './environment.ts';
import { DeadlineError, PermanentFault, Refusal, TransientFault } from './errors.ts';
import { isRecord, parseJson, sentenceOf, unexpected } from './json.ts';
import { createLimiter } from './limiter.ts';
import { isOpening, OPENING, type Operation, parseLog, parseOperation } from './operation.ts';
import { type Answer, createSend, type Method } from './request.ts';
import { retry } from './retry.ts';
import { retryAfter } from './retry-after.ts';
import { parseTraining, type Training } from './training.ts';

const REQUEST_LIMIT_MS = 30_000;
/** What a last look at the deadline may take, and how far it may go beyond it. */
const LAST_LOOK_MS = 1_000;
/** What reading something that is good to know, and no more, may take. */
const EXTRA_LIMIT_MS = 5_000;
/** How long an operation is looked up whose training is open for sure. */
const LOOK_UP_LIMIT_MS = 30_000;
/** How far the clocks of Toloka and of this machine may differ where Toloka's answer has no `Date`. */
const CLOCK_SKEW_MS = 60_000;
/** `Date` counts whole seconds, and an answer takes its time. */
const DATE_PRECISION_MS = 2_000;

const TRANSIENT: readonly number[] = [408, 429, 500, 502, 503, 504];

export interface Toloka {
  /**
   * Opens a training. `POST …/open` sets a state, so it is repeated until it is answered; where an answer was lost, the
   * operation that it would have named is looked up.
   *
   * @returns the operation that this started, or `already open`
   */
  openTraining(id: string): Promise<Operation | 'already open'>;
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

  /** Tries until there is an answer, or a refusal. */
  const ask = async <T>(method: Method, path: string, parse: (answer: Answer) => T, until = deadline) => {
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
      if (error instanceof DeadlineError)
        throw new DeadlineError(`${error.message}${hint}`, error.answerLost, { cause: error.cause });
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

  /**
   * The newest operation that opens a training and was submitted since `began` (milliseconds since 1970, this machine's
   * clock). Undefined where there is none, and where Toloka will not tell.
   */
  const findOpening = async (trainingId: string, began: number, until: number): Promise<Operation | undefined> => {
    const query = new URLSearchParams({
      type: OPENING,
      sort: '-submitted',
      limit: '500',
      submitted_gte: new Date(began - CLOCK_SKEW_MS).toISOString().replace('Z', ''),
    });
    const parse = ({ body, headers }: Answer): Operation | undefined => {
      const list = parseJson(body);
      if (!isRecord(list) || !Array.isArray(list.items)) throw unexpected('a list of operations', list);
      const ahead = Date.parse(headers.date ?? '') - clock.date();
      const since = began + (Number.isNaN(ahead) ? -CLOCK_SKEW_MS : ahead - DATE_PRECISION_MS);
      return list.items
        .filter((item) => isRecord(item) && item.type === OPENING)
        .map((item) => parseOperation(item))
        .filter(({ trainingId: id, submitted = 0 }) => id === trainingId && submitted >= since)
        .sort((a, b) => (b.submitted ?? 0) - (a.submitted ?? 0))[0];
    };
    try {
      const { value } = await ask('GET', `/operations?${query}`, parse, until);
      return value instanceof Refusal ? undefined : value;
    } catch (error) {
      if (error instanceof PermanentFault) return undefined;
      // What this request did not reach, the one to open may well have.
      if (error instanceof DeadlineError) throw new DeadlineError(error.message, true, { cause: error.cause });
      throw error;
    }
  };

  /** The same where the training is open for sure: the operation is then good to know, and no more. */
  const findOpeningOfOpen = async (trainingId: string, began: number): Promise<Operation | undefined> => {
    try {
      return await findOpening(trainingId, began, Math.min(deadline, clock.now() + LOOK_UP_LIMIT_MS));
    } catch (error) {
      if (error instanceof DeadlineError) return undefined;
      throw error;
    }
  };

  return {
    openTraining: async (id) => {
      const began = clock.date();
      const parse = ({ status, body }: Answer): Operation | 'already open' => {
        if (status === 204) return 'already open';
        const json = parseJson(body);
        const operation = parseOperation(json);
        if (!isOpening(operation, id)) throw unexpected(`an operation that opens training ${id}`, json);
        return operation;
      };
      const { value, answerLost } = await ask('POST', `/trainings/${encodeURIComponent(id)}/open`, parse);
      if (value === 'already open') return (answerLost && (await findOpeningOfOpen(id, began))) || value;
      if (!(value instanceof Refusal)) return value;
      const lost = answerLost && value.status === 409 ? await findOpening(id, began, deadline) : undefined;
      if (lost === undefined) throw value;
      return lost;
    },
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

/**
 * What an answer refuses; undefined where it is a 2xx.
 *
 * @throws TransientFault where a repeat may do better; PermanentFault for a redirect, which would take the token along
 */
function refusalIn(
  { status, headers, body }: Answer,
  request: string,
  host: string,
  date: number,
): Refusal | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400 && headers.location !== undefined) {
    throw new PermanentFault(
      `HTTP ${status}, a redirect to ${headers.location}, where the token is not sent: is this the API of Toloka?`,
    );
  }
  const json = parseJson(body);
  const said = ['HTTP', status, sentenceOf(json)].filter((part) => part !== undefined).join(' ');
  if (TRANSIENT.includes(status)) {
    throw new TransientFault(said, {
      source: 'answer',
      answerLost: status >= 500,
      retryAfterMs: retryAfter(
        headers['retry-after'],
        status === 429 && isRecord(json) ? json.payload : undefined,
        date,
      ),
      kind: status === 429 ? 'throttled' : 'other',
    });
  }
  return new Refusal(`${request}: ${said}${adviceFor(status, host)}`, status);
}

/** What to do about a refusal, as an ending for its message. */
function adviceFor(status: number, host: string): string {
  switch (status) {
    case 401:
    case 403:
      return `; check that the token is valid, and that it belongs to this environment (${host})`;
    case 404:
      return `; check the id, and that it belongs to this environment (${host})`;
    default:
      return '';
  }
}
