import { isRecord, parseId, parseText, recordOf } from './json.ts';
import type { Target } from './target.ts';

export type Operation = Readonly<{
  id: string;
  status: string;
  progress: number | undefined;
  details: unknown;
}>;

// Toloka documents four statuses. Both official clients wait on after any other.
export const hasEnded = (status: string): status is 'SUCCESS' | 'FAIL' =>
  status === 'SUCCESS' || status === 'FAIL';

// Toloka leaves these ids opaque. `.` and `..` would stay as they are in a path.
const OPERATION_ID = /^(?!\.\.?$)[!-~]{1,200}$/;

/** @returns undefined if the JSON is no operation */
export function parseOperation(json: unknown): Operation | undefined {
  if (!isRecord(json)) return undefined;
  const { details } = json;
  const progress = typeof json.progress === 'number' ? json.progress : undefined;
  const [id, status] = [parseText(json.id), parseText(json.status)];
  if (id === undefined || !OPERATION_ID.test(id) || status === undefined) return undefined;
  return { id, status, progress, details };
}

/** The openings of a target that run. @returns undefined if the JSON is no list of operations */
export function parseRunning(json: unknown, target: Target): readonly Operation[] | undefined {
  if (!isRecord(json) || !Array.isArray(json.items)) return undefined;
  return json.items.flatMap((item) => {
    const operation = parseOperation(item);
    if (operation === undefined || hasEnded(operation.status)) return [];
    const id = parseId(recordOf(item.parameters)[`${target.kind}_id`]);
    return item.type === openingType(target) && id === target.id ? [operation] : [];
  });
}

/** The type of the operations that open such a target. */
export const openingType = ({ kind }: Target): string => `${kind.toUpperCase()}.OPEN`;
