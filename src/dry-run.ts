import type { State } from './state.ts';
import type { Toloka } from './toloka/client.ts';
import { TolokaError } from './toloka/errors.ts';
import { ARCHIVED_ADVICE } from './toloka/training.ts';

/** What a dry run must not be taken for. */
export const LIMITS_OF_DRY_RUN =
  "a dry run can't tell whether there are tasks, enough money or the right to open";

/** Reads one training to say what the step would do, and sends nothing else. @throws TolokaError if it can't be opened */
export async function* rehearse(trainingId: string, toloka: Toloka): AsyncGenerator<State, void> {
  const training = await toloka.getTraining(trainingId);
  yield { trainingId, training };
  if (training.status === 'ARCHIVED') {
    throw new TolokaError('not open', 'the training is ARCHIVED', {
      code: 'ARCHIVED',
      advice: ARCHIVED_ADVICE,
    });
  }
  const isOpen = training.status === 'OPEN';
  const result =
    training.status === 'CLOSED' ? 'would open' : isOpen ? 'reads open' : 'reads otherwise';
  yield { trainingId, training, result };
}
