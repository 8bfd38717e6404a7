// npm run bench: what the process of a step costs beside the least that Node can do. Ratios hold from
// machine to machine better than times do. npm run bench -- ../other measures another build, too.
import { readdirSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { describeTraining } from '../toloka/model.js';
import { runAction } from '../toloka/runner.js';
import { startToloka } from '../toloka/toloka.js';

const ROUNDS = 60;

/**
 * The floor: the two requests of a step and nothing else. It is no ES module, since an import of
 * `node:http` touches its lazy getters, and they cost more than the rest.
 */
const FLOOR = `
  const http = require('node:http');
  require('node:https');
  const { API_URL, TOKEN } = process.env;
  const agent = new http.Agent({ keepAlive: true });
  const headers = { authorization: 'OAuth ' + TOKEN, 'content-type': 'application/json' };
  const send = (method, path) => new Promise((resolve, reject) => {
    const read = (answer) => answer.resume().once('end', resolve);
    http.request(API_URL + path, { method, agent, headers }, read).once('error', reject).end();
  });
  send('POST', '/trainings/21/open').then(() => send('GET', '/trainings/21'));
`;

const builds = ['.', ...process.argv.slice(2)].map((path) => resolve(path));
/** How to run each of them. @type {Record<string, { command?: string[], action?: string }>} */
const STEPS = {
  'the floor': { command: [process.execPath, '--eval', FLOOR] },
  ...Object.fromEntries(builds.map((action) => [basename(action), { action }])),
};

/** The milliseconds of a step whose training opens at once. @param {{}} how @param {number} latencyMs */
async function measure(how, latencyMs) {
  const toloka = await startToloka({ targets: [describeTraining('21')], latencyMs });
  try {
    const inputs = { 'training-id': '21', token: toloka.token, 'api-url': toloka.url };
    const env = { API_URL: toloka.url, TOKEN: toloka.token };
    const step = await runAction({ inputs, env, ...how });
    if (step.exitCode !== 0) throw new Error(`the step failed:\n${step.raw}`);
    return step.milliseconds;
  } finally {
    await toloka.close();
  }
}

/** @param {readonly number[]} numbers */
const median = (numbers) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

if (!process.versions.node.startsWith('24.')) {
  throw new Error(`the bench runs on Node 24; this is ${process.version}: run "npm ci" first`);
}
for (const latencyMs of [0, 20]) {
  /** @type {Record<string, number[]>} */
  const ratios = Object.fromEntries(Object.keys(STEPS).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    /** @type {Record<string, number>} */
    const took = {};
    // In random order, so that no step always follows the same one.
    for (const [name, how] of Object.entries(STEPS).toSorted(() => Math.random() - 0.5)) {
      took[name] = await measure(how, latencyMs);
    }
    for (const [name, ms] of Object.entries(took)) {
      ratios[name]?.push(ms / (took['the floor'] ?? Number.NaN));
    }
  }
  console.log(`whole process, answers after ${latencyMs} ms, beside the floor`);
  for (const [name, all] of Object.entries(ratios)) {
    console.log(`  ${median(all).toFixed(2)} ×  ${name}`);
  }
}
const sizes = readdirSync('dist').map((name) => statSync(`dist/${name}`).size);
console.log(`dist: ${(sizes.reduce((sum, size) => sum + size, 0) / 1_000).toFixed(1)} kB`);
