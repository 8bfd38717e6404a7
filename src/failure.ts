import { formatDuration } from './duration.ts';
import { InputError, type Inputs } from './inputs.ts';
import type { Failure, Progress } from './progress.ts';
import { CancelledError, DeadlineError, NotOpenError, RefusedError, TolokaError } from './toloka/errors.ts';
import { isEnded } from './toloka/operation.ts';

/** Describes the error that ended the work on a training, and how the training stands. */
export function describeFailure(
  error: unknown,
  { operationId, status }: Progress,
  { timeoutMs, dryRun }: Inputs,
): Failure & { readonly state: string } {
  const { answerLost, request, requestId, advice } = error instanceof TolokaError ? error : UNEXPECTED;
  const isRunning = operationId !== undefined && !isEnded(status);
  const mayBeOpening = operationId === undefined && answerLost && !dryRun;
  const again = `run the step again${isRunning ? ' to join it' : ''}`;
  const source = operationId === undefined ? request : `operation ${operationId}`;
  const reference = [source, requestId && `request_id ${requestId}`].filter(Boolean).join(', ');
  const describeState = (): string => {
    if (isRunning) return 'is not open yet';
    if (status === 'SUCCESS' && error instanceof CancelledError) return 'may be open';
    if (dryRun && error instanceof NotOpenError) return "can't be opened";
    if (operationId !== undefined || error instanceof NotOpenError) return 'failed to open';
    if (mayBeOpening) return 'may be opening';
    if (error instanceof RefusedError) return 'was refused';
    return dryRun ? 'was not read' : 'was not opened';
  };
  const describe = (...parts: readonly (string | false | undefined)[]) => {
    const reason = parts.filter(Boolean).join('; ');
    return { reason, reference, state: describeState() };
  };

  const standsNow = isRunning && `the opening is ${status} and continues at Toloka`;
  const stoodLast = isRunning && `the opening was last ${status} and may continue at Toloka`;
  const mayHaveStarted = mayBeOpening && 'it is not known whether Toloka took the request';
  const notChecked =
    status === 'SUCCESS' && 'Toloka reported success, but whether the training is open was not checked';
  if (error instanceof CancelledError) return describe('cancelled', standsNow || mayHaveStarted || notChecked, again);
  if (error instanceof DeadlineError) {
    const fault = error.message && `last fault: ${error.message}`;
    const standing = (fault ? stoodLast : standsNow) || mayHaveStarted;
    return describe(`timed out after ${formatDuration(timeoutMs)}`, fault, standing, `${again}, or raise timeout`);
  }
  const message = error instanceof TolokaError ? error.message : String(error);
  return describe(message, stoodLast || mayHaveStarted, advice);
}

/** For an error that nobody expects: Toloka may have taken the request. */
const UNEXPECTED = { answerLost: true, request: '', requestId: undefined, advice: undefined };

/** Any error as text: with what to do if it is an expected one, with its class if it is not. */
export function describeError(error: unknown): string {
  if (error instanceof InputError) return error.message;
  return error instanceof TolokaError ? [error.message, error.advice].filter(Boolean).join('; ') : String(error);
}
