import { describe, expect, test } from '@jest/globals';
import type { Api } from '../../../src/toloka/api.ts';
import { PermanentError, TooLargeError } from '../../../src/toloka/errors.ts';
import { createLookup } from '../../../src/toloka/lookup.ts';
import { simulateClock } from '../simulated-clock.ts';

const NOON = Date.parse('2026-11-23T12:00:00Z');
const DATE = new Date(NOON).toUTCString();
const BEGAN = 10_000;

interface Page {
  readonly items?: readonly object[];
  readonly has_more?: boolean;
  readonly date?: string;
}

/** A lookup on a clock of its own, in a step that began at 10 s. */
function start(answer: (query: URLSearchParams, n: number) => Page | Error, deadline = 600_000, pageMs = 0) {
  const clock = simulateClock();
  const { signal } = new AbortController();
  const sent: { at: number; query: URLSearchParams; until: number | undefined }[] = [];
  const request: Api['request'] = async (_, path, parse, { until } = {}) => {
    const query = new URL(path, 'http://127.0.0.1').searchParams;
    sent.push({ at: clock.now(), query, until });
    if (pageMs > 0) await clock.sleep(pageMs, signal);
    const page = answer(query, sent.length);
    if (page instanceof Error) throw page;
    const { date = DATE, items = [], has_more } = page;
    return parse(
      { status: 200, headers: date === '' ? {} : { date }, body: JSON.stringify({ items, has_more }) },
      false,
    );
  };
  const lookup = createLookup({ request, tryGet: async () => undefined }, BEGAN, { clock, signal, deadline });
  const begin = () => clock.sleep(BEGAN, signal);
  return { clock, sent, lookup, begin, queries: () => sent.map(({ query }) => Object.fromEntries(query)) };
}

const opening = (id: string, more: object = {}) => ({
  id,
  type: 'TRAINING.OPEN',
  status: 'RUNNING',
  submitted: '2026-11-23T12:00:00',
  parameters: { training_id: '21' },
  ...more,
});

describe('the look for an opening that is running', () => {
  const COMMON = { type: 'TRAINING.OPEN', limit: '500', sort: 'id' };

  test('reads all pages of those that are pending, then of those that run', async () => {
    const { lookup, queries } = start((query) =>
      query.has('id_gt')
        ? {}
        : { items: [{ id: 'a', status: 'PENDING' }, opening('b', { parameters: {} })], has_more: true },
    );
    expect(await lookup.findRunning('21')).toBeUndefined();
    expect(queries()).toEqual([
      { ...COMMON, status: 'PENDING' },
      { ...COMMON, status: 'PENDING', id_gt: 'b' },
      { ...COMMON, status: 'RUNNING' },
      { ...COMMON, status: 'RUNNING', id_gt: 'b' },
    ]);
  });

  test.each<[string, object[], string | undefined]>([
    ['one', [opening('a')], 'a'],
    [
      'the newest',
      [opening('a', { submitted: '2026-11-23T11:59:59' }), opening('b'), opening('c', { submitted: 0 })],
      'b',
    ],
    ['none that has ended', [opening('a', { status: 'SUCCESS' })], undefined],
    ['none of another training', [opening('a', { parameters: { training_id: '0021' } })], undefined],
    ['none of another kind', [opening('a', { type: 'TRAINING.CLOSE' })], undefined],
  ])('finds %s', async (_, items, id) => {
    const { lookup } = start((query) => (query.get('status') === 'RUNNING' ? { items } : {}));
    expect((await lookup.findRunning('21'))?.id).toBe(id);
  });

  test('asks for half as many if a page is too large, down to one', async () => {
    const { lookup, queries } = start(() => new TooLargeError('large'));
    await expect(lookup.findRunning('21')).rejects.toThrow(TooLargeError);
    expect(queries().map(({ limit }) => limit)).toEqual(['500', '250', '125', '63', '32', '16', '8', '4', '2', '1']);
  });

  test('fails with any other error at once', async () => {
    const { lookup, sent } = start(() => new PermanentError('no'));
    await expect(lookup.findRunning('21')).rejects.toThrow('no');
    expect(sent).toHaveLength(1);
  });

  test.each<[string, (n: number) => Page, number]>([
    ['has new operations for ever', (n) => ({ items: [opening(`op-${n}`)], has_more: true }), 100],
    ['repeats itself', () => ({ items: [opening('a')], has_more: true }), 2],
    ['is empty', () => ({ has_more: true }), 1],
    ['has no more', () => ({ items: [opening('a')], has_more: false }), 1],
  ])('ends with a list that %s', async (_, page, pages) => {
    const { lookup, sent } = start((__, n) => page(n));
    await lookup.findRunning('21');
    expect(sent).toHaveLength(2 * pages);
  });

  test('reads no page after the deadline', async () => {
    const { lookup, sent, clock } = start((_, n) => ({ items: [opening(`op-${n}`)], has_more: true }), 5_000, 1_000);
    await expect(lookup.findRunning('21')).rejects.toMatchObject({ name: 'DeadlineError', message: '' });
    expect([sent.length, clock.now()]).toEqual([5, 5_000]);
    expect(sent[0]?.until).toBe(5_000);
  });

  test('serves all who ask before it starts, and starts once a second', async () => {
    const { lookup, sent, clock } = start(() => ({ items: [opening('a')] }));
    const find = () => lookup.findRunning('21');
    const [one, two] = await Promise.all([find(), find()]);
    expect([one?.id, two?.id]).toEqual(['a', 'a']);
    await find();
    await clock.sleep(3_000, new AbortController().signal);
    await find();
    expect(sent.map(({ at }) => at)).toEqual([0, 0, 1_000, 1_000, 4_000, 4_000]);
  });
});

describe('the look for the opening that this step has submitted', () => {
  const at = (ms: number): string => new Date(NOON + ms).toISOString();

  test.each<[string, object, boolean]>([
    ['when the step began', { submitted: at(0) }, true],
    ['a minute before', { submitted: at(-60_000) }, true],
    ['more than a minute before', { submitted: at(-60_001) }, false],
    ['nobody knows when', { submitted: null }, false],
    ['and failed', { submitted: at(0), status: 'FAIL' }, false],
    ['and ended', { submitted: at(0), status: 'SUCCESS' }, true],
  ])('takes what was submitted %s', async (_, more, isFound) => {
    const { lookup, begin } = start(() => ({ items: [opening('a', more)] }));
    await begin();
    expect((await lookup.findRecent('21'))?.id).toBe(isFound ? 'a' : undefined);
  });

  test("counts from Toloka's own clock, and finds nothing without it", async () => {
    const page: Page = { items: [opening('a', { submitted: at(-65_000) })] };
    const { lookup, begin, clock } = start(() => page);
    await begin();
    await clock.sleep(5_000, new AbortController().signal);
    expect((await lookup.findRecent('21'))?.id).toBe('a');
    const blind = start(() => ({ ...page, items: [opening('a')], date: '' }));
    await blind.begin();
    expect(await blind.lookup.findRecent('21')).toBeUndefined();
  });

  test('reads the newest first, page after page, as far back as it needs', async () => {
    const { lookup, begin, queries } = start((_, n) => ({
      items: [opening(`op-${n}`, { submitted: at(n === 3 ? -60_001 : 60_000 * (1 - n)), parameters: {} })],
      has_more: true,
    }));
    await begin();
    expect(await lookup.findRecent('21')).toBeUndefined();
    expect(queries()).toEqual([
      { type: 'TRAINING.OPEN', limit: '500', sort: '-submitted' },
      { type: 'TRAINING.OPEN', limit: '500', sort: '-submitted', submitted_lte: '2026-11-23T12:00:00.001' },
      { type: 'TRAINING.OPEN', limit: '500', sort: '-submitted', submitted_lte: '2026-11-23T11:59:00.001' },
    ]);
  });

  test.each([
    [600_000, 40_000],
    [20_000, 20_000],
  ])('with the deadline at %d ms takes until %d', async (deadline, until) => {
    const { lookup, begin, sent } = start(() => ({}), deadline);
    await begin();
    await lookup.findRecent('21');
    expect(sent[0]?.until).toBe(until);
  });
});
