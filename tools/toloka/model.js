import { randomUUID } from 'node:crypto';

/**
 * How opening a training or a pool goes.
 *
 * @typedef {object} Opening
 * @property {number} pendingMs milliseconds in PENDING
 * @property {number} runningMs milliseconds in RUNNING after that; if both are 0, the first answer
 *   says how it ended
 * @property {'SUCCESS' | 'FAIL'} ends
 * @property {unknown} [details] the operation's details once it has ended; by default `{}`
 * @property {unknown} [log] the operation's log; null for none. By default a FAIL has one and a
 *   SUCCESS has none
 * @property {string[]} [statuses] the statuses before the end, for equal times, instead of PENDING
 *   and RUNNING
 * @property {string} [closes] why it closes again at once, such as COMPLETED
 * @property {number} [lagMs] how long it still reads as before, after its opening has ended
 */

/**
 * A training or a pool as it is when the local Toloka starts.
 *
 * @typedef {object} Description
 * @property {'training' | 'pool'} kind
 * @property {string} id
 * @property {string} project_id
 * @property {string} private_name
 * @property {string} status OPEN, CLOSED, ARCHIVED or LOCKED
 * @property {string | null} [last_close_reason] by default MANUAL, or null if it is open
 * @property {boolean} [empty] whether it has no tasks and so can't be opened
 * @property {boolean} [joins] whether a second opening gets 202 with the running operation, not 409
 * @property {string} [needs] the training that the workers of a pool must pass
 * @property {Opening} opening
 * @property {Opening} [later] every opening after the first; by default like the first
 * @property {Opening} [closing] how closing goes; by default it takes no time
 */

/**
 * An operation as Toloka gives it.
 *
 * @typedef {object} Operation
 * @property {string} id
 * @property {string} type
 * @property {string} status
 * @property {string} submitted
 * @property {string | null} started
 * @property {string | null} finished
 * @property {number} progress
 * @property {Record<string, string>} parameters
 * @property {unknown} details
 */

/** @typedef {{ id: string, verb: 'OPEN' | 'CLOSE', of: Description, opening: Opening, submittedMs: number }} Submitted */
/** @typedef {{ status: number, body: unknown }} Answer without a body if the status is 204 */

/** @type {Opening} */
const AT_ONCE = { pendingMs: 0, runningMs: 0, ends: 'SUCCESS' };
const DAY_MS = 86_400_000;
const MAX_LIMIT = 300;

/**
 * Describes a closed training. Unless it is told otherwise, it opens at once.
 *
 * @param {string} id
 * @param {Partial<Opening>} [opening]
 * @param {Partial<Description>} [rest]
 * @returns {Description}
 */
export const describeTraining = (id, opening = {}, rest = {}) => ({
  kind: 'training',
  id,
  project_id: '7',
  private_name: `Training ${id}`,
  status: 'CLOSED',
  opening: { ...AT_ONCE, ...opening },
  ...rest,
});

/**
 * Describes a closed pool, as above.
 *
 * @param {string} id
 * @param {Partial<Opening>} [opening]
 * @param {Partial<Description>} [rest]
 * @returns {Description}
 */
export const describePool = (id, opening, rest) =>
  describeTraining(id, opening, { kind: 'pool', private_name: `Pool ${id}`, ...rest });

/** A time as Toloka writes it: UTC without a zone. @param {number} ms milliseconds since 1970 */
const tolokaTime = (ms) => new Date(ms).toISOString().slice(0, -1);

/**
 * A refusal: its HTTP status and the parts of Toloka's error body.
 *
 * @param {number} status
 * @param {string} code
 * @param {string} message
 * @param {unknown} [payload]
 * @returns {Answer}
 */
export const refuse = (status, code, message, payload = null) => ({
  status,
  body: { request_id: randomUUID(), code, message, payload },
});
const notFound = () => refuse(404, 'DOES_NOT_EXIST', 'There are no results for such parameters');

/**
 * The local Toloka's trainings, pools and operations. Everything follows from the time: no timer
 * runs.
 *
 * @param {readonly Description[]} descriptions
 * @param {() => number} now the clock, in milliseconds since 1970
 */
export function startModel(descriptions, now) {
  const startMs = now();
  /** @type {Submitted[]} the oldest first */
  const submissions = [];

  /** @param {string} kind @param {string} id */
  const find = (kind, id) => descriptions.find((one) => one.kind === kind && one.id === id);

  /** @param {Submitted} submitted @returns {Operation} */
  const showOperation = ({ id, verb, of, opening, submittedMs }) => {
    const { status, startedMs, finishedMs, progress = 0 } = follow(opening, submittedMs, now());
    return {
      id,
      type: `${of.kind.toUpperCase()}.${verb}`,
      status,
      submitted: tolokaTime(submittedMs),
      started: startedMs === undefined ? null : tolokaTime(startedMs),
      finished: finishedMs === undefined ? null : tolokaTime(finishedMs),
      progress,
      parameters: { [`${of.kind}_id`]: of.id },
      details: finishedMs === undefined ? {} : (opening.details ?? {}),
    };
  };

  /** @param {Description} of */
  const submissionsOf = (of) => submissions.filter((one) => one.of === of);

  /** @param {Submitted} submitted */
  const finishedMs = ({ opening, submittedMs }) => follow(opening, submittedMs, now()).finishedMs;

  /** The last status, since when it is open, and why it is not. @param {Description} of */
  const stateOf = (of) => {
    const reason = of.last_close_reason ?? (of.status === 'OPEN' ? null : 'MANUAL');
    const last = submissionsOf(of).at(-1);
    if (last === undefined) return { status: of.status, reason };
    if (last.verb === 'CLOSE') {
      const isClosed = finishedMs(last) !== undefined;
      return isClosed
        ? { status: 'CLOSED', reason: 'MANUAL', last }
        : { status: 'OPEN', reason, last };
    }
    const { ends, closes, lagMs = 0 } = last.opening;
    const openedMs = ends === 'SUCCESS' ? finishedMs(last) : undefined;
    if (openedMs === undefined || now() < openedMs + lagMs) {
      return { status: of.status === 'OPEN' ? 'CLOSED' : of.status, reason, last };
    }
    if (closes !== undefined) return { status: 'CLOSED', reason: closes, last };
    return { status: 'OPEN', reason, openedMs, last };
  };

  /** @param {Description} of */
  const show = (of) => {
    const { status, reason, openedMs } = stateOf(of);
    const requirement = { training_pool_id: of.needs, training_passing_skill_value: 80 };
    return {
      id: of.id,
      project_id: of.project_id,
      private_name: of.private_name,
      status,
      last_close_reason: reason,
      created: tolokaTime(startMs - DAY_MS),
      last_started: openedMs === undefined ? null : tolokaTime(openedMs),
      ...(of.needs && { quality_control: { training_requirement: requirement, configs: [] } }),
    };
  };

  /** @param {Submitted['verb']} verb @param {Description} of @param {Opening} opening @returns {Answer} */
  const submit = (verb, of, opening) => {
    const submitted = { id: randomUUID(), verb, of, opening, submittedMs: now() };
    submissions.push(submitted);
    return { status: 202, body: showOperation(submitted) };
  };

  /** Opens or closes. @param {Submitted['verb']} verb @param {Description} of @returns {Answer} */
  const change = (verb, of) => {
    const { status, last } = stateOf(of);
    if (status === 'ARCHIVED') {
      return refuse(409, 'CONFLICT_STATE', "can't open a pool that is archived");
    }
    if (status === 'LOCKED') {
      const payload = { appropriate_statuses: [verb === 'OPEN' ? 'CLOSED' : 'OPEN'] };
      return refuse(409, 'INAPPROPRIATE_STATUS', 'Inappropriate status', payload);
    }
    if (last !== undefined && finishedMs(last) === undefined) {
      if (verb === 'OPEN' && last.verb === verb && of.joins)
        return { status: 202, body: showOperation(last) };
      return refuse(409, 'POOL_LOCKED_BY_ANOTHER_OPERATION', 'Pool is locked by another operation');
    }
    if (status === (verb === 'OPEN' ? 'OPEN' : 'CLOSED')) return { status: 204, body: undefined };
    if (verb === 'CLOSE') return submit(verb, of, of.closing ?? AT_ONCE);
    if (of.empty) {
      return refuse(409, 'EMPTY_POOL', 'Pool contains no tasks. Operation is not allowed');
    }
    return submit(verb, of, (last === undefined ? undefined : of.later) ?? of.opening);
  };

  /** @param {Submitted} submitted @returns {Answer} */
  const showLog = (submitted) => {
    const { of, opening } = submitted;
    const log = opening.log === undefined && opening.ends === 'FAIL' ? failureLog(of) : opening.log;
    if (finishedMs(submitted) === undefined || !log) return notFound();
    return { status: 200, body: log };
  };

  /** The operations of a type and a status, the newest first. @param {URLSearchParams} query @returns {Answer} */
  const list = (query) => {
    const limit = Number(query.get('limit') ?? 50);
    if (!(limit >= 1 && limit <= MAX_LIMIT)) {
      const message = `must be a whole number from 1 to ${MAX_LIMIT}`;
      const payload = { limit: { code: 'VALUE_NOT_ALLOWED', message } };
      return refuse(400, 'VALIDATION_ERROR', 'Validation failed', payload);
    }
    const found = submissions.map(showOperation).filter((one) => {
      const matches = (/** @type {'type' | 'status'} */ name) =>
        one[name] === (query.get(name) ?? one[name]);
      return matches('type') && matches('status');
    });
    const items = found.reverse().slice(0, limit);
    return { status: 200, body: { items, has_more: found.length > limit } };
  };

  /** Whether there is a task; a training's tasks have its id as pool_id. @param {string} id @returns {Answer} */
  const listTasks = (id) => {
    const of = descriptions.find((one) => one.id === id);
    const items = of === undefined || of.empty ? [] : [{ id: `task-of-${id}`, pool_id: id }];
    return { status: 200, body: { items, has_more: false } };
  };

  return {
    /** Every operation as it is now, the oldest first. */
    operations: () => submissions.map(showOperation),

    /**
     * Answers a request as the requester API does.
     *
     * @param {string} method
     * @param {string} path below the API's root, with the query
     * @returns {Answer}
     */
    answer(method, path) {
      const { pathname, searchParams } = new URL(path, 'http://127.0.0.1');
      const [, things, id = '', what = ''] = pathname.split('/').map(decodeURIComponent);
      const request = `${method} ${what}`.trim();
      if (things === 'operations' && id === '') return list(searchParams);
      if (things === 'operations') {
        const submitted = submissions.find((one) => one.id === id);
        if (submitted === undefined) return notFound();
        if (request === 'GET') return { status: 200, body: showOperation(submitted) };
        return request === 'GET log' ? showLog(submitted) : notFound();
      }
      if (pathname === '/tasks') return listTasks(searchParams.get('pool_id') ?? '');
      const of = find((things ?? '').replace(/s$/, ''), id);
      if (of === undefined) return notFound();
      if (request === 'GET') return { status: 200, body: show(of) };
      if (request === 'POST open') return change('OPEN', of);
      return request === 'POST close' ? change('CLOSE', of) : notFound();
    },
  };
}

/** @typedef {{ status: string, startedMs?: number, finishedMs?: number, progress?: number }} Progress how far an opening is */

/** @param {Opening} opening @param {number} submittedMs @param {number} nowMs @returns {Progress} */
function follow({ pendingMs, runningMs, ends, statuses }, submittedMs, nowMs) {
  const elapsedMs = nowMs - submittedMs;
  const totalMs = pendingMs + runningMs;
  const startedMs = submittedMs + pendingMs;
  if (elapsedMs >= totalMs) {
    return { status: ends, startedMs, finishedMs: submittedMs + totalMs, progress: 100 };
  }
  const custom = statuses?.[Math.floor((elapsedMs / totalMs) * statuses.length)];
  if (elapsedMs < pendingMs) return { status: custom ?? 'PENDING' };
  const progress = Math.floor((100 * (elapsedMs - pendingMs)) / runningMs);
  return { status: custom ?? 'RUNNING', startedMs, progress };
}

/** @param {Description} of */
const failureLog = ({ id }) => {
  const message = 'Operation execution error';
  const output = { code: 'OPERATION_EXECUTION_ERROR', message, request_id: randomUUID() };
  return [{ type: 'POOL_OPEN', success: false, input: { pool_id: id }, output }];
};
