import * as core from '@actions/core';
import { MAX_FIELD, printable } from './printable.ts';
import { isAlreadyOpen, type State, statusOf, worstStatus } from './state.ts';
import { systemClock } from './toloka/clock.ts';

// The runner cuts an annotation's message at 4,096 characters. The rest is for a last line.
const MAX_MESSAGE = 4_000;
// What `env` hands to a next step may have 128 KiB (Linux): `results` of 100 trainings stays below that.
const MAX_RESULT_ERROR = 300;
const MAX_RESULT_WORD = 64;
// The runner reads the output of a step without delay, so a reader that takes longer will not come back.
const FLUSH_LIMIT_MS = 5_000;

export const info = (text: string): void => core.info(printable(text));
export const debug = (text: string): void =>
  core.isDebug() ? core.debug(printable(text)) : undefined;
export const warning = (text: string): void =>
  core.warning(printable(text), { title: 'Toloka training' });

/** Writes the one error annotation of a step. The reasons that do not fit go to the log before. */
export function fail(title: string, reasons: readonly string[]): void {
  const { message, left } = fitReasons(reasons);
  for (const line of left) core.info(line);
  core.error(message, { title: printable(title) });
}

/** The message of an annotation: a line for each reason, as long as there is room. */
function fitReasons(reasons: readonly string[]): { message: string; left: readonly string[] } {
  const lines = reasons.map((reason) =>
    printable(reason, reasons.length > 2 ? MAX_FIELD : undefined),
  );
  const fits = (_: string, index: number): boolean =>
    lines.slice(0, index + 1).join('\n').length <= MAX_MESSAGE;
  const count = lines.findLastIndex(fits) + 1;
  const left = lines.slice(count);
  const more = left.length > 0 ? [`and ${left.length} more: see the log`] : [];
  return { message: [...lines.slice(0, count), ...more].join('\n'), left };
}

/** Sets operation-id before the end, for a step that is killed. */
export function saveOperationIds(states: readonly State[]): void {
  try {
    core.setOutput('operation-id', joinLines(states, operationIdOf));
  } catch (error) {
    debug(`operation-id can't be written: ${error}`);
  }
}

/** Sets all outputs. Some have a line for each training, in the order given. @param reasons why the step fails */
export function setOutputs(states: readonly State[], reasons: readonly string[]): void {
  core.setOutput('operation-id', joinLines(states, operationIdOf));
  core.setOutput('status', printable(worstStatus(states), MAX_FIELD));
  core.setOutput('already-open', String(states.length > 0 && states.every(isAlreadyOpen)));
  core.setOutput('training-url', joinLines(states, urlOf));
  core.setOutput('error', fitReasons(reasons).message);
  core.setOutput('results', JSON.stringify(states.map(toResult)));
}

const toResult = (state: State): Record<string, string | boolean> => ({
  'training-id': printable(state.trainingId, MAX_FIELD),
  'operation-id': printable(operationIdOf(state), MAX_FIELD),
  status: printable(statusOf(state), MAX_RESULT_WORD),
  'already-open': isAlreadyOpen(state),
  'training-url': printable(urlOf(state), MAX_FIELD),
  code: printable(state.failure?.code ?? '', MAX_RESULT_WORD),
  error: printable(state.failure?.reason ?? '', MAX_RESULT_ERROR),
});

const operationIdOf = ({ operation }: State): string => operation?.id ?? '';
const urlOf = ({ training }: State): string => training?.url ?? '';
const joinLines = (states: readonly State[], read: (state: State) => string): string =>
  states.map((state) => printable(read(state), MAX_FIELD)).join('\n');

/** Goes on if nobody reads the log or the disk is full: outputs and exit code still count. */
export const ignoreBrokenOutput = (): unknown => process.stdout.on('error', () => undefined);

/** Waits until everything printed has left the process, for at most 5 s. */
export async function flush(clock = systemClock): Promise<void> {
  const written = new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  await Promise.race([written, clock.sleep(FLUSH_LIMIT_MS, new AbortController().signal)]);
}
