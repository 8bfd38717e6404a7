import type { Answer } from './answer.ts';
import { trainingPage } from './environment.ts';
import { isRecord, parseId, parseText } from './json.ts';

export const ARCHIVED_ADVICE = 'clone it and open the clone';

export interface Training {
  /** `OPEN`, `CLOSED`, `ARCHIVED`, `LOCKED`, or anything else that Toloka gives. */
  readonly status: string;
  readonly name: string | undefined;
  readonly url: string | undefined;
}

/** @param apiUrl of the API that answers @returns undefined if the answer is no training */
export function parseTraining({ json }: Answer, id: string, apiUrl: URL): Training | undefined {
  const { status: given, private_name: name, project_id: project } = isRecord(json) ? json : {};
  const [status, projectId] = [parseText(given), parseId(project)];
  if (status === undefined) return undefined;
  return { status, name: parseText(name), url: projectId && trainingPage(apiUrl, projectId, id) };
}
