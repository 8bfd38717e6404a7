import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runAction } from '../local/runner.js';
import { startToloka } from '../local/toloka.js';
import { kilobytes, table } from './table.js';
import { closedTrainings } from './trainings.js';

/** @import { Goal, Part } from './part.js' */
/** @import { TrainingDescription } from '../local/trainings.js' */

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const GOAL_BYTES = 160_000;

/** @typedef {Awaited<ReturnType<typeof measure>>} Size */

/** What needs no clock: the bundles' sizes, and what a step sends. */
async function measure() {
  const closed = (/** @type {number} */ runningMs) => closedTrainings(1, runningMs);
  return {
    bundles: ['dist/index.js', 'dist/wait/index.js'].map((path) => ({ path, bytes: statSync(ROOT + path).size })),
    steps: [
      { name: 'opens at once', ...(await count(closed(0))) },
      { name: 'open already', ...(await count(closed(0).map((one) => ({ ...one, status: 'OPEN' })))) },
      { name: 'opens after 2 s', ...(await count(closed(2_000))) },
    ],
  };
}

/** @param {TrainingDescription[]} trainings */
async function count(trainings) {
  const toloka = await startToloka({ trainings });
  try {
    const inputs = { 'training-id': trainings[0]?.id ?? '', token: toloka.token, 'api-url': toloka.url };
    const step = await runAction({ action: ROOT, inputs });
    if (!step.passed) throw new Error(`the step failed:\n${step.raw}`);
    return { requests: toloka.requests.length, connections: toloka.connections };
  } finally {
    await toloka.close();
  }
}

/** @param {Size} size */
const show = ({ bundles, steps }) => [
  'The bundles, not minified, and what a step with one training sends, counted by the local Toloka.',
  table(
    ['bundle', 'size'],
    bundles.map(({ path, bytes }) => [`\`${path}\``, kilobytes(bytes)]),
  ),
  table(
    ['the training', 'requests', 'connections'],
    steps.map(({ name, requests, connections }) => [name, String(requests), String(connections)]),
  ),
];

/** @param {Size} size @returns {Goal[]} */
function goals({ bundles, steps }) {
  const [action] = bundles;
  const bytes = action?.bytes ?? Number.NaN;
  const quick = steps.slice(0, 2);
  const requests = Math.max(...quick.map((step) => step.requests));
  const connections = Math.max(...steps.map((step) => step.connections));
  return [
    {
      what: '`dist/index.js`, not minified',
      goal: `at most ${kilobytes(GOAL_BYTES)}`,
      measured: kilobytes(bytes),
      reached: bytes <= GOAL_BYTES,
    },
    {
      what: 'requests where Toloka opens at once, or the training is open already',
      goal: '2',
      measured: String(requests),
      reached: requests === 2,
    },
    { what: 'connections for a whole step', goal: '1', measured: String(connections), reached: connections === 1 },
  ];
}

/** @type {Part<Size>} */
export const size = { title: 'Size, requests and connections', measure, show, goals };
