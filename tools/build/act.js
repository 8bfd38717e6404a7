// Runs the job of ci.yml that uses the action as a user would, on this machine, with nektos/act in host mode.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

const job = ['push', '--workflows', '.github/workflows/ci.yml', '--job', 'action'];
// This needs no Docker and no network. act copies the files of this folder into a folder of its own.
const host = ['--platform', 'ubuntu-latest=-self-hosted', '--no-cache-server'];

/** @param {string} problem */
const stop = (problem) => {
  console.error(problem);
  process.exit(1);
};

/** @param {string} node */
const versionOf = (node) => spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? '';

const installed = resolve('node_modules/.bin/node');
const node = existsSync(installed) ? installed : process.execPath;
if (!versionOf(node).startsWith('v24.')) {
  stop(`the action runs on Node 24 and ${node} is ${versionOf(node).trim()}: run "npm ci", or put Node 24 on the PATH`);
}
if (spawnSync('act', ['--version']).error !== undefined) {
  stop('act is not on the PATH. To install it: go install github.com/nektos/act@latest');
}

// In a home of its own there are no .actrc, no npm settings and no tokens, and nothing is left behind.
const home = mkdtempSync(join(tmpdir(), 'act-'));
const { PATH = '' } = process.env;
const { status } = spawnSync('act', [...job, ...host], {
  env: { HOME: home, PATH: `${dirname(node)}${delimiter}${PATH}` },
  stdio: 'inherit',
});
rmSync(home, { recursive: true, force: true });
process.exitCode = status ?? 1;
