import type { Api } from './api.ts';
import type { Bounds, Clock } from './clock.ts';
import { DeadlineError, TooLargeError } from './errors.ts';
import { parseJson } from './json.ts';
import { isEnded, OPENING_TYPE, type Operation, parseOperations } from './operation.ts';

const MAX_PAGE = 500;
/** More pages than any account has, so that a list without an end fills no memory. */
const MAX_PAGES = 100;
const PAUSE_MS = 1_000;
const RECENT_LIMIT_MS = 30_000;
/** How far the clocks behind `Date` and `submitted` may differ. */
const CLOCK_SKEW_MS = 60_000;

/**
 * Finds operations in Toloka's list. It has no filter by training, so all trainings of a step share each reading, and
 * there is at most one a second of each kind. Both functions throw what `Api.request` throws.
 */
export interface Lookup {
  /** The operation that is opening a training now; undefined if there is none. */
  findRunning(trainingId: string): Promise<Operation | undefined>;
  /** The newest opening that this step may have submitted, unless it failed. It looks for at most 30 s. */
  findRecent(trainingId: string): Promise<Operation | undefined>;
}

/** @param began when the step began, on the clock's `now` */
export function createLookup(api: Api, began: number, { clock, signal, deadline }: Bounds): Lookup {
  type Query = Readonly<Record<string, string>>;

  const readPage = async (query: Query, until: number, limit = MAX_PAGE) => {
    // A single request may end up to a second late, but many in a row may not.
    if (clock.now() >= until) throw new DeadlineError();
    const search = new URLSearchParams({ type: OPENING_TYPE, limit: String(limit), ...query });
    try {
      return await api.request(
        'GET',
        `/operations?${search}`,
        // When the step began by Toloka's own clock, and a minute before. Without `Date` that is NaN: nothing can be told.
        ({ headers: { date = '' }, body }) => ({
          ...parseOperations(parseJson(body)),
          since: Date.parse(date) - (clock.now() - began) - CLOCK_SKEW_MS,
        }),
        { until },
      );
    } catch (error) {
      if (!(error instanceof TooLargeError) || limit === 1) throw error;
      return await readPage(query, until, Math.ceil(limit / 2));
    }
  };

  /** Reads page after page. `next` gives what to ask for after an operation; undefined ends the reading. */
  const readPages = async (
    query: Query,
    next: (last: Operation, since: number) => Query | undefined,
    until = deadline,
  ): Promise<{ operations: Operation[]; since: number }> => {
    const operations = new Map<string, Operation>();
    let place: Query | undefined = {};
    for (let pages = 1; ; pages += 1) {
      const { items, hasMore, since } = await readPage({ ...query, ...place }, until);
      const isNew = items.some(({ id }) => !operations.has(id));
      for (const item of items) operations.set(item.id, item);
      const last = items.at(-1);
      place = last !== undefined && hasMore && isNew && pages < MAX_PAGES ? next(last, since) : undefined;
      if (place === undefined) return { operations: [...operations.values()], since };
    }
  };

  const readRunning = shareOncePerSecond(clock, signal, async () => {
    // An operation goes from PENDING to RUNNING, never back: asked in this order, none slips through.
    const pending = await readPages({ status: 'PENDING', sort: 'id' }, ({ id }) => ({ id_gt: id }));
    const running = await readPages({ status: 'RUNNING', sort: 'id' }, ({ id }) => ({ id_gt: id }));
    return [...pending.operations, ...running.operations].filter(({ status }) => !isEnded(status));
  });

  const readRecent = shareOncePerSecond(clock, signal, async () => {
    const { operations, since } = await readPages(
      { sort: '-submitted' },
      // Toloka takes times in UTC without a zone.
      ({ submitted = 0 }, from) =>
        submitted >= from ? { submitted_lte: new Date(submitted + 1).toISOString().replace('Z', '') } : undefined,
      Math.min(deadline, clock.now() + RECENT_LIMIT_MS),
    );
    return operations.filter(({ submitted = 0, status }) => submitted >= since && status !== 'FAIL');
  });

  const findIn = (operations: readonly Operation[], trainingId: string): Operation | undefined =>
    operations
      .filter((operation) => operation.type === OPENING_TYPE && operation.trainingId === trainingId)
      .sort((a, b) => (b.submitted ?? 0) - (a.submitted ?? 0))[0];

  return {
    findRunning: async (id) => findIn(await readRunning(), id),
    findRecent: async (id) => findIn(await readRecent(), id),
  };
}

/** Makes one reading serve everybody who asks before it starts, and starts at most one a second. */
function shareOncePerSecond<T>(clock: Clock, signal: AbortSignal, read: () => Promise<T>): () => Promise<T> {
  let next: Promise<T> | undefined;
  let startedAt = Number.NEGATIVE_INFINITY;
  const start = async (): Promise<T> => {
    await clock.sleep(Math.max(0, startedAt + PAUSE_MS - clock.now()), signal);
    next = undefined;
    startedAt = clock.now();
    return await read();
  };
  return () => {
    next ??= start();
    return next;
  };
}
