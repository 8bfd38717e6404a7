// npm run bench: prints the tables of RESULTS.md for this machine.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runAction } from '../toloka/runner.js';
import { startToloka } from '../toloka/toloka.js';
import { describeTrainings } from '../toloka/trainings.js';

/** @import { TrainingDescription } from '../toloka/trainings.js' */
/** @typedef {Awaited<ReturnType<typeof measure>>} Measured */

const ROUNDS = 60;
const RUNS = 3;
const pathTo = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** Ways to write the step, each with its command; none for the built action. @type {Record<string, string[] | undefined>} */
const STEPS = {
  'the floor': [process.execPath, pathTo('floor.mjs')],
  'this action': undefined,
  'bash, curl and jq': ['bash', '--noprofile', '--norc', '-eo', 'pipefail', pathTo('curl.sh')],
};

/**
 * Runs a step against a local Toloka of its own.
 *
 * @param {string[] | undefined} command
 * @param {readonly TrainingDescription[]} trainings
 * @param {number} latencyMs
 * @param {string} [peakFile] where to note the most memory that it ever holds, which takes time by itself
 */
async function measure(command, trainings, latencyMs, peakFile) {
  let startedAt = Number.NaN;
  let firstRequestMs = Number.NaN;
  const onRequest = (/** @type {{ n: number }} */ { n }) => {
    if (n === 1) firstRequestMs = performance.now() - startedAt;
  };
  const toloka = await startToloka({ trainings, latencyMs, onRequest });
  try {
    startedAt = performance.now();
    const ids = trainings.map(({ id }) => id).join();
    const step = await runAction({
      inputs: { 'training-id': ids, token: toloka.token, 'api-url': toloka.url },
      env: {
        ...{ TRAINING_ID: ids, TOKEN: toloka.token, API_URL: toloka.url },
        ...(peakFile && {
          NODE_OPTIONS: `--require=${pathTo('../toloka/report-peak.cjs')}`,
          PEAK_FILE: peakFile,
        }),
      },
      ...(command && { command }),
    });
    if (step.exitCode !== 0) throw new Error(`the step failed:\n${step.raw}`);
    const peak = peakFile ? Number(readFileSync(peakFile, 'utf8')) : Number.NaN;
    return { ms: step.milliseconds, firstRequestMs, requests: toloka.requests.length, peak };
  } finally {
    await toloka.close();
  }
}

/** @param {readonly number[]} numbers */
const median = (numbers) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const times = (/** @type {number} */ ratio) => `${ratio.toFixed(2)} ×`;
const milliseconds = (/** @type {number} */ ms) => `${ms.toFixed(1)} ms`;
const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const kilobytes = (/** @type {number[]} */ bytes) =>
  `${(bytes.reduce((sum, size) => sum + size, 0) / 1e3).toFixed(1)} kB`;

/** @param {string} heading @param {readonly string[]} names @param {readonly (readonly (string | number)[])[]} rows */
function printTable(heading, names, rows) {
  console.log(`## ${heading}\n`);
  for (const row of [names, names.map(() => '---'), ...rows]) console.log(`| ${row.join(' | ')} |`);
  console.log();
}

/** The whole process of a step whose training opens at once. @param {number} latencyMs */
async function compareSteps(latencyMs) {
  /** @type {Record<string, Measured>[]} */
  const rounds = [];
  while (rounds.length < ROUNDS) {
    /** @type {Record<string, Measured>} */
    const round = {};
    // In random order, so that no step always follows the same one.
    for (const [name, command] of Object.entries(STEPS).toSorted(() => Math.random() - 0.5)) {
      round[name] = await measure(command, describeTrainings(1), latencyMs);
    }
    rounds.push(round);
  }
  return Object.keys(STEPS).map((name) => {
    const pairs = rounds.flatMap(({ 'the floor': floor, [name]: one }) =>
      floor && one ? [{ floor, one }] : [],
    );
    const later = median(pairs.map(({ floor, one }) => one.firstRequestMs - floor.firstRequestMs));
    const ms = median(pairs.map(({ one }) => one.ms));
    return [
      times(median(pairs.map(({ floor, one }) => one.ms / floor.ms))),
      ...[ms, later].map(milliseconds),
    ];
  });
}

/** 100 trainings against one. @param {string} opens @param {number} runningMs */
async function compareCounts(opens, runningMs) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const rows = [];
  let one;
  for (const count of [1, 100]) {
    const runs = [];
    while (runs.length < RUNS) {
      runs.push(
        await measure(undefined, describeTrainings(count, { runningMs }), 50, join(folder, 'peak')),
      );
    }
    const ms = median(runs.map((run) => run.ms));
    const peak = median(runs.map((run) => run.peak));
    one ??= { ms, peak };
    const time = [
      `${(ms / 1_000).toFixed(2)} s`,
      times(ms / one.ms),
      median(runs.map((run) => run.requests)),
    ];
    rows.push([opens, count, ...time, megabytes(peak), megabytes(peak - one.peak)]);
  }
  rmSync(folder, { recursive: true });
  return rows;
}

if (!process.versions.node.startsWith('24.')) {
  throw new Error(
    `the bench runs on Node 24, the action's runtime; this is ${process.version}: run "npm ci" first`,
  );
}
console.log(`Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()})\n`);
const [atOnce, after20] = [await compareSteps(0), await compareSteps(20)];
printTable(
  'The whole process of a step whose training opens at once',
  ['step', 'answers at once', 'median', 'first request', 'after 20 ms', 'median', 'first request'],
  Object.keys(STEPS).map((name, index) => [
    name,
    ...(atOnce[index] ?? []),
    ...(after20[index] ?? []),
  ]),
);
printTable(
  '100 trainings against one',
  ['they open', 'trainings', 'time', 'times one', 'requests', 'memory', 'more than one'],
  [...(await compareCounts('at once', 0)), ...(await compareCounts('after 10 s', 10_000))],
);
const sizeOf = (/** @type {string} */ name) => statSync(`dist/${name}`).size;
printTable(
  'Sizes',
  ['what', 'size'],
  [
    ['`dist/index.js`', kilobytes([sizeOf('index.js')])],
    ['all of `dist`', kilobytes(readdirSync('dist').map(sizeOf))],
    [
      'what a job downloads',
      kilobytes([execFileSync('git', ['archive', '--format=tar.gz', 'HEAD']).length]),
    ],
  ],
);
