import { randomUUID } from 'node:crypto';
import { archived, doesNotExist, emptyPool, inappropriateStatus, lockedByOperation } from './refusals.js';

/**
 * How it goes when a training is opened.
 *
 * @typedef {object} Opening
 * @property {number} pendingMs how long the operation is PENDING, in milliseconds
 * @property {number} runningMs how long it is RUNNING after that; if both are 0, it ends in the answer that starts it
 * @property {'SUCCESS' | 'FAIL'} ends
 * @property {unknown} [details] the operation's details once it has ended; by default `{}`
 * @property {unknown[] | null} [log] the operation's log; null if there is none. By default a FAIL has a log and a SUCCESS none
 * @property {string[]} [statuses] what the operation goes through before its end, for equal times, instead of PENDING and RUNNING
 */

/**
 * A training as it is when the local Toloka starts.
 *
 * @typedef {object} TrainingDescription
 * @property {string} id
 * @property {string} project_id
 * @property {string} private_name
 * @property {'OPEN' | 'CLOSED' | 'ARCHIVED' | 'LOCKED'} status
 * @property {string | null} [last_close_reason] by default MANUAL, or null for a training that is open
 * @property {boolean} [empty] whether the training has no tasks, so that it can't be opened
 * @property {Opening} opening
 */

/**
 * An operation as Toloka gives it.
 *
 * @typedef {object} Operation
 * @property {string} id
 * @property {'TRAINING.OPEN'} type
 * @property {string} status
 * @property {string} submitted
 * @property {string | null} started
 * @property {string | null} finished
 * @property {number} progress
 * @property {{ training_id: string }} parameters
 * @property {unknown} details
 */

/** @typedef {{ id: string, training: TrainingDescription, submittedMs: number }} Submitted */

const HOUR_MS = 3_600_000;

/**
 * A time as Toloka writes it: UTC without a zone.
 *
 * @param {number} ms milliseconds since 1970
 */
const tolokaTime = (ms) => new Date(ms).toISOString().slice(0, -1);

/**
 * The trainings of the local Toloka and the operations that opened them. What they are follows from the time alone: no timer runs.
 *
 * @param {readonly TrainingDescription[]} descriptions
 * @param {() => number} now the clock, in milliseconds since 1970
 */
export function keepTrainings(descriptions, now) {
  const startMs = now();
  const trainings = new Map(descriptions.map((training) => [training.id, training]));
  if (trainings.size < descriptions.length) throw new Error('two trainings have the same id');
  /** @type {Submitted[]} in the order in which they were submitted */
  const operations = [];
  /** @type {Map<string, Submitted>} a training's last operation */
  const lastOf = new Map();

  /** @param {string} id */
  const find = (id) => {
    const training = trainings.get(id);
    if (training === undefined) throw doesNotExist();
    return training;
  };

  /** @param {string} id */
  const findOperation = (id) => {
    const operation = operations.find((one) => one.id === id);
    if (operation === undefined) throw doesNotExist();
    return operation;
  };

  /** @param {Submitted} submitted @returns {Operation} */
  const showOperation = ({ id, training, submittedMs }) => {
    const { opening } = training;
    const { status, startedMs, finishedMs } = progressOf(opening, submittedMs, now());
    return {
      id,
      type: 'TRAINING.OPEN',
      status,
      submitted: tolokaTime(submittedMs),
      started: startedMs === undefined ? null : tolokaTime(startedMs),
      finished: finishedMs === undefined ? null : tolokaTime(finishedMs),
      progress: finishedMs !== undefined ? 100 : startedMs === undefined ? 0 : 50,
      parameters: { training_id: training.id },
      details: finishedMs === undefined || opening.details === undefined ? {} : opening.details,
    };
  };

  /** @param {TrainingDescription} training */
  const openedMs = (training) => {
    const last = lastOf.get(training.id);
    if (last === undefined || training.opening.ends === 'FAIL') return undefined;
    return progressOf(training.opening, last.submittedMs, now()).finishedMs;
  };

  /** @param {TrainingDescription} training */
  const showTraining = (training) => {
    const opened = openedMs(training);
    const isOpen = training.status === 'OPEN' || opened !== undefined;
    return {
      id: training.id,
      project_id: training.project_id,
      private_name: training.private_name,
      may_contain_adult_content: false,
      assignment_max_duration_seconds: 600,
      mix_tasks_in_creation_order: true,
      shuffle_tasks_in_task_suite: true,
      training_tasks_in_task_suite_count: 5,
      task_suites_required_to_pass: 1,
      retry_training_after_days: 7,
      inherited_instructions: true,
      public_instructions: 'Look at each picture and answer the question.',
      metadata: { release: ['2026-11'] },
      owner: { id: 'ac1e4701', myself: true, company_id: '1' },
      status: isOpen ? 'OPEN' : training.status,
      last_close_reason: training.last_close_reason ?? (training.status === 'OPEN' ? null : 'MANUAL'),
      created: tolokaTime(startMs - 72 * HOUR_MS),
      last_started: tolokaTime(opened ?? startMs - 48 * HOUR_MS),
      last_stopped: tolokaTime(startMs - (training.status === 'OPEN' ? 60 : 24) * HOUR_MS),
    };
  };

  return {
    /** What `GET /trainings/<id>` gives. @param {string} id */
    training: (id) => showTraining(find(id)),

    trainings: () => [...trainings.values()].map(showTraining),

    /** What `GET /operations/<id>` gives. @param {string} id */
    operation: (id) => showOperation(findOperation(id)),

    /** Every operation, the oldest first. */
    operations: () => operations.map(showOperation),

    /**
     * Starts to open a training. Gives the operation, or undefined if the training is open already.
     *
     * @param {string} id
     */
    open(id) {
      const training = find(id);
      if (training.status === 'OPEN' || openedMs(training) !== undefined) return undefined;
      if (training.status === 'ARCHIVED') throw archived();
      if (training.status === 'LOCKED') throw inappropriateStatus(['CLOSED']);
      if (training.empty) throw emptyPool();
      const last = lastOf.get(id);
      if (last && progressOf(training.opening, last.submittedMs, now()).finishedMs === undefined) {
        throw lockedByOperation();
      }
      const submitted = { id: randomUUID(), training, submittedMs: now() };
      operations.push(submitted);
      lastOf.set(id, submitted);
      return showOperation(submitted);
    },

    /** What `GET /operations/<id>/log` gives. @param {string} id */
    log(id) {
      const { training, submittedMs } = findOperation(id);
      const { opening } = training;
      const { finishedMs } = progressOf(opening, submittedMs, now());
      const log = opening.log === undefined && opening.ends === 'FAIL' ? failureLog(training.id) : opening.log;
      if (finishedMs === undefined || !log) throw doesNotExist();
      return log;
    },
  };
}

/**
 * @param {Opening} opening
 * @param {number} submittedMs
 * @param {number} nowMs
 * @returns {{ status: string, startedMs?: number, finishedMs?: number }}
 */
function progressOf({ pendingMs, runningMs, ends, statuses }, submittedMs, nowMs) {
  const elapsedMs = nowMs - submittedMs;
  const totalMs = pendingMs + runningMs;
  const startedMs = submittedMs + pendingMs;
  if (elapsedMs >= totalMs) return { status: ends, startedMs, finishedMs: submittedMs + totalMs };
  const custom = statuses?.[Math.floor((elapsedMs / totalMs) * statuses.length)];
  if (elapsedMs < pendingMs) return { status: custom ?? 'PENDING' };
  return { status: custom ?? 'RUNNING', startedMs };
}

/** @param {string} trainingId */
const failureLog = (trainingId) => [
  {
    type: 'POOL_OPEN',
    success: false,
    input: { pool_id: trainingId },
    output: {
      code: 'OPERATION_EXECUTION_ERROR',
      message: 'Operation execution error',
      request_id: '0a1b2c3d-0000-4000-8000-000000000000',
    },
  },
];
