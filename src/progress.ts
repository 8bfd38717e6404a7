import { formatDuration } from './duration.ts';
import { InputError } from './inputs.ts';
import { CancelledError, DeadlineError, RefusedError, TolokaError } from './toloka/errors.ts';
import { isEnded, isKnown } from './toloka/operation.ts';

/** How far one training has come. Outputs, error and job summary are made of it, however the step ends. */
export interface Progress {
  readonly trainingId: string;
  /** The operation that opens the training. */
  operationId?: string | undefined;
  /** The last status that Toloka gave, as it came. */
  status?: string;
  alreadyOpen: boolean;
  /** The training's page for people. */
  trainingUrl?: string | undefined;
  /** Why it is not open; undefined as long as nothing went wrong. */
  failure?: Failure;
  /** Milliseconds from the start of the step to the end of the work on this training. */
  tookMs?: number;
}

interface Failure {
  /** What failed, what continues at Toloka, and what to do. */
  readonly reason: string;
  /** What to quote to Toloka's support: the ids, last because few people read them. */
  readonly reference: string;
  /** How the training stands, as a heading says it after the id. */
  readonly state: string;
}

/** Describes the error that ended the work on a training. */
export function describeFailure(error: unknown, { operationId, status }: Progress, timeoutMs: number): Failure {
  const { answerLost, request, requestId, advice } = error instanceof TolokaError ? error : UNFORESEEN;
  const isRunning = operationId !== undefined && !isEnded(status);
  const again = `run the step again${isRunning ? ' to join it' : ''}`;
  const last = error instanceof DeadlineError && error.message && `last fault: ${error.message}`;
  const [reason, todo] =
    error instanceof DeadlineError
      ? [`timed out after ${formatDuration(timeoutMs)}`, `${again}, or raise timeout`]
      : [
          error instanceof TolokaError ? error.message : String(error),
          error instanceof CancelledError ? again : advice,
        ];

  let [state, position] = ['failed to open', ''];
  if (isRunning) {
    const isSure = error instanceof CancelledError || (error instanceof DeadlineError && error.message === '');
    const standing = isSure ? `is ${status} and continues` : `was last ${status} and may continue`;
    [state, position] = ['is not open yet', `the opening ${standing} at Toloka`];
  } else if (operationId === undefined && answerLost) {
    [state, position] = ['may be opening', 'it is not known whether Toloka took the request'];
  } else if (operationId === undefined) {
    state = error instanceof RefusedError ? 'was refused' : 'was not opened';
  }
  const source = operationId === undefined ? request : `operation ${operationId}`;
  return {
    reason: [reason, last, position, todo].filter(Boolean).join('; '),
    reference: [source, requestId && `request_id ${requestId}`].filter(Boolean).join(', '),
    state,
  };
}

const UNFORESEEN = { answerLost: true, request: '', requestId: undefined, advice: undefined };

/** Any error as text: what to do if it is an expected one, its class if it is not. */
export function describeError(error: unknown): string {
  if (error instanceof InputError) return error.message;
  return error instanceof TolokaError ? [error.message, error.advice].filter(Boolean).join('; ') : String(error);
}

/** The heading for all trainings of a step. */
export function summarize(all: readonly Progress[]): string {
  const [first] = all;
  if (first === undefined) return 'Nothing was sent to Toloka';
  const isOpen = all.every(({ status }) => status === 'SUCCESS');
  if (all.length === 1) {
    const success = first.alreadyOpen ? 'was already open' : isOpen ? 'is open' : 'is opening (not waiting)';
    return `Training ${first.trainingId} ${first.failure?.state ?? success}`;
  }
  const failed = all.filter(({ failure }) => failure !== undefined).length;
  if (failed > 0) return `${failed} of ${all.length} trainings ${failed === 1 ? 'is' : 'are'} not open`;
  return `${all.length} trainings ${isOpen ? 'are open' : 'are opening'}`;
}

// The worst comes first; `unknown` stands for every status that Toloka does not document.
const RANKS = [undefined, 'FAIL', 'unknown', 'PENDING', 'RUNNING', 'SUCCESS'];

/** The worst status; undefined if one training has none. */
export function worstStatus(all: readonly Progress[]): string | undefined {
  const rank = ({ status }: Progress): number =>
    RANKS.indexOf(status === undefined || isKnown(status) ? status : 'unknown');
  return all.toSorted((a, b) => rank(a) - rank(b))[0]?.status;
}
