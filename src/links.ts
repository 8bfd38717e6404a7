import type { Inputs } from './inputs.ts';
import type { Log } from './log.ts';
import { isDone, type Progress } from './progress.ts';
import type { Toloka } from './toloka/client.ts';
import { trainingPage } from './toloka/environment.ts';
import type { OpeningOptions } from './toloka/opening.ts';
import type { Training } from './toloka/training.ts';

/** How long a step that has its result waits for the link. */
const LIMIT_MS = 1_000;

interface Options extends OpeningOptions {
  readonly inputs: Inputs;
  readonly log: Log;
}

/** The same calls, but each reading of the training notes the link to it. */
export function noteLinks(progress: Progress, { toloka, inputs, log }: Options): Toloka {
  const note = <T extends Training | undefined>(training: T): T => {
    const { projectId } = training ?? {};
    if (projectId === undefined || progress.trainingUrl !== undefined || isDone(progress)) return training;
    progress.trainingUrl = trainingPage(inputs.apiUrl, projectId, progress.trainingId);
    if (progress.trainingUrl !== undefined) log.detail(progress, progress.trainingUrl);
    return training;
  };
  return {
    ...toloka,
    getTraining: async (id) => note(await toloka.getTraining(id)),
    tryGetTraining: async (id) => note(await toloka.tryGetTraining(id)),
  };
}

/**
 * Reads the training for its link alone, which `noteLinks` notes. Nothing depends on it, so it takes little time and never
 * fails.
 */
export async function readLink(
  { trainingId, trainingUrl }: Progress,
  { toloka, clock, signal }: OpeningOptions,
): Promise<void> {
  if (trainingUrl !== undefined) return;
  const limit = clock.sleep(LIMIT_MS, signal).catch(() => undefined);
  await Promise.race([toloka.tryGetTraining(trainingId), limit]);
}
