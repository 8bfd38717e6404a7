import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../src/toloka/answer.ts';
import { createApi } from '../../../src/toloka/api.ts';
import { TolokaError } from '../../../src/toloka/errors.ts';
import { simulateClock } from '../simulated-clock.ts';

const DEADLINE = 60_000;

/** What a try gets: an answer, or an error. It takes `ms`, if its limit allows. */
type Given = Partial<Answer> & { readonly error?: unknown; readonly ms?: number };

/** An API on a clock of its own, from `startAt` on. Its tries are answered in turn; the last answer repeats. */
async function start(given: readonly Given[], startAt = 0, deadline = DEADLINE) {
  const clock = simulateClock();
  const cancel = new AbortController();
  const tries: { readonly at: number; readonly limitMs: number }[] = [];
  const outcomes: string[] = [];
  const retries: string[] = [];
  const onTry = (...told: string[]): void => void outcomes.push(told.join(': '));
  const onRetry = (request: string, failures: number, { message }: TolokaError): void =>
    void retries.push(`${request}: ${message} (${failures})`);
  const bounds = { clock, signal: cancel.signal, deadline };
  const api = createApi(
    { apiUrl: new URL('https://toloka.dev/api/v1'), onTry, onRetry, ...bounds },
    async (method, path, limitMs, signal) => {
      expect([path, signal]).toEqual(['/x', cancel.signal]);
      const {
        status = 200,
        json = { value: method },
        headers = {},
        ...rest
      } = given[tries.length] ?? given.at(-1) ?? {};
      tries.push({ at: clock.now(), limitMs });
      const { ms = 0, error } = rest;
      if (ms > 0) await clock.sleep(Math.min(ms, limitMs), signal);
      if (ms > limitMs) throw stall();
      if (error !== undefined) throw error;
      return { status, headers, json };
    },
  );
  const parse = ({ json }: Answer) => (json === 'odd' ? undefined : { json });
  const wanted = { name: 'a thing', parse };
  if (startAt > 0) await clock.sleep(startAt, cancel.signal);
  const settle = <T>(work: Promise<T>): Promise<unknown> => work.catch((error: unknown) => error);
  return {
    ...{ clock, cancel, tries, outcomes, retries },
    startsOf: () => tries.map(({ at }) => at),
    get: (more?: { withinMs?: number; isPoll?: boolean }) => settle(api.get('/x', wanted, more)),
    post: () => settle(api.post('/x', wanted)),
  };
}

const fault = (message: string, facts: object = {}) =>
  new TolokaError('transient', message, { code: 'X', ...facts });
const reset = () => fault('reset', { mayBeTaken: true });
const stall = () => fault('stalled', { mayBeTaken: true });
const tooLarge = new TolokaError('permanent', 'large', { code: 'X', mayBeTaken: true });
const nameless: Given = { error: fault('not found', { hostUnknown: true }) };
const refused: Given = { error: fault('refused') };
const nobody: Given = { status: 404, json: { code: 'DOES_NOT_EXIST', message: 'no' } };
const NOBODY = 'DOES_NOT_EXIST: no (HTTP 404)';

describe('a request', () => {
  test.each<[string, boolean, Given[]]>([
    ['a try without an answer', true, [{ error: reset() }, {}]],
    ['several', true, [{ error: reset() }, refused, {}]],
    ['an answer of the wrong shape', true, [{ json: 'odd' }, {}]],
    ['a try that was throttled', false, [{ status: 429 }, {}]],
    ['a try that did not arrive', false, [{ error: fault('refused', { mayBeTaken: false }) }, {}]],
  ])('that is answered after %s: that an answer was lost is %p', async (_, answerLost, given) => {
    const { post, tries } = await start(given);
    expect(await post()).toEqual({ value: { json: { value: 'POST' } }, answerLost });
    expect(tries).toHaveLength(given.length);
  });

  test('tells each try, and how many have failed in a row', async () => {
    const { get, outcomes, retries } = await start([
      { error: reset() },
      { json: 'odd' },
      { status: 202 },
    ]);
    expect(await get()).toEqual({ json: { value: 'GET' } });
    const shape = 'JSON of another shape instead of a thing (no content type)';
    expect(outcomes).toEqual(['GET /x: reset', `GET /x: ${shape}`, 'GET /x: HTTP 202']);
    expect(retries).toEqual(['GET /x: reset (1)', `GET /x: ${shape} (2)`]);
  });

  test.each<[Given, number[]]>([
    [{ status: 502 }, [0, 250, 750, 1_750, 3_750, 7_750, 15_750, 31_750, 51_750, 60_000]],
    [{ status: 429 }, [0, 1_000, 3_000, 7_000, 15_000, 31_000, 51_000, 60_000]],
    [
      { status: 503, headers: { 'retry-after': '9' } },
      [0, 9_000, 18_000, 27_000, 36_000, 45_000, 54_000],
    ],
  ])(
    'that gets %j for ever starts its tries at %j, the last at the deadline',
    async (given, starts) => {
      const { get, startsOf } = await start([given]);
      await get();
      expect(startsOf()).toEqual(starts);
    },
  );

  test('that keeps failing ends with the last fault', async () => {
    const { get } = await start([
      { error: reset() },
      { status: 502, json: { code: 'Y', request_id: 'r1' } },
    ]);
    const facts = { code: 'TIMEOUT', status: 502, requestId: 'r1', request: 'GET /x' };
    const cause = { cause: { kind: 'transient' } };
    expect(await get()).toMatchObject({ kind: 'deadline', message: 'Y (HTTP 502)', facts, cause });
  });

  test.each<[string, number, string]>([
    ['61', 0, '1m1s'],
    ['60', 500, '1m'],
    ['86400', 0, '24h'],
    ['86401', 0, 'more than a day'],
  ])(
    'that is asked to wait %s s at %d ms does not, since that is too long',
    async (seconds, startAt, wait) => {
      const { get, tries } = await start(
        [{ status: 503, headers: { 'retry-after': seconds } }],
        startAt,
      );
      const message = `HTTP 503; it asks to wait ${wait}, longer than the timeout allows`;
      const facts = { code: 'NOT_TOLOKA', status: 503, request: 'GET /x' };
      expect(await get()).toMatchObject({
        kind: 'permanent',
        message,
        facts,
        cause: { cause: { kind: 'transient' } },
      });
      expect(tries).toHaveLength(1);
    },
  );

  test.each<[string, Given[], string, boolean]>([
    ['is refused', [{ status: 403 }], 'refused', false],
    ['is not found', [{ status: 404 }], 'refused', false],
    [
      'is refused after an answer that was lost',
      [{ error: reset() }, { status: 403 }],
      'refused',
      true,
    ],
    ['is too large', [{ error: tooLarge }], 'permanent', true],
    ['keeps failing', [{ error: reset() }], 'deadline', true],
  ])(
    'that %s knows what it was, and whether an answer was lost: only that of POST has an effect',
    async (...row) => {
      const [, given, kind, mayBeTaken] = row;
      expect(await (await start(given)).post()).toMatchObject({
        kind,
        facts: { request: 'POST /x', mayBeTaken },
      });
      expect(await (await start(given)).get()).toMatchObject({
        kind,
        facts: { request: 'GET /x', mayBeTaken: false },
      });
    },
  );

  test.each([
    ['odd', new TypeError('odd')],
    ['even', 'even'],
  ])('that meets an error that nobody expects throws it as it is: %s', async (outcome, odd) => {
    const { get, outcomes } = await start([{ error: odd }]);
    expect(await get({ isPoll: true })).toBe(odd);
    expect(outcomes).toEqual([`GET /x: ${outcome}`]);
  });

  test('that is cancelled between two tries sends no more', async () => {
    const { post, cancel, tries } = await start([{ status: 502 }]);
    const work = post();
    setImmediate(() => cancel.abort());
    expect(await work).toMatchObject({
      kind: 'cancelled',
      facts: { request: 'POST /x', mayBeTaken: true },
    });
    expect(tries).toHaveLength(1);
  });
});

describe('a try', () => {
  test.each([
    [0, undefined, 30_000],
    [30_001, undefined, 29_999],
    [59_100, undefined, 900],
    [600_000, undefined, 1],
    [0, 30_000, 5_000],
    [0, 0, 900],
    [56_000, 30_000, 4_000],
  ])(
    'that starts at %d ms of 60,000, and is worth %p ms, has %d ms',
    async (startAt, withinMs, limitMs) => {
      const { get, tries } = await start([{}], startAt);
      await get(withinMs === undefined ? {} : { withinMs });
      expect(tries).toEqual([{ at: startAt, limitMs }]);
    },
  );

  test('after the deadline has 1.8 s together with all others', async () => {
    const { get, tries } = await start([{ ms: 700 }], DEADLINE);
    const results = [await get(), await get(), await get(), await get()];
    const late = { kind: 'deadline', message: 'stalled', facts: { code: 'TIMEOUT' } };
    expect(results).toMatchObject([{ json: {} }, { json: {} }, late, late]);
    expect(tries.map(({ limitMs }) => limitMs)).toEqual([900, 900, 400, 1]);
  });

  test.each([
    [false, 40_000, [40_000], 60_000],
    [true, 40_000, [40_000, 60_000], 60_900],
    [true, 59_500, [59_500, 60_400], 61_300],
  ])(
    'that the deadline cuts short has a last look after it if it polls: %p',
    async (isPoll, startAt, starts, end) => {
      const { get, startsOf, clock } = await start([{ ms: 100_000 }], startAt);
      expect(await get({ isPoll })).toMatchObject({ kind: 'deadline', message: 'stalled' });
      expect([startsOf(), clock.now()]).toEqual([starts, end]);
    },
  );
});

test.each<[string, Given, number, number[]]>([
  ['fails', { status: 502 }, 0, [0, 250, 750, 1_750, 3_750, 6_000]],
  ['stalls', { ms: 100_000 }, 0, [0, 5_250]],
  [
    'is told to wait for as long as it has',
    { status: 503, headers: { 'retry-after': '6' } },
    0,
    [0, 6_000],
  ],
  ['is told to wait for longer', { status: 503, headers: { 'retry-after': '6.1' } }, 0, [0, 6_000]],
])('a reading that has 6 s, and %s, counts no failures', async (_, given, startAt, starts) => {
  const { get, startsOf, retries } = await start([given], startAt);
  expect(await get({ withinMs: 6_000 })).toBeInstanceOf(TolokaError);
  expect(startsOf()).toEqual(starts);
  expect(retries).toEqual([]);
});

describe('what is unknown', () => {
  test.each<[string, Given[], boolean, string, number]>([
    ['a host that was never reached', [nameless], false, 'not found, for 30s', 30_000],
    ['a host that was reached before', [{ status: 502 }, nameless], false, 'not found', DEADLINE],
    ['a host that only refuses', [refused], false, 'refused', DEADLINE],
    [
      'a host that was found in between',
      [nameless, refused, nameless],
      false,
      'not found, for 30s',
      30_750,
    ],
    ['a new operation', [nobody], true, `${NOBODY}, for 30s`, 30_000],
    [
      'an operation that was known in between',
      [nobody, { status: 502 }, nobody],
      true,
      `${NOBODY}, for 30s`,
      30_750,
    ],
  ])('%s ends in time', async (_, given, isPoll, message, ms) => {
    const { get, clock } = await start(given);
    const kind = ms === DEADLINE ? 'deadline' : 'permanent';
    expect(await get({ isPoll })).toMatchObject({ kind, message });
    expect(clock.now()).toBe(ms);
  });

  test('ends with the deadline, if that is not later', async () => {
    const { get, clock } = await start([nobody], 0, 30_000);
    expect(await get({ isPoll: true })).toMatchObject({ kind: 'deadline', message: NOBODY });
    expect(clock.now()).toBe(30_000);
  });

  test('keeps the code, but has no advice to check the id', async () => {
    const error = await (await start([nobody])).get({ isPoll: true });
    expect(error).toHaveProperty('facts.code', 'DOES_NOT_EXIST');
    expect(error).not.toHaveProperty('facts.advice');
  });

  test('may be found, or refused', async () => {
    expect(await (await start([nobody, {}])).get({ isPoll: true })).toEqual({
      json: { value: 'GET' },
    });
    expect(await (await start([nobody, { status: 403 }])).get({ isPoll: true })).toMatchObject({
      kind: 'refused',
    });
  });
});
