/** @typedef {{ durationMs: number, latenessMs: number, polls: number }} Point */
/** @typedef {{ name: string, points: readonly Point[] }} Curve */

const COLORS = ['#cf222e', '#0969da', '#54aeff', '#57606a', '#8c959f'];
const PANEL = { width: 300, height: 190, top: 44, gap: 70, left: 56 };
const WIDTH = PANEL.left + 2 * PANEL.width + PANEL.gap + 28;
const LEGEND_LEFT = [36, 146, 272, 418, 588];
const LEGEND_TOP = PANEL.top + PANEL.height + 62;
const HEIGHT = LEGEND_TOP + 34;

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const TIMES = [
  { at: SECOND_MS, label: '1 s' },
  { at: 10 * SECOND_MS, label: '10 s' },
  { at: MINUTE_MS, label: '1 min' },
  { at: 5 * MINUTE_MS, label: '5 min' },
  { at: 30 * MINUTE_MS, label: '30 min' },
];
const LATENESS = [
  { at: 100, label: '0.1 s' },
  { at: SECOND_MS, label: '1 s' },
  { at: 10 * SECOND_MS, label: '10 s' },
  { at: 30 * SECOND_MS, label: '30 s' },
];
const REQUESTS = [
  { at: 1, label: '1' },
  { at: 10, label: '10' },
  { at: 100, label: '100' },
  { at: 1_000, label: '1,000' },
  { at: 2_000, label: '' },
];

/** @typedef {readonly { at: number, label: string }[]} Ticks */

/**
 * Draws how late each schedule is and what it asks for that, by the time that an operation takes.
 *
 * @param {readonly Curve[]} curves the action's own first
 */
export function drawWaiting(curves) {
  const title = 'Waiting: how late the end of an operation is noticed, and with how many requests';
  const right = PANEL.left + PANEL.width + PANEL.gap;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="${title}">
<title>${title}</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
${panel('Lateness, mean', PANEL.left, curves, LATENESS, ({ latenessMs }) => latenessMs)}
${panel('Requests, mean', right, curves, REQUESTS, ({ polls }) => polls)}
${curves.map(({ name }, index) => legend(name, index)).join('\n')}
</svg>
`;
}

/**
 * @param {string} title
 * @param {number} left
 * @param {readonly Curve[]} curves
 * @param {Ticks} ticks
 * @param {(point: Point) => number} amountOf
 */
function panel(title, left, curves, ticks, amountOf) {
  const x = logScale(TIMES, left, left + PANEL.width);
  const y = logScale(ticks, PANEL.top + PANEL.height, PANEL.top);
  const bottom = PANEL.top + PANEL.height;
  const grid = ticks.map(
    ({ at, label }) =>
      `<path d="M${left} ${y(at)}H${left + PANEL.width}" stroke="#d0d7de"/><text x="${left - 8}" y="${y(at) + 4}" text-anchor="end" fill="#57606a">${label}</text>`,
  );
  const times = TIMES.map(
    ({ at, label }) => `<text x="${x(at)}" y="${bottom + 18}" text-anchor="middle" fill="#57606a">${label}</text>`,
  );
  const lines = curves.map(({ points }, index) => {
    const path = points.map((point) => `${x(point.durationMs)} ${y(amountOf(point))}`).join('L');
    return `<path d="M${path}" fill="none" stroke="${COLORS[index]}" stroke-width="${index === 0 ? 3 : 1.5}"/>`;
  });
  const heading = `<text x="${left}" y="${PANEL.top - 18}" font-weight="600" fill="#1f2328">${title}</text>`;
  const axis = `<text x="${left + PANEL.width / 2}" y="${bottom + 38}" text-anchor="middle" fill="#57606a">the operation takes</text>`;
  // The action's own line is drawn last, over the others.
  return [heading, ...grid, ...times, axis, ...lines.toReversed()].join('\n');
}

/** @param {string} name @param {number} index */
function legend(name, index) {
  const x = LEGEND_LEFT[index] ?? 0;
  return `<path d="M${x} ${LEGEND_TOP}h18" stroke="${COLORS[index]}" stroke-width="${index === 0 ? 3 : 1.5}"/><text x="${x + 24}" y="${LEGEND_TOP + 4}" fill="#1f2328"${index === 0 ? ' font-weight="600"' : ''}>${name}</text>`;
}

/** @param {Ticks} ticks from the least to the most @param {number} from @param {number} to */
function logScale(ticks, from, to) {
  const [least = 1, most = 1] = [ticks[0]?.at, ticks.at(-1)?.at];
  return (/** @type {number} */ value) => {
    const share = Math.log(Math.min(most, Math.max(least, value)) / least) / Math.log(most / least);
    return Math.round((from + (to - from) * share) * 10) / 10;
  };
}
