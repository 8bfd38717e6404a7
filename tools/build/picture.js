import { writeFileSync } from 'node:fs';
import { withCompany } from '../../__tests__/proxy/company.ts';
import { DEFAULT_TOKEN, DEFAULT_TRAININGS } from '../toloka/default-trainings.js';
import { runAction } from '../toloka/runner.js';
import { summaryText } from '../toloka/summary-text.js';

// Draws the picture of the README: the log and the job summary of two steps as GitHub shows them, light and dark. Every word
// in it comes from a run, so run it again after a change to what a step prints: npm run picture.

/** Colours of GitHub's design system. */
const THEMES = {
  light: {
    ...{ canvas: '#ffffff', box: '#f6f8fa', border: '#d1d9e0', text: '#1f2328', muted: '#59636e' },
    ...{ link: '#0969da', error: '#d1242f', passed: '#1a7f37' },
  },
  dark: {
    ...{ canvas: '#0d1117', box: '#151b23', border: '#3d444d', text: '#f0f6fc', muted: '#9198a1' },
    ...{ link: '#4493f8', error: '#f85149', passed: '#3fb950' },
  },
};

/** @typedef {keyof typeof THEMES} Theme */
/** @typedef {'passed' | 'failed' | 'log' | 'error' | 'heading' | 'reason' | 'small'} Kind */
/** @typedef {{ kind: Kind, text: string }} Line */

const WIDTH = 600;
const LINE_HEIGHT = 20;
const MARGIN = 16;
// As many characters as fit into a line of the log.
const LINE = /.{1,74}(?= |$)|\S+/g;

/** What GitHub shows of a step that opens a training, and of one that fails: its name, its log and its job summary. */
export async function readSteps() {
  return [...(await readStep('21')), ...(await readStep('25'))];
}

/** @param {string} trainingId @returns {Promise<Line[]>} */
async function readStep(trainingId) {
  // Toloka's clock moves with each request, so that what it answers does not depend on the speed of this machine.
  let now = Date.now();
  const moveOn = () => {
    now += 400;
  };
  const options = {
    token: DEFAULT_TOKEN,
    trainings: DEFAULT_TRAININGS,
    now: () => now,
    onRequest: moveOn,
  };
  // The step sees production, through a proxy that answers as toloka.dev.
  const { passed, log, summary } = await withCompany(options, ({ proxy, authorityFile }) =>
    runAction({
      inputs: { 'training-id': trainingId, token: DEFAULT_TOKEN },
      env: { https_proxy: proxy, NODE_EXTRA_CA_CERTS: authorityFile },
    }),
  );
  const errorAt = passed ? log.length : log.findIndex((line) => line.startsWith('Error: '));
  return [
    ...toLines(passed ? 'passed' : 'failed', ['Open the training']),
    ...toLines('log', log.slice(0, errorAt)),
    ...toLines('error', log.slice(errorAt)),
    ...summary.split('\n').flatMap(readBlock),
  ];
}

/** A block of the job summary, without its tags. @param {string} html @returns {Line[]} */
function readBlock(html) {
  const kind = html.startsWith('<h3>') ? 'heading' : html.startsWith('<p><b>') ? 'reason' : 'small';
  return toLines(kind, [summaryText(html.replace(/<\/?a[^>]*>/g, ''))]);
}

/** Breaks long lines at spaces. @param {Kind} kind @param {readonly string[]} texts @returns {Line[]} */
const toLines = (kind, texts) =>
  texts.flatMap((text) => text.match(LINE) ?? []).map((text) => ({ kind, text: text.trim() }));

/** @param {readonly Line[]} lines @param {Theme} theme */
export function draw(lines, theme) {
  const { canvas, box, border, text, muted, link, error, passed } = THEMES[theme];
  let y = MARGIN;
  const shapes = [];
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'passed' || line.kind === 'failed') {
      if (index > 0) y += MARGIN;
      const count = lines.slice(index + 1).findIndex(({ kind }) => kind === 'heading') + 1;
      const height = (count + 0.75) * LINE_HEIGHT;
      shapes.push(
        `<rect x="${MARGIN}" y="${y}" width="${WIDTH - 2 * MARGIN}" height="${height}" rx="6"/>`,
      );
    }
    if (line.kind === 'heading') y += LINE_HEIGHT;
    shapes.push(
      `<text class="${line.kind}" x="${2 * MARGIN}" y="${y + LINE_HEIGHT}">${toXml(line)}</text>`,
    );
    y += line.kind === 'heading' ? 1.25 * LINE_HEIGHT : LINE_HEIGHT;
  }
  const height = y + MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">
<title>The log and the job summary of a step that opens a training, and of one that fails</title>
<style>
svg{background:${canvas}}
rect{fill:${box};stroke:${border}}
text{font:14px -apple-system,'Segoe UI','Noto Sans',Helvetica,Arial,sans-serif;fill:${text};white-space:pre}
.log,.error{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.log,.small{fill:${muted}}
.small{font-size:12px}
.error,.failed tspan{fill:${error}}
.passed,.failed,.heading,.reason{font-weight:600}
.passed tspan{fill:${passed}}
.reason{font-size:13px}
.heading{font-size:17px;fill:${link}}
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

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const lines = await readSteps();
  for (const theme of /** @type {Theme[]} */ (Object.keys(THEMES)))
    writeFileSync(pathOf(theme), draw(lines, theme));
}
