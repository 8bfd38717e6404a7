import { LIMITS_OF_DRY_RUN, rehearse } from './dry-run.ts';
import { formatDuration } from './duration.ts';
import { describeError, describeFailure } from './failure.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { noteLinks } from './links.ts';
import { createLog } from './log.ts';
import { openTraining, type Step } from './open.ts';
import { createProgress, isDone, type Progress, summarize } from './progress.ts';
import * as report from './report.ts';
import { writeSummary } from './summary.ts';
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
  const all: Progress[] = [];
  let inputs: Inputs | undefined;
  const faults: string[] = [];
  try {
    inputs = readInputs();
    const send = connect(inputs.apiUrl, inputs.authorization, clock);
    await openAll(inputs, all, send, began, { clock, signal, deadline: began + inputs.timeoutMs });
    const isFine = all.every(({ failure }) => failure === undefined);
    if (isFine && signal.aborted) faults.push('the workflow was cancelled after all was done');
  } catch (error) {
    faults.push(describeError(error));
  }

  try {
    report.setOutputs(all);
  } catch (error) {
    faults.push(`the outputs can't be written: ${describeError(error)}`);
  }
  const isDryRun = inputs?.dryRun === true;
  try {
    if (inputs !== undefined) {
      const environment = nameEnvironment(inputs.environment, inputs.apiUrl);
      writeSummary(all, { environment, isDryRun, tookMs: clock.now() - began });
    }
  } catch (error) {
    report.warning(`the job summary can't be written: ${describeError(error)}`);
  }

  const reasons = all.flatMap(({ trainingId, failure }) => {
    if (failure === undefined) return [];
    return all.length > 1 ? [`training ${trainingId}: ${failure.reason}`] : [failure.reason, failure.reference];
  });
  if (reasons.length + faults.length === 0) return true;
  const heading = summarize(all, isDryRun);
  report.fail(reasons.length > 0 || all.length === 0 ? heading : `${heading}, but the step failed`, [
    ...faults,
    ...reasons.filter(Boolean),
  ]);
  return false;
}

/** Works on all trainings side by side. Those that fail do not stop the others. @param all is filled with their progress */
async function openAll(inputs: Inputs, all: Progress[], send: Send, began: number, bounds: Bounds): Promise<void> {
  const { trainingIds, repeated, dryRun, timeoutMs, environment, apiUrl } = inputs;
  all.push(...trainingIds.map(createProgress));
  if (repeated.length > 0) {
    const are = repeated.length === 1 ? 'is given more than once, and counts' : 'are given more than once, and count';
    report.warning(`training-id: ${repeated.join(', ')} ${are} once`);
  }
  const what = all.length === 1 ? `training ${trainingIds[0]}` : `${all.length} trainings`;
  const doing = dryRun ? `dry run: reading ${what}` : `opening ${what}`;
  report.info(`${doing} (${nameEnvironment(environment, apiUrl)}), for at most ${formatDuration(timeoutMs)}`);

  const step = createStep(inputs, all, send, began, bounds);
  await Promise.all(
    all.map(async (progress) => {
      try {
        await (dryRun ? rehearse : openTraining)(progress, { ...step, toloka: noteLinks(progress, step) });
      } catch (error) {
        const { state, ...failure } = describeFailure(error, progress, inputs);
        Object.assign(progress, { state, failure, alreadyOpen: false });
        step.saveOperationIds();
      }
      progress.tookMs = bounds.clock.now() - began;
      step.log.ended(progress);
    }),
  );
  step.log.allEnded(dryRun);
  if (dryRun) report.info(`dry run: nothing was opened; ${LIMITS_OF_DRY_RUN}`);
}

function createStep(inputs: Inputs, all: Progress[], send: Send, began: number, bounds: Bounds): Step {
  const elapsed = (): number => bounds.clock.now() - began;
  const warned = new Set<string>();
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
    onTry: (request, outcome) => report.debug(`${request}: ${outcome} (after ${formatDuration(elapsed())})`),
  });
  return {
    ...bounds,
    inputs,
    toloka: createToloka(api),
    lookup: createLookup(api, began, bounds),
    log: createLog(all, inputs.timeoutMs, elapsed),
    countOpening: () => all.reduce((count, progress) => count + (isDone(progress) ? 0 : 1), 0),
    saveOperationIds: report.createEarlyOutput(all, elapsed),
    warn: ({ trainingId }, text) => report.warning(`training ${trainingId}: ${text}`),
    warnOnce,
  };
}
