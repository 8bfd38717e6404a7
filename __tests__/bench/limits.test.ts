import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { waitAsTheActionDoes } from '../../bench/schedules.js';
import { closedTrainings } from '../../bench/trainings.js';
import { runAction } from '../../local/runner.js';
import { startToloka } from '../../local/toloka.js';
import type { TrainingDescription } from '../../local/trainings.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAX_BUNDLE_BYTES = 160_000;

describe.each(['dist/index.js', 'dist/wait/index.js'])('%s', (path) => {
  const file = join(ROOT, path);
  const bundle = readFileSync(file, 'utf8');
  const lines = bundle.split('\n');

  test('is at most 160 kB', () => {
    expect(statSync(file).size).toBeLessThanOrEqual(MAX_BUNDLE_BYTES);
  });

  test('is not minified', () => {
    expect(bundle.length / lines.length).toBeLessThan(60);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(400);
    expect(bundle).toContain('Waits until an operation has ended.');
  });

  test('has no undici in it', () => {
    expect(bundle).not.toMatch(/UND_ERR_|node_modules\/undici\//);
  });

  test('has beside it the licence of each package in it', () => {
    const licences = join(dirname(file), 'licenses.txt');
    expect(existsSync(licences)).toBe(true);
    const packages = [...bundle.matchAll(/node_modules\/((?:@[\w-]+\/)?[\w.-]+)\//g)].map(([, name = '']) => name);
    expect(packages).toContain('@actions/core');
    expect(readFileSync(licences, 'utf8').split('\n')).toEqual(expect.arrayContaining(packages));
  });
});

describe('what a step sends', () => {
  const [atOnce, slow] = [closedTrainings(1, 0), closedTrainings(1, 1_000)];

  test('two requests on one connection where Toloka opens at once', async () => {
    expect(await send(atOnce)).toEqual({
      requests: ['POST /trainings/1000/open', 'GET /trainings/1000'],
      connections: 1,
    });
  });

  test('the same two where the training is open already', async () => {
    const open = atOnce.map((training): TrainingDescription => ({ ...training, status: 'OPEN' }));
    expect(await send(open)).toEqual({
      requests: ['POST /trainings/1000/open', 'GET /trainings/1000'],
      connections: 1,
    });
  });

  test('all on one connection, kept alive, where the operation takes its time', async () => {
    const { requests, connections } = await send(slow);
    expect(connections).toBe(1);
    const polls = requests.slice(1, -1);
    expect(polls.length).toBeGreaterThan(1);
    expect(polls.every((request) => /^GET \/operations\/[\w-]+$/.test(request))).toBe(true);
  });
});

/** Runs the built action on these trainings. @returns what came in at Toloka */
async function send(trainings: readonly TrainingDescription[]) {
  const toloka = await startToloka({ trainings });
  try {
    const ids = trainings.map(({ id }) => id).join();
    const inputs = { 'training-id': ids, token: toloka.token, 'api-url': toloka.url };
    expect(await runAction({ action: ROOT, inputs })).toMatchObject({ passed: true });
    return {
      requests: toloka.requests.map(({ method, path }) => `${method} ${path}`),
      connections: toloka.connections,
    };
  } finally {
    await toloka.close();
  }
}

describe('the schedule, on a simulated clock', () => {
  test('is late by at most a tenth of the time that the operation took, or 0.25 s, and never by more than 10 s', async () => {
    for (let durationMs = 100; durationMs < 6 * 3_600_000; durationMs *= 1.003) {
      const { latenessMs } = await waitAsTheActionDoes(durationMs);
      const limitMs = Math.min(10_000, Math.max(250, durationMs / 10));
      if (latenessMs > limitMs) throw new Error(`${latenessMs} ms late after ${durationMs} ms`);
    }
  });

  test('polls at most a fifth as often as once a second through ten minutes', async () => {
    const { polls } = await waitAsTheActionDoes(600_000);
    expect(polls).toBeLessThanOrEqual(120);
  });
});
