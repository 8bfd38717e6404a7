import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../src/toloka/answer.ts';
import { createApi } from '../../../src/toloka/api.ts';
import { TolokaError } from '../../../src/toloka/errors.ts';
import { simulateClock } from '../../support/simulated-clock.ts';
import { training, WAY } from '../../support/states.ts';

const DEADLINE = 60_000;

/** What a try gets: an answer, or an error. It takes `ms`, if its limit allows. */
type Given = Partial<Answer> & { readonly error?: unknown; readonly ms?: number };

/** An API on a clock of its own, from `startAt` on. Its tries are answered in turn; the last answer repeats. */
async function start(given: readonly Given[], startAt = 0, deadline = DEADLINE) {
  const clock = simulateClock();
  const cancel = new AbortController();
  const tries: { readonly at: number; readonly limitMs: number }[] = [];
  const outcomes: string[] = [];
  const retries: (readonly [number, number])[] = [];
  let lost = 0;
  const api = createApi({
    bounds: { clock, signal: cancel.signal, deadline },
    ...{ way: WAY, target: training(), random: () => 1 },
    onTry: (...told) => void outcomes.push(told.join(': ')),
    onRetry: (failures, _, pauseMs) => void retries.push([failures, pauseMs]),
    async send(method, path, limitMs, signal) {
      signal.throwIfAborted();
      expect([path, signal]).toEqual(['/x', cancel.signal]);
      const answer = { status: 200, json: { value: method }, headers: {} };
      const { ms = 0, error, ...rest } = given[tries.length] ?? given.at(-1) ?? {};
      tries.push({ at: clock.now(), limitMs });
      if (ms > 0) await clock.sleep(Math.min(ms, limitMs), signal);
      if (ms > limitMs) throw fault('stalled', { answerLost: true });
      if (error !== undefined) throw error;
      return { ...answer, ...rest };
    },
  });
  const onAnswerLost = (): void => {
    lost += 1;
  };
  const parse = (json: unknown) => (json === 'odd' ? undefined : { json });
  const request = { path: '/x', wanted: 'a thing', parse, onAnswerLost };
  if (startAt > 0) await clock.sleep(startAt, cancel.signal);
  const settle = <T>(work: Promise<T>): Promise<unknown> => work.catch((error: unknown) => error);
  return {
    ...{ clock, cancel, tries, outcomes, retries, backOff: api.backOff },
    startsOf: () => tries.map(({ at }) => at),
    lost: () => lost,
    get: (more: { mayLag?: boolean } = {}) =>
      settle(api.call({ method: 'GET', ...request, ...more })),
    tryGet: (withinMs?: number) => settle(api.tryCall({ method: 'GET', ...request }, withinMs)),
    post: () => settle(api.call({ method: 'POST', ...request })),
  };
}

const fault = (message: string, facts: object = {}) =>
  new TolokaError('transient', message, { code: 'X', ...facts });
const reset: Given = { error: fault('reset', { answerLost: true }) };
const refused: Given = { error: fault('refused') };
const nameless: Given = { error: fault('not found', { unreachable: true }) };
const nobody: Given = { status: 404, json: { code: 'DOES_NOT_EXIST', message: 'no' } };
const lostForGood: Given = {
  error: new TolokaError('permanent', 'large', { code: 'X', answerLost: true }),
};

describe('a call', () => {
  test.each<[string, number, Given[]]>([
    ['a try without an answer', 1, [reset, {}]],
    ['several', 1, [reset, refused, {}]],
    ['an answer of the wrong shape', 1, [{ json: 'odd' }, {}]],
    ['a try that was throttled', 0, [{ status: 429 }, {}]],
    ['a try that did not arrive', 0, [refused, {}]],
  ])('that is answered after %s has lost %d answers', async (_, count, given) => {
    const { post, tries, lost } = await start(given);
    expect(await post()).toEqual({ json: { value: 'POST' } });
    expect([tries.length, lost()]).toEqual([given.length, count]);
  });

  test('tells each try, how many have failed in a row, and when it asks again', async () => {
    const { get, outcomes, retries } = await start([reset, { json: 'odd' }, { status: 202 }]);
    expect(await get()).toEqual({ json: { value: 'GET' } });
    expect(outcomes).toEqual([
      ...['GET /x: reset', expect.stringContaining('GET /x: JSON of another'), 'GET /x: HTTP 202'],
    ]);
    expect(retries).toEqual([
      [1, 250],
      [2, 500],
    ]);
  });

  test.each<[Given, number[]]>([
    [{ status: 502 }, [0, 250, 750, 1_750, 3_750, 7_750, 15_750, 31_750, 51_750, 60_000]],
    [
      { status: 503, headers: { 'retry-after': '9' } },
      [0, 9_000, 18_000, 27_000, 36_000, 45_000, 54_000],
    ],
  ])('that gets %j for ever starts its tries at %j', async (given, starts) => {
    const { get, startsOf } = await start([given]);
    await get();
    expect(startsOf()).toEqual(starts);
  });

  test('that keeps failing ends with the last fault', async () => {
    const { get } = await start([reset, { status: 502, json: { code: 'Y', request_id: 'r1' } }]);
    const facts = { code: 'TIMEOUT', status: 502, requestId: 'r1', request: 'GET /x' };
    const cause = { kind: 'transient' };
    expect(await get()).toMatchObject({ kind: 'deadline', message: 'Y (HTTP 502)', facts, cause });
  });

  test.each([
    ['61', 0, '1m1s'],
    ['60', 500, '1m'],
  ])('that is asked to wait %s s at %d ms does not, since that is too long', async (...row) => {
    const [seconds, startAt, wait] = row;
    const headers = { 'retry-after': seconds };
    const { get, tries } = await start([{ status: 503, headers }], startAt);
    const message = `HTTP 503; it asks to wait ${wait}, longer than the timeout allows`;
    const facts = { code: 'NOT_TOLOKA', status: 503, request: 'GET /x' };
    expect(await get()).toMatchObject({ kind: 'permanent', message, facts });
    expect(tries).toHaveLength(1);
  });

  test.each<[string, Given, string]>([
    ['is refused', { status: 403 }, 'refused'],
    ['is not found', { status: 404 }, 'refused'],
    ['is lost for good', lostForGood, 'permanent'],
  ])('that %s is not tried again', async (_, given, kind) => {
    const { post, tries, lost } = await start([given]);
    expect(await post()).toMatchObject({ kind, facts: { request: 'POST /x' } });
    expect([tries.length, lost()]).toEqual([1, kind === 'permanent' ? 1 : 0]);
  });

  test('that meets an error that nobody expects throws it as it is', async () => {
    const odd = new TypeError('odd');
    const { get, tryGet } = await start([{ error: odd }]);
    expect([await get(), await tryGet()]).toEqual([odd, odd]);
  });

  test.each(['call', 'optional call'])('that is cancelled sends no more: a %s', async (kind) => {
    const { post, tryGet, cancel, tries } = await start([{ status: 502 }]);
    const work = kind === 'call' ? post() : tryGet();
    setImmediate(() => cancel.abort('SIGINT'));
    expect(await work).toBe('SIGINT');
    expect(tries).toHaveLength(1);
  });

  test('that is cancelled while it is lost says so first', async () => {
    const { post, cancel, lost } = await start([{ ms: 10, ...reset }]);
    const work = post();
    cancel.abort('SIGINT');
    await work;
    expect(lost()).toBe(0);
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
  ])('that starts at %d ms of 60,000, and is worth %p ms, has %d ms', async (...row) => {
    const [startAt, withinMs, limitMs] = row;
    const { get, tryGet, tries } = await start([{}], startAt);
    await (withinMs === undefined ? get() : tryGet(withinMs));
    expect(tries).toEqual([{ at: startAt, limitMs }]);
  });

  test('after the deadline has 1.8 s together with all others', async () => {
    const { get, tries } = await start([{ ms: 700 }], DEADLINE);
    const results = [await get(), await get(), await get(), await get()];
    const late = { kind: 'deadline', message: 'stalled', facts: { code: 'TIMEOUT' } };
    expect(results).toMatchObject([{ json: {} }, { json: {} }, late, late]);
    expect(tries.map(({ limitMs }) => limitMs)).toEqual([900, 900, 400, 1]);
  });

  test('that the deadline cuts short is the last', async () => {
    const { get, startsOf, clock } = await start([{ ms: 100_000 }], 40_000);
    expect(await get()).toMatchObject({ kind: 'deadline', message: 'stalled' });
    expect([startsOf(), clock.now()]).toEqual([[40_000], 60_000]);
  });
});

test.each<[string, Given, number[]]>([
  ['fails', { status: 502 }, [0, 250, 750, 1_750, 3_750, 6_000]],
  ['stalls', { ms: 100_000 }, [0, 5_250]],
  [
    'is told to wait',
    { status: 503, headers: { 'retry-after': '6.1' } },
    [0, 250, 750, 1_750, 3_750, 6_000],
  ],
  ['is told to wait longer', { status: 503, headers: { 'retry-after': '7' } }, [0]],
])('an optional call of 6 s that %s counts no failures', async (_, given, starts) => {
  const { tryGet, startsOf, retries } = await start([given]);
  expect(await tryGet(6_000)).toBeUndefined();
  expect(startsOf()).toEqual(starts);
  expect(retries).toEqual([]);
});

test('an optional call has 5 s', async () => {
  const { tryGet, clock } = await start([{ status: 502 }]);
  expect([await tryGet(), clock.now()]).toEqual([undefined, 5_000]);
});

describe('what is unknown', () => {
  const NOBODY = 'DOES_NOT_EXIST: no (HTTP 404)';
  test.each<[string, Given[], boolean, string, number]>([
    ['a host that was never reached', [nameless], false, 'not found, for 30s', 30_000],
    ['a host that was reached before', [{ status: 502 }, nameless], false, 'not found', DEADLINE],
    ['a host that only refuses', [refused], false, 'refused', DEADLINE],
    ['a host found in between', [nameless, refused, nameless], false, 'not found, for 30s', 30_750],
    ['a new operation', [nobody], true, `${NOBODY}, for 30s`, 30_000],
    [
      'an operation known in between',
      [nobody, { status: 502 }, nobody],
      true,
      `${NOBODY}, for 30s`,
      30_750,
    ],
  ])('%s ends in time', async (_, given, mayLag, message, ms) => {
    const { get, clock } = await start(given);
    const kind = ms === DEADLINE ? 'deadline' : 'permanent';
    expect(await get({ mayLag })).toMatchObject({ kind, message });
    expect(clock.now()).toBe(ms);
  });

  test('ends with the deadline, if that is not later', async () => {
    const { get, clock } = await start([nobody], 0, 30_000);
    expect(await get({ mayLag: true })).toMatchObject({ kind: 'deadline', message: NOBODY });
    expect(clock.now()).toBe(30_000);
  });

  test('keeps the code, but has no advice to check the id', async () => {
    const { facts } = (await (await start([nobody])).get({ mayLag: true })) as TolokaError;
    expect(facts).toMatchObject({ code: 'DOES_NOT_EXIST' });
    expect(facts.advice).toBeUndefined();
  });
});

test.each([
  [1, 250],
  [6, 8_000],
  [8, 20_000],
])('after %d failures, the back-off is at most %d ms', async (failures, ms) => {
  expect((await start([])).backOff(failures)).toBe(ms);
});
