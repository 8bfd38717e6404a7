import { type ApiOptions, createApi, type Request } from './api.ts';
import { notOpen, TolokaError } from './errors.ts';
import { recordOf } from './json.ts';
import { type Operation, openingType, parseOperation, parseRunning } from './operation.ts';
import { parseLog } from './reason.ts';
import { parseReading } from './target.ts';

/** The most that Toloka lists at once (its documentation). */
const LIST_LIMIT = '300';

/** The answer to an opening that is not accepted: it is open already (204), or it can't be (409). */
export interface NotAccepted {
  readonly saysOpen: boolean;
  readonly refusal: TolokaError;
}
type Answered = { readonly operation: Operation } | NotAccepted;

export type Toloka = ReturnType<typeof createToloka>;

/**
 * The calls of Toloka's requester API about one target. They throw a TolokaError of any kind but
 * transient, or whatever cancels them. Those that begin with `try` give undefined instead of an
 * error.
 */
export function createToloka(options: ApiOptions) {
  const { bounds, target, way } = options;
  const api = createApi(options);
  const path = `/${target.kind}s/${target.id}`;
  const get = <T>(path: string, wanted: string, parse: (json: unknown) => T | undefined) =>
    ({ method: 'GET', path, wanted, parse }) satisfies Request<T>;
  const reading = get(path, `a ${target.kind}`, (json) =>
    parseReading(json, target, way.environment.site),
  );

  const tryList = (status: string) => {
    const query = { type: openingType(target), status, sort: '-submitted', limit: LIST_LIMIT };
    const path = `/operations?${new URLSearchParams(query)}`;
    return api.tryCall(get(path, 'a list of operations', (json) => parseRunning(json, target)));
  };

  return {
    bounds,
    target,
    backOff: api.backOff,
    read: () => api.call(reading),
    tryRead: (withinMs?: number) => api.tryCall(reading, withinMs),

    async open(onAnswerLost: () => void): Promise<Answered> {
      const opening = { method: 'POST', path: `${path}/open`, wanted: 'an operation' } as const;
      try {
        return await api.call({ ...opening, parse: parseOpening, onAnswerLost });
      } catch (error) {
        if (!(error instanceof TolokaError) || error.facts.status !== 409) throw error;
        return { saysOpen: false, refusal: error };
      }
    },

    poll({ id }: Operation): Promise<Operation> {
      const parse = (json: unknown) => {
        const polled = parseOperation(json);
        return polled?.id === id ? polled : undefined;
      };
      return api.call({ ...get(operationPath(id), `operation ${id}`, parse), mayLag: true });
    },

    /** The openings of this target that run. Toloka's list has no filter by target. */
    async tryListRunning() {
      // An operation goes from PENDING to RUNNING, never back: in this order, none slips through.
      const pending = await tryList('PENDING');
      const running = pending && (await tryList('RUNNING'));
      return running && [...pending, ...running];
    },

    /** Whether there is a task. A training's tasks have its id as that of a pool. */
    tryFindTasks: () => {
      const path = `/tasks?pool_id=${target.id}&limit=1`;
      return api.tryCall(get(path, 'a list of tasks', parseHasItems));
    },

    /** The failures that an operation's log tells of. */
    tryReadLog: ({ id }: Operation) =>
      api.tryCall(get(`${operationPath(id)}/log`, 'the log of an operation', parseLog)),
  };
}

const operationPath = (id: string) => `/operations/${encodeURIComponent(id)}`;

/** 204, without an operation, says that the target is open already (Toloka's documentation). */
function parseOpening(json: unknown, status: number): Answered | undefined {
  if (status === 204) return { saysOpen: true, refusal: notOpen('Toloka says that it is open') };
  const operation = parseOperation(json);
  return operation && { operation };
}

function parseHasItems(json: unknown): boolean | undefined {
  const { items } = recordOf(json);
  return Array.isArray(items) ? items.length > 0 : undefined;
}
