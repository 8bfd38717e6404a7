import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { runAction } from '../../tools/toloka/runner.js';
import { startToloka } from '../../tools/toloka/toloka.js';
import { describeTraining, type TrainingDescription } from '../../tools/toloka/trainings.js';

const MAX_DIST_BYTES = 175_000;

describe('dist', () => {
  const bundle = readFileSync('dist/index.js', 'utf8');

  test('is at most 175 kB, all of it', () => {
    const sizes = readdirSync('dist').map((name) => statSync(`dist/${name}`).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MAX_DIST_BYTES);
  });

  test('is not minified', () => {
    const lines = bundle.split('\n').map((line) => line.length);
    expect(bundle.length / lines.length).toBeLessThan(60);
    expect(Math.max(...lines)).toBeLessThan(400);
    expect(bundle).toContain('/** The worst status; empty if one training has none. */');
  });

  test('has no undici in it, and beside it the licence of each package in it', () => {
    expect(bundle).not.toMatch(/UND_ERR_|node_modules\/undici\//);
    const packages = [...bundle.matchAll(/node_modules\/((?:@[\w-]+\/)?[\w.-]+)\//g)].map(
      ([, name = '']) => name,
    );
    expect(packages).toContain('@actions/core');
    expect(readFileSync('dist/licenses.txt', 'utf8').split('\n')).toEqual(
      expect.arrayContaining(packages),
    );
  });
});

describe('a step sends', () => {
  test.each([
    ['Toloka opens at once', {}],
    ['the training is already open', { status: 'OPEN' }],
  ] as const)('two requests on one connection if %s', async (_, training) => {
    const requests = ['POST /trainings/21/open', 'GET /trainings/21'];
    expect(await send(describeTraining('21', {}, training))).toEqual({ requests, connections: 1 });
  });
});

/** Runs the built action on a training. @returns what came in at Toloka */
async function send(training: TrainingDescription) {
  const toloka = await startToloka({ trainings: [training] });
  try {
    const inputs = { 'training-id': training.id, token: toloka.token, 'api-url': toloka.url };
    expect(await runAction({ inputs })).toMatchObject({ passed: true });
    return {
      requests: toloka.requests.map(({ method, path }) => `${method} ${path}`),
      connections: toloka.connections,
    };
  } finally {
    await toloka.close();
  }
}
