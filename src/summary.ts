import { appendFileSync } from 'node:fs';
import { LIMITS_OF_DRY_RUN } from './dry-run.ts';
import { formatDuration } from './duration.ts';
import { printable, printableHtml } from './printable.ts';
import { type Failure, type Progress, summarize } from './progress.ts';

// The runner drops a summary of more than 1 MiB. The rest is for what stands around sections and rows.
const MAX_BYTES = 1_000_000;

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
  if (!file || all.length === 0) return;
  const alone = all.length === 1 ? all[0] : undefined;
  const heading = summarize(all, page.isDryRun);
  const sections = all.flatMap((progress) =>
    progress.failure ? describeFailed(progress, progress.failure, alone !== undefined) : [],
  );
  const rows = alone ? [] : all.map(describeRow);

  // After the first text that does not fit, none does.
  let room = MAX_BYTES;
  const fits = (text: string): boolean => {
    room -= Buffer.byteLength(text);
    return room >= 0;
  };
  const fitting = { sections: sections.filter(fits), rows: rows.filter(fits) };
  const isCut = fitting.sections.length + fitting.rows.length < sections.length + rows.length;
  const header = describeCells('th', ['Training', 'Result', 'Took', 'Operation']);
  const parts = [
    `<h3>${alone ? link(alone, heading) : printableHtml(heading)}</h3>\n`,
    describeStep(alone, page),
    page.isDryRun && paragraph(`Note that ${LIMITS_OF_DRY_RUN}`),
    ...fitting.sections,
    fitting.rows.length > 0 && `<table>${header}${fitting.rows.join('')}</table>\n`,
    isCut && paragraph('The rest does not fit in here: see the log'),
  ];
  appendFileSync(file, parts.filter(Boolean).join(''));
}

/** One line about the environment, the time, and what is special. */
function describeStep(alone: Progress | undefined, { environment, isDryRun, tookMs }: Page): string {
  const { joined, queuedMs, ranMs } = alone ?? {};
  const parts = [
    isDryRun && 'Dry run: nothing was opened',
    environment,
    `took ${formatDuration(tookMs)}`,
    queuedMs !== undefined && ranMs !== undefined && `queued ${formatDuration(queuedMs)}, ran ${formatDuration(ranMs)}`,
    joined && 'joined an opening that was running',
  ];
  return `<p>${parts.flatMap((part) => (part ? printableHtml(part) : [])).join(' · ')}</p>\n`;
}

function describeRow(progress: Progress): string {
  const { trainingId, state, joined, tookMs = 0, operationId } = progress;
  const result = `${state}${joined ? ' (joined)' : ''}`;
  return describeCells('td', [
    link(progress, trainingId),
    printableHtml(result),
    formatDuration(tookMs),
    printableHtml(operationId),
  ]);
}

const describeCells = (tag: 'th' | 'td', cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;

function describeFailed(progress: Progress, { reason, reference }: Failure, isAlone: boolean): string {
  const { trainingId, state } = progress;
  const heading = isAlone ? '' : `<h4>${link(progress, `Training ${trainingId} ${state}`)}</h4>\n`;
  return `${heading}${paragraph(reason)}${reference && paragraph(reference)}`;
}

const paragraph = (text: string): string => `<p>${printableHtml(text)}</p>\n`;

/** A text that links to the training, if its page is known. */
const link = ({ trainingUrl }: Progress, text: string): string =>
  trainingUrl === undefined ? printableHtml(text) : `<a href="${printable(trainingUrl)}">${printableHtml(text)}</a>`;
