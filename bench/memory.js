import { startToloka } from '../local/toloka.js';
import { ACTION, actionWithUndici, FLOOR } from './contenders.js';
import { median } from './statistics.js';
import { runStep } from './step.js';
import { megabytes, table } from './table.js';
import { closedTrainings } from './trainings.js';
import { withUndiciBundle } from './undici-bundle.js';

const RUNS = 5;
const GOAL_BYTES = 60_000_000;

/** @import { Goal, Part } from './part.js' */
/** @typedef {Awaited<ReturnType<typeof measure>>} Memory */

/** The most memory that a step with one training ever held. */
const measure = () =>
  withUndiciBundle(async (bundle) => {
    const kinds = [
      { contender: FLOOR, runningMs: 0 },
      { contender: ACTION, runningMs: 0 },
      { contender: ACTION, runningMs: 1_000 },
      { contender: actionWithUndici(bundle), runningMs: 0 },
    ];
    const rows = [];
    for (const { contender, runningMs } of kinds) {
      const trainings = closedTrainings(RUNS, runningMs);
      const toloka = await startToloka({ trainings });
      const peaks = [];
      try {
        for (const { id } of trainings) {
          peaks.push((await runStep(contender, toloka, [id], { reportPeak: true })).peakBytes);
        }
      } finally {
        await toloka.close();
      }
      const opens = runningMs === 0 ? 'opens at once' : `opens after ${runningMs / 1_000} s`;
      rows.push({ name: contender.name, opens, medianBytes: median(peaks), mostBytes: Math.max(...peaks) });
    }
    return { runs: RUNS, rows };
  });

/** @param {Memory} memory */
const show = ({ runs, rows }) => [
  `Peak resident memory of the process (\`VmHWM\` on Linux, else \`maxRSS\`), ${runs} runs each.`,
  table(
    ['step', 'training', 'median', 'most'],
    rows.map(({ name, opens, medianBytes, mostBytes }) => [name, opens, megabytes(medianBytes), megabytes(mostBytes)]),
    2,
  ),
];

/** @param {Memory} memory @returns {Goal[]} */
function goals({ rows }) {
  const most = Math.max(...rows.filter(({ name }) => name === ACTION.name).map(({ mostBytes }) => mostBytes));
  return [
    {
      what: 'peak memory',
      goal: `at most ${megabytes(GOAL_BYTES)}`,
      measured: megabytes(most),
      reached: most <= GOAL_BYTES,
    },
  ];
}

/** @type {Part<Memory>} */
export const memory = { title: 'Memory', measure, show, goals };
