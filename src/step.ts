import { formatDuration } from './duration.ts';
import { explain, unforeseen } from './explain.ts';
import { type CommonInputs, InputError } from './inputs.ts';
import { nameOf, type Progress } from './progress.ts';
import * as report from './report.ts';
import { createToloka, type Toloka } from './toloka/client.ts';
import type { Clock } from './toloka/clock.ts';
import { environmentName } from './toloka/environment.ts';
import { clauseOf } from './toloka/errors.ts';

/** What the work on each training of a step has in common. */
export interface Step<Inputs> {
  readonly inputs: Inputs;
  readonly toloka: Toloka;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** When to give up, on the clock's `now`. */
  readonly deadline: number;
  /** Every training of the step, each with how far it has come. */
  readonly all: readonly Progress[];
  /** How long the step has been running, for people. */
  readonly elapsed: () => string;
  /** Warns once in the whole step, of however many trainings it is true. */
  readonly warnOnce: (about: 'failing' | `status ${string}`, text: string) => void;
}

/** How the log says what a step does, and its error what it did not get done. */
interface Wording {
  readonly does: string;
  readonly didNot: string;
  readonly plural: string;
}

export interface Story<Inputs extends CommonInputs> {
  readonly wording: Wording;
  readonly readInputs: () => Inputs;
  readonly list: (inputs: Inputs) => Progress[];
  /** Takes one training to its end, noting how far it comes; throws where that is not where it should be. */
  readonly work: (training: Progress, step: Step<Inputs>) => Promise<void>;
  readonly setOutputs: (all: readonly Progress[], succeeded: boolean) => void;
}

/**
 * The frame of every step: reads the inputs, works on all trainings side by side until the deadline or a cancel, and
 * reports however it ends.
 *
 * @returns whether all went well; it never throws
 */
export async function runStep<Inputs extends CommonInputs>(clock: Clock, story: Story<Inputs>): Promise<boolean> {
  const began = clock.now();
  const cancel = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => cancel.abort(signal);
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);

  let all: Progress[] = [];
  let environment = '';
  const reasons: string[] = [];
  try {
    const inputs = story.readInputs();
    all = story.list(inputs);
    environment = environmentName(inputs.environment, inputs.apiUrl);
    for (const id of inputs.repeated) report.warning(`${id} is given more than once, and counts once`);
    report.info(`${beginningOf(story.wording, all)} (${environment}), for at most ${formatDuration(inputs.timeoutMs)}`);

    const step = createStep(inputs, all, clock, began, cancel.signal);
    await Promise.all(
      all.map(async (training) => {
        try {
          await story.work(training, step);
        } catch (error) {
          training.error = explain(error, training, inputs.timeoutMs);
          if (all.length > 1) report.info(`${nameOf(training)}: ${training.error}`);
        }
        training.tookMs = clock.now() - began;
      }),
    );
    const failed = all.filter(({ error }) => error !== '');
    reasons.push(...failed.map((one) => (all.length === 1 ? one.error : `${nameOf(one)}: ${one.error}`)));
    if (failed.length === 0 && cancel.signal.aborted) reasons.push('cancelled when all was done');
  } catch (error) {
    reasons.push(error instanceof InputError ? error.message : unforeseen(error));
  }
  process.off('SIGINT', onSignal).off('SIGTERM', onSignal);

  try {
    story.setOutputs(all, reasons.length === 0);
  } catch (error) {
    reasons.push(`the outputs can't be written: ${unforeseen(error)}`);
  }
  const title = titleOf(story.wording, all);
  try {
    await report.writeSummary(reasons.length === 0 ? 'Toloka' : title, environment, all);
  } catch (error) {
    report.warning(`the job summary can't be written: ${unforeseen(error)}`);
  }
  if (reasons.length > 0) report.fail(title, reasons);
  return reasons.length === 0;
}

function createStep<Inputs extends CommonInputs>(
  inputs: Inputs,
  all: readonly Progress[],
  clock: Clock,
  began: number,
  signal: AbortSignal,
): Step<Inputs> {
  const elapsed = (): string => formatDuration(clock.now() - began);
  const deadline = began + inputs.timeoutMs;
  const said = new Set<string>();
  const warnOnce: Step<Inputs>['warnOnce'] = (about, text) => {
    if (said.has(about)) report.debug(text);
    else report.warning(text);
    said.add(about);
  };
  const toloka = createToloka({
    apiUrl: inputs.apiUrl,
    authorization: inputs.authorization,
    clock,
    signal,
    deadline,
    onFailing: (request, fault) =>
      warnOnce('failing', `${request} failed three times in a row, still trying: ${clauseOf(fault)}`),
    onTry: (request, outcome) => report.debug(`${request}: ${outcome} (after ${elapsed()})`),
  });
  return { inputs, toloka, clock, signal, deadline, all, elapsed, warnOnce };
}

function beginningOf({ does, plural }: Wording, all: readonly Progress[]): string {
  const [first] = all;
  if (first === undefined) return 'nothing to wait for';
  return `${does} ${all.length === 1 ? nameOf(first) : `${all.length} ${plural}`}`;
}

function titleOf({ didNot, plural }: Wording, all: readonly Progress[]): string {
  const [failed, ...others] = all.filter(({ error }) => error !== '');
  if (all.length === 0) return 'nothing was sent to Toloka';
  if (failed === undefined) return 'the step failed, though not at Toloka';
  if (all.length === 1) return `Toloka ${nameOf(failed)} ${didNot}`;
  return `${1 + others.length} of ${all.length} Toloka ${plural} ${didNot}`;
}
