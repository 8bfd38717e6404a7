import { type CommonInputs, type OpenInputs, readOpenInputs, readWaitInputs, type WaitInputs } from './inputs.ts';
import { nameOf, type Progress, startOf } from './progress.ts';
import * as report from './report.ts';
import { runStep, type Step } from './step.ts';
import { type Clock, systemClock } from './toloka/clock.ts';
import { trainingPage } from './toloka/environment.ts';
import { OperationFailedError, Refusal } from './toloka/errors.ts';
import { textOf } from './toloka/json.ts';
import { isEnded, isOpening, type Operation, phaseOf } from './toloka/operation.ts';
import { obstacleIn, type Training } from './toloka/training.ts';
import { waitUntilEnded } from './wait.ts';

/** The step that opens trainings. Reports every way out, and never throws. @returns whether all went well */
export const runOpen = (clock: Clock = systemClock): Promise<boolean> =>
  runStep(clock, {
    wording: { does: 'opening', didNot: 'did not open', plural: 'trainings' },
    readInputs: readOpenInputs,
    list: ({ trainingIds }) => trainingIds.map((trainingId) => startOf({ trainingId })),
    work: open,
    setOutputs: report.setOpenOutputs,
  });

/** The step that waits for what an earlier one started. Reports every way out, and never throws. @returns whether all went well */
export const runWait = (clock: Clock = systemClock): Promise<boolean> =>
  runStep(clock, {
    wording: { does: 'waiting for', didNot: 'did not succeed', plural: 'operations' },
    readInputs: readWaitInputs,
    list: ({ operationIds }) => operationIds.map((operationId) => startOf({ operationId })),
    work: waitFor,
    setOutputs: report.setWaitOutputs,
  });

async function open(training: Progress, step: Step<OpenInputs>): Promise<void> {
  const operation = await requestOpening(training, step);
  if (operation === 'already open' || operation === 'open') {
    training.alreadyOpen = true;
    training.status = 'SUCCESS';
    if (operation === 'already open') {
      report.info(`${nameOf(training)}: was open already`);
    } else {
      report.warning(`${nameOf(training)}: is open; an answer was lost, so whether this step opened it is not known`);
    }
  } else {
    training.operationId = operation.id;
    report.setOperationIds(step.all);
    if (!step.inputs.wait && !isEnded(operation.status)) {
      noteStatus(training, operation, step);
      report.info(`${nameOf(training)}: goes on at Toloka, this step does not wait for it`);
      return;
    }
    await follow(training, operation, step);
  }
  await lookAtTraining(training, step);
}

async function waitFor(training: Progress, step: Step<WaitInputs>): Promise<void> {
  const operation = await step.toloka.operation(training.operationId);
  if (!isOpening(operation)) {
    throw new OperationFailedError(`operation ${operation.id} is ${operation.type}, which opens no training`);
  }
  training.trainingId = operation.trainingId ?? '';
  await follow(training, operation, step);
  if (training.trainingId !== '') await lookAtTraining(training, step);
}

async function requestOpening(
  training: Progress,
  step: Step<OpenInputs>,
): Promise<Operation | 'already open' | 'open'> {
  try {
    return await step.toloka.openTraining(training.trainingId);
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 409)) throw error;
    const seen = await readTraining(training, step);
    const obstacle = seen === undefined ? "check the training's state" : obstacleIn(seen);
    throw new Refusal(`${error.message}; ${obstacle}`, error.status, { cause: error });
  }
}

/** Waits until the operation has ended, and throws where it did not end well. */
async function follow(training: Progress, operation: Operation, step: Step<CommonInputs>): Promise<void> {
  const { toloka, clock, signal, deadline } = step;
  const { status, details } = await waitUntilEnded(operation, {
    clock,
    signal,
    deadline,
    poll: toloka.operation,
    onStatus: (current) => noteStatus(training, current, step),
  });
  if (status === 'SUCCESS') return;
  const log = await toloka.operationLog(operation.id);
  const why = [
    log === '' ? '' : `; its log says ${log}`,
    details === undefined ? '; it has no details' : `; its details are ${textOf(details)}`,
  ].join('');
  throw new OperationFailedError(`operation ${operation.id} ended with ${status}${why}`);
}

function noteStatus(training: Progress, { id, status }: Operation, step: Step<CommonInputs>): void {
  const since = training.status === '' ? `operation ${id}` : `after ${step.elapsed()}`;
  training.status = status;
  report.info(`${nameOf(training)}: ${status} (${since})`);
  if (phaseOf(status) === 'unknown') {
    step.warnOnce(
      `status ${status}`,
      `${nameOf(training)}: the status ${JSON.stringify(status)} is not a known one; waiting on`,
    );
  }
}

/** Looks once at what was opened: for the link to it, and to say so where it is not open after all. */
async function lookAtTraining(training: Progress, step: Step<CommonInputs>): Promise<void> {
  const seen = await readTraining(training, step);
  if (seen !== undefined && seen.status !== 'OPEN') {
    report.warning(`${nameOf(training)}: Toloka reported success, but the training is ${seen.status} now`);
  }
  if (training.trainingUrl !== '') report.info(`${nameOf(training)}: ${training.trainingUrl}`);
}

/** Reads the training, and notes the link to it; undefined where it can't be read. */
async function readTraining(training: Progress, { toloka, inputs }: Step<CommonInputs>): Promise<Training | undefined> {
  const seen = await toloka.training(training.trainingId);
  if (seen?.projectId !== undefined) {
    training.trainingUrl = trainingPage(inputs.apiUrl, seen.projectId, training.trainingId) ?? '';
  }
  return seen;
}
