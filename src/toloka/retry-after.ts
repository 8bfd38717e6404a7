import type { IncomingHttpHeaders } from 'node:http';
import { isRecord } from './json.ts';

// Toloka's names for the interval of a quota. toloka-kit reads them from the payload of a 429.
const INTERVALS_MS: Readonly<Record<string, number>> = { MIN: 60_000, HOUR: 3_600_000, DAY: 86_400_000 };

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * How long a server asks to wait: by the header `Retry-After` (RFC 9110, 10.2.3: seconds, or a date) or, without one, by
 * the `payload.interval` of Toloka's 429. A date counts from the answer's own `Date`, since the machine's clock may be
 * wrong.
 *
 * @returns milliseconds, 0 or more; 0 for anything else
 */
export function readRetryAfter(headers: IncomingHttpHeaders, payload: unknown): number {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  if (HTTP_DATE.test(text)) return Math.max(0, Date.parse(text) - Date.parse(headers.date ?? '')) || 0;
  const interval = isRecord(payload) ? payload.interval : undefined;
  return (typeof interval === 'string' && Object.hasOwn(INTERVALS_MS, interval) && INTERVALS_MS[interval]) || 0;
}
