import { formatDuration } from './duration.ts';
import type { Progress } from './progress.ts';
import { CancelledError, DeadlineError, OperationFailedError, PermanentFault, Refusal } from './toloka/errors.ts';
import { isEnded } from './toloka/operation.ts';

/** Why a training did not get where it should, what goes on without this step, and what to do. */
export function explain(error: unknown, training: Progress, timeoutMs: number): string {
  if (error instanceof OperationFailedError) return error.message;
  if (error instanceof Refusal || error instanceof PermanentFault) {
    return `${error.message}${training.status === '' ? '' : whatGoesOn(training)}`;
  }
  if (error instanceof CancelledError) return `cancelled${whatGoesOn(training) || NOT_KNOWN}`;
  if (error instanceof DeadlineError) {
    const lastFault = error.message === '' ? '' : `; ${error.message}`;
    const rest = whatGoesOn(training) || (error.answerLost ? NOT_KNOWN : '; Toloka did not take the request');
    return `timed out after ${formatDuration(timeoutMs)}${lastFault}${rest}: raise timeout, or run the step again, which is safe`;
  }
  return unforeseen(error);
}

const NOT_KNOWN = '; whether Toloka took the request is not known';

function whatGoesOn({ operationId, status }: Progress): string {
  if (operationId === '' || isEnded(status)) return '';
  return `; operation ${operationId} ${status === '' ? 'was not reached' : `is ${status} and goes on at Toloka`}`;
}

/** What to say of an error that nobody foresaw. */
export const unforeseen = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
