import type { Inputs } from './inputs.ts';
import { pollUntilEnded } from './poll.ts';
import type { Progress } from './progress.ts';
import * as report from './report.ts';
import { trainingPage } from './toloka/environment.ts';
import { NotOpenError } from './toloka/errors.ts';
import { type OpeningOptions, requestOpening } from './toloka/opening.ts';
import { isEnded, isKnown, OPENING, type Operation } from './toloka/operation.ts';
import type { Training } from './toloka/training.ts';

/** What the trainings of a step share. */
export interface Step extends OpeningOptions {
  readonly inputs: Inputs;
  /** How many trainings are still opening. */
  readonly countOpening: () => number;
  /** Called when the opening of a training is answered. */
  readonly onAnswer: () => void;
  /** The time since the step began, for people. */
  readonly elapsed: () => string;
  /** Warns once for the whole step, even if it is true of many trainings. */
  readonly warnOnce: (about: string, text: string) => void;
}

/** How long a training may take to read as open after Toloka has reported success. */
const SETTLE_LIMIT_MS = 10_000;
const SETTLE_PAUSE_MS = 1_000;

/** Opens one training, or joins an opening that is running, follows it to its end, and checks that the training is open. */
export async function openTraining(progress: Progress, step: Step): Promise<void> {
  let { operation, joined } = await start(progress, step);
  if (joined && operation?.status === 'FAIL') {
    say(progress, 'the opening that was already running failed, perhaps before the last change: opening once more');
    ({ operation } = await start(progress, step));
  }
  if (operation?.status === 'FAIL') throw await explainFail(operation, step);
  if (isEnded(progress.status)) {
    await checkIsOpen(progress, step);
  } else {
    say(progress, 'still opening; not waiting (`wait: false`)');
    await readTraining(progress, step);
  }
  if (progress.trainingUrl !== undefined) say(progress, progress.trainingUrl);
}

/** Requests the opening and, if the step waits, follows its operation to the end. */
async function start(progress: Progress, step: Step): Promise<{ operation?: Operation; joined: boolean }> {
  const { toloka, inputs, onAnswer } = step;
  const opening = await requestOpening(progress.trainingId, step);
  if (!('operation' in opening)) {
    Object.assign(progress, { operationId: undefined, status: 'SUCCESS', alreadyOpen: true });
    onAnswer();
    if (opening.how === 'already open') say(progress, 'was already open');
    else warn(progress, 'is open, but an answer was lost, so nobody can tell who opened it');
    return { joined: false };
  }

  const { operation, how } = opening;
  const joined = how === 'joined';
  progress.operationId = operation.id;
  onAnswer();
  if (joined) say(progress, `an opening is already running (operation ${operation.id}), joining it`);
  warnIfOther(operation, progress);
  const onStatus = (current: Operation): void => noteStatus(progress, current, step);
  if (inputs.wait) {
    return { operation: await pollUntilEnded(operation, { ...step, poll: toloka.operation, onStatus }), joined };
  }
  onStatus(operation);
  return { operation, joined };
}

function noteStatus(progress: Progress, { id, status }: Operation, { elapsed, warnOnce }: Step): void {
  const detail = progress.status === undefined ? `operation ${id}` : `after ${elapsed()}`;
  progress.status = status;
  say(progress, `${status} (${detail})`);
  if (isKnown(status)) return;
  const text = `Toloka gives the unknown status ${JSON.stringify(status)}; waiting on`;
  warnOnce(`status ${status}`, `training ${progress.trainingId}: ${text}`);
}

/** Warns if an operation says that it does something else. It is followed anyway: it answers this very request. */
function warnIfOther({ id, type = OPENING, trainingId }: Operation, progress: Progress): void {
  // Toloka may write 21 for 0021.
  const [named, wanted] = [trainingId ?? progress.trainingId, progress.trainingId].map((text) =>
    text.replace(/^0+/, ''),
  );
  if (type === OPENING && named === wanted) return;
  warn(progress, `operation ${id} says that it is ${type} for ${trainingId ?? 'no training'}; following it`);
}

/** Why an operation ended with FAIL: what its log says, and its details if they say more. */
async function explainFail({ id, details }: Operation, { toloka }: Step): Promise<NotOpenError> {
  const problems = await toloka.readLog(id);
  if (details !== undefined) {
    report.debug(`operation ${id} has the details ${details.text}`);
    const { problem } = details;
    if (!problems.some(({ code, text }) => code === problem.code || text === problem.text)) problems.push(problem);
  }
  const reason = problems
    .map(({ text }) => text)
    .filter(Boolean)
    .join('; ');
  return new NotOpenError(reason || 'the operation failed, and its log gives no reason', problems[0]);
}

/** Reads the training until it is open. If it can't be read, Toloka's word stands. @throws NotOpenError */
async function checkIsOpen(progress: Progress, step: Step): Promise<void> {
  const { clock, signal, deadline } = step;
  const until = Math.min(deadline, clock.now() + SETTLE_LIMIT_MS);
  let status: string | undefined;
  for (;;) {
    status = (await readTraining(progress, step))?.status ?? status;
    if (status === undefined || status === 'OPEN') return;
    const left = until - clock.now();
    if (left <= 0) throw new NotOpenError(`Toloka reported success, but the training is ${status}`);
    await clock.sleep(Math.min(SETTLE_PAUSE_MS, left), signal);
  }
}

/** Reads the training and notes the link to it; undefined if it can't be read. */
async function readTraining(progress: Progress, { toloka, inputs }: Step): Promise<Training | undefined> {
  const training = await toloka.readTraining(progress.trainingId);
  if (training?.projectId !== undefined) {
    progress.trainingUrl = trainingPage(inputs.apiUrl, training.projectId, progress.trainingId);
  }
  return training;
}

const say = ({ trainingId }: Progress, text: string): void => report.info(`training ${trainingId}: ${text}`);
const warn = ({ trainingId }: Progress, text: string): void => report.warning(`training ${trainingId}: ${text}`);
