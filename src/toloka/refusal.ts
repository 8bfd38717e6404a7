import { PermanentFault, Refusal, TransientFault } from './errors.ts';
import { isRecord, parseJson, sentenceOf } from './json.ts';
import type { Answer } from './request.ts';
import { retryAfter } from './retry-after.ts';

const TRANSIENT: readonly number[] = [408, 429, 500, 502, 503, 504];

/**
 * What an answer refuses; undefined where it is a 2xx.
 *
 * @throws TransientFault where a repeat may do better; PermanentFault for a redirect, which would take the token along
 */
export function refusalIn(
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
