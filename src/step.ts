import { LIMITS_OF_DRY_RUN, rehearse } from './dry-run.ts';
import { formatDuration } from './duration.ts';
import { describeError, describeFailure } from './failure.ts';
import { InputError, type Inputs, readInputs } from './inputs.ts';
import { createLog } from './log.ts';
import { openTraining } from './open.ts';
import * as report from './report.ts';
import { describeAll, type State } from './state.ts';
import { writeSummary } from './summary.ts';
import { createToloka } from './toloka/client.ts';
import { type Bounds, type Clock, systemClock } from './toloka/clock.ts';
import { nameEnvironment } from './toloka/environment.ts';

interface Ending {
  readonly inputs?: Inputs;
  readonly states: readonly State[];
  /** Why the step fails, apart from its trainings. */
  readonly faults: readonly string[];
}

/**
 * Runs the step: opens all trainings until the deadline or a cancellation, and reports however that ends.
 *
 * @param signal aborts if the workflow is cancelled
 * @returns whether all went well; it never throws
 */
export async function runStep(signal: AbortSignal, clock = systemClock): Promise<boolean> {
  const began = clock.now();
  const ending = await work(signal, clock, began);
  return await conclude(ending, clock.now() - began);
}

async function work(signal: AbortSignal, clock: Clock, began: number): Promise<Ending> {
  try {
    const inputs = readInputs();
    const states = await openAll(
      inputs,
      { clock, signal, deadline: began + inputs.timeoutMs },
      began,
    );
    const isLate = signal.aborted && states.every(({ failure }) => failure === undefined);
    return {
      inputs,
      states,
      faults: isLate ? ['the workflow was cancelled after all was done'] : [],
    };
  } catch (error) {
    return {
      states: [],
      faults: error instanceof InputError ? error.problems : [describeError(error)],
    };
  }
}

/** Works on all trainings side by side. Those that fail do not stop the others. */
async function openAll(inputs: Inputs, bounds: Bounds, began: number): Promise<readonly State[]> {
  const { trainingIds, dryRun, wait, timeoutMs, apiUrl, authorization } = inputs;
  const elapsed = (): number => bounds.clock.now() - began;
  const log = createLog(timeoutMs, elapsed);
  const toloka = createToloka({
    ...bounds,
    apiUrl,
    authorization,
    trainings: trainingIds.length,
    onTry: (request, outcome) =>
      report.debug(`${request}: ${outcome} (after ${formatDuration(elapsed())})`),
    onRetry(request, failures, { message }) {
      const text = `${request} failed ${failures} times in a row, still trying: ${message}`;
      if (failures === 3) log.warnOnce(text, 'a request fails');
    },
  });
  const what =
    trainingIds.length === 1 ? `training ${trainingIds[0]}` : `${trainingIds.length} trainings`;
  const doing = dryRun ? `dry run: reading ${what}` : `opening ${what}`;
  report.info(`${doing} (${nameEnvironment(apiUrl)}), for at most ${formatDuration(timeoutMs)}`);

  let states: readonly State[] = trainingIds.map((trainingId) => ({ trainingId }));
  const openOne = async (trainingId: string, index: number): Promise<void> => {
    let state: State = { trainingId };
    const become = (next: State): void => {
      states = states.with(index, next);
      log.show(state, next, states);
      if (next.operation?.id !== state.operation?.id) report.saveOperationIds(states);
      state = next;
    };
    try {
      const updates = dryRun
        ? rehearse(trainingId, toloka)
        : openTraining(trainingId, toloka, wait);
      for await (const next of updates) become(next);
    } catch (error) {
      become({ ...state, failure: describeFailure(error, state, inputs) });
    }
    become({ ...state, tookMs: elapsed() });
  };
  await Promise.all(trainingIds.map(openOne));
  if (states.length > 1) report.info(describeAll(states));
  if (dryRun) report.info('dry run: nothing was opened');
  if (states.some(({ result }) => result === 'would open'))
    report.info(`note that ${LIMITS_OF_DRY_RUN}`);
  return states;
}

/** Writes outputs, job summary and the one error. @returns whether the step passes */
async function conclude(
  { inputs, states, faults: stepFaults }: Ending,
  tookMs: number,
): Promise<boolean> {
  const failures = states.flatMap(({ trainingId, failure }) => {
    if (failure === undefined) return [];
    const { reason, reference } = failure;
    const texts = states.length > 1 ? [`training ${trainingId}: ${reason}`] : [reason, reference];
    return texts.filter((text) => text !== '');
  });
  // Success is proven, so it is not enough that nothing went wrong.
  const isProven = states.length > 0 && states.every(({ result }) => result !== undefined);
  const isExplained = isProven || stepFaults.length + failures.length > 0;
  const faults = isExplained ? stepFaults : ['the step ended without a result'];
  const unwritten = await tryToWrite('outputs', () =>
    report.setOutputs(states, [...faults, ...failures]),
  );
  const allFaults = [...faults, ...unwritten];
  const reasons = [...allFaults, ...failures];
  const passes = reasons.length === 0;

  const environment = inputs && nameEnvironment(inputs.apiUrl);
  const page = {
    passes,
    faults: allFaults,
    environment,
    isDryRun: inputs?.dryRun === true,
    tookMs,
  };
  for (const text of await tryToWrite('job summary', () => writeSummary(states, page)))
    report.warning(text);
  if (passes) return true;
  const failsByItself = failures.length === 0 && states.length > 0;
  report.fail(`${describeAll(states)}${failsByItself ? ', but the step failed' : ''}`, reasons);
  return false;
}

/** Writes something. @returns what is wrong if it can't be written */
async function tryToWrite(
  name: string,
  write: () => void | Promise<void>,
): Promise<readonly string[]> {
  try {
    await write();
    return [];
  } catch (error) {
    return [`the ${name} can't be written: ${describeError(error)}`];
  }
}
