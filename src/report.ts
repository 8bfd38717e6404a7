import * as core from '@actions/core';
import { formatDuration } from './duration.ts';
import { type Progress, worstStatus } from './progress.ts';

// The runner cuts an annotation's message at 4,096 characters.
const MAX_MESSAGE = 4_000;
const MAX_LINE = 3_000;
// The runner drops a summary of more than 1 MiB.
const MAX_SUMMARY = 1_000_000;
const ROW_MARKUP = 100;
const MAX_FIELD = 1_000;

const secrets = new Set<string>();

/** Masks a secret in the log, and in all that this file prints or writes; in its base64 and URL forms too. */
export function hide(secret: string): void {
  const base64 = Buffer.from(secret).toString('base64');
  const url = encodeURIComponent(secret);
  const lowerUrl = url.replace(/%../g, (encoded) => encoded.toLowerCase());
  for (const form of [secret, base64, base64.replace(/=+$/, ''), url, lowerUrl]) {
    if (form === '' || secrets.has(form)) continue;
    secrets.add(form);
    core.setSecret(form);
  }
}

/**
 * Makes a text fit to be printed on a line, whoever wrote it: secrets hidden, whatever could end the line, move the
 * cursor, turn the text round or start a workflow command made visible, and the middle of a long one left out.
 *
 * What starts a command is the runner's own rule: `::` at the start of a line after white space, `##[` anywhere in it.
 *
 * @param limit how many characters at most
 */
export function printable(text: string, limit = MAX_LINE): string {
  const visible = [...secrets]
    .sort((a, b) => b.length - a.length)
    .reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, toEscape)
    .replace(/^(\p{Zs}*)::/u, '$1\\::')
    .replaceAll('##[', '##\\[');
  if (visible.length <= limit) return visible;
  const start = visible.slice(0, Math.ceil(limit * 0.7) - 1);
  const end = visible.slice(visible.length - Math.floor(limit * 0.3));
  return `${start}…${end}`.toWellFormed();
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const toEscape = (character: string): string =>
  ESCAPES[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** The same for a cell of the job summary, where neither Markdown nor HTML may come of it either. */
const cell = (text: string): string =>
  printable(text, MAX_FIELD).replace(/[^A-Za-z0-9 .,-]/gu, (character) => `&#${character.codePointAt(0)};`) || '-';

export const info = (text: string): void => core.info(printable(text));
export const debug = (text: string): void => core.debug(printable(text));
export const warning = (text: string): void => core.warning(printable(text), { title: 'Toloka training' });

/** The one error annotation of a step; a line for each reason, and where there are too many, how many more. */
export function fail(title: string, reasons: readonly string[]): void {
  const lines: string[] = [];
  let room = MAX_MESSAGE - MORE.length;
  for (const reason of reasons) {
    const line = printable(reason, reasons.length === 1 ? MAX_LINE : MAX_FIELD);
    room -= line.length + 1;
    if (room < 0) break;
    lines.push(line);
  }
  const left = reasons.length - lines.length;
  if (left > 0) lines.push(MORE.replace('N', String(left)));
  core.error(lines.join('\n'), { title: printable(title) });
}

const MORE = 'and N more: see the log';

/** The outputs of the action that opens; for several trainings a line for each, in the order given. */
export function setOpenOutputs(all: readonly Progress[]): void {
  setOperationIds(all);
  core.setOutput('status', printable(worstStatus(all), MAX_FIELD));
  core.setOutput('already-open', String(all.length > 0 && all.every(({ alreadyOpen }) => alreadyOpen)));
  core.setOutput('training-url', all.map(({ trainingUrl }) => printable(trainingUrl, MAX_FIELD)).join('\n'));
  core.setOutput('results', resultsOf(all));
}

/** The output that is set the moment it is known. */
export const setOperationIds = (all: readonly Progress[]): void =>
  core.setOutput('operation-id', all.map(({ operationId }) => printable(operationId, MAX_FIELD)).join('\n'));

/** The outputs of the action that waits; with nothing to wait for, all is well. */
export function setWaitOutputs(all: readonly Progress[], succeeded: boolean): void {
  core.setOutput('status', all.length === 0 && succeeded ? 'SUCCESS' : printable(worstStatus(all), MAX_FIELD));
  core.setOutput('results', resultsOf(all));
}

const resultsOf = (all: readonly Progress[]): string =>
  JSON.stringify(
    all.map(({ trainingId, operationId, status, alreadyOpen, trainingUrl, error }) => ({
      'training-id': printable(trainingId, MAX_FIELD),
      'operation-id': printable(operationId, MAX_FIELD),
      status: printable(status, MAX_FIELD),
      'already-open': alreadyOpen,
      'training-url': printable(trainingUrl, MAX_FIELD),
      error: printable(error, MAX_FIELD),
    })),
  );

/** The job summary: a row for each training. Where the runner gave no file for it, there is none. */
export async function writeSummary(title: string, environment: string, all: readonly Progress[]): Promise<void> {
  if (all.length === 0 || !process.env.GITHUB_STEP_SUMMARY) return;
  const failed = all.some(({ error }) => error !== '');
  const header = ['Training', 'Environment', 'Operation', 'Status', 'Took', ...(failed ? ['Error'] : [])];
  const rows: string[][] = [];
  let room = MAX_SUMMARY;
  for (const one of all) {
    const row = [
      one.trainingUrl === ''
        ? cell(one.trainingId)
        : `<a href="${printable(one.trainingUrl)}">${cell(one.trainingId)}</a>`,
      cell(environment),
      cell(one.operationId),
      cell(one.alreadyOpen ? 'open already' : one.status),
      cell(formatDuration(one.tookMs)),
      ...(failed ? [cell(one.error)] : []),
    ];
    room -= Buffer.byteLength(row.join('')) + ROW_MARKUP;
    if (room < 0) break;
    rows.push(row);
  }
  const left = all.length - rows.length;
  await core.summary
    .addHeading(cell(title), 3)
    .addTable([header.map((data) => ({ data, header: true })), ...rows])
    .addRaw(left > 0 ? `and ${left} more: see the log` : '')
    .write();
}
