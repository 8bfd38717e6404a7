import { pipeline } from 'node:stream';
import type { Exchange } from '../../tools/toloka/toloka.js';

/** Does something else instead of an answer. */
export type Fault = (exchange: Exchange, otherHost: string) => void;

/** A right answer. Each fault spoils it, so no step may believe it. */
const BELIEVABLE = JSON.stringify({
  id: 'never-to-be-believed',
  type: 'TRAINING.OPEN',
  status: 'SUCCESS',
  submitted: '2026-11-23T10:13:32.921',
  parameters: { training_id: '21' },
  details: {},
});
const HALF = BELIEVABLE.slice(0, BELIEVABLE.length / 2);

const JSON_TYPE = { 'Content-Type': 'application/json' };
const HTML = '<!DOCTYPE html><html><body><h1>Sign in to the network</h1></body></html>';

/** Sends raw bytes, and a moment later ends the connection or does not. */
const bytes =
  (text: string, then: 'close' | 'reset' | 'stall'): Fault =>
  ({ req: { socket } }) => {
    socket.write(text, () => {
      setTimeout(() => {
        if (then === 'close') socket.end();
        if (then === 'reset') socket.resetAndDestroy();
      }, 20);
    });
  };

const head = (...lines: string[]): string =>
  ['HTTP/1.1 200 OK', 'Content-Type: application/json', ...lines, '', ''].join('\r\n');

const WITH_LENGTH = head(`Content-Length: ${BELIEVABLE.length}`) + HALF;
const CHUNKED = `${head('Transfer-Encoding: chunked') + BELIEVABLE.length.toString(16)}\r\n${HALF}`;
const TWO_LENGTHS = head(`Content-Length: ${BELIEVABLE.length}`, 'Content-Length: 7') + BELIEVABLE;
const NO_CONTENT = 'HTTP/1.1 204 No Content\r\n';
const WITHOUT_LENGTH = head('Connection: close') + HALF;

/** Sends one character ten times a second, for ever. */
const drip =
  (start: string): Fault =>
  ({ req: { socket } }) => {
    socket.write(start);
    const timer = setInterval(() => socket.write(' '), 100);
    socket.once('close', () => clearInterval(timer));
  };

const HUGE_BYTES = 300 * 1024 * 1024;

function* writeHuge(start: string) {
  yield start;
  const piece = ' '.repeat(64 * 1024);
  for (let sent = 0; sent < HUGE_BYTES; sent += piece.length) yield piece;
}

/** Sends 300 MB as fast as the client takes them. */
const flood =
  (start: string): Fault =>
  ({ req: { socket } }) =>
    pipeline(writeHuge(start), socket, () => undefined);

/** Sends a whole answer. */
export const answer =
  (status: number, body: string, headers: Record<string, string> = JSON_TYPE): Fault =>
  ({ res }) => {
    res
      .writeHead(status, { 'Content-Length': String(Buffer.byteLength(body)), ...headers })
      .end(body);
  };

/** Refuses as Toloka does. */
export const refusal = (
  status: number,
  code: string,
  headers: Record<string, string> = {},
  payload: unknown = null,
) =>
  answer(
    status,
    JSON.stringify({ request_id: 'quote-me', code, message: `${code} it is`, payload }),
    {
      ...JSON_TYPE,
      ...headers,
    },
  );

const redirect =
  (status: number, to: (otherHost: string) => string): Fault =>
  ({ res }, otherHost) => {
    res.writeHead(status, { Location: to(otherHost), 'Content-Length': '0' }).end();
  };

const askToWait =
  (write: () => string): Fault =>
  (exchange, otherHost) =>
    refusal(503, 'REMOTE_SERVICE_UNAVAILABLE', { 'Retry-After': write() })(exchange, otherHost);

/** Asks to wait until a date in 3 s, in a form of RFC 9110. It is given the parts of the date. */
const askToWaitUntil = (write: (...parts: string[]) => string): Fault =>
  askToWait(() => {
    const date = new Date(Date.now() + 3_000);
    const weekday = date.toLocaleDateString('en-US', { weekday: 'long', timeZone: 'UTC' });
    return write(weekday, ...date.toUTCString().split(/,? /));
  });
const usual = (_: string, name = '', ...rest: readonly string[]): string =>
  `${name}, ${rest.join(' ')}`;
const rfc850 = (
  weekday: string,
  _: string,
  day: string,
  month: string,
  year: string,
  time: string,
): string => `${weekday}, ${day}-${month}-${year.slice(2)} ${time} GMT`;
const asctime = (
  _: string,
  name: string,
  day: string,
  month: string,
  year: string,
  time: string,
): string => `${name} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`;

/** A row of the table: a fault, and what a step says that meets it. */
export interface FaultCase {
  readonly name: string;
  readonly fault: Fault;
  /** A part of the error. */
  readonly says: string;
  /** The title of the error if the opening meets it. */
  readonly title: string;
  /** The least time between the two requests of a step that meets it once. */
  readonly leastMs: number;
}

export const MAY_BE_OPENING = 'Training 21 may be opening';
const NOT_OPENED = 'Training 21 was not opened';
const REFUSED = 'Training 21 was refused';

type Row = readonly [name: string, fault: Fault, says: string, title?: string, leastMs?: number];
const casesOf = (rows: readonly Row[]): readonly FaultCase[] =>
  rows.map(([name, fault, says, title = MAY_BE_OPENING, leastMs = 0]) => ({
    name,
    fault,
    says,
    title,
    leastMs,
  }));

const CUT = 'the answer was cut after';
const NO_JSON = 'no JSON instead of';
const OTHER_SHAPE = 'JSON of another shape instead of';

const STATUSES = [
  408, 425, 500, 502, 503, 504, 505, 507, 509, 511, 520, 521, 522, 523, 524, 525, 530, 599,
];

/** Faults that may pass: a step tries again until its deadline. */
export const TRANSIENT = casesOf([
  ['a reset before the headers', bytes('', 'reset'), 'ECONNRESET'],
  ['a close before the headers', bytes('', 'close'), 'ECONNRESET'],
  ['a close in the headers', bytes('HTTP/1.1 200 OK\r\nContent-', 'close'), 'ECONNRESET'],
  ['a reset in a body with a length', bytes(WITH_LENGTH, 'reset'), CUT],
  ['a reset in a body in chunks', bytes(CHUNKED, 'reset'), CUT],
  ['a reset in a body without both', bytes(WITHOUT_LENGTH, 'reset'), NO_JSON],
  ['a close in a body with a length', bytes(WITH_LENGTH, 'close'), CUT],
  ['a close in a body in chunks', bytes(CHUNKED, 'close'), CUT],
  ['a close in a body without both', bytes(WITHOUT_LENGTH, 'close'), NO_JSON],
  [
    'a Content-Length that is too large',
    bytes(head('Content-Length: 100000') + BELIEVABLE, 'close'),
    CUT,
  ],
  [
    'a Content-Length that is too small',
    bytes(head('Content-Length: 20') + BELIEVABLE, 'stall'),
    NO_JSON,
  ],
  ['two Content-Lengths', bytes(TWO_LENGTHS, 'close'), 'HPE_UNEXPECTED_CONTENT_LENGTH'],
  ['an answer that is not HTTP', bytes('SSH-2.0-Gateway\r\n', 'close'), 'HPE_INVALID_CONSTANT'],
  [
    'headers without an end',
    bytes(head(`X-Long: ${'x'.repeat(64 * 1024)}`), 'close'),
    'HPE_HEADER_OVERFLOW',
  ],
  ['a page of HTML with 200', answer(200, HTML, { 'Content-Type': 'text/html' }), NO_JSON],
  ['a page of HTML with 502', answer(502, HTML, { 'Content-Type': 'text/html' }), 'HTTP 502'],
  ['no body with 200', answer(200, ''), NO_JSON],
  ['broken JSON', answer(200, `${HALF}}`), NO_JSON],
  ['an empty object', answer(200, '{}'), OTHER_SHAPE],
  [
    'an operation without a status',
    answer(200, '{"id":"never","type":"TRAINING.OPEN"}'),
    OTHER_SHAPE,
  ],
  [
    'an operation without an id',
    answer(200, '{"type":"TRAINING.OPEN","status":"SUCCESS"}'),
    OTHER_SHAPE,
  ],
  ['an operation whose id is a way up', answer(200, '{"id":"..","status":"SUCCESS"}'), OTHER_SHAPE],
  [
    'an operation whose status is a list',
    answer(200, '{"id":"never","status":["SUCCESS"]}'),
    OTHER_SHAPE,
  ],
  ...STATUSES.map(
    (status): Row => [`HTTP ${status}`, refusal(status, 'ODD'), `ODD: ODD it is (HTTP ${status})`],
  ),
  ['HTTP 429', refusal(429, 'TOO_MANY'), 'TOO_MANY it is (HTTP 429)', NOT_OPENED],
  ...['-5', 'soon', 'Mon, 23 Nov 2020 10:00:00 GMT'].map(
    (text): Row => [
      `Retry-After: ${text}, which asks for nothing`,
      askToWait(() => text),
      'HTTP 503',
    ],
  ),
]);

/** An answer to another question. */
export const OTHER_OPERATION = casesOf([
  ['another operation', answer(200, BELIEVABLE), OTHER_SHAPE],
]);

/** 204, also with the body that it must not have. It is a good answer to an opening, and none to anything else. */
export const NO_CONTENTS = casesOf([
  ['204', ({ res }) => res.writeHead(204).end(), NO_JSON],
  ['204 with a body', bytes(`${NO_CONTENT}Content-Length: 2\r\n\r\n{}`, 'stall'), NO_JSON],
  [
    '204 with a body, and a close',
    bytes(`${NO_CONTENT}Connection: close\r\n\r\n${BELIEVABLE}`, 'close'),
    NO_JSON,
  ],
  [
    '204 in chunks',
    bytes(`${NO_CONTENT}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`, 'stall'),
    NO_JSON,
  ],
]);

const MORE_THAN_A_DAY = 'it asks to wait more than a day';

/** Faults that do not pass: a step fails at the first one. */
export const PERMANENT = casesOf([
  ['300 MB with a length', flood(head(`Content-Length: ${HUGE_BYTES}`)), 'larger than 1 MiB'],
  ['300 MB without a length', flood(head('Connection: close')), 'larger than 1 MiB'],
  [
    'a redirect to the same host',
    redirect(308, () => '/api/v1/other'),
    'redirects to /api/v1/other',
    NOT_OPENED,
  ],
  ...[301, 302, 303, 307, 308].map(
    (status): Row => [
      `a redirect to another host with ${status}`,
      redirect(status, (otherHost) => otherHost),
      `HTTP ${status} redirects to http://127.0.0.1:`,
      NOT_OPENED,
    ],
  ),
  ['Retry-After: 3600', askToWait(() => '3600'), 'it asks to wait 1h'],
  ['Retry-After: a number that no number holds', askToWait(() => '9'.repeat(30)), MORE_THAN_A_DAY],
  [
    'Retry-After: the last day of 9999',
    askToWait(() => 'Fri, 31 Dec 9999 23:59:59 GMT'),
    MORE_THAN_A_DAY,
  ],
  [
    '429 for an hour',
    refusal(429, 'TOO_MANY', {}, { interval: 'HOUR' }),
    'it asks to wait 1h',
    NOT_OPENED,
  ],
  ['HTTP 404', refusal(404, 'NO'), 'NO: NO it is (HTTP 404)', 'Training 21 was not found'],
  ...[400, 401, 403, 410, 415, 422, 501].map(
    (status): Row => [
      `HTTP ${status}`,
      refusal(status, 'NO'),
      `NO: NO it is (HTTP ${status})`,
      REFUSED,
    ],
  ),
]);

const STALLED = 'no whole answer within';

/** Stalls. A request waits for 30 seconds at most. */
export const STALLS = casesOf([
  ['a stall before the headers', () => undefined, STALLED],
  ['a stall in the headers', bytes('HTTP/1.1 200 OK\r\nContent-', 'stall'), STALLED],
  ['a stall in a body', bytes(WITH_LENGTH, 'stall'), STALLED],
  [
    'a stall after a body without an end',
    bytes(head('Connection: close') + BELIEVABLE, 'stall'),
    STALLED,
  ],
  ['headers in a slow drip', drip('HTTP/1.1 200 OK\r\nX-Slow:'), STALLED],
  ['a body in a slow drip', drip(WITHOUT_LENGTH), STALLED],
]).map((one) => ({ ...one, leastMs: 29_000 }));

/** Answers that ask to wait, in seconds or until a date, which has whole seconds. Timers may fire a bit early. */
export const WAITS = casesOf([
  ['Retry-After: 2', askToWait(() => '2'), 'HTTP 503', MAY_BE_OPENING, 1_990],
  ['Retry-After: the date in 3 s', askToWaitUntil(usual), 'HTTP 503', MAY_BE_OPENING, 1_990],
  ['Retry-After: the same in RFC 850', askToWaitUntil(rfc850), 'HTTP 503', MAY_BE_OPENING, 1_990],
  ['Retry-After: the same by asctime', askToWaitUntil(asctime), 'HTTP 503', MAY_BE_OPENING, 1_990],
]);

/** The fault of a name. */
export function faultNamed(name: string): FaultCase {
  const found = [...TRANSIENT, ...PERMANENT, ...STALLS].find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no fault "${name}"`);
  return found;
}

/** Eight that stand for their kinds. */
export const KINDS: readonly FaultCase[] = [
  'a stall in a body',
  'a reset before the headers',
  'a close in a body with a length',
  'an answer that is not HTTP',
  'a page of HTML with 200',
  'an operation without a status',
  'HTTP 429',
  'HTTP 502',
].map(faultNamed);

/** Nobody listens there. */
const NOBODY = 'http://127.0.0.1:9';

/** Makes the first requests of a kind meet these faults, one after the other. */
export const failFirst = (isMet: (exchange: Exchange) => boolean, ...faults: readonly Fault[]) => {
  const left = [...faults];
  return (exchange: Exchange): boolean => {
    const fault = isMet(exchange) ? left.shift() : undefined;
    fault?.(exchange, NOBODY);
    return fault !== undefined;
  };
};

/** Makes all requests of a kind meet a fault. */
export const failAlways =
  (isMet: (exchange: Exchange) => boolean, fault: Fault) => (exchange: Exchange) => {
    if (!isMet(exchange)) return false;
    fault(exchange, NOBODY);
    return true;
  };
