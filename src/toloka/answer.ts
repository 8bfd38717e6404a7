import type { IncomingHttpHeaders } from 'node:http';
import { ADVICE, adviseOnCode } from './advice.ts';
import { mayPass, TolokaError } from './errors.ts';
import type { Way } from './fault.ts';
import { parseText, recordOf } from './json.ts';
import { parseProblem } from './reason.ts';
import type { Target } from './target.ts';

export type Answer = Readonly<{
  status: number;
  headers: IncomingHttpHeaders;
  /** The body; undefined if it is not JSON. */
  json: unknown;
}>;

/** What was asked. */
export type Question = Readonly<{
  way: Way;
  target: Target;
  /** What the answer was to be, such as `an operation`. */
  wanted: string;
  /** Whether 404 may pass, since a server of Toloka may not know a new operation yet. */
  mayLag: boolean;
}>;

export const isOk = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** What is wrong with an answer that is not what was wanted. */
export function explainAnswer(answer: Answer, question: Question): TolokaError {
  const { status, headers } = answer;
  if (isOk(answer)) return explainShape(answer, question);
  if (status < 400 && headers.location !== undefined) {
    const reason = `HTTP ${status} redirects to ${headers.location}, but the token is not sent on`;
    return new TolokaError('permanent', reason, { code: 'NOT_TOLOKA', advice: ADVICE.api });
  }
  const isFault = mayPass(status) || (status === 404 && question.mayLag);
  return isFault ? explainFault(answer) : explainRefusal(answer, question);
}

function readProblem({ status, json }: Answer) {
  const { code, message } = recordOf(json);
  const isTolokas = parseText(code) || parseText(message);
  const { text, requestId, ...problem } = parseProblem(json);
  const facts = { code: problem.code ?? 'REFUSED', status, requestId };
  if (isTolokas) return { text, reason: `${text} (HTTP ${status})`, facts };
  return { reason: `HTTP ${status}`, facts: { ...facts, code: 'NOT_TOLOKA' } };
}

/** A 2xx answer of the wrong shape, such as the page of a proxy. */
function explainShape(answer: Answer, { wanted }: Question) {
  const blank = recordOf(answer.json).status === '' ? 'its status is empty' : undefined;
  const { text = blank ?? describeBody(answer), facts } = readProblem(answer);
  const got = answer.json === undefined ? 'no JSON' : 'JSON of another shape';
  const reason = `${got} instead of ${wanted} (${text})`;
  return new TolokaError('transient', reason, { code: facts.code, answerLost: true });
}

function explainFault(answer: Answer) {
  const { reason, facts } = readProblem(answer);
  // Whoever answers with 425 or 429 has not looked at the request.
  const answerLost = answer.status !== 425 && answer.status !== 429;
  const retryAfterMs = readRetryAfter(answer);
  return new TolokaError('transient', reason, { ...facts, answerLost, retryAfterMs });
}

function explainRefusal(answer: Answer, question: Question) {
  const { text, reason, facts } = readProblem(answer);
  const check = adviseOnStatus(answer, question);
  const strange = `${reason} with an answer that is not Toloka's (${describeBody(answer)})`;
  const other = [ADVICE.firewall, check].filter(Boolean).join('; if not, ');
  const advice = text ? (adviseOnCode(facts.code) ?? check) : other;
  return new TolokaError('refused', text ? reason : strange, { ...facts, advice });
}

/** What to do about a refusal without a code that says it. */
function adviseOnStatus({ status }: Answer, { way, target }: Question) {
  const { host } = way.environment.apiUrl;
  if (status === 401 || status === 403) return ADVICE.token(way.authorization.type, host);
  return status === 404 ? ADVICE.id(target.kind, host) : undefined;
}

const describeBody = ({ headers }: Answer) => headers['content-type'] ?? 'no content type';

// Toloka's names for the interval of a quota. toloka-kit reads them from the payload of a 429.
const INTERVALS_MS: ReadonlyMap<unknown, number> = new Map([
  ['MIN', 60_000],
  ['HOUR', 3_600_000],
  ['DAY', 86_400_000],
]);

/**
 * How long a server asks to wait: by the header `Retry-After` (RFC 9110, 10.2.3: seconds, or a
 * date) or, without one, by the `payload.interval` of Toloka's 429. A date counts from the answer's
 * own `Date`, since the machine's clock may be wrong.
 *
 * @returns milliseconds, 0 or more; 0 for anything else
 */
export function readRetryAfter({ status, headers, json }: Answer): number {
  const text = headers['retry-after'];
  if (text === undefined) {
    const { interval } = recordOf(recordOf(json).payload);
    return (status === 429 && INTERVALS_MS.get(interval)) || 0;
  }
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  if (!text.endsWith(' GMT')) return 0;
  return Math.max(0, Date.parse(text) - Date.parse(String(headers.date))) || 0;
}
