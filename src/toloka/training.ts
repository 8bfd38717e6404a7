import { isRecord, parseId, shorten } from './json.ts';
import { createShapeError } from './problem.ts';

/** What to do about a training that is archived. */
export const ARCHIVED_ADVICE = 'clone it and open the clone';

/** A training as far as this action needs it. */
export interface Training {
  /** `OPEN`, `CLOSED`, `ARCHIVED`, `LOCKED`, or anything else that Toloka gives. */
  readonly status: string;
  readonly projectId: string | undefined;
}

/** Whether a text can be the id of a training: letters, digits, `-` and `_`. */
export const isTrainingId = (text: string): boolean => /^[\w-]+$/.test(text);

/** @throws TransientError if the JSON is not a training */
export function parseTraining(json: unknown): Training {
  if (!isRecord(json) || typeof json.status !== 'string') throw createShapeError('a training', json);
  return { status: shorten(json.status), projectId: parseId(json.project_id) };
}
