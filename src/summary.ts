import { summary } from '@actions/core';
import { type Html, html } from './printable.ts';
import { type Done, markOf, nameOf, standingOf } from './words.ts';

export type Page = Readonly<{
  heading: string;
  passes: boolean;
  /** Why the step fails, apart from its targets. */
  faults: readonly string[];
  /** The environment's name, and how long the step took; nothing if an input is wrong. */
  footer: readonly string[];
}>;

/** Writes the job summary, if the runner gave a file for it. @throws if it can't be written */
export async function writeSummary(done: readonly Done[], page: Page): Promise<void> {
  if (!process.env.GITHUB_STEP_SUMMARY) return;
  const [first, second] = done;
  const alone = second === undefined ? first : undefined;
  const doubt = done.map(markOf).find((mark) => mark !== '✅');
  const mark = page.passes ? (doubt ?? '✅') : '❌';
  summary.addHeading(html`${mark} ${link(alone, page.heading)}`.text, 3);
  if (second !== undefined) addTable(done);
  for (const fault of page.faults) add(html`<p>${fault}</p>`);
  for (const one of done) addReasons(one);
  addSmall(page.footer.join(' · '));
  await summary.write();
}

const add = ({ text }: Html): unknown => summary.addRaw(text, true);
const addSmall = (text: string): unknown => text && add(html`<p><sub>${text}</sub></p>`);

const link = (done: Done | undefined, text: string) => {
  const url = done?.reading?.url;
  return url === undefined ? html`${text}` : html`<a href="${url}">${text}</a>`;
};

function addTable(done: readonly Done[]): void {
  const header = ['', 'Name', 'Result'].map((data) => ({ data, header: true }));
  const rows = done.map((one) => {
    const cells = [markOf(one), link(one, nameOf(one)), standingOf(one)];
    return cells.map((cell) => html`${cell}`.text);
  });
  summary.addTable([header, ...rows]);
}

function addReasons({ failure, doubts, ...one }: Done): void {
  for (const doubt of doubts) add(html`<p>⚠️ ${nameOf(one)} ${doubt}</p>`);
  if (failure === undefined) return;
  const { reason, advice, reference } = failure;
  add(html`<p>${nameOf(one)}: ${reason}${advice && html`<br>→ ${advice}`}</p>`);
  addSmall(reference);
}
