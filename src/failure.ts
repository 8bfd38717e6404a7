import { formatDuration } from './duration.ts';
import type { Inputs } from './inputs.ts';
import { type Failure, type State, statusOf } from './state.ts';
import { TolokaError } from './toloka/errors.ts';
import { isEnded } from './toloka/operation.ts';

/** Says why the work on a training ended without a result, and how the training stands. */
export function describeFailure(
  error: unknown,
  state: State,
  { timeoutMs, dryRun }: Inputs,
): Failure {
  // After an error that nobody expects, Toloka may have taken the request.
  const unexpected = new TolokaError(
    'unexpected',
    String(error),
    { code: 'OTHER', mayBeTaken: true },
    error,
  );
  const { kind, facts, message } = error instanceof TolokaError ? error : unexpected;
  const { operation } = state;
  const isRunning = operation !== undefined && !isEnded(operation.status);
  const isReported = statusOf(state) === 'SUCCESS';
  const mayBeOpening = operation === undefined && facts.mayBeTaken === true && !dryRun;
  const again = `run the step again${isRunning ? ' to join it' : ''}`;
  const standsNow = isRunning && `the opening is ${operation.status} and continues at Toloka`;
  const stoodLast =
    isRunning && `the opening was last ${operation.status} and may continue at Toloka`;
  const mayHaveStarted = mayBeOpening && 'it is not known whether Toloka took the request';
  const notSeen = isReported && 'Toloka reported success, but the training was not seen open yet';

  const explain = (): readonly (string | false | undefined)[] => {
    if (kind === 'cancelled') return ['cancelled', standsNow || mayHaveStarted || notSeen, again];
    if (kind !== 'deadline') return [message, stoodLast || mayHaveStarted, facts.advice];
    const late = `timed out after ${formatDuration(timeoutMs)}`;
    const isFault = facts.request !== undefined;
    const stands = (isFault ? stoodLast : standsNow) || mayHaveStarted;
    return [
      late,
      isFault ? `last fault: ${message}` : message,
      stands,
      facts.advice,
      `${again}, or raise timeout`,
    ];
  };
  const standing = (): string => {
    if (isRunning || (isReported && kind === 'deadline')) return 'is not open yet';
    if (isReported && kind === 'cancelled') return 'may be open';
    if (dryRun && kind === 'not open') return "can't be opened";
    if (operation !== undefined || kind === 'not open') return 'failed to open';
    if (mayBeOpening) return 'may be opening';
    if (kind === 'refused')
      return facts.status === 404 && facts.code !== 'NOT_TOLOKA' ? 'was not found' : 'was refused';
    return dryRun ? 'was not read' : 'was not opened';
  };
  const source = operation === undefined ? facts.request : `operation ${operation.id}`;
  return {
    standing: standing(),
    reason: explain().filter(Boolean).join('; '),
    reference: [source, facts.requestId && `request_id ${facts.requestId}`]
      .filter(Boolean)
      .join(', '),
    code: facts.code,
  };
}

/** Any error as text: with what to do if it is an expected one, with its class if it is not. */
export const describeError = (error: unknown): string =>
  error instanceof TolokaError
    ? [error.message, error.facts.advice].filter(Boolean).join('; ')
    : String(error);
