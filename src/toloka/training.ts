import { isRecord, unexpected } from './json.ts';

/** A training as far as this project needs it; what can be absent is undefined. */
export interface Training {
  /** `OPEN`, `CLOSED`, `ARCHIVED`, `LOCKED`, or what else Toloka gives. */
  readonly status: string;
  readonly projectId: string | undefined;
}

/** @throws TransientFault where the JSON is not a training */
export function parseTraining(json: unknown): Training {
  if (!isRecord(json) || typeof json.status !== 'string') throw unexpected('a training', json);
  const { project_id: projectId } = json;
  return {
    status: json.status,
    projectId: typeof projectId === 'string' || typeof projectId === 'number' ? String(projectId) : undefined,
  };
}
