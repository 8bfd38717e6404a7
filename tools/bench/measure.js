import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runAction } from '../toloka/runner.js';
import { startToloka } from '../toloka/toloka.js';

/** @import { TrainingDescription } from '../toloka/trainings.js' */

const pathTo = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const REPORT_PEAK = pathTo('../toloka/report-peak.cjs');

/**
 * Ways to write the step. Without a command it is the built action.
 *
 * @typedef {{ name: string, command?: readonly string[] }} Contender
 */

/** @type {Contender} */
export const ACTION = { name: 'this action' };
/** @type {Contender} */
export const FLOOR = {
  name: 'the floor: two requests, no library',
  command: [process.execPath, pathTo('steps/floor.mjs')],
};
const BASH = ['bash', '--noprofile', '--norc', '-eo', 'pipefail'];
/** @type {Contender} */
export const CURL = { name: 'bash, curl and jq', command: [...BASH, pathTo('steps/curl.sh')] };
/** @type {Contender} */
export const CURL_LEAST = { name: 'the shortest curl and jq', command: [...BASH, pathTo('steps/curl-least.sh')] };
const { TOLOKA_KIT_PYTHON = 'python3' } = process.env;
/** @type {Contender} */
export const TOLOKA_KIT = {
  name: 'Python with toloka-kit',
  command: [TOLOKA_KIT_PYTHON, pathTo('steps/toloka-kit.py')],
};

/**
 * Runs a step against a local Toloka of its own.
 *
 * @param {Contender} contender
 * @param {readonly TrainingDescription[]} trainings
 * @param {{ latencyMs?: number, peak?: boolean }} [options] `peak` measures memory, which takes time by itself
 */
export async function measure({ command }, trainings, { latencyMs = 0, peak = false } = {}) {
  let startedAt = Number.NaN;
  let firstRequestMs = Number.NaN;
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const peakFile = join(folder, 'peak');
  const toloka = await startToloka({
    trainings,
    latencyMs,
    onRequest: ({ n }) => {
      if (n === 1) firstRequestMs = performance.now() - startedAt;
    },
  });
  try {
    startedAt = performance.now();
    const ids = trainings.map(({ id }) => id);
    const step = await runAction({
      inputs: { 'training-id': ids.join(), token: toloka.token, 'api-url': toloka.url },
      env: {
        TRAINING_IDS: ids.join(' '),
        TOKEN: toloka.token,
        API_URL: toloka.url,
        ...(peak && { NODE_OPTIONS: `--require=${REPORT_PEAK}`, PEAK_FILE: peakFile }),
      },
      ...(command && { command }),
    });
    if (step.exitCode !== 0) throw new Error(`the step failed:\n${step.raw}`);
    return {
      ms: step.milliseconds,
      firstRequestMs,
      peakBytes: peak ? Number(readFileSync(peakFile, 'utf8')) : Number.NaN,
      requests: toloka.requests.length,
      connections: toloka.connections,
    };
  } finally {
    await toloka.close();
    rmSync(folder, { recursive: true });
  }
}

/** Whether a contender can run on this machine. @param {Contender} contender */
export async function isInstalled(contender) {
  const { describeTraining } = await import('../toloka/trainings.js');
  return await measure(contender, [describeTraining('21')]).then(
    () => true,
    () => false,
  );
}

/** @param {readonly number[]} numbers @param {number} share from 0 (the least) to 1 (the most) */
export function quantile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [below = Number.NaN, above = Number.NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

/** @param {readonly number[]} numbers */
export const median = (numbers) => quantile(numbers, 0.5);

/** Prints a table in Markdown. @param {readonly string[]} header @param {readonly (readonly (string | number)[])[]} rows */
export function printTable(header, rows) {
  for (const row of [header, header.map(() => '---'), ...rows]) console.log(`| ${row.join(' | ')} |`);
  console.log();
}

/** @param {number} ratio */
export const times = (ratio) => `${ratio.toFixed(2)} ×`;
/** @param {number} bytes */
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
