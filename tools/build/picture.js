import { writeFileSync } from 'node:fs';
import { runScenario } from '../toloka/scenarios.js';
import { summaryText } from '../toloka/summary-text.js';

// Draws the picture of the README: the log and the job summary of two scenarios as GitHub shows them, light and dark.
// Every word in it comes from a run, so run it again after a change to what a step prints: npm run picture.

/** Colours of GitHub's design system: canvas, box, border, text, muted text, error. */
const THEMES = {
  light: ['#ffffff', '#f6f8fa', '#d1d9e0', '#1f2328', '#59636e', '#d1242f'],
  dark: ['#0d1117', '#151b23', '#3d444d', '#f0f6fc', '#9198a1', '#f85149'],
};

/** @typedef {keyof typeof THEMES} Theme */
/** @typedef {{ kind: 'step' | 'log' | 'error' | 'heading' | 'line', text: string }} Line */

const WIDTH = 860;
const LINE_HEIGHT = 20;
const MARGIN = 16;
// As many characters as fit into a line of the log.
const LINE = /.{1,108}(?= |$)|\S+/g;

/** What GitHub shows of the scenarios: the name of the step, its log and its job summary. */
export async function readScenarios() {
  const runs = await Promise.all(['opens', 'fail'].map((name) => runScenario(name, () => undefined)));
  const steps = runs.flatMap(({ results }) => results);
  return steps.flatMap(({ passed, log, summary }) => {
    const [heading = '', ...lines] = summaryText(summary).split('\n');
    const errorAt = passed ? log.length : log.findIndex((line) => line.startsWith('Error: '));
    return [
      ...toLines('step', [`${passed ? '✓' : '✗'} Open the training`]),
      ...toLines('log', log.slice(0, errorAt)),
      ...toLines('error', log.slice(errorAt)),
      ...toLines('heading', [heading]),
      ...toLines('line', lines),
    ];
  });
}

/** Breaks long lines at spaces. @param {Line['kind']} kind @param {readonly string[]} texts @returns {Line[]} */
const toLines = (kind, texts) =>
  texts.flatMap((text) => text.match(LINE) ?? ['']).map((text) => ({ kind, text: text.trim() }));

/** @param {readonly Line[]} lines @param {Theme} theme */
export function draw(lines, theme) {
  const [canvas, box, border, text, muted, error] = THEMES[theme];
  let y = MARGIN;
  const boxes = [];
  const texts = [];
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'step' && index > 0) y += MARGIN;
    if (line.kind === 'step') {
      const count = lines.slice(index + 1).findIndex(({ kind }) => kind === 'heading') + 1;
      const height = (count + 0.75) * LINE_HEIGHT;
      boxes.push(`<rect x="${MARGIN}" y="${y}" width="${WIDTH - 2 * MARGIN}" height="${height}" rx="6"/>`);
    }
    if (line.kind === 'heading') y += LINE_HEIGHT;
    texts.push(`<text class="${line.kind}" x="${2 * MARGIN}" y="${y + LINE_HEIGHT}">${escapeXml(line.text)}</text>`);
    y += line.kind === 'heading' ? 1.25 * LINE_HEIGHT : LINE_HEIGHT;
  }
  const height = y + MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">
<title>The log and the job summary of a step that opens a training, and of one that fails</title>
<style>
svg{background:${canvas}}
rect{fill:${box};stroke:${border}}
text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:${text};white-space:pre}
.step,.heading,.line{font-family:-apple-system,'Segoe UI','Noto Sans',Helvetica,Arial,sans-serif}
.step{font-weight:600}
.log{fill:${muted}}
.error{fill:${error}}
.heading{font-size:18px;font-weight:600}
.line{font-size:14px}
</style>
${[...boxes, ...texts].join('\n')}
</svg>
`;
}

/** @param {string} text */
const escapeXml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** @param {Theme} theme */
export const pathOf = (theme) => `.github/picture-${theme}.svg`;

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const lines = await readScenarios();
  for (const theme of /** @type {Theme[]} */ (Object.keys(THEMES))) writeFileSync(pathOf(theme), draw(lines, theme));
}
