import { formatDuration } from './duration.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { openTraining, type Step } from './open.ts';
import { describeError, describeFailure, type Progress, summarize } from './progress.ts';
import * as report from './report.ts';
import { createApi } from './toloka/api.ts';
import { createToloka } from './toloka/client.ts';
import { type Bounds, systemClock } from './toloka/clock.ts';
import { nameEnvironment } from './toloka/environment.ts';
import { createLookup } from './toloka/lookup.ts';
import { createSend, type Send } from './toloka/request.ts';

/**
 * Runs the step: reads the inputs, opens all trainings side by side until the deadline or a cancel, and reports however
 * that ends.
 *
 * @param signal aborts if the workflow is cancelled
 * @param connect makes the way to the API
 * @returns whether all went well; it never throws
 */
export async function runStep(signal: AbortSignal, clock = systemClock, connect = createSend): Promise<boolean> {
  const began = clock.now();
  let all: Progress[] = [];
  let environment = '';
  const reasons: string[] = [];
  try {
    const inputs = readInputs();
    const send = connect(inputs.apiUrl, inputs.authorization, clock);
    all = inputs.trainingIds.map((trainingId) => ({ trainingId, alreadyOpen: false }));
    environment = nameEnvironment(inputs.environment, inputs.apiUrl);
    for (const id of inputs.repeated) report.warning(`training-id: ${id} is given more than once, and counts once`);
    const what = all.length === 1 ? `training ${all[0]?.trainingId}` : `${all.length} trainings`;
    report.info(`opening ${what} (${environment}), for at most ${formatDuration(inputs.timeoutMs)}`);

    const step = createStep(inputs, all, send, began, { clock, signal, deadline: began + inputs.timeoutMs });
    await Promise.all(
      all.map(async (progress) => {
        try {
          await openTraining(progress, step);
        } catch (error) {
          progress.failure = describeFailure(error, progress, inputs.timeoutMs);
          if (all.length > 1) report.info(`training ${progress.trainingId}: ${progress.failure.reason}`);
          step.onAnswer();
        }
        progress.tookMs = clock.now() - began;
      }),
    );
    for (const { trainingId, failure } of all) {
      if (failure === undefined) continue;
      reasons.push(all.length === 1 ? failure.reason : `training ${trainingId}: ${failure.reason}`);
      if (all.length === 1 && failure.reference !== '') reasons.push(failure.reference);
    }
    if (reasons.length === 0 && signal.aborted) reasons.push('cancelled when all was done');
  } catch (error) {
    reasons.push(describeError(error));
  }

  const isOpen = all.every(({ failure }) => failure === undefined);
  try {
    report.setOutputs(all);
  } catch (error) {
    reasons.push(`the outputs can't be written: ${describeError(error)}`);
  }
  try {
    await report.writeSummary(environment, all);
  } catch (error) {
    report.warning(`the job summary can't be written: ${describeError(error)}`);
  }
  if (reasons.length === 0) return true;
  report.fail(isOpen && all.length > 0 ? `${summarize(all)}, but the step failed` : summarize(all), reasons);
  return false;
}

function createStep(inputs: Inputs, all: Progress[], send: Send, began: number, bounds: Bounds): Step {
  const elapsed = (): string => formatDuration(bounds.clock.now() - began);
  const warned = new Set<string>();
  let writtenAt = Number.NEGATIVE_INFINITY;
  let wasComplete = false;
  const warnOnce = (about: string, text: string): void => {
    if (warned.has(about)) report.debug(text);
    else report.warning(text);
    warned.add(about);
  };
  const api = createApi({
    ...bounds,
    apiUrl: inputs.apiUrl,
    send,
    onFailing: (request, fault) =>
      warnOnce('failing', `${request} failed three times in a row, still trying: ${fault.message}`),
    onTry: (request, outcome) => report.debug(`${request}: ${outcome} (after ${elapsed()})`),
  });
  return {
    ...bounds,
    inputs,
    toloka: createToloka(api),
    lookup: createLookup(api, began, bounds),
    countOpening: () => all.filter(({ tookMs }) => tookMs === undefined).length,
    onAnswer: () => {
      // A step that is killed leaves this output behind. Once a second is enough, since it grows with the trainings.
      const isComplete = all.every(({ operationId, alreadyOpen, failure }) => operationId ?? (alreadyOpen || failure));
      if (bounds.clock.now() < writtenAt + 1_000 && isComplete === wasComplete) return;
      [writtenAt, wasComplete] = [bounds.clock.now(), isComplete];
      try {
        report.setOperationIds(all);
      } catch (error) {
        report.debug(`operation-id can't be written: ${describeError(error)}`);
      }
    },
    elapsed,
    warnOnce,
  };
}
