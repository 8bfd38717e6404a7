import type { Inputs } from './inputs.ts';
import { readLink } from './links.ts';
import type { Log } from './log.ts';
import { pollUntilEnded } from './poll.ts';
import type { Progress } from './progress.ts';
import * as report from './report.ts';
import { CancelledError, NotOpenError } from './toloka/errors.ts';
import { type OpeningOptions, requestOpening } from './toloka/opening.ts';
import { isEnded, isKnown, OPENING_TYPE, type Operation } from './toloka/operation.ts';

/** What the work on a training needs of its step. */
export interface Step extends OpeningOptions {
  readonly inputs: Inputs;
  readonly log: Log;
  /** How many trainings are still opening. */
  readonly countOpening: () => number;
  /** Writes the output operation-id early, for a step that is killed. Called after each answer to an opening. */
  readonly saveOperationIds: () => void;
  readonly warn: (progress: Progress, text: string) => void;
  /** Warns once for the whole step, even if it is true of many trainings. */
  readonly warnOnce: (about: string, text: string) => void;
}

/** How long a training may take to read as open after Toloka has reported success. */
const SETTLE_LIMIT_MS = 10_000;
const SETTLE_PAUSE_MS = 1_000;
const NO_OPERATION: Partial<Progress> = {
  operationId: undefined,
  status: undefined,
  joined: false,
  queuedMs: undefined,
  ranMs: undefined,
};

/** Opens one training, or joins an opening that is running, follows it to its end, and checks that the training is open. */
export async function openTraining(progress: Progress, step: Step): Promise<void> {
  let operation = await start(progress, step);
  if (progress.joined && operation?.status === 'FAIL' && step.clock.now() < step.deadline) {
    step.log.detail(progress, 'the opening that was running failed, perhaps before the last change: opening once more');
    Object.assign(progress, NO_OPERATION);
    operation = await start(progress, step);
  }
  if (operation?.status === 'FAIL') throw await explainFail(operation, progress, step);
  if (operation === undefined || isEnded(operation.status)) {
    await checkIsOpen(progress, step);
    progress.state = progress.alreadyOpen ? 'was already open' : 'is open';
  } else {
    await readLink(progress, step);
    progress.state = 'is opening (not waiting)';
  }
}

/**
 * Requests the opening and, if the step waits, follows its operation to the end. It notes all in `progress`.
 *
 * @returns undefined if there is no operation
 */
async function start(progress: Progress, step: Step): Promise<Operation | undefined> {
  const { toloka, inputs, log, saveOperationIds, warn } = step;
  const { trainingId } = progress;
  const opening = await requestOpening(trainingId, step);
  if (!('operation' in opening)) {
    Object.assign(progress, { status: 'SUCCESS', alreadyOpen: true });
    saveOperationIds();
    if (opening.how === 'opened by unknown') {
      warn(progress, 'is open, but an answer was lost, so it is not known who opened it');
    }
    return undefined;
  }

  const { operation, how } = opening;
  progress.operationId = operation.id;
  progress.joined = how === 'joined';
  log.started(progress, operation);
  warnIfOther(operation, progress, step);
  const onPoll = (current: Operation): void => noteOperation(progress, current, step);
  onPoll(operation);
  saveOperationIds();
  if (!inputs.wait || isEnded(operation.status)) return operation;
  // The link is read while the first poll is still to come, and nothing waits for it.
  void readLink(progress, step);
  return await pollUntilEnded(operation, { ...step, poll: toloka.getOperation, onPoll });
}

function noteOperation(progress: Progress, operation: Operation, { inputs, log, warnOnce }: Step): void {
  const { status, queuedMs, ranMs } = operation;
  Object.assign(progress, { status, queuedMs, ranMs });
  log.followed(progress, operation);
  if (isKnown(status)) return;
  const text = `Toloka gives the unknown status ${JSON.stringify(status)}${inputs.wait ? '; waiting on' : ''}`;
  warnOnce(`status ${status}`, `training ${progress.trainingId}: ${text}`);
}

/** Warns if an operation says that it does something else. It is followed anyway: it answers this very request. */
function warnIfOther({ id, type = OPENING_TYPE, trainingId }: Operation, progress: Progress, { warn }: Step): void {
  // Toloka may write 21 for 0021.
  const [named, wanted] = [trainingId ?? progress.trainingId, progress.trainingId].map((text) =>
    text.replace(/^0+/, ''),
  );
  if (type === OPENING_TYPE && named === wanted) return;
  warn(progress, `operation ${id} says that it is ${type} for ${trainingId ?? 'no training'}; following it`);
}

/** Why an operation ended with FAIL: what its log says, and its details if they say more. */
async function explainFail({ id, details }: Operation, progress: Progress, step: Step): Promise<NotOpenError> {
  const [log] = await Promise.all([step.toloka.tryGetLog(id), readLink(progress, step)]);
  const problems = log ?? [];
  if (details !== undefined) {
    report.debug(`operation ${id} has the details ${details.text}`);
    const { problem } = details;
    if (!problems.some(({ code, text }) => code === problem.code || text === problem.text)) problems.push(problem);
  }
  const texts = problems.flatMap(({ text }) => text ?? []);
  return new NotOpenError(
    texts.join('; ') || `the operation failed, and its log ${log ? 'gives no reason' : "can't be read"}`,
    {
      requestId: problems.find(({ requestId }) => requestId)?.requestId,
      advice: problems.find(({ advice }) => advice)?.advice,
    },
  );
}

/** Reads the training until it is open. If it can't be read, Toloka's word stands. @throws NotOpenError, CancelledError */
async function checkIsOpen(progress: Progress, { toloka, log, clock, signal, deadline }: Step): Promise<void> {
  const until = Math.min(deadline, clock.now() + SETTLE_LIMIT_MS);
  let status: string | undefined;
  for (;;) {
    status = (await toloka.tryGetTraining(progress.trainingId))?.status ?? status;
    if (status === 'OPEN') return;
    if (signal.aborted) throw new CancelledError();
    if (status === undefined) return log.detail(progress, "can't be read, but Toloka reported success");
    const left = until - clock.now();
    if (left <= 0) throw new NotOpenError(`Toloka reported success, but the training is ${status}`);
    await clock.sleep(Math.min(SETTLE_PAUSE_MS, left), signal);
  }
}
