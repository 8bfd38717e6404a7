import type { Step } from './open.ts';
import type { Progress } from './progress.ts';
import { NotOpenError } from './toloka/errors.ts';
import { ARCHIVED_ADVICE } from './toloka/training.ts';

/** What a dry run must not be taken for. */
export const LIMITS_OF_DRY_RUN = "a dry run can't tell whether there are tasks, enough money and the right to open";

/**
 * Reads one training and says what the step would do. It sends nothing else.
 *
 * @throws NotOpenError if it can't be opened; what `Toloka.getTraining` throws
 */
export async function rehearse(progress: Progress, { toloka, warnOnce }: Step): Promise<void> {
  const { status } = await toloka.getTraining(progress.trainingId);
  progress.alreadyOpen = status === 'OPEN';
  switch (status) {
    case 'OPEN':
      progress.state = 'is already open';
      break;
    case 'CLOSED':
      progress.state = 'would be opened';
      break;
    case 'ARCHIVED':
      throw new NotOpenError('the training is ARCHIVED', { advice: ARCHIVED_ADVICE });
    default:
      progress.state = `is ${status}`;
      warnOnce(
        status,
        `training ${progress.trainingId} is ${status}, and Toloka does not say whether it can be opened`,
      );
  }
}
