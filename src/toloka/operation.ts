import type { Answer } from './answer.ts';
import { isRecord, parseId, parseText } from './json.ts';

// Toloka documents four statuses. Both official clients wait on after any other.
export const isEnded = (status: string | undefined): boolean =>
  status === 'SUCCESS' || status === 'FAIL';
export const isKnown = (status: string): boolean =>
  status === 'PENDING' || status === 'RUNNING' || isEnded(status);

export interface Operation {
  readonly id: string;
  readonly status: string;
  readonly type: string | undefined;
  readonly trainingId: string | undefined;
  /** Milliseconds since 1970 (UTC), on Toloka's clock. */
  readonly submitted: number | undefined;
  readonly percent: number | undefined;
  /** The `details` of a failure, as they came; undefined if they say nothing. */
  readonly details: unknown;
}

/** @returns undefined if the JSON is no operation */
export function parseOperation(json: unknown): Operation | undefined {
  if (!isRecord(json)) return undefined;
  const { id, type, parameters, submitted, progress, details } = json;
  const status = parseText(json.status);
  if (typeof id !== 'string' || !isOperationId(id) || status === undefined) return undefined;
  return {
    id,
    status,
    type: parseText(type),
    trainingId: isRecord(parameters) ? parseId(parameters.training_id) : undefined,
    submitted: parseTime(submitted),
    percent:
      typeof progress === 'number' && progress >= 0 && progress <= 100
        ? Math.floor(progress)
        : undefined,
    details: status === 'FAIL' && !isEmpty(details) ? details : undefined,
  };
}

/** A list of operations, without the items that are none. @returns undefined if the answer is no list */
export function parseOperations({ json }: Answer): readonly Operation[] | undefined {
  const { items } = isRecord(json) ? json : {};
  return Array.isArray(items) ? items.flatMap((item) => parseOperation(item) ?? []) : undefined;
}

/** The entries of an operation's log that tell of failures. @returns undefined if the answer is no log */
export const parseLog = ({ json }: Answer): readonly Record<string, unknown>[] | undefined =>
  Array.isArray(json)
    ? json.filter((entry) => isRecord(entry) && entry.success === false)
    : undefined;

// Toloka's documentation leaves these ids opaque. So this takes all that is safe in a list and in a path: visible ASCII
// without commas, but not `.` and `..`, which stay as they are when they are encoded.
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

const isEmpty = (json: unknown): boolean =>
  json === undefined || json === null || (isRecord(json) && Object.keys(json).length === 0);
