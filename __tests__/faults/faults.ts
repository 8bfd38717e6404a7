import type { Socket } from 'node:net';
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

/** Sends 300 MB as fast as the client takes them. */
const flood =
  (start: string): Fault =>
  ({ req: { socket } }) => {
    socket.write(start);
    let left = HUGE_BYTES;
    const piece = Buffer.alloc(64 * 1024, ' ');
    const send = (target: Socket): void => {
      while (left > 0 && target.writable) {
        left -= piece.length;
        if (!target.write(piece)) return;
      }
      target.end();
    };
    socket.on('drain', () => send(socket));
    send(socket);
  };

/** Sends a whole answer. */
export const answer =
  (status: number, body: string, headers: Record<string, string> = JSON_TYPE): Fault =>
  ({ res }) => {
    res.writeHead(status, { 'Content-Length': String(Buffer.byteLength(body)), ...headers }).end(body);
  };

/** Refuses as Toloka does. */
export const refusal = (status: number, code: string, headers: Record<string, string> = {}, payload: unknown = null) =>
  answer(status, JSON.stringify({ request_id: 'quote-me', code, message: `${code} it is`, payload }), {
    ...JSON_TYPE,
    ...headers,
  });

const redirect =
  (status: number, to: (otherHost: string) => string): Fault =>
  ({ res }, otherHost) => {
    res.writeHead(status, { Location: to(otherHost), 'Content-Length': '0' }).end();
  };

/** Refuses with a date in 3 s, in a form of RFC 9110. */
const in3Seconds =
  (format: (date: Date) => string): Fault =>
  (exchange, otherHost) =>
    askToWait(format(new Date(Date.now() + 3_000)))(exchange, otherHost);

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** Such as `Monday, 23-Nov-26 12:00:00 GMT`. */
const rfc850 = (date: Date): string => {
  const [, day, month, , year, time] = /^\w+, (\d+) (\w+) (\d\d)(\d\d) (\S+)/.exec(date.toUTCString()) ?? [];
  return `${DAYS[date.getUTCDay()]}, ${day}-${month}-${year} ${time} GMT`;
};
/** Such as `Mon Nov 23 12:00:00 2026`. */
const asctime = (date: Date): string => {
  const [, weekday, day, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) (\S+)/.exec(date.toUTCString()) ?? [];
  return `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
};

/** A row of the table: a fault, and what a step says that meets it for ever. */
export interface FaultCase {
  readonly name: string;
  readonly fault: Fault;
  /** A part of the error. */
  readonly says: string;
  /** The title of the error if the opening meets it. */
  readonly title: string;
  /** Whether the error then says that nobody knows whether Toloka took the request. */
  readonly isUnknown: boolean;
  /** Whether a warning says that the request keeps failing. */
  readonly warns: boolean;
  /** The least time between the two requests of a step that meets it once. On a busy machine the first may come late. */
  readonly leastMs: number;
}

type Row = Pick<FaultCase, 'name' | 'fault' | 'says'> & Partial<FaultCase>;

const MAY_BE_OPENING = { title: 'Training 21 may be opening', isUnknown: true };
const NOT_OPENED = { title: 'Training 21 was not opened', isUnknown: false };
const REFUSED = { title: 'Training 21 was refused', isUnknown: false };

const transient = (row: Row): FaultCase => ({ ...MAY_BE_OPENING, warns: true, leastMs: 0, ...row });
const permanent = (row: Row): FaultCase => ({ ...MAY_BE_OPENING, warns: false, leastMs: 0, ...row });
/** A request waits for 30 seconds, so a short step has no third failure to warn of. */
const stall = (row: Row): FaultCase => ({ ...MAY_BE_OPENING, warns: false, leastMs: 29_000, ...row });

const RETRIED: readonly [number, string][] = [
  [408, 'REQUEST_TIMEOUT'],
  [425, 'TOO_EARLY'],
  [500, 'INTERNAL_ERROR'],
  [503, 'REMOTE_SERVICE_UNAVAILABLE'],
  ...[502, 504, 505, 507, 509, 511, 520, 521, 522, 523, 524, 525, 530, 599].map((status): [number, string] => [
    status,
    `OF_A_PROXY_${status}`,
  ]),
];

const WRONG_SHAPES = {
  'an empty list': '[]',
  null: 'null',
  'an empty object': '{}',
  'an operation without a status': '{"id":"never-to-be-believed","type":"TRAINING.OPEN"}',
  'an operation without an id': '{"type":"TRAINING.OPEN","status":"SUCCESS"}',
  'an operation whose id is a number': '{"id":7,"type":"TRAINING.OPEN","status":"SUCCESS"}',
  'an operation whose id is a way up': '{"id":"..","type":"TRAINING.OPEN","status":"SUCCESS"}',
  'an operation whose status is a list': '{"id":"never-to-be-believed","status":["SUCCESS"]}',
};

/** Faults that may pass: a step tries again until its deadline. */
export const TRANSIENT: readonly FaultCase[] = [
  { name: 'a reset before the headers', fault: bytes('', 'reset'), says: 'ECONNRESET' },
  { name: 'a close before the headers', fault: bytes('', 'close'), says: 'ECONNRESET' },
  { name: 'a close in the headers', fault: bytes('HTTP/1.1 200 OK\r\nContent-', 'close'), says: 'ECONNRESET' },
  { name: 'a reset in a body with a length', fault: bytes(WITH_LENGTH, 'reset'), says: 'the answer was cut after' },
  { name: 'a reset in a body in chunks', fault: bytes(CHUNKED, 'reset'), says: 'the answer was cut after' },
  { name: 'a reset in a body without both', fault: bytes(WITHOUT_LENGTH, 'reset'), says: 'no JSON instead of' },
  { name: 'a close in a body with a length', fault: bytes(WITH_LENGTH, 'close'), says: 'the answer was cut after' },
  { name: 'a close in a body in chunks', fault: bytes(CHUNKED, 'close'), says: 'the answer was cut after' },
  { name: 'a close in a body without both', fault: bytes(WITHOUT_LENGTH, 'close'), says: 'no JSON instead of' },
  {
    name: 'a Content-Length that is too large',
    fault: bytes(head('Content-Length: 100000') + BELIEVABLE, 'close'),
    says: 'the answer was cut after',
  },
  {
    name: 'a Content-Length that is too small',
    fault: bytes(head('Content-Length: 20') + BELIEVABLE, 'stall'),
    says: 'no JSON instead of',
  },
  {
    name: 'two Content-Lengths',
    fault: bytes(head(`Content-Length: ${BELIEVABLE.length}`, 'Content-Length: 7') + BELIEVABLE, 'close'),
    says: 'HPE_UNEXPECTED_CONTENT_LENGTH',
  },
  { name: 'an answer that is not HTTP', fault: bytes('SSH-2.0-Gateway\r\n', 'close'), says: 'HPE_INVALID_CONSTANT' },
  {
    name: 'headers without an end',
    fault: bytes(head(`X-Long: ${'x'.repeat(64 * 1024)}`) + BELIEVABLE, 'close'),
    says: 'HPE_HEADER_OVERFLOW',
  },
  {
    name: 'a page of HTML with 200',
    fault: answer(200, HTML, { 'Content-Type': 'text/html' }),
    says: 'no JSON instead of',
  },
  { name: 'a page of HTML with 502', fault: answer(502, HTML, { 'Content-Type': 'text/html' }), says: 'HTTP 502' },
  { name: 'no body with 200', fault: answer(200, ''), says: 'no JSON instead of' },
  { name: 'broken JSON', fault: answer(200, `${HALF}}`), says: 'no JSON instead of' },
  ...Object.entries(WRONG_SHAPES).map(([shape, body]) => ({
    name: `JSON of the wrong shape, ${shape}`,
    fault: answer(200, body),
    says: 'JSON of another shape instead of',
  })),
  ...RETRIED.map(([status, code]) => ({
    name: `HTTP ${status}`,
    fault: refusal(status, code),
    says: `${code}: ${code} it is (HTTP ${status})`,
  })),
  { name: 'HTTP 429', fault: refusal(429, 'TOO_MANY'), says: 'TOO_MANY it is (HTTP 429)', ...NOT_OPENED },
  ...['-5', 'soon', 'Mon, 23 Nov 2020 10:00:00 GMT'].map((text) => ({
    name: `Retry-After: ${text}, which asks for nothing`,
    fault: refusal(503, 'REMOTE_SERVICE_UNAVAILABLE', { 'Retry-After': text }),
    says: 'HTTP 503',
  })),
].map(transient);

/** An answer to another question. */
export const ANOTHER_OPERATION = transient({
  name: 'another operation that has succeeded',
  fault: answer(200, BELIEVABLE),
  says: 'JSON of another shape instead of',
});

const NO_CONTENT = 'HTTP/1.1 204 No Content\r\n';

/** 204, also with the body that it must not have. It is a good answer to an opening, and none to anything else. */
export const NO_CONTENTS: readonly FaultCase[] = [
  { name: '204', fault: ({ res }: Exchange) => res.writeHead(204).end() },
  {
    name: '204 with a body',
    fault: bytes(`${NO_CONTENT}Content-Length: ${BELIEVABLE.length}\r\n\r\n${BELIEVABLE}`, 'stall'),
  },
  {
    name: '204 with a body, and a close',
    fault: bytes(`${NO_CONTENT}Connection: close\r\n\r\n${BELIEVABLE}`, 'close'),
  },
  {
    name: '204 with a body in chunks',
    fault: bytes(`${NO_CONTENT}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`, 'stall'),
  },
].map((row) => transient({ says: 'no JSON instead of', ...row }));

/** Faults that do not pass: a step fails at the first one. */
export const PERMANENT: readonly FaultCase[] = [
  { name: '300 MB with a length', fault: flood(head(`Content-Length: ${HUGE_BYTES}`)), says: 'larger than 1 MiB' },
  { name: '300 MB without a length', fault: flood(head('Connection: close')), says: 'larger than 1 MiB' },
  {
    name: 'a redirect to the same host',
    fault: redirect(308, () => '/api/v1/elsewhere'),
    says: 'HTTP 308 redirects to /api/v1/elsewhere',
    ...NOT_OPENED,
  },
  ...[301, 302, 303, 307, 308].map((status) => ({
    name: `a redirect to another host with ${status}`,
    fault: redirect(status, (otherHost) => `${otherHost}/api/v1`),
    says: `HTTP ${status} redirects to http://127.0.0.1:`,
    ...NOT_OPENED,
  })),
  {
    name: 'Retry-After: 3600',
    fault: refusal(503, 'REMOTE_SERVICE_UNAVAILABLE', { 'Retry-After': '3600' }),
    says: 'it asks to wait 1h',
  },
  {
    name: 'Retry-After: a number of seconds that no number holds',
    fault: refusal(429, 'TOO_MANY_REQUESTS', { 'Retry-After': '9'.repeat(30) }),
    says: 'it asks to wait more than a day',
    ...NOT_OPENED,
  },
  {
    name: 'Retry-After: the last day of the year 9999',
    fault: refusal(503, 'REMOTE_SERVICE_UNAVAILABLE', { 'Retry-After': 'Fri, 31 Dec 9999 23:59:59 GMT' }),
    says: 'it asks to wait more than a day',
  },
  {
    name: '429 with the interval of a quota that is past the deadline',
    fault: refusal(429, 'TOO_MANY_REQUESTS', {}, { interval: 'HOUR' }),
    says: 'it asks to wait 1h',
    ...NOT_OPENED,
  },
  ...[400, 401, 403, 404, 410, 415, 422, 501].map((status) => ({
    name: `HTTP ${status}`,
    fault: refusal(status, 'NO'),
    says: `NO: NO it is (HTTP ${status})`,
    ...REFUSED,
  })),
].map(permanent);

/** Stalls. A request waits for 30 seconds at most. */
export const STALLS: readonly FaultCase[] = [
  { name: 'a stall before the headers', fault: () => undefined },
  { name: 'a stall in the headers', fault: bytes('HTTP/1.1 200 OK\r\nContent-', 'stall') },
  { name: 'a stall in a body', fault: bytes(WITH_LENGTH, 'stall') },
  { name: 'a stall after a body without an end', fault: bytes(head('Connection: close') + BELIEVABLE, 'stall') },
  { name: 'headers in a slow drip', fault: drip('HTTP/1.1 200 OK\r\nX-Slow:') },
  { name: 'a body in a slow drip', fault: drip(WITHOUT_LENGTH) },
].map((row) => stall({ says: 'no whole answer within', ...row }));

const askToWait = (text: string): Fault => refusal(503, 'REMOTE_SERVICE_UNAVAILABLE', { 'Retry-After': text });

/** Answers that ask to wait, in seconds or until a date, which has whole seconds. */
export const WAITS: readonly FaultCase[] = [
  { name: 'Retry-After: 2', fault: askToWait('2'), leastMs: 1_990 },
  { name: 'Retry-After: 1.5', fault: askToWait('1.5'), leastMs: 1_490 },
  { name: 'Retry-After: the date in 3 s', fault: in3Seconds((date) => date.toUTCString()), leastMs: 1_990 },
  { name: 'Retry-After: the same in RFC 850', fault: in3Seconds(rfc850), leastMs: 1_990 },
  { name: 'Retry-After: the same by asctime', fault: in3Seconds(asctime), leastMs: 1_990 },
].map((row) => transient({ says: 'HTTP 503', ...row }));

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
  'JSON of the wrong shape, an operation without a status',
  'HTTP 429',
  'HTTP 502',
].map(faultNamed);

/** Makes the first requests of a kind meet these faults, one after the other. */
export const failFirst = (isMet: (exchange: Exchange) => boolean, ...faults: readonly Fault[]) => {
  const left = [...faults];
  return (exchange: Exchange): boolean => {
    const fault = isMet(exchange) ? left.shift() : undefined;
    fault?.(exchange, '');
    return fault !== undefined;
  };
};

/** Makes all requests of a kind meet a fault. */
export const failAlways = (isMet: (exchange: Exchange) => boolean, fault: Fault) => (exchange: Exchange) => {
  if (!isMet(exchange)) return false;
  fault(exchange, '');
  return true;
};
