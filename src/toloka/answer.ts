import type { IncomingHttpHeaders } from 'node:http';
import { PermanentError, RefusedError, TransientError } from './errors.ts';
import { isRecord, parseJson } from './json.ts';
import { parseProblem } from './problem.ts';
import { readRetryAfter } from './retry-after.ts';

/** A whole answer, of any status. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

// 501 says that the request is not implemented. Proxies and networks in between have many more statuses from 500 on.
const isTransient = (status: number): boolean => [408, 425, 429].includes(status) || (status >= 500 && status !== 501);

/**
 * Accepts any 2xx.
 *
 * @param host of the API, for the advice
 * @throws TransientError if another try may be answered better; RefusedError; PermanentError for a redirect, which would
 *   take the token to another place
 */
export function assertOk({ status, headers, body }: Answer, host: string): void {
  if (status >= 200 && status < 300) return;
  if (status >= 300 && status < 400 && headers.location !== undefined) {
    throw new PermanentError(`HTTP ${status} redirects to ${headers.location}, but the token is not sent on`, {
      advice: 'check that this is the API of Toloka',
    });
  }
  const json = parseJson(body);
  const { code, text, requestId, advice = adviceFor(status, host) } = parseProblem(json);
  const reason = text === undefined ? `HTTP ${status}` : `${text} (HTTP ${status})`;
  if (isTransient(status)) {
    throw new TransientError(reason, {
      fault: status === 429 ? 'throttled' : 'answer',
      // Whoever answers with 429 has not looked at the request.
      answerLost: status !== 429,
      retryAfterMs: readRetryAfter(headers, status === 429 && isRecord(json) ? json.payload : undefined),
      requestId,
    });
  }
  throw new RefusedError(reason, { status, code, requestId, advice });
}

function adviceFor(status: number, host: string): string | undefined {
  switch (status) {
    case 401:
    case 403:
      return `check that the token is valid and belongs to this environment (${host})`;
    case 404:
      return `check that the id is right and belongs to this environment (${host})`;
    default:
      return undefined;
  }
}
