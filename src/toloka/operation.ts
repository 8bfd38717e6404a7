import { isOperationId, isTrainingId } from './id.ts';
import { idOf, isRecord, sentenceOf, textOf, unexpected } from './json.ts';

/** The type of the operations that open a training. */
export const OPENING = 'TRAINING.OPEN';

/** The statuses that Toloka documents, and what each means for somebody who waits. */
const PHASES = { PENDING: 'going on', RUNNING: 'going on', SUCCESS: 'succeeded', FAIL: 'failed' } as const;

/** `unknown` is every status that is not documented: not terminal, as in both official clients. */
export type Phase = (typeof PHASES)[keyof typeof PHASES] | 'unknown';

const isDocumented = (status: string): status is keyof typeof PHASES => Object.hasOwn(PHASES, status);

export const phaseOf = (status: string): Phase => (isDocumented(status) ? PHASES[status] : 'unknown');

/** Whether a status is terminal. */
export function isEnded(status: string): boolean {
  const phase = phaseOf(status);
  switch (phase) {
    case 'succeeded':
    case 'failed':
      return true;
    case 'going on':
    case 'unknown':
      return false;
    default:
      return phase satisfies never;
  }
}

/** Whether an operation opens a training: the one asked for, where it says which. */
export const isOpening = ({ type, trainingId }: Operation, wanted = trainingId): boolean =>
  (type === undefined || type === OPENING) && (trainingId === undefined || trainingId === wanted);

/** An operation as far as this project needs it; what can be absent is undefined. */
export interface Operation {
  readonly id: string;
  /** As Toloka gave it; `phaseOf` says what it means. */
  readonly status: string;
  readonly type: string | undefined;
  readonly trainingId: string | undefined;
  /** Milliseconds since 1970 (UTC). */
  readonly submitted: number | undefined;
  /** Untyped JSON, also on FAIL; undefined where it is absent, null or an empty object. */
  readonly details: unknown;
}

/** @throws TransientFault where the JSON is not an operation */
export function parseOperation(json: unknown): Operation {
  if (!isRecord(json)) throw unexpected('an operation', json);
  const { id, status, type, parameters, submitted, details } = json;
  if (typeof id !== 'string' || !isOperationId(id)) throw unexpected('an operation with an id', json);
  if (typeof status !== 'string' || status === '') throw unexpected('an operation with a status', json);
  const trainingId = isRecord(parameters) ? idOf(parameters.training_id) : undefined;
  return {
    id,
    status,
    type: typeof type === 'string' ? type : undefined,
    trainingId: trainingId !== undefined && isTrainingId(trainingId) ? trainingId : undefined,
    submitted: typeof submitted === 'string' ? parseTime(submitted) : undefined,
    details: isEmpty(details) ? undefined : details,
  };
}

/**
 * What an operation's log says of what went wrong, in one line; empty where it says nothing.
 *
 * @throws TransientFault where the JSON is not a log
 */
export function parseLog(json: unknown): string {
  if (!Array.isArray(json)) throw unexpected('the log of an operation', json);
  return json
    .filter((entry) => isRecord(entry) && entry.success === false)
    .map((entry) => sentenceOf(entry.output) ?? textOf(entry))
    .join('; ');
}

/** Toloka's times are UTC and have no zone, which `Date` would read as local time. */
function parseTime(text: string): number | undefined {
  const time = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,3})?\d*Z?$/.exec(text);
  const ms = time ? Date.parse(`${time[1]}${time[2] ?? ''}Z`) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

const isEmpty = (json: unknown): boolean =>
  json === undefined || json === null || (isRecord(json) && Object.keys(json).length === 0);
