import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../src/toloka/answer.ts';
import { createApi } from '../../../src/toloka/api.ts';
import { createLookup } from '../../../src/toloka/lookup.ts';
import { simulateClock } from '../simulated-clock.ts';

const NOON = Date.parse('2026-11-23T12:00:00Z');
const DATE = new Date(NOON).toUTCString();
const at = (ms: number): string => new Date(NOON + ms).toISOString();

type Page = Partial<Answer> | readonly object[];

/** A lookup in a step that begins at 10 s. `answer` gives a list, or an answer of another kind. */
async function start(answer: (query: URLSearchParams) => Page, date = DATE) {
  const clock = simulateClock();
  const cancel = new AbortController();
  const sent: { readonly at: number; readonly query: Record<string, string>; readonly limitMs: number }[] = [];
  await clock.sleep(10_000, cancel.signal);
  const options = { apiUrl: new URL('https://toloka.dev/api/v1'), clock, signal: cancel.signal, deadline: 600_000 };
  const api = createApi({ ...options, onTry: () => undefined }, async (method, path, limitMs) => {
    const { pathname, searchParams } = new URL(path, 'https://toloka.dev');
    expect([method, pathname]).toEqual(['GET', '/operations']);
    sent.push({ at: clock.now(), query: Object.fromEntries(searchParams), limitMs });
    const page = answer(searchParams);
    const headers = date === '' ? {} : { date };
    if (cancel.signal.aborted) await clock.sleep(0, cancel.signal);
    return { status: 200, headers, json: undefined, ...('map' in page ? { json: { items: page } } : page) };
  });
  const lookup = createLookup(api, clock);
  const passTime = (ms: number) => clock.sleep(ms, cancel.signal);
  return { clock, cancel, sent, passTime, ...lookup };
}

const opening = (id: string, more: object = {}) => ({
  id,
  type: 'TRAINING.OPEN',
  status: 'RUNNING',
  submitted: at(0),
  parameters: { training_id: '21' },
  ...more,
});

const NOT_OURS: [string, object][] = [
  ['is of another training', { parameters: { training_id: '0021' } }],
  ['is of no training', { parameters: {} }],
  ['is of another kind', { type: 'TRAINING.CLOSE' }],
];

describe('the running openings of a training', () => {
  const COMMON = { type: 'TRAINING.OPEN', sort: '-submitted', limit: '500' };

  test('are those that are pending, then those that run', async () => {
    const { listRunning, sent } = await start((query) => [opening(`${query.get('status')}`)]);
    expect(await listRunning('21')).toMatchObject([{ id: 'PENDING' }, { id: 'RUNNING' }]);
    expect(sent).toEqual([
      { at: 10_000, query: { ...COMMON, status: 'PENDING' }, limitMs: 5_000 },
      { at: 10_000, query: { ...COMMON, status: 'RUNNING' }, limitMs: 5_000 },
    ]);
  });

  test('come newest first, and last those of an unknown time', async () => {
    const items = [
      ['a', at(-1)],
      ['b', 0],
      ['c', at(1)],
      ['d', null],
      ['e', at(0)],
    ] as const;
    const page = items.map(([id, submitted]) => opening(id, { submitted }));
    const { listRunning } = await start((query) => (query.get('status') === 'RUNNING' ? page : []));
    expect((await listRunning('21'))?.map(({ id }) => id)).toEqual(['c', 'e', 'a', 'b', 'd']);
  });

  test.each<[string, object]>([
    ...NOT_OURS,
    ['has succeeded', { status: 'SUCCESS' }],
    ['has failed', { status: 'FAIL' }],
  ])('have none that %s', async (_, more) => {
    const { listRunning } = await start(() => [opening('a', more)]);
    expect(await listRunning('21')).toEqual([]);
  });

  test('are read once for all that ask at the same time, and anew for who asks later', async () => {
    const { listRunning, sent } = await start(() => [
      opening('a'),
      opening('b', { parameters: { training_id: '22' } }),
    ]);
    const both = await Promise.all([listRunning('21'), listRunning('22')]);
    expect(both.map((found) => found?.map(({ id }) => id))).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
    expect(sent).toHaveLength(2);
    await listRunning('21');
    expect(sent).toHaveLength(4);
  });

  test.each(['PENDING', 'RUNNING'])(
    'are unknown if those that are %s can not be read, until they can',
    async (status) => {
      let answer: Page = { status: 403 };
      const { listRunning } = await start((query) => (query.get('status') === status ? answer : []));
      expect(await Promise.all([listRunning('21'), listRunning('22')])).toEqual([undefined, undefined]);
      answer = [];
      expect(await listRunning('21')).toEqual([]);
    },
  );

  test('are tried for 5 s', async () => {
    const { listRunning, clock } = await start(() => ({ json: {} }));
    expect(await listRunning('21')).toBeUndefined();
    expect(clock.now()).toBe(15_000);
  });

  test('end with a cancellation, for all that ask', async () => {
    const { listRunning, cancel } = await start(() => {
      cancel.abort();
      return [];
    });
    const both = await Promise.allSettled([listRunning('21'), listRunning('22')]);
    expect(both).toMatchObject(Array(2).fill({ status: 'rejected', reason: { kind: 'cancelled' } }));
  });
});

describe('the openings that this step may have submitted', () => {
  test('are asked for without a status', async () => {
    const { listRecent, sent } = await start(() => []);
    expect(await listRecent('21')).toEqual([]);
    const query = { type: 'TRAINING.OPEN', sort: '-submitted', limit: '500' };
    expect(sent).toEqual([{ at: 10_000, query, limitMs: 5_000 }]);
  });

  test.each<[string, object, boolean]>([
    ['was submitted when the step began', {}, true],
    ['was submitted a minute before', { submitted: at(-60_000) }, true],
    ['was submitted more than a minute before', { submitted: at(-60_001) }, false],
    ['was submitted nobody knows when', { submitted: null }, false],
    ['has failed', { status: 'FAIL' }, false],
    ['has succeeded', { status: 'SUCCESS' }, true],
    ...NOT_OURS.map(([which, more]): [string, object, boolean] => [which, more, false]),
  ])('have one that %s: %p', async (_, more, isFound) => {
    const { listRecent } = await start(() => [opening('a', more)]);
    expect(await listRecent('21')).toMatchObject(isFound ? [{ id: 'a' }] : []);
  });

  test("count from the step's start on Toloka's own clock", async () => {
    const { listRecent, passTime } = await start(() => [
      opening('a', { submitted: at(-65_001) }),
      opening('b', { submitted: at(-65_000) }),
    ]);
    await passTime(5_000);
    expect(await listRecent('21')).toMatchObject([{ id: 'b' }]);
  });

  test('are none if the answer has no Date', async () => {
    const { listRecent } = await start(() => [opening('a')], '');
    expect(await listRecent('21')).toEqual([]);
  });

  test('are tried for 30 s', async () => {
    const { listRecent, clock } = await start(() => ({ json: { items: {} } }));
    expect(await listRecent('21')).toBeUndefined();
    expect(clock.now()).toBe(40_000);
  });
});
