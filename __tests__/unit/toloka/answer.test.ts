import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Answer,
  explainAnswer,
  type Question,
  readRetryAfter,
} from '../../../src/toloka/answer.ts';
import { pool, training, WAY } from '../../support/states.ts';

const QUESTION: Question = {
  ...{ way: WAY, target: training(), wanted: 'a training', mayLag: false },
};
const explain = (answer: Partial<Answer>, question: Partial<Question> = {}) =>
  explainAnswer(
    { status: 200, headers: {}, json: undefined, ...answer },
    { ...QUESTION, ...question },
  );

const PROBLEM = { code: 'X', message: 'no', request_id: 'r1' };
const BELONGS = 'belongs to this environment (toloka.dev)';
const CHECK_TOKEN = `check that the token (sent as ApiKey) is valid, may use the API, and ${BELONGS}`;
const CHECK_ID = `check that this is the id of a training, not of a pool, and ${BELONGS}`;
const OTHER = 'JSON of another shape instead of a training';
const HTML = { 'content-type': 'text/html' };

describe('an answer', () => {
  test.each([199, 400, 409, 499, 501])('of status %d, and what it is', (status) => {
    const error = explain({ status, json: PROBLEM });
    const facts = { code: 'X', status, requestId: 'r1' };
    const kind = status === 199 ? 'transient' : 'refused';
    expect(error).toMatchObject({ kind, message: `X: no (HTTP ${status})`, facts });
  });

  test('says what to do, if that is known', () => {
    const rows = [
      [401, 'X', CHECK_TOKEN],
      [403, 'X', CHECK_TOKEN],
      [404, 'X', CHECK_ID],
      [403, 'NOT_ENOUGH_BALANCE', 'top up the account'],
      [400, 'EMPTY_POOL', 'upload tasks first'],
      [400, 'X', undefined],
      [400, 'constructor', undefined],
    ] as const;
    const found = rows.map(([status, code]) => explain({ status, json: { code } }).facts);
    expect(found.map(({ status, code, advice }) => [status, code, advice])).toEqual(rows);
  });

  test('about a pool says that its id may be that of a training', () => {
    const { advice } = explain({ status: 404, json: PROBLEM }, { target: pool() }).facts;
    expect(advice).toContain('the id of a pool, not of a training');
  });

  test.each<[Partial<Answer>, string, RegExp]>([
    [{ status: 403, headers: HTML }, 'text/html', /firewall .*; if not, .*token/],
    [{ status: 401, json: {} }, 'no content type', /firewall .*; if not, .*token/],
    [{ status: 404, json: [] }, 'no content type', /firewall .*; if not, .* id /],
    [{ status: 405, json: { error: 'x' } }, 'no content type', /firewall [^;]*$/],
    [{ status: 304 }, 'no content type', /firewall [^;]*$/],
  ])("that refuses with %j is not Toloka's but perhaps a firewall's", (answer, body, advice) => {
    const error = explain(answer);
    expect(error).toMatchObject({ kind: 'refused', facts: { code: 'NOT_TOLOKA' } });
    expect(error.message).toMatch(new RegExp(`^HTTP ${answer.status} .*\\(${body}\\)$`));
    expect(error.facts.advice).toMatch(advice);
  });

  test('of status 400 without a code is a refusal all the same', () => {
    const error = explain({ status: 400, json: { message: 'why', code: null } });
    expect(error).toMatchObject({ message: 'why (HTTP 400)', facts: { code: 'REFUSED' } });
  });

  test.each([300, 302, 399])('of status %d that names a place is not followed', (status) => {
    const error = explain({ status, headers: { location: 'https://a.example/' }, json: PROBLEM });
    const message = expect.stringMatching(`^HTTP ${status} redirects to https://a.example/`);
    const facts = { code: 'NOT_TOLOKA', advice: expect.stringContaining('is the API') };
    expect(error).toMatchObject({ kind: 'permanent', message, facts });
  });

  test('of status 400 that names a place is no redirect', () => {
    const error = explain({ status: 400, headers: { location: '/' }, json: PROBLEM });
    expect(error).toMatchObject({ kind: 'refused', facts: { code: 'X' } });
  });

  test.each([
    ...[[101, true] as const, [408, true] as const, [425, false] as const, [429, false] as const],
    ...[500, 502, 505, 522, 599].map((status) => [status, true] as const),
  ])('of status %d may be better next time; that it is lost is %j', (status, answerLost) => {
    const error = explain({ status, headers: { 'retry-after': '7' }, json: PROBLEM });
    const facts = { code: 'X', status, answerLost, retryAfterMs: 7_000 };
    expect(error).toMatchObject({ kind: 'transient', message: `X: no (HTTP ${status})`, facts });
  });

  test('of status 404 may be better next time if a server may lag', () => {
    expect(explain({ status: 404, json: PROBLEM }, { mayLag: true }).kind).toBe('transient');
  });

  test('of status 200 with something else is lost', () => {
    const rows = [
      [undefined, 'NOT_TOLOKA', 'no JSON instead of a training (text/html)'],
      [[], 'NOT_TOLOKA', `${OTHER} (text/html)`],
      [{ status: '' }, 'NOT_TOLOKA', `${OTHER} (its status is empty)`],
      [{ code: 'X', message: 'no' }, 'X', `${OTHER} (X: no)`],
    ] as const;
    for (const [json, code, message] of rows) {
      const error = explain({ headers: HTML, json });
      const facts = { code, answerLost: true };
      expect(error).toMatchObject({ kind: 'transient', message, facts });
    }
  });
});

const date = 'Mon, 23 Nov 2026 12:00:00 GMT';
const ask = (header: string | undefined, json: unknown = {}, status = 429): number => {
  const headers = header === undefined ? { date } : { date, 'retry-after': header };
  return readRetryAfter({ status, headers, json });
};

test.each([
  ['2', 2_000],
  ['Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
  ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
  ...['', 'soon', '-1', '1.5', '1 s', '2026-11-23T12:00:30Z', 'Mon, 99 Foo 2026 12:00:30 GMT'].map(
    (text) => [text, 0] as const,
  ),
])('Retry-After: %j asks for %d ms', (header, ms) => {
  expect(ask(header)).toBe(ms);
});

test.each([
  ['MIN', 60_000],
  ['HOUR', 3_600_000],
  ['DAY', 86_400_000],
  ['YEAR', 0],
])("without Retry-After, Toloka's quota by %s asks for %d ms", (interval, ms) => {
  const json = { payload: { interval } };
  expect(ask(undefined, json)).toBe(ms);
  expect(ask('2', json)).toBe(2_000);
  expect(ask(undefined, json, 503)).toBe(0);
});

test('Retry-After is a number of milliseconds, 0 or more, whatever the text', () => {
  fc.assert(fc.property(fc.string(), (text) => ask(text, text) >= 0 && ask(`${text} GMT`) >= 0));
});
