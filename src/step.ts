import { describeFailure } from './failure.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { createLog } from './log.ts';
import * as report from './report.ts';
import { writeSummary } from './summary.ts';
import { type Clock, formatDuration, systemClock } from './time.ts';
import { open } from './toloka/open.ts';
import { rehearse } from './toloka/rehearse.ts';
import { createSend } from './toloka/request.ts';
import type { Target } from './toloka/target.ts';
import { createToloka } from './toloka/toloka.ts';
import {
  type Done,
  describeAll,
  describeDoubts,
  describeFailures,
  describeGroups,
  isGood,
} from './words.ts';

/** What a step needs of the machine, as a parameter for tests. */
export type World = Readonly<{
  clock: Clock;
  /** A number from 0 to below 1, for jitter. */
  random: () => number;
  createSend: typeof createSend;
}>;

const MACHINE: World = { clock: systemClock, random: Math.random, createSend };

type Ending = Readonly<{
  inputs?: Inputs;
  done: readonly Done[];
  /** Why the step fails, apart from its targets. */
  faults: readonly string[];
}>;

/**
 * Runs the step: opens all trainings, and then the pools, until the deadline or a cancellation, and
 * reports however that ends.
 *
 * @param signal aborts if the workflow is cancelled
 * @returns whether all went well; it never throws
 */
export async function runStep(signal: AbortSignal, world = MACHINE): Promise<boolean> {
  const began = world.clock.now();
  const ending = await run(signal, world, began);
  return await conclude(ending, world.clock.now() - began);
}

async function run(signal: AbortSignal, world: World, began: number): Promise<Ending> {
  try {
    const inputs = readInputs();
    if ('faults' in inputs) return { done: [], faults: inputs.faults };
    return { inputs, done: await openAll(inputs, signal, world, began), faults: [] };
  } catch (error) {
    return { done: [], faults: [String(error)] };
  }
}

/** Opens all trainings, and then the pools. */
async function openAll(inputs: Inputs, signal: AbortSignal, world: World, began: number) {
  const { trainings, pools, environment, dryRun, wait, timeoutMs } = inputs;
  const { clock, random } = world;
  const targets = [...trainings, ...pools];
  const what = describeGroups(targets.map((target) => ({ target })));
  const doing = `${dryRun ? 'dry run: reading' : 'opening'} ${what} (${environment.name})`;
  report.info(`${doing}, for at most ${formatDuration(timeoutMs)}`);

  const bounds = { clock, deadline: began + timeoutMs, signal };
  const log = createLog(timeoutMs, () => clock.now() - began);
  const openOne = async (target: Target): Promise<Done> => {
    const send = world.createSend(inputs, clock);
    const toloka = createToloka({ bounds, way: inputs, target, send, random, ...log });
    const end = await (dryRun ? rehearse(toloka, log.tell) : open(toloka, wait, log.tell));
    const failure = end.error && describeFailure(end.error, end, inputs);
    const done = { ...end, failure, doubts: describeDoubts(end, trainings) };
    log.end(done);
    return done;
  };
  /** Works side by side: one that fails does not stop the others. */
  const openGroup = (group: readonly Target[]) => Promise.all(group.map(openOne));

  if (dryRun) return await openGroup(targets);
  // If there are pools, the step waits: what is good is open.
  const opened = await openGroup(trainings);
  if (opened.every(isGood)) return [...opened, ...(await openGroup(pools))];
  const leave = (target: Target): Done => ({ target, result: 'untouched', doubts: [] });
  return [...opened, ...pools.map(leave)];
}

/** Writes outputs, job summary and the one error. @returns whether the step passes */
async function conclude({ inputs, done, faults }: Ending, tookMs: number) {
  const why = [...faults, ...describeFailures(done)];
  const unwritten = await tryToWrite('outputs', () => report.setOutputs(done, why));
  const ownFaults = [...faults, ...unwritten];
  // Here it is decided whether the step is green. Later steps read the outputs, only people the
  // summary.
  const passes = ownFaults.length === 0 && done.every(isGood);

  const heading = describeAll(done, inputs?.dryRun === true);
  const footer = inputs ? [inputs.environment.name, `took ${formatDuration(tookMs)}`] : [];
  const page = { heading, passes, faults: ownFaults, footer };
  for (const fault of await tryToWrite('job summary', () => writeSummary(done, page)))
    report.warning(fault);
  if (done.length > 1) report.info(heading);
  if (!passes) report.fail(heading, [...unwritten, ...why]);
  return passes;
}

/** Writes something. @returns what is wrong if it can't be written */
async function tryToWrite(name: string, write: () => void | Promise<void>) {
  try {
    await write();
    return [];
  } catch (error) {
    return [`the ${name} can't be written: ${error}`];
  }
}
