import * as core from '@actions/core';
import { MAX_FIELD, printable } from './printable.ts';
import { type Progress, worstStatus } from './progress.ts';
import { systemClock } from './toloka/clock.ts';
import { isEnded } from './toloka/operation.ts';

// The runner cuts an annotation's message at 4,096 characters. The rest is for a last line.
const MAX_MESSAGE = 4_000;
// A job's outputs may have 1 MB in all. GitHub counts two bytes for each UTF-16 unit (its documentation).
const MAX_OUTPUTS_BYTES = 900_000;
const MIN_ERROR = 20;

// The runner reads the output of a step without delay, so a reader that takes longer will not come back.
const FLUSH_LIMIT_MS = 5_000;

export const info = (text: string): void => core.info(printable(text));
/** Prints a line for those who turn debugging on. The runner would drop it otherwise, so it is not printed then. */
export const debug = (text: string): void => {
  if (core.isDebug()) core.debug(printable(text));
};
export const warning = (text: string): void => core.warning(printable(text), { title: 'Toloka training' });

/** Writes the one error annotation of a step, with a line for each reason. The reasons that do not fit go to the log before. */
export function fail(title: string, reasons: readonly string[]): void {
  const lines: string[] = [];
  let room = MAX_MESSAGE;
  for (const reason of reasons) {
    const line = printable(reason, reasons.length > 2 ? MAX_FIELD : undefined);
    room -= line.length + 1;
    if (room < 0) core.info(line);
    else lines.push(line);
  }
  const left = reasons.length - lines.length;
  if (left > 0) lines.push(`and ${left} more: see the log`);
  core.error(lines.join('\n'), { title: printable(title) });
}

/**
 * Makes a function that sets operation-id before the end, for a step that is killed. It does so only while something is
 * opening, when all openings are answered, and at most once a second before that, since the output grows with the trainings.
 *
 * @param now milliseconds
 */
export function createEarlyOutput(all: readonly Progress[], now: () => number): () => void {
  let writtenAt = Number.NEGATIVE_INFINITY;
  let wasComplete = false;
  return () => {
    const isOpening = all.some(({ operationId, status }) => operationId !== undefined && !isEnded(status));
    const isComplete = all.every(({ operationId, alreadyOpen, failure }) => operationId || alreadyOpen || failure);
    if (!isOpening || (now() < writtenAt + 1_000 && isComplete === wasComplete)) return;
    [writtenAt, wasComplete] = [now(), isComplete];
    try {
      core.setOutput('operation-id', listField(all, 'operationId', MAX_FIELD));
    } catch (error) {
      debug(`operation-id can't be written: ${error}`);
    }
  };
}

/** Sets all outputs. Some have a line for each training, in the order given. If all are too long, errors are cut first. */
export function setOutputs(all: readonly Progress[]): void {
  let [errorLimit, limit] = [MAX_FIELD, MAX_FIELD];
  let outputs = collectOutputs(all, errorLimit, limit);
  while (measure(outputs) > MAX_OUTPUTS_BYTES) {
    if (errorLimit > MIN_ERROR) errorLimit = Math.max(MIN_ERROR, errorLimit / 4);
    else limit /= 2;
    outputs = collectOutputs(all, errorLimit, limit);
  }
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
}

const collectOutputs = (all: readonly Progress[], errorLimit: number, limit: number): Record<string, string> => ({
  'operation-id': listField(all, 'operationId', limit),
  status: printable(worstStatus(all) ?? '', limit),
  'already-open': String(all.length > 0 && all.every(({ alreadyOpen }) => alreadyOpen)),
  'training-url': listField(all, 'trainingUrl', limit),
  results: JSON.stringify(
    all.map(({ trainingId, operationId = '', status = '', alreadyOpen, trainingUrl = '', failure }) => ({
      'training-id': printable(trainingId, limit),
      'operation-id': printable(operationId, limit),
      status: printable(status, limit),
      'already-open': alreadyOpen,
      'training-url': printable(trainingUrl, limit),
      error: printable(failure?.reason ?? '', errorLimit),
    })),
  ),
});

const listField = (all: readonly Progress[], field: 'operationId' | 'trainingUrl', limit: number): string =>
  all.map((progress) => printable(progress[field] ?? '', limit)).join('\n');

const measure = (outputs: Record<string, string>): number =>
  Object.values(outputs).reduce((sum, text) => sum + Math.max(Buffer.byteLength(text), 2 * text.length), 0);

/** Goes on if nobody reads the log or the disk is full: outputs and exit code still count. */
export const ignoreBrokenOutput = (): unknown => process.stdout.on('error', () => undefined);

/** Waits until everything printed has left the process, for at most 5 s. */
export async function flush(clock = systemClock): Promise<void> {
  const written = new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  await Promise.race([written, clock.sleep(FLUSH_LIMIT_MS, new AbortController().signal)]);
}
