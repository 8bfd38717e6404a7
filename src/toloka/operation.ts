import { isRecord, parseId, shorten, stringify } from './json.ts';
import { createShapeError, type Problem, parseProblem } from './problem.ts';

/** The type of the operations that open a training. */
export const OPENING_TYPE = 'TRAINING.OPEN';

// Toloka documents four statuses. Both official clients wait on after any other.
export const isEnded = (status: string | undefined): boolean => status === 'SUCCESS' || status === 'FAIL';
export const isKnown = (status: string): boolean => status === 'PENDING' || status === 'RUNNING' || isEnded(status);

/** An operation as far as this action needs it. */
export interface Operation {
  readonly id: string;
  /** As Toloka gave it. */
  readonly status: string;
  readonly type: string | undefined;
  readonly trainingId: string | undefined;
  /** Milliseconds since 1970 (UTC), on Toloka's clock. */
  readonly submitted: number | undefined;
  /** Milliseconds that it was queued, and that it ran, by Toloka's clock. */
  readonly queuedMs: number | undefined;
  readonly ranMs: number | undefined;
  /** How far it is, from 0 to 100. It may stay at 0. */
  readonly percent: number | undefined;
  /** The `details` of a failure, parsed as a problem and as text; undefined if there are none. */
  readonly details: { readonly problem: Problem; readonly text: string } | undefined;
}

/** @throws TransientError if the JSON is not an operation */
export function parseOperation(json: unknown): Operation {
  if (!isRecord(json)) throw createShapeError('an operation', json);
  const { id, status, type, parameters, progress, details } = json;
  const [submitted, started, finished] = [json.submitted, json.started, json.finished].map(parseTime);
  if (typeof id !== 'string' || !isOperationId(id)) throw createShapeError('an operation with an id', json);
  if (typeof status !== 'string' || status === '') throw createShapeError('an operation with a status', json);
  return {
    id,
    status: shorten(status),
    type: typeof type === 'string' ? shorten(type) : undefined,
    trainingId: isRecord(parameters) ? parseId(parameters.training_id) : undefined,
    submitted,
    queuedMs: subtract(started, submitted),
    ranMs: subtract(finished, started),
    percent: typeof progress === 'number' && progress >= 0 && progress <= 100 ? Math.floor(progress) : undefined,
    details: status === 'FAIL' && !isEmpty(details) ? parseDetails(details) : undefined,
  };
}

/** A page of a list of operations. Items that are no operations are left out. @throws TransientError if it is no list */
export function parseOperations(json: unknown): { items: Operation[]; hasMore: boolean } {
  if (!isRecord(json) || !Array.isArray(json.items)) throw createShapeError('a list of operations', json);
  const items = json.items.flatMap((item) => {
    try {
      return [parseOperation(item)];
    } catch {
      return [];
    }
  });
  return { items, hasMore: json.has_more === true };
}

/** The failures that an operation's log tells of. @throws TransientError if the JSON is not a log */
export function parseLog(json: unknown): Problem[] {
  if (!Array.isArray(json)) throw createShapeError('the log of an operation', json);
  return json
    .filter((entry) => isRecord(entry) && entry.success === false)
    .map((entry) => {
      const problem = parseProblem(entry.output);
      return { ...problem, text: problem.text ?? shorten(stringify(entry)) };
    });
}

// Toloka's documentation leaves these ids opaque: UUIDs with and without dashes and 24 hex digits all occur. So this takes
// everything that is safe in a list and in a path: visible ASCII without commas, but not `.` and `..`, which stay as they are
// when they are encoded.
const isOperationId = (text: string): boolean =>
  /^[!-~]{1,256}$/.test(text) && !text.includes(',') && !/^\.\.?$/.test(text);

// Toloka's times are UTC, but say no zone, and Date.parse would take that as local time.
function parseTime(json: unknown): number | undefined {
  const text = typeof json === 'string' ? json : '';
  const [, time = '', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d*(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  const ms = Date.parse(time + zone);
  return Number.isNaN(ms) ? undefined : ms;
}

const subtract = (later: number | undefined, earlier: number | undefined): number | undefined =>
  later === undefined || earlier === undefined || later < earlier ? undefined : later - earlier;

const parseDetails = (json: unknown) => ({ problem: parseProblem(json), text: shorten(stringify(json)) });

const isEmpty = (json: unknown): boolean =>
  json === undefined || json === null || (isRecord(json) && Object.keys(json).length === 0);
