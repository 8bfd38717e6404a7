import type { Step } from './open.ts';
import type { Progress } from './progress.ts';
import { NotOpenError } from './toloka/errors.ts';

/** What a dry run must not be taken for. */
export const LIMITS_OF_DRY_RUN = 'no reading tells whether there are tasks, enough money and the right to open';

/**
 * Reads one training and says what the step would do. It sends nothing else.
 *
 * @throws NotOpenError if it can't be opened; what `Toloka.training` throws
 */
export async function rehearse(progress: Progress, { toloka, warn }: Step): Promise<void> {
  const { status } = await toloka.training(progress.trainingId);
  progress.alreadyOpen = status === 'OPEN';
  switch (status) {
    case 'OPEN':
      progress.state = 'is already open';
      break;
    case 'CLOSED':
      progress.state = 'would be opened';
      break;
    case 'ARCHIVED':
      throw new NotOpenError('the training is ARCHIVED', { advice: 'clone it and open the clone' });
    default:
      progress.state = `is ${status}`;
      warn(progress, `the training is ${status}, and Toloka does not say whether it can be opened`);
  }
}
