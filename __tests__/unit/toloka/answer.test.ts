import { describe, expect, test } from '@jest/globals';
import { assertOk } from '../../../src/toloka/answer.ts';

/** What an answer is taken for; undefined if it is fine. */
function take(status: number, headers: Record<string, string> = {}, json?: unknown): unknown {
  try {
    assertOk({ status, headers, body: json === undefined ? '' : JSON.stringify(json) }, 'toloka.dev');
    return undefined;
  } catch (error) {
    return error;
  }
}

const PROBLEM = { code: 'EMPTY_POOL', message: 'no tasks', request_id: 'r1' };

describe('an answer', () => {
  test.each([200, 201, 202, 204, 299])('of status %d is fine', (status) => {
    expect(take(status, { location: 'https://example.com' })).toBeUndefined();
  });

  test.each([300, 301, 302, 303, 307, 308, 399])(
    'of status %d with a place redirects, which is not followed',
    (status) => {
      expect(take(status, { location: 'https://example.com/' })).toMatchObject({
        name: 'PermanentError',
        message: `HTTP ${status} redirects to https://example.com/, but the token is not sent on`,
        advice: 'check that this is the API of Toloka',
        answerLost: false,
      });
    },
  );

  test.each([199, 300, 399, 400, 401, 404, 409, 499, 501])('of status %d is a refusal', (status) => {
    const headers = status < 300 || status > 399 ? { location: 'https://example.com/' } : undefined;
    expect(take(status, headers, PROBLEM)).toMatchObject({
      name: 'RefusedError',
      message: `EMPTY_POOL: no tasks (HTTP ${status})`,
      status,
      code: 'EMPTY_POOL',
      requestId: 'r1',
      advice: 'upload tasks first',
      answerLost: false,
    });
  });

  test.each([
    [401, 'check that the token is valid and belongs to this environment (toloka.dev)'],
    [403, 'check that the token is valid and belongs to this environment (toloka.dev)'],
    [404, 'check that the id is right and belongs to this environment (toloka.dev)'],
    [400, undefined],
    [405, undefined],
  ])('of status %d says what to do, if that is known: %s', (status, advice) => {
    expect(take(status)).toMatchObject({ message: `HTTP ${status}`, advice });
  });

  test.each([408, 425, 500, 502, 599])(
    'of status %d may be better next time, but the request may be taken',
    (status) => {
      expect(take(status, { 'retry-after': '7' }, PROBLEM)).toMatchObject({
        name: 'TransientError',
        message: `EMPTY_POOL: no tasks (HTTP ${status})`,
        fault: 'answer',
        answerLost: true,
        retryAfterMs: 7_000,
        requestId: 'r1',
      });
    },
  );

  test('of status 429 has not looked at the request', () => {
    expect(take(429)).toMatchObject({ name: 'TransientError', fault: 'throttled', answerLost: false, retryAfterMs: 0 });
  });

  test.each([
    [429, 60_000],
    [503, 0],
  ])('of status %d with a quota asks to wait %d ms', (status, retryAfterMs) => {
    expect(take(status, {}, { payload: { interval: 'MIN' } })).toMatchObject({ retryAfterMs });
  });
});
