import { summary } from '@actions/core';
import { LIMITS_OF_DRY_RUN } from './dry-run.ts';
import { formatDuration } from './duration.ts';
import { printable, printableHtml } from './printable.ts';
import { describeAll, describeStanding, nameTraining, type State } from './state.ts';

export interface Page {
  readonly passes: boolean;
  readonly faults: readonly string[];
  /** Such as `production`; undefined if nothing was sent. */
  readonly environment: string | undefined;
  readonly isDryRun: boolean;
  readonly tookMs: number;
}

const MAX_NAME = 200;
const MAX_UNFOLDED_ROWS = 10;

/** Writes the job summary, if the runner gave a file for it. @throws if it can't be written */
export async function writeSummary(states: readonly State[], page: Page): Promise<void> {
  if (!process.env.GITHUB_STEP_SUMMARY) return;
  const alone = states.length === 1 ? states[0] : undefined;
  const heading = describeAll(states);
  const isWaiting = states.some(({ result }) => result === 'opening');
  const mark = page.passes ? (isWaiting ? '⏳' : '✅') : '❌';
  summary
    .emptyBuffer()
    .addHeading(`${mark} ${alone ? link(alone, heading) : printableHtml(heading)}`, 3);
  for (const fault of page.faults) addReason(fault);
  if (alone?.failure) addReason(alone.failure.reason);
  for (const state of alone ? [] : states) {
    if (state.failure === undefined) continue;
    summary.addHeading(
      link(state, `Training ${nameTraining(state)} ${describeStanding(state)}`),
      4,
    );
    addReason(state.failure.reason);
    addSmall([state.failure.reference]);
  }
  const limits = states.some(({ result }) => result === 'would open') ? [LIMITS_OF_DRY_RUN] : [];
  addSmall([...describeStep(alone, page), ...limits]);
  if (states.length > 1) addTable(states, page.isDryRun);
  await summary.write();
}

const addReason = (text: string): unknown =>
  summary.addRaw(`<p><b>${printableHtml(text)}</b></p>`, true);
const addSmall = (parts: readonly string[]): void => {
  const html = parts.map((part) => printableHtml(part, MAX_NAME)).join(' · ');
  if (html !== '') summary.addRaw(`<p><sub>${html}</sub></p>`, true);
};

function describeStep(alone: State | undefined, page: Page): readonly string[] {
  const { joined, result, operation, failure } = alone ?? {};
  return [
    page.isDryRun && 'dry run: nothing was opened',
    page.environment,
    page.isDryRun || page.environment === undefined ? '' : `took ${formatDuration(page.tookMs)}`,
    joined && 'joined an opening that was running',
    result === 'unseen' && 'it could not be read, so nobody saw that it is open',
    failure?.reference ?? (operation && `operation ${operation.id}`),
  ].flatMap((part) => part || []);
}

function addTable(states: readonly State[], isDryRun: boolean): void {
  const header = ['Training', 'Result', ...(isDryRun ? [] : ['Took'])];
  const rows = states.map((state) => {
    const result = printableHtml(`${describeStanding(state)}${state.joined ? ' (joined)' : ''}`);
    return [
      link(state, nameTraining(state)),
      result,
      ...(isDryRun ? [] : [formatDuration(state.tookMs ?? 0)]),
    ];
  });
  if (rows.length > MAX_UNFOLDED_ROWS)
    summary.addRaw(`<details><summary>${rows.length} trainings</summary>`, true);
  summary.addTable([header.map((data) => ({ data, header: true })), ...rows]);
  if (rows.length > MAX_UNFOLDED_ROWS) summary.addRaw('</details>', true);
}

const link = ({ training }: State, text: string): string =>
  training?.url === undefined
    ? printableHtml(text, MAX_NAME)
    : `<a href="${printable(training.url)}">${printableHtml(text, MAX_NAME)}</a>`;
