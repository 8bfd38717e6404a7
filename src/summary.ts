import { appendFileSync } from 'node:fs';
import { summary } from '@actions/core';
import { LIMITS_OF_DRY_RUN } from './dry-run.ts';
import { formatDuration } from './duration.ts';
import { printable, printableHtml } from './printable.ts';
import { type Progress, summarize } from './progress.ts';

// The runner drops a summary of more than 1 MiB.
const MAX_BYTES = 1_000_000;
const ROW_MARKUP = 100;

export interface Page {
  /** Such as `production`. */
  readonly environment: string;
  readonly isDryRun: boolean;
  /** Milliseconds that the step took. */
  readonly tookMs: number;
}

/**
 * Writes the job summary: a heading, a line about the step, a section for each training that is not open, and a table if
 * there are several. The table can be long, so it comes last. If the runner gave no file, it writes nothing.
 */
export function writeSummary(all: readonly Progress[], page: Page): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  const [first] = all;
  if (!file || first === undefined) return;
  const isAlone = all.length === 1;
  const heading = summarize(all, page.isDryRun);
  summary
    .emptyBuffer()
    .addHeading(isAlone ? link(first, heading) : printableHtml(heading), 3)
    .addRaw(describeStep(all, page));
  if (page.isDryRun) summary.addRaw(paragraph(`Note that ${LIMITS_OF_DRY_RUN}`));

  let room = MAX_BYTES;
  const take = <T>(items: readonly T[], size: (item: T) => number): T[] => {
    const fitting: T[] = [];
    for (const item of items) {
      room -= size(item) + ROW_MARKUP;
      if (room < 0) break;
      fitting.push(item);
    }
    return fitting;
  };
  const failed = all.filter(({ failure }) => failure !== undefined);
  const sections = take(
    failed.map((progress) => describeFailed(progress, isAlone)),
    Buffer.byteLength,
  );
  const rows = take(isAlone ? [] : all.map(describeRow), (cells) => Buffer.byteLength(cells.join('')));
  for (const section of sections) summary.addRaw(section);
  if (rows.length > 0) {
    const header = ['Training', 'Result', 'Took', 'Operation'].map((data) => ({ data, header: true }));
    summary.addTable([header, ...rows]);
  }
  const left = (isAlone ? 0 : all.length - rows.length) + failed.length - sections.length;
  if (left > 0) summary.addRaw(paragraph('The rest does not fit in here: see the log'));
  appendFileSync(file, summary.stringify());
}

/** One line about the environment, the time, and what is special. */
function describeStep(all: readonly Progress[], { environment, isDryRun, tookMs }: Page): string {
  const [first] = all;
  const parts = [isDryRun && 'Dry run: nothing was opened', environment, `took ${formatDuration(tookMs)}`];
  if (all.length === 1 && first?.queuedMs !== undefined && first.ranMs !== undefined) {
    parts.push(`queued ${formatDuration(first.queuedMs)}, ran ${formatDuration(first.ranMs)}`);
  }
  if (all.length === 1 && first?.joined) parts.push('joined an opening that was running');
  return `<p>${parts.flatMap((part) => (part ? printableHtml(part) : [])).join(' · ')}</p>\n`;
}

function describeRow(progress: Progress): string[] {
  const { trainingId, state = '', joined, tookMs = 0, operationId } = progress;
  const result = `${state}${joined ? ' (joined)' : ''}`;
  return [link(progress, trainingId), printableHtml(result), formatDuration(tookMs), printableHtml(operationId)];
}

function describeFailed(progress: Progress, isAlone: boolean): string {
  const { trainingId, state, failure } = progress;
  const heading = isAlone ? '' : `<h4>${link(progress, `Training ${trainingId} ${state}`)}</h4>\n`;
  const reference = failure?.reference ? paragraph(failure.reference) : '';
  return `${heading}${paragraph(failure?.reason ?? '')}${reference}`;
}

const paragraph = (text: string): string => `<p>${printableHtml(text)}</p>\n`;

/** A text that links to the training, if its page is known. */
const link = ({ trainingUrl }: Progress, text: string): string =>
  trainingUrl === undefined ? printableHtml(text) : `<a href="${printable(trainingUrl)}">${printableHtml(text)}</a>`;
