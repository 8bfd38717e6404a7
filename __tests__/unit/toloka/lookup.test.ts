import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../src/toloka/answer.ts';
import { createApi } from '../../../src/toloka/api.ts';
import { createLookup } from '../../../src/toloka/lookup.ts';
import { simulateClock } from '../simulated-clock.ts';

const NOON = Date.parse('2026-11-23T12:00:00Z');
const at = (ms: number): string => new Date(NOON + ms).toISOString();

/** A lookup in a step that begins at 10 s. It is always noon at Toloka. `answer` gives a list, or an answer of another kind. */
async function start(answer: (status: string | null) => Partial<Answer> | readonly object[]) {
  const clock = simulateClock();
  const cancel = new AbortController();
  const queries: string[] = [];
  await clock.sleep(10_000, cancel.signal);
  const options = {
    apiUrl: new URL('https://toloka.dev/api/v1'),
    clock,
    signal: cancel.signal,
    deadline: 600_000,
  };
  const api = createApi(
    { ...options, onTry: () => undefined, onRetry: () => undefined },
    async (method, path) => {
      const { pathname, search, searchParams } = new URL(path, 'https://toloka.dev');
      expect([method, pathname]).toEqual(['GET', '/operations']);
      queries.push(search);
      const given = answer(searchParams.get('status'));
      if (cancel.signal.aborted) await clock.sleep(0, cancel.signal);
      const page = 'map' in given ? { json: { items: given } } : given;
      return {
        status: 200,
        headers: { date: new Date(NOON).toUTCString() },
        json: undefined,
        ...page,
      };
    },
  );
  return { clock, cancel, queries, ...createLookup(api, clock) };
}

const opening = (id: string, more: object = {}) => ({
  id,
  type: 'TRAINING.OPEN',
  status: 'RUNNING',
  submitted: at(0),
  parameters: { training_id: '21' },
  ...more,
});

type Row = [which: string, more: object, isFound: boolean];
const OTHERS: Row[] = [
  ['is of another training', { parameters: { training_id: '0021' } }, false],
  ['is of another kind', { type: 'TRAINING.CLOSE' }, false],
  ['has failed', { status: 'FAIL' }, false],
];
const QUERY = '?type=TRAINING.OPEN&sort=-submitted&limit=500';

describe('the running openings of a training', () => {
  test('are those that are pending, then those that run', async () => {
    const { listRunning, queries } = await start((status) => [opening(`${status}`)]);
    expect(await listRunning('21')).toMatchObject([{ id: 'PENDING' }, { id: 'RUNNING' }]);
    expect(queries).toEqual([`${QUERY}&status=PENDING`, `${QUERY}&status=RUNNING`]);
  });

  test('come newest first, and last those of an unknown time', async () => {
    const times = { a: at(-1), b: 0, c: at(1), d: null, e: at(0) };
    const page = Object.entries(times).map(([id, submitted]) => opening(id, { submitted }));
    const { listRunning } = await start((status) => (status === 'RUNNING' ? page : []));
    expect((await listRunning('21'))?.map(({ id }) => id)).toEqual(['c', 'e', 'a', 'b', 'd']);
  });

  test.each<Row>([...OTHERS, ['has succeeded', { status: 'SUCCESS' }, false]])(
    'have none that %s',
    async (_, more) => {
      const { listRunning } = await start(() => [opening('a', more)]);
      expect(await listRunning('21')).toEqual([]);
    },
  );

  test('are read once for all that ask at the same time, and anew for who asks later', async () => {
    const other = opening('b', { parameters: { training_id: '22' } });
    const { listRunning, queries } = await start((status) =>
      status === 'RUNNING' ? [opening('a'), other] : [],
    );
    const both = await Promise.all([listRunning('21'), listRunning('22')]);
    expect(both).toMatchObject([[{ id: 'a' }], [{ id: 'b' }]]);
    expect(queries).toHaveLength(2);
    await listRunning('21');
    expect(queries).toHaveLength(4);
  });

  test.each(['PENDING', 'RUNNING'])(
    'are unknown if the list of %s can not be read, until it can',
    async (unread) => {
      let answer: Partial<Answer> | readonly object[] = { status: 403 };
      const { listRunning } = await start((status) => (status === unread ? answer : []));
      expect(await Promise.all([listRunning('21'), listRunning('22')])).toEqual([
        undefined,
        undefined,
      ]);
      answer = [];
      expect(await listRunning('21')).toEqual([]);
    },
  );

  test('end with a cancellation, for all that ask', async () => {
    const { listRunning, cancel } = await start(() => {
      cancel.abort();
      return [];
    });
    const both = await Promise.allSettled([listRunning('21'), listRunning('22')]);
    expect(both).toMatchObject(
      Array(2).fill({ status: 'rejected', reason: { kind: 'cancelled' } }),
    );
  });
});

describe('the openings that this step may have submitted', () => {
  test.each<Row>([
    ['was submitted when the step began', { submitted: at(-5_000) }, true],
    ['was submitted a minute before', { submitted: at(-65_000) }, true],
    ['was submitted more than a minute before', { submitted: at(-65_001) }, false],
    ['was submitted nobody knows when', { submitted: null }, false],
    ['has succeeded', { status: 'SUCCESS' }, true],
    ...OTHERS,
  ])("is one that %s, on Toloka's own clock: %p", async (...row) => {
    const [, more, isFound] = row;
    const { findRecent, queries, clock, cancel } = await start(() => [opening('a', more)]);
    await clock.sleep(5_000, cancel.signal);
    expect((await findRecent('21'))?.id).toBe(isFound ? 'a' : undefined);
    expect(queries).toEqual([QUERY]);
  });

  test('is none if the answer has no Date', async () => {
    const { findRecent } = await start(() => ({ headers: {}, json: { items: [opening('a')] } }));
    expect(await findRecent('21')).toBeUndefined();
  });
});

test.each([
  ['listRunning', 15_000],
  ['findRecent', 40_000],
] as const)('%s gives up an unreadable list at %d ms', async (list, ms) => {
  const { clock, ...lookup } = await start(() => ({ json: {} }));
  expect(await lookup[list]('21')).toBeUndefined();
  expect(clock.now()).toBe(ms);
});
