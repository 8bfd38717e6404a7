import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DEFAULT_TOKEN } from '../toloka/default-targets.js';
import { runAction } from '../toloka/runner.js';
import { summaryText } from '../toloka/summary-text.js';

// Draws the picture of the README: the log and the job summary of two steps as GitHub shows them,
// light and dark. Every line in it comes from a run, but those with ids, links and statuses are left
// out. Run it again after a change to what a step prints: npm run picture.

/** Colours of GitHub's design system. */
const THEMES = {
  light: {
    ...{ canvas: '#ffffff', border: '#d1d9e0', text: '#1f2328', muted: '#59636e' },
    ...{ error: '#d1242f', passed: '#1a7f37' },
  },
  dark: {
    ...{ canvas: '#0d1117', border: '#3d444d', text: '#f0f6fc', muted: '#9198a1' },
    ...{ error: '#f85149', passed: '#3fb950' },
  },
};

/** @typedef {keyof typeof THEMES} Theme */
/** @typedef {'passed' | 'failed' | 'caption' | 'log' | 'error' | 'heading' | 'text'} Kind */
/** @typedef {{ kind: Kind, text: string }} Line */

const WIDTH = 420;
const LINE_HEIGHT = 20;
const MARGIN = 12;
/** @type {Partial<Record<Kind, number>>} characters of a line; other texts are short */
const COLUMNS = { log: 52, error: 52, heading: 44, text: 56 };
const IS_DETAIL = /https:|operation [\da-f]{8}-|: [A-Z]+$|^Name/;

/** What GitHub shows of a step that opens a training and its pools, and of one that fails. */
export async function readSteps() {
  const opens = await readStep({ 'training-id': '21', 'pool-id': '77,78' });
  return [...opens, ...(await readStep({ 'training-id': '25' }))];
}

/** @param {Record<string, string>} ids @returns {Promise<Line[]>} */
async function readStep(ids) {
  const { passed, log, summary } = await runAction({
    inputs: { ...ids, token: DEFAULT_TOKEN },
    command: [process.execPath, fileURLToPath(new URL('picture-step.js', import.meta.url))],
  });
  const lines = log.filter((line) => !IS_DETAIL.test(line));
  const errorAt = passed ? lines.length : lines.findIndex((line) => line.startsWith('Error: '));
  const [heading = '', ...rest] = summaryText(summary.replace(/<\/?a[^>]*>/g, '')).split('\n');
  return [
    ...toLines(passed ? 'passed' : 'failed', ['Open the training']),
    ...toLines('caption', ['Log']),
    ...toLines('log', lines.slice(0, errorAt)),
    ...toLines('error', lines.slice(errorAt)),
    ...toLines('caption', ['Job summary']),
    ...toLines('heading', [heading]),
    ...toLines(
      'text',
      rest.filter((line) => !IS_DETAIL.test(line)),
    ),
  ];
}

/** Breaks long lines at spaces. @param {Kind} kind @param {readonly string[]} texts @returns {Line[]} */
function toLines(kind, texts) {
  const line = new RegExp(`.{1,${COLUMNS[kind] ?? 80}}(?= |$)|\\S+`, 'g');
  return texts
    .flatMap((text) => text.match(line) ?? [])
    .map((text) => ({ kind, text: text.trim() }));
}

/** @param {readonly Line[]} lines @param {Theme} theme */
export function draw(lines, theme) {
  const { canvas, border, text, muted, error, passed } = THEMES[theme];
  let y = 0;
  const shapes = lines.map((line, index) => {
    const { kind } = line;
    const isStep = kind === 'passed' || kind === 'failed';
    y += LINE_HEIGHT + (isStep && index > 0 ? MARGIN : 0) + (/caption|heading/.test(kind) ? 6 : 0);
    const next = lines.slice(index + 1).findIndex((one) => /passed|failed/.test(one.kind));
    const rule = `<path d="M${MARGIN} ${y + MARGIN / 2}h${WIDTH - 2 * MARGIN}"/>`;
    const isLast = next === 0;
    return `<text class="${kind}" x="${MARGIN}" y="${y}">${toXml(line)}</text>${isLast ? rule : ''}`;
  });
  const height = y + MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">
<title>The log and the job summary of a step that opens a training and its pools, and of one that fails</title>
<style>
svg{background:${canvas}}
path{stroke:${border}}
text{font:14px -apple-system,'Segoe UI','Noto Sans',Helvetica,Arial,sans-serif;fill:${text};white-space:pre}
.log,.error{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.caption,.log{fill:${muted}}
.caption{font-size:12px;font-style:italic}
.error,.failed tspan{fill:${error}}
.passed,.failed,.heading{font-weight:600}
.passed tspan{fill:${passed}}
.heading{font-size:16px}
</style>
${shapes.join('\n')}
</svg>
`;
}

const MARKS = new Map([
  ['passed', '<tspan>✓</tspan> '],
  ['failed', '<tspan>✗</tspan> '],
]);

/** @param {Line} line */
const toXml = ({ kind, text }) =>
  (MARKS.get(kind) ?? '') +
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** @param {Theme} theme */
export const pathOf = (theme) => `.github/picture-${theme}.svg`;

if (process.argv[1] === import.meta.filename) {
  const lines = await readSteps();
  for (const theme of /** @type {Theme[]} */ (Object.keys(THEMES)))
    writeFileSync(pathOf(theme), draw(lines, theme));
}
