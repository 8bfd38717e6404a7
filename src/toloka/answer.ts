import type { IncomingHttpHeaders } from 'node:http';
import { TolokaError } from './errors.ts';
import { isRecord, parseId, parseText, shorten } from './json.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body; undefined if it is not JSON. */
  readonly json: unknown;
}

/** What Toloka says went wrong, in refusals and in logs of operations alike. */
export interface Problem {
  readonly code: string | undefined;
  /** `CODE: message`, or one of the two alone. */
  readonly text: string | undefined;
  readonly requestId: string | undefined;
}

export const ADVICE: ReadonlyMap<string | undefined, string> = new Map([
  ['NOT_ENOUGH_BALANCE', 'top up the account'],
  ['EMPTY_POOL', 'upload tasks first'],
]);
export const CHECK_API = 'check that this is the API of Toloka';

// 501 says that the request is not implemented. Proxies and networks in between have many more statuses from 500 on.
const isTransient = (status: number): boolean =>
  [408, 425, 429].includes(status) || (status >= 500 && status !== 501);

/** Takes what there is of `code`, `message` and `request_id`; any of them can be missing (Toloka's documentation). */
export function parseProblem(json: unknown): Problem {
  const { code, message, request_id: requestId } = isRecord(json) ? json : {};
  const texts = [code, message].flatMap((part) => parseText(part) ?? []);
  return {
    code: parseText(code),
    text: shorten(texts.join(': ')) || undefined,
    requestId: parseId(requestId),
  };
}

/**
 * Accepts any 2xx.
 *
 * @param host of the API, for the advice
 * @param mayPass whether another try may be answered better, whatever the status
 * @throws TolokaError: transient if another try may be answered better; refused; permanent for a redirect, which would take
 *   the token to another place
 */
export function assertOk(answer: Answer, host: string, mayPass: boolean): void {
  const { status, headers, json } = answer;
  if (status >= 200 && status < 300) return;
  if (status >= 300 && status < 400 && headers.location !== undefined) {
    const reason = `HTTP ${status} redirects to ${headers.location}, but the token is not sent on`;
    throw new TolokaError('permanent', reason, { code: 'NOT_TOLOKA', advice: CHECK_API });
  }
  const { code = 'REFUSED', text, requestId } = parseProblem(json);
  const reason = text === undefined ? `HTTP ${status}` : `${text} (HTTP ${status})`;
  if (mayPass || isTransient(status)) {
    // Whoever answers with 429 has not looked at the request.
    const mayBeTaken = status !== 429;
    const retryAfterMs = readRetryAfter(
      headers,
      status === 429 && isRecord(json) ? json.payload : undefined,
    );
    const facts = {
      code: text === undefined ? 'NOT_TOLOKA' : code,
      status,
      requestId,
      mayBeTaken,
      retryAfterMs,
    };
    throw new TolokaError('transient', reason, facts);
  }
  const check = adviseOn(status, host);
  if (text !== undefined) {
    throw new TolokaError('refused', reason, {
      code,
      status,
      requestId,
      advice: ADVICE.get(code) ?? check,
    });
  }
  const advice = `a proxy or a firewall may have given it${check === undefined ? '' : `; if not, ${check}`}`;
  const strange = `${reason} with an answer that is not Toloka's (${describeBody(answer)})`;
  throw new TolokaError('refused', strange, { code: 'NOT_TOLOKA', status, advice });
}

function adviseOn(status: number, host: string): string | undefined {
  const belongs = `belongs to this environment (${host})`;
  if (status === 401 || status === 403) return `check that the token is valid and ${belongs}`;
  return status === 404
    ? `check that the id is right, ${belongs}, and is that of a training, not of a pool`
    : undefined;
}

/** The error for a 2xx answer of the wrong shape, such as a proxy's page. Toloka may have taken the request. */
export function createShapeError(answer: Answer, wanted: string): TolokaError {
  const { code = 'NOT_TOLOKA', text } = parseProblem(answer.json);
  const got = answer.json === undefined ? 'no JSON' : 'JSON of another shape';
  const reason = `${got} instead of ${wanted} (${text ?? describeBody(answer)})`;
  return new TolokaError('transient', reason, { code, mayBeTaken: true });
}

function describeBody({ headers }: Answer): string {
  const { 'content-type': type = 'no content type', 'content-encoding': encoding = 'identity' } =
    headers;
  return encoding === 'identity' ? type : `${type}, ${encoding} although nobody asked for it`;
}

// Toloka's names for the interval of a quota. toloka-kit reads them from the payload of a 429.
const INTERVALS_MS: ReadonlyMap<unknown, number> = new Map([
  ['MIN', 60_000],
  ['HOUR', 3_600_000],
  ['DAY', 86_400_000],
]);

// The three forms of a date in RFC 9110, 5.6.7: the usual one, RFC 850 and asctime, which names no zone but means GMT.
const HTTP_DATE = /^[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/**
 * How long a server asks to wait: by the header `Retry-After` (RFC 9110, 10.2.3: seconds, or a date) or, without one, by
 * the `payload.interval` of Toloka's 429. A date counts from the answer's own `Date`, since the machine's clock may be wrong.
 *
 * @returns milliseconds, 0 or more; 0 for anything else
 */
export function readRetryAfter(headers: IncomingHttpHeaders, payload: unknown): number {
  const text = headers['retry-after'] ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  const until = HTTP_DATE.test(text)
    ? Date.parse(text)
    : ASCTIME.test(text)
      ? Date.parse(`${text} GMT`)
      : Number.NaN;
  if (!Number.isNaN(until)) return Math.max(0, until - Date.parse(String(headers.date))) || 0;
  return INTERVALS_MS.get(isRecord(payload) ? payload.interval : undefined) ?? 0;
}
