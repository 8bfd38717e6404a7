import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  assertOk,
  createShapeError,
  parseProblem,
  readRetryAfter,
} from '../../../src/toloka/answer.ts';

/** What an answer is taken for; undefined if it is fine. */
function take(
  status: number,
  headers: Record<string, string> = {},
  json?: unknown,
  mayPass = false,
): unknown {
  try {
    assertOk({ status, headers, json }, 'toloka.dev', mayPass);
    return undefined;
  } catch (error) {
    return error;
  }
}

const PROBLEM = { code: 'EMPTY_POOL', message: 'no tasks', request_id: 'r1' };
const BELONGS = 'belongs to this environment (toloka.dev)';
const CHECK_TOKEN = `check that the token is valid and ${BELONGS}`;
const CHECK_ID = `check that the id is right, ${BELONGS}, and is that of a training, not of a pool`;

test.each([
  [PROBLEM, 'EMPTY_POOL', 'EMPTY_POOL: no tasks', 'r1'],
  [{ message: 'no tasks', request_id: 7 }, undefined, 'no tasks', '7'],
  [{ code: 'a '.repeat(500), message: 'b' }, 'a '.repeat(500), `${'a '.repeat(500)}…`, undefined],
  [{ code: 7, message: '', request_id: null }, undefined, undefined, undefined],
  [[PROBLEM], undefined, undefined, undefined],
])('%j is a problem with the code %j', (json, code, text, requestId) => {
  expect(parseProblem(json)).toEqual({ code, text, requestId });
});

describe('an answer', () => {
  test.each([200, 299])('of status %d is fine', (status) => {
    expect(take(status, { location: 'https://example.com' })).toBeUndefined();
  });

  test.each([300, 302, 399])(
    'of status %d that names a place redirects, which is not followed',
    (status) => {
      const message = `HTTP ${status} redirects to https://example.com/, but the token is not sent on`;
      const error = take(status, { location: 'https://example.com/' }, PROBLEM);
      expect(error).toMatchObject({ kind: 'permanent', message });
      expect(error).toHaveProperty('facts', {
        code: 'NOT_TOLOKA',
        advice: 'check that this is the API of Toloka',
      });
    },
  );

  test.each([199, 300, 399, 400, 409, 499, 501])('of status %d is a refusal', (status) => {
    const headers = status < 300 || status > 399 ? { location: 'https://example.com/' } : undefined;
    const error = take(status, headers, PROBLEM);
    expect(error).toMatchObject({
      kind: 'refused',
      message: `EMPTY_POOL: no tasks (HTTP ${status})`,
    });
    const facts = { code: 'EMPTY_POOL', status, requestId: 'r1', advice: 'upload tasks first' };
    expect(error).toHaveProperty('facts', facts);
  });

  test.each([
    [401, 'X', CHECK_TOKEN],
    [404, 'X', CHECK_ID],
    [403, 'NOT_ENOUGH_BALANCE', 'top up the account'],
    [400, 'X', undefined],
  ])('of status %d and code %s says what to do, if that is known', (status, code, advice) => {
    expect(take(status, {}, { code })).toMatchObject({ facts: { code, advice } });
  });

  test.each<[number, Record<string, string>, unknown, string, string | undefined]>([
    [403, { 'content-type': 'text/html' }, undefined, 'text/html', CHECK_TOKEN],
    [401, {}, {}, 'no content type', CHECK_TOKEN],
    [405, { 'content-encoding': 'identity' }, undefined, 'no content type', undefined],
    [
      400,
      { 'content-encoding': 'gzip' },
      null,
      'no content type, gzip although nobody asked for it',
      undefined,
    ],
  ])(
    "that refuses with %d, %j and %j is not Toloka's but perhaps a firewall's",
    (status, headers, json, body, check) => {
      const firewall = 'a proxy or a firewall may have given it';
      const advice = check === undefined ? firewall : `${firewall}; if not, ${check}`;
      const message = `HTTP ${status} with an answer that is not Toloka's (${body})`;
      const error = take(status, headers, json);
      expect(error).toMatchObject({ kind: 'refused', message });
      expect(error).toHaveProperty('facts', { code: 'NOT_TOLOKA', status, advice });
    },
  );

  test.each([408, 425, 500, 502, 599])(
    'of status %d may be better next time, but may have worked',
    (status) => {
      const message = `EMPTY_POOL: no tasks (HTTP ${status})`;
      const facts = {
        code: 'EMPTY_POOL',
        status,
        requestId: 'r1',
        mayBeTaken: true,
        retryAfterMs: 7_000,
      };
      expect(take(status, { 'retry-after': '7' }, PROBLEM)).toMatchObject({
        kind: 'transient',
        message,
        facts,
      });
    },
  );

  test('of any other status may be better next time, if its caller says so', () => {
    expect(take(404, {}, PROBLEM, true)).toMatchObject({
      kind: 'transient',
      facts: { status: 404, mayBeTaken: true },
    });
  });

  test('of status 429 has not looked at the request', () => {
    const facts = { code: 'NOT_TOLOKA', status: 429, mayBeTaken: false, retryAfterMs: 0 };
    expect(take(429)).toMatchObject({ kind: 'transient', message: 'HTTP 429', facts });
  });

  test('asks to wait by a quota only if its status is 429', () => {
    const quota = { payload: { interval: 'MIN' } };
    expect(take(429, {}, quota)).toMatchObject({ facts: { retryAfterMs: 60_000 } });
    expect(take(503, {}, quota)).toMatchObject({ facts: { retryAfterMs: 0 } });
    expect(take(429, {}, [])).toMatchObject({ facts: { retryAfterMs: 0 } });
  });
});

test.each([
  [undefined, 'NOT_TOLOKA', 'no JSON instead of a training (text/html)'],
  [[], 'NOT_TOLOKA', 'JSON of another shape instead of a training (text/html)'],
  [{ code: 'X', message: 'no' }, 'X', 'JSON of another shape instead of a training (X: no)'],
])(
  'a 2xx answer with %j instead may be better next time, but may have worked',
  (json, code, message) => {
    const error = createShapeError(
      { status: 200, headers: { 'content-type': 'text/html' }, json },
      'a training',
    );
    expect(error).toMatchObject({ kind: 'transient', message, facts: { code, mayBeTaken: true } });
  },
);

const date = 'Mon, 23 Nov 2026 12:00:00 GMT';
const ask = (header: string | undefined, payload?: unknown): number =>
  readRetryAfter(header === undefined ? { date } : { date, 'retry-after': header }, payload);

test.each([
  ['1.25', 1_250],
  ['Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
  ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
  ['Monday, 23-Nov-26 12:00:30 GMT', 30_000],
  ['Mon Nov 23 12:00:30 2026', 30_000],
  ['Tue Dec  1 12:00:00 2026', 691_200_000],
])('Retry-After: %j asks for %d ms', (header, ms) => {
  expect(ask(header)).toBe(ms);
});

test.each([
  ...[
    '',
    'soon',
    '-1',
    '1.',
    '.5',
    '1 s',
    'x1',
    '2026-11-23T12:00:30Z',
    'Mon, 99 Foo 2026 12:00:30 GMT',
  ],
  ...['x Mon, 23 Nov 2026 12:00:30 GMT', 'Mon, 23 Nov 2026 12:00:30 GMT (x)'],
  ...['x Mon Nov 23 12:00:30 2026', 'Mon Nov 23 12:00:30 2026 (x)'],
])('Retry-After: %j is none', (header) => {
  expect(ask(header)).toBe(0);
});

test.each([undefined, 'soon'])(
  'Retry-After as a date is ignored without a usable Date of the answer: %j',
  (given) => {
    const headers = {
      'retry-after': 'Mon, 23 Nov 2026 12:00:30 GMT',
      ...(given && { date: given }),
    };
    expect(readRetryAfter(headers, { interval: 'MIN' })).toBe(0);
  },
);

test.each([
  [{ interval: 'MIN' }, 60_000],
  [{ interval: 'HOUR' }, 3_600_000],
  [{ interval: 'DAY' }, 86_400_000],
])("without Retry-After, Toloka's payload %j asks for %d ms", (payload, ms) => {
  expect(ask(undefined, payload)).toBe(ms);
  expect(ask('2', payload)).toBe(2_000);
});

test('Retry-After is a number of milliseconds, 0 or more, whatever the text', () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      expect(ask(header, header)).toBeGreaterThanOrEqual(0);
    }),
  );
});
