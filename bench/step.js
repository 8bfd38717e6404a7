import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * One way to write the step.
 *
 * @typedef {object} Contender
 * @property {string} name
 * @property {string} command
 * @property {readonly string[]} args
 * @property {Record<string, string>} [env]
 */

/** @typedef {{ url: string, token: string }} Place the API's root, and the token it takes */

const REPORT_PEAK = fileURLToPath(new URL('../local/report-peak.cjs', import.meta.url));

/**
 * Runs a step to its end, with what the runner would give it: inputs, files for commands, standard output as a pipe.
 *
 * @param {Contender} contender
 * @param {Place} toloka
 * @param {readonly string[]} trainingIds
 * @param {{ reportPeak?: boolean }} [options] `reportPeak` is for Node's processes alone, and takes some time of its own
 */
export async function runStep({ name, command, args, env }, toloka, trainingIds, { reportPeak = false } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'bench-'));
  const file = (/** @type {string} */ called) => join(home, called);
  try {
    for (const called of ['output', 'summary']) writeFileSync(file(called), '');
    const began = process.hrtime.bigint();
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: home,
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_OUTPUT: file('output'),
        GITHUB_STEP_SUMMARY: file('summary'),
        // What the step's `with` gives to an action …
        'INPUT_TRAINING-ID': trainingIds.join('\n'),
        INPUT_TOKEN: toloka.token,
        INPUT_ENVIRONMENT: 'production',
        INPUT_WAIT: 'true',
        INPUT_TIMEOUT: '10m',
        'INPUT_API-URL': toloka.url,
        // … and its `env` to a script.
        TRAINING_IDS: trainingIds.join(' '),
        TOKEN: toloka.token,
        API_URL: toloka.url,
        ...env,
        ...(reportPeak && { NODE_OPTIONS: `--require=${REPORT_PEAK}`, PEAK_FILE: file('peak') }),
      },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        said += text;
      });
    }
    const closed = once(child, 'close');
    await once(child, 'exit');
    const ms = Number(process.hrtime.bigint() - began) / 1e6;
    await closed;
    if (child.exitCode !== 0) throw new Error(`${name} ended with ${child.exitCode ?? child.signalCode}:\n${said}`);
    return { ms, peakBytes: reportPeak ? Number(readFileSync(file('peak'), 'utf8')) : Number.NaN };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
