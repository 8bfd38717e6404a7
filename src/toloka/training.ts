import { idOf, isRecord, unexpected } from './json.ts';

/** A training as far as this project needs it; what can be absent is undefined. */
export interface Training {
  /** `OPEN`, `CLOSED`, `ARCHIVED`, `LOCKED`, or what else Toloka gives. */
  readonly status: string;
  readonly projectId: string | undefined;
}

/** @throws TransientFault where the JSON is not a training */
export function parseTraining(json: unknown): Training {
  if (!isRecord(json) || typeof json.status !== 'string') throw unexpected('a training', json);
  return { status: json.status, projectId: idOf(json.project_id) };
}

/** Why a training can't be opened, and what to do about it, as far as its status tells. */
export const obstacleIn = ({ status }: Training): string =>
  `the training is ${status}${status === 'ARCHIVED' ? ', and stays so: clone it, and open the clone' : ''}`;
