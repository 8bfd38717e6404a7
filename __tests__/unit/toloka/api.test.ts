import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../src/toloka/answer.ts';
import { createApi } from '../../../src/toloka/api.ts';
import { CancelledError, DeadlineError, RefusedError, TransientError } from '../../../src/toloka/errors.ts';
import { simulateClock } from '../simulated-clock.ts';

const DEADLINE = 60_000;

interface Given {
  readonly status?: number;
  readonly error?: Error;
  /** How long the answer takes. */
  readonly ms?: number;
  readonly headers?: Record<string, string>;
}

/** An API on a clock of its own whose tries are answered in turn; the last answer repeats. */
function start(given: readonly Given[], deadline = DEADLINE) {
  const clock = simulateClock();
  const cancel = new AbortController();
  const tries: { at: number; limitMs: number }[] = [];
  const outcomes: string[] = [];
  const failing: string[] = [];
  const api = createApi({
    apiUrl: new URL('https://toloka.dev/api/v1'),
    clock,
    signal: cancel.signal,
    deadline,
    send: async (_, __, limitMs): Promise<Answer> => {
      const { status = 200, error, ms = 0, headers = {} } = given[Math.min(tries.length, given.length - 1)] ?? {};
      if (cancel.signal.aborted) throw new CancelledError();
      tries.push({ at: clock.now(), limitMs });
      if (ms > 0) await clock.sleep(Math.min(ms, limitMs), cancel.signal);
      if (ms > limitMs) throw new TransientError('stalled', { fault: 'connection', answerLost: true });
      if (error !== undefined) throw error;
      return { status, headers, body: '' };
    },
    onFailing: (request, fault) => failing.push(`${request}: ${fault.message}`),
    onTry: (request, outcome) => outcomes.push(`${request}: ${outcome}`),
  });
  const settle = <T>(work: Promise<T>): Promise<T | Error> => work.catch((error: Error) => error);
  return {
    ...{ clock, cancel, tries, outcomes, failing, api },
    get: (options = {}) => settle(api.request('GET', '/x', ({ status }) => status, options)),
    post: () => settle(api.request('POST', '/x', ({ status }, lost) => `${status} ${lost}`)),
    tryGet: () => settle(api.tryGet('/x', ({ status }) => status)),
    startAt: (ms: number) => clock.sleep(ms, cancel.signal),
  };
}

const reset = () => new TransientError('reset', { fault: 'connection', answerLost: true });
const unknownHost = () => new TransientError('ENOTFOUND', { fault: 'host-not-found' });

describe('a request', () => {
  test('has 30 s for a try, tries again, and tells each try whether an answer was lost', async () => {
    const { post, tries, outcomes, failing } = start([{ error: reset() }, { status: 202 }]);
    expect(await post()).toBe('202 true');
    expect(tries).toEqual([
      { at: 0, limitMs: 30_000 },
      { at: 250, limitMs: 30_000 },
    ]);
    expect(outcomes).toEqual(['POST /x: reset', 'POST /x: HTTP 202']);
    expect(failing).toEqual([]);
  });

  test('says once that it keeps failing', async () => {
    const { get, failing } = start([...Array(4).fill({ status: 502 }), {}]);
    expect(await get()).toBe(200);
    expect(failing).toEqual(['GET /x: HTTP 502']);
  });

  test.each([
    ['POST', true],
    ['GET', false],
  ])('that fails knows what it was: %s, whose answer may be lost: %p', async (method, answerLost) => {
    const { get, post } = start([{ error: reset() }, { status: 403 }]);
    const error = await (method === 'GET' ? get() : post());
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({ request: `${method} /x`, answerLost });
  });

  test('passes on an error that nobody expects as it is', async () => {
    const odd = new TypeError('odd');
    const { get, outcomes } = start([{ error: odd }]);
    expect(await get()).toBe(odd);
    expect(odd).not.toHaveProperty('request');
    expect(outcomes).toEqual(['GET /x: odd']);
  });

  test.each([
    [29_999, 30_000],
    [30_000, 30_000],
    [30_001, 29_999],
    [59_100, 900],
    [59_101, 900],
    [60_000, 900],
  ])('that starts at %d ms of 60,000 has %d ms', async (at, limitMs) => {
    const { get, startAt, tries } = start([{}]);
    await startAt(at);
    await get();
    expect(tries).toEqual([{ at, limitMs }]);
  });

  test('after the deadline has 1.8 s together with all others', async () => {
    const { get, startAt, tries } = start([{ ms: 700 }]);
    await startAt(DEADLINE);
    expect([await get(), await get()]).toEqual([200, 200]);
    expect(await get()).toMatchObject({ name: 'DeadlineError', message: 'stalled' });
    expect(await get()).toBeInstanceOf(DeadlineError);
    expect(tries.map(({ limitMs }) => limitMs)).toEqual([900, 900, 400, 1]);
  });

  test('has 0.9 s if the deadline has passed long ago: a process can be stopped', async () => {
    const { get, startAt, tries } = start([{}]);
    await startAt(10 * DEADLINE);
    expect(await get()).toBe(200);
    expect(tries).toEqual([{ at: 600_000, limitMs: 900 }]);
  });

  test('that may take until another time ends then', async () => {
    const { get, clock, tries } = start([{ status: 502 }]);
    expect(await get({ until: 5_000 })).toMatchObject({ name: 'DeadlineError', message: 'HTTP 502' });
    expect(clock.now()).toBe(5_000);
    expect(tries.at(-1)).toEqual({ at: 5_000, limitMs: 900 });
  });

  test('that polls is told for 30 s that there is no such operation', async () => {
    const { get, clock } = start([{ status: 404 }]);
    expect(await get({ isPoll: true })).toMatchObject({
      name: 'PermanentError',
      message: 'Toloka does not know the operation (HTTP 404), for 30s',
      cause: { fault: 'answer' },
    });
    expect(clock.now()).toBe(30_000);
  });

  test('that polls is refused as any other, and 404 refuses any other', async () => {
    expect(await start([{ status: 403 }]).get({ isPoll: true })).toBeInstanceOf(RefusedError);
    expect(await start([{ status: 404 }]).get()).toBeInstanceOf(RefusedError);
  });

  test.each<[string, Given[], number]>([
    ['never reached', [{ error: unknownHost() }], 30_000],
    ['reached before', [{ status: 502 }, { error: unknownHost() }], DEADLINE],
    ['found, but not reached', [{ error: reset() }], DEADLINE],
  ])('to a host that was %s ends after its time', async (_, given, ms) => {
    const { get, clock } = start(given);
    expect(await get()).toMatchObject({ name: ms === DEADLINE ? 'DeadlineError' : 'PermanentError' });
    expect(clock.now()).toBe(ms);
  });
});

describe('an optional read', () => {
  test.each<[string, Given[], number, number[]]>([
    ['passes', [{}], 0, [0]],
    ['passes at its third try', [{ status: 502 }, { status: 502 }, {}], 0, [0, 250, 750]],
    ['fails three times', [{ status: 502 }], 0, [0, 250, 750]],
    ['is refused', [{ status: 403 }], 0, [0]],
    ['meets an error that nobody expects', [{ error: new TypeError('odd') }], 0, [0]],
    ['stalls', [{ ms: 100_000 }], 0, [0]],
    ['is told to wait for less than 5 s', [{ status: 503, headers: { 'retry-after': '3' } }, {}], 0, [0, 3_000]],
    ['is told to wait for more', [{ status: 503, headers: { 'retry-after': '6' } }, {}], 0, [0]],
    ['fails slowly', [{ status: 502, ms: 2_500 }], 0, [0, 2_750]],
    ['fails just before the deadline', [{ status: 502 }], 59_800, [59_800]],
    ['would be tried at the deadline', [{ status: 502 }], 59_750, [59_750, 60_000]],
  ])('that %s', async (_, given, from, starts) => {
    const { tryGet, startAt, tries, clock } = start(given);
    await startAt(from);
    const result = await tryGet();
    const last = given[Math.min(tries.length, given.length) - 1];
    expect(result).toBe(last?.status === undefined && last?.error === undefined && !last?.ms ? 200 : undefined);
    expect(tries.map(({ at }) => at)).toEqual(starts);
    expect(tries[0]?.limitMs).toBe(Math.max(900, Math.min(5_000, DEADLINE - from)));
    expect(clock.now()).toBeLessThanOrEqual(from + 5_250);
  });

  test('ends with a cancel', async () => {
    const { tryGet, cancel, tries } = start([{ status: 502 }]);
    const read = tryGet();
    await new Promise((resolve) => setImmediate(resolve));
    cancel.abort();
    expect(await read).toBeUndefined();
    expect(tries).toHaveLength(1);
  });
});
