import { randomUUID } from 'node:crypto';
import { doesNotExist, Refusal } from './refusals.js';

/**
 * How opening a training goes.
 *
 * @typedef {object} Opening
 * @property {number} pendingMs milliseconds in PENDING
 * @property {number} runningMs milliseconds in RUNNING after that; if both are 0, the first answer says how it ended
 * @property {'SUCCESS' | 'FAIL'} ends
 * @property {unknown} [details] the operation's details once it has ended; by default `{}`
 * @property {unknown[] | null} [log] the operation's log; null for none. By default a FAIL has one and a SUCCESS has none
 * @property {string[]} [statuses] the statuses before the end, for equal times, instead of PENDING and RUNNING
 */

/**
 * A training as it is when the local Toloka starts.
 *
 * @typedef {object} TrainingDescription
 * @property {string} id
 * @property {string} project_id
 * @property {string} private_name
 * @property {'OPEN' | 'CLOSED' | 'ARCHIVED' | 'LOCKED'} status
 * @property {string | null} [last_close_reason] by default MANUAL, or null for an open training
 * @property {boolean} [empty] whether it has no tasks and so can't be opened
 * @property {boolean} [joins] whether a second opening gets 202 with the running operation instead of 409
 * @property {Opening} opening
 * @property {Opening} [later] every opening after the first; by default like the first
 */

/**
 * An operation as Toloka gives it.
 *
 * @typedef {object} Operation
 * @property {string} id
 * @property {'TRAINING.OPEN' | 'TRAINING.CLOSE'} type
 * @property {string} status
 * @property {string} submitted
 * @property {string | null} started
 * @property {string | null} finished
 * @property {number} progress
 * @property {{ training_id: string }} parameters
 * @property {unknown} details
 */

/** @typedef {Pick<Operation, 'id' | 'type'> & { training: TrainingDescription, opening: Opening, submittedMs: number }} Submitted `opening` also says how closing goes */

/** @type {Opening} */
const AT_ONCE = { pendingMs: 0, runningMs: 0, ends: 'SUCCESS' };
const DAY_MS = 86_400_000;

/**
 * Describes a closed training. Unless it is told otherwise, it opens at once.
 *
 * @param {string} id
 * @param {Partial<Opening>} [opening]
 * @param {Partial<TrainingDescription>} [rest]
 * @returns {TrainingDescription}
 */
export const describeTraining = (id, opening = {}, rest = {}) => ({
  id,
  project_id: '7',
  private_name: `Training ${id}`,
  status: 'CLOSED',
  opening: { ...AT_ONCE, ...opening },
  ...rest,
});

/** Describes so many trainings with ids from 1000 on. @param {number} count @param {Partial<Opening>} [opening] */
export const describeTrainings = (count, opening) =>
  Array.from({ length: count }, (_, index) => describeTraining(String(1_000 + index), opening));

/** A time as Toloka writes it: UTC without a zone. @param {number} ms milliseconds since 1970 */
const tolokaTime = (ms) => new Date(ms).toISOString().slice(0, -1);

/**
 * Keeps the trainings of the local Toloka and their operations. Everything follows from the time: no timer runs.
 *
 * @param {readonly TrainingDescription[]} descriptions
 * @param {() => number} now the clock, in milliseconds since 1970
 */
export function keepTrainings(descriptions, now) {
  const startMs = now();
  const trainings = new Map(descriptions.map((training) => [training.id, training]));
  /** @type {Map<string, Submitted>} by id, in the order in which they were submitted */
  const operations = new Map();

  /** @template T @param {Map<string, T>} map @param {string} id */
  const find = (map, id) => {
    const found = map.get(id);
    if (found === undefined) throw doesNotExist();
    return found;
  };

  /** @param {Submitted} submitted @returns {Operation} */
  const showOperation = ({ id, type, training, opening, submittedMs }) => {
    const { status, startedMs, finishedMs, progress = 0 } = follow(opening, submittedMs, now());
    return {
      id,
      type,
      status,
      submitted: tolokaTime(submittedMs),
      started: startedMs === undefined ? null : tolokaTime(startedMs),
      finished: finishedMs === undefined ? null : tolokaTime(finishedMs),
      progress,
      parameters: { training_id: training.id },
      details: finishedMs === undefined || opening.details === undefined ? {} : opening.details,
    };
  };

  /** @param {TrainingDescription} training */
  const operationsOf = (training) =>
    [...operations.values()].filter((one) => one.training === training);

  /** @param {Submitted} submitted */
  const finishedMs = ({ opening, submittedMs }) => follow(opening, submittedMs, now()).finishedMs;

  /** A training's status, and when its last opening ended if that opened it. @param {TrainingDescription} training */
  const stateOf = (training) => {
    const last = operationsOf(training).at(-1);
    if (last === undefined) return { status: training.status };
    const openedMs =
      last.type === 'TRAINING.OPEN' && last.opening.ends === 'SUCCESS'
        ? finishedMs(last)
        : undefined;
    return { status: openedMs === undefined ? 'CLOSED' : 'OPEN', openedMs, last };
  };

  /** @param {TrainingDescription} training */
  const showTraining = (training) => {
    const { status, openedMs, last } = stateOf(training);
    const reason = training.last_close_reason ?? (training.status === 'OPEN' ? null : 'MANUAL');
    return {
      id: training.id,
      project_id: training.project_id,
      private_name: training.private_name,
      status,
      last_close_reason: last?.type === 'TRAINING.CLOSE' ? 'MANUAL' : reason,
      created: tolokaTime(startMs - DAY_MS),
      last_started: openedMs === undefined ? null : tolokaTime(openedMs),
    };
  };

  /** Finds a training whose status can change. @param {string} id @param {'OPEN' | 'CLOSED'} wanted */
  const findFor = (id, wanted) => {
    const training = find(trainings, id);
    const { status, last } = stateOf(training);
    if (status === 'ARCHIVED')
      throw new Refusal(409, 'CONFLICT_STATE', "can't open a pool that is archived");
    const payload = { appropriate_statuses: [wanted === 'OPEN' ? 'CLOSED' : 'OPEN'] };
    if (status === 'LOCKED')
      throw new Refusal(409, 'INAPPROPRIATE_STATUS', 'Inappropriate status', payload);
    const running = last && finishedMs(last) === undefined ? last : undefined;
    if (running && !(wanted === 'OPEN' && training.joins)) {
      throw new Refusal(
        409,
        'POOL_LOCKED_BY_ANOTHER_OPERATION',
        'Pool is locked by another operation',
      );
    }
    return { training, running, isSo: status === wanted };
  };

  /** @param {Operation['type']} type @param {TrainingDescription} training @param {Opening} opening */
  const submit = (type, training, opening) => {
    const submitted = { id: randomUUID(), type, training, opening, submittedMs: now() };
    operations.set(submitted.id, submitted);
    return showOperation(submitted);
  };

  return {
    /** The answer to `GET /trainings/<id>`. @param {string} id */
    training: (id) => showTraining(find(trainings, id)),

    /** The answer to `GET /operations/<id>`. @param {string} id */
    operation: (id) => showOperation(find(operations, id)),

    /** Every operation, the oldest first. */
    operations: () => [...operations.values()].map(showOperation),

    /** Starts to open a training. @param {string} id @returns the operation; undefined if the training is open already */
    open(id) {
      const { training, running, isSo } = findFor(id, 'OPEN');
      if (isSo) return undefined;
      if (running) return showOperation(running);
      if (training.empty)
        throw new Refusal(409, 'EMPTY_POOL', 'Pool contains no tasks. Operation is not allowed');
      const isFirst = operationsOf(training).length === 0;
      return submit(
        'TRAINING.OPEN',
        training,
        (isFirst ? undefined : training.later) ?? training.opening,
      );
    },

    /** Closes a training, which takes no time. @param {string} id @returns as above */
    close(id) {
      const { training, isSo } = findFor(id, 'CLOSED');
      return isSo ? undefined : submit('TRAINING.CLOSE', training, AT_ONCE);
    },

    /** The answer to `GET /operations/<id>/log`. @param {string} id */
    log(id) {
      const submitted = find(operations, id);
      const { training, opening } = submitted;
      const log =
        opening.log === undefined && opening.ends === 'FAIL'
          ? failureLog(training.id)
          : opening.log;
      if (finishedMs(submitted) === undefined || !log) throw doesNotExist();
      return log;
    },
  };
}

/** @typedef {{ status: string, startedMs?: number, finishedMs?: number, progress?: number }} State how far an opening is */

/** @param {Opening} opening @param {number} submittedMs @param {number} nowMs @returns {State} */
function follow({ pendingMs, runningMs, ends, statuses }, submittedMs, nowMs) {
  const elapsedMs = nowMs - submittedMs;
  const totalMs = pendingMs + runningMs;
  const startedMs = submittedMs + pendingMs;
  if (elapsedMs >= totalMs)
    return { status: ends, startedMs, finishedMs: submittedMs + totalMs, progress: 100 };
  const custom = statuses?.[Math.floor((elapsedMs / totalMs) * statuses.length)];
  if (elapsedMs < pendingMs) return { status: custom ?? 'PENDING' };
  const progress = Math.floor((100 * (elapsedMs - pendingMs)) / runningMs);
  return { status: custom ?? 'RUNNING', startedMs, progress };
}

/** @param {string} trainingId */
const failureLog = (trainingId) => {
  const output = {
    code: 'OPERATION_EXECUTION_ERROR',
    message: 'Operation execution error',
    request_id: randomUUID(),
  };
  return [{ type: 'POOL_OPEN', success: false, input: { pool_id: trainingId }, output }];
};
