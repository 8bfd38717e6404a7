import type { Answer } from './answer.ts';
import type { Api } from './api.ts';
import type { Clock } from './clock.ts';
import { ifReadable } from './errors.ts';
import { isEnded, type Operation, parseOperations } from './operation.ts';

const OPENING_TYPE = 'TRAINING.OPEN';
/** The most that Toloka lists at once. */
const LIMIT = '500';
const RUNNING_LIMIT_MS = 5_000;
const RECENT_LIMIT_MS = 30_000;
/** How far the clocks behind `Date` and `submitted` may differ. */
const CLOCK_SKEW_MS = 60_000;

/** Finds openings in Toloka's list of operations, which has no filter by training. */
export function createLookup(api: Api, clock: Clock) {
  const began = clock.now();
  let running: Promise<readonly Operation[]> | undefined;

  /** Lists the newest openings. `since` is a minute before the step began, by Toloka's clock; NaN if the answer has no `Date`. */
  const list = (query: Readonly<Record<string, string>>, withinMs: number) => {
    const search = new URLSearchParams({
      type: OPENING_TYPE,
      sort: '-submitted',
      limit: LIMIT,
      ...query,
    });
    const parse = (answer: Answer) => {
      const operations = parseOperations(answer);
      const since = Date.parse(answer.headers.date ?? '') - (clock.now() - began) - CLOCK_SKEW_MS;
      return operations && { operations, since };
    };
    return api.get(`/operations?${search}`, { name: 'a list of operations', parse }, { withinMs });
  };

  const readRunning = async (): Promise<readonly Operation[]> => {
    // An operation goes from PENDING to RUNNING, never back: asked in this order, none slips through.
    const pending = await list({ status: 'PENDING' }, RUNNING_LIMIT_MS);
    const { operations } = await list({ status: 'RUNNING' }, RUNNING_LIMIT_MS);
    return [...pending.operations, ...operations].filter(({ status }) => !isEnded(status));
  };

  return {
    /** The openings of a training that are running, newest first; undefined if the list can't be read. */
    async listRunning(trainingId: string): Promise<readonly Operation[] | undefined> {
      // Many trainings may ask at the same time, so they share a reading.
      running ??= readRunning().finally(() => {
        running = undefined;
      });
      return selectOpenings(await ifReadable(running), trainingId);
    },
    /** The newest that this step may have submitted and that has not failed; undefined if there is none or no list. */
    async findRecent(trainingId: string): Promise<Operation | undefined> {
      const { operations, since = 0 } = (await ifReadable(list({}, RECENT_LIMIT_MS))) ?? {};
      const isOurs = ({ submitted = 0, status }: Operation) =>
        submitted >= since && status !== 'FAIL';
      return selectOpenings(operations, trainingId)?.find(isOurs);
    },
  };
}

const selectOpenings = (
  operations: readonly Operation[] | undefined,
  id: string,
): readonly Operation[] | undefined =>
  operations
    ?.filter(({ type, trainingId }) => type === OPENING_TYPE && trainingId === id)
    .sort((a, b) => (b.submitted ?? 0) - (a.submitted ?? 0));
