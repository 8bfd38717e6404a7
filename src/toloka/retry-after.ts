import type { IncomingHttpHeaders } from 'node:http';
import { isRecord } from './json.ts';

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
 * the `payload.interval` of Toloka's 429. A date counts from the answer's own `Date`, since the machine's clock may be
 * wrong.
 *
 * @returns milliseconds, 0 or more; 0 for anything else
 */
export function readRetryAfter(headers: IncomingHttpHeaders, payload: unknown): number {
  const text = headers['retry-after'] ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  const until = HTTP_DATE.test(text) ? Date.parse(text) : ASCTIME.test(text) ? Date.parse(`${text} GMT`) : Number.NaN;
  if (!Number.isNaN(until)) return Math.max(0, until - Date.parse(String(headers.date))) || 0;
  return INTERVALS_MS.get(isRecord(payload) ? payload.interval : undefined) ?? 0;
}
