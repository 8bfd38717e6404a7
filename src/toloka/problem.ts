import { TransientError } from './errors.ts';
import { isRecord, parseId, shorten } from './json.ts';

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
