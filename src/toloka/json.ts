import { TransientError } from './errors.ts';

const MAX_ID = 256;

export const isRecord = (json: unknown): json is Record<string, unknown> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** @returns undefined if the text is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Cuts a text that is longer than any of Toloka's own. It cuts no word in two, since a part of an echoed token would not be
 * recognized as a secret.
 */
export function shorten(text: string, limit = 1_000): string {
  if (text.length <= limit) return text;
  const start = text.slice(0, limit).replace(/[\w.~+/=%-]*$/, '');
  // A copy: a slice would keep all of the answer in memory.
  return `${Buffer.from(start).toString()}…`;
}

/**
 * Takes an id as Toloka writes it: a string or, in some of its examples, a number.
 *
 * @returns undefined if it is neither, or a number too large to be exact
 */
export function parseId(json: unknown): string | undefined {
  if (typeof json === 'string') return shorten(json.toWellFormed(), MAX_ID);
  return Number.isSafeInteger(json) ? String(json) : undefined;
}

/** JSON on one line. */
export function stringify(json: unknown): string {
  try {
    return JSON.stringify(json);
  } catch {
    return 'nested too deep to be shown';
  }
}

/** What Toloka says went wrong, in refusals and in logs of operations alike. */
export interface Problem {
  readonly code: string | undefined;
  /** `CODE: message`, or one of the two alone. */
  readonly text: string | undefined;
  readonly requestId: string | undefined;
  /** What to do about it, if the code is a known one. */
  readonly advice: string | undefined;
}

const ADVICE: ReadonlyMap<unknown, string> = new Map([
  ['NOT_ENOUGH_BALANCE', 'top up the account'],
  ['EMPTY_POOL', 'upload tasks first'],
]);

/** Takes what there is of `code`, `message` and `request_id`; any of them can be missing (Toloka's documentation). */
export function parseProblem(json: unknown): Problem {
  const { code, message, request_id: requestId } = isRecord(json) ? json : {};
  return {
    code: typeof code === 'string' ? shorten(code) : undefined,
    text: shorten([code, message].filter((part) => typeof part === 'string').join(': ')) || undefined,
    requestId: parseId(requestId),
    advice: ADVICE.get(code),
  };
}

/** The error for a 2xx answer of the wrong shape, such as a proxy's page. Toloka may have taken the request. */
export function createShapeError(wanted: string, json: unknown): TransientError {
  const got = json === undefined ? 'no JSON' : 'JSON of another shape';
  return new TransientError(`${got} instead of ${wanted}`, { fault: 'answer', answerLost: true });
}
