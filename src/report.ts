import * as core from '@actions/core';
import { joinLines, type Printable, printable, word } from './printable.ts';
import { systemClock } from './time.ts';
import { type Done, isAlreadyOpen, operationIdOf, statusOf, worstStatus } from './words.ts';

// The runner cuts an annotation's message at 4,096 characters.
const MAX_MESSAGE = 4_000;
/** For what `results` says of one target, since all of it has to fit into one variable. */
const MAX_RESULT = 800;
// The runner reads a step's output without delay, so a reader that takes longer won't come back.
const FLUSH_LIMIT_MS = 5_000;

/** The exits for text but the job summary. They take only what is safe, by type. */
type Exit = (text: Printable, properties?: { title: Printable }) => void;
const exits: Record<'info' | 'debug' | 'warning' | 'error', Exit> & {
  setOutput(name: string, value: Printable): void;
} = core;

export const info = (text: string): void => exits.info(printable(text));
export const warning = (text: string): void => exits.warning(printable(text));
export function debug(text: string): void {
  if (core.isDebug()) exits.debug(printable(text));
}

/** Writes the one error annotation of a step. @param why it fails, a line each */
export const fail = (title: string, why: readonly string[]): void =>
  exits.error(fitLines(why), { title: printable(title) });

/** Lines that share the room of an annotation. */
const fitLines = (lines: readonly string[]): Printable =>
  joinLines(lines.map((line) => printable(line, Math.floor(MAX_MESSAGE / lines.length) - 1)));

/** Sets all outputs. Some have a line for each training, in the order given. @param why the step fails */
export function setOutputs(done: readonly Done[], why: readonly string[]): void {
  const trainings = done.filter(({ target }) => target.kind === 'training');
  const touched = done.filter(({ result }) => result !== 'untouched');
  const forEach = (read: (one: Done) => string): Printable =>
    joinLines(trainings.map((one) => word(read(one))));
  const alreadyOpen = String(done.length > 0 && done.every(isAlreadyOpen));
  const results = JSON.stringify(done.map(toResult));
  exits.setOutput('operation-id', forEach(operationIdOf));
  exits.setOutput('status', word(worstStatus(touched)));
  exits.setOutput('already-open', word(alreadyOpen));
  exits.setOutput('training-url', forEach(urlOf));
  exits.setOutput('error', fitLines(why));
  exits.setOutput('results', printable(results, Infinity));
}

function toResult(one: Done): Record<string, string | boolean> {
  const { kind, id } = one.target;
  const untouched = { code: 'TRAINING_NOT_OPEN', reason: 'a training of this step is not open' };
  const failure = one.result === 'untouched' ? { ...untouched, advice: '' } : one.failure;
  const { code = '', reason, advice } = failure ?? {};
  const error = [reason, advice].filter(Boolean).join(' → ');
  return {
    [`${kind}-id`]: word(id),
    'operation-id': word(operationIdOf(one)),
    status: word(statusOf(one)),
    'already-open': isAlreadyOpen(one),
    [`${kind}-url`]: word(urlOf(one)),
    code: word(code),
    error: printable(error, MAX_RESULT),
  };
}

const urlOf = ({ reading }: Done) => reading?.url ?? '';

/** Goes on if nobody reads the log or the disk is full: outputs and exit code still count. */
export const ignoreBrokenOutput = (): unknown => process.stdout.on('error', () => undefined);

/** Waits until everything printed has left the process, for at most 5 s. */
export async function flush(clock = systemClock): Promise<void> {
  const written = new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  await Promise.race([written, clock.sleep(FLUSH_LIMIT_MS, new AbortController().signal)]);
}
