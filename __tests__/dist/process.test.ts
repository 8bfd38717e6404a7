import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeTraining, type Opening } from '../../tools/toloka/model.js';
import { runAction, sendSignal } from '../../tools/toloka/runner.js';
import { runDist, titleOf, withToloka } from '../support/dist.ts';
import { onPosix } from '../support/platform.ts';

// What only the process of the built action can show.

const BUNDLE = resolve('dist/index.js');
/** Runs the bundle in bash, for what a shell can do to a process. */
const inBash = (script: string) => ['bash', '-c', script, 'bash', process.execPath, BUNDLE];

const RUNS = [describeTraining('21', { runningMs: 3_600_000 })];
const OPENS = [describeTraining('21')];
/** Their lines are more than a pipe holds, which is 64 KiB. */
const long = (opening: Partial<Opening> = {}) =>
  Array.from({ length: 20 }, (_, index) =>
    describeTraining(`${1_000 + index}`.repeat(200), opening),
  );
const SUCCESS = { status: 'SUCCESS', 'already-open': 'false' };

test.each([
  [OPENS, 0],
  [[describeTraining('21', { ends: 'FAIL' })], 1],
] as const)('the exit code says how it ended: %#', async (targets, exitCode) => {
  const step = await withToloka({ targets }, (inputs) => runDist({ inputs }));
  expect(step).toMatchObject({ exitCode, signal: null });
});

test('outputs that can’t be written fail the step', async () => {
  const env = { GITHUB_OUTPUT: resolve('nowhere/output') };
  const step = await withToloka({ targets: OPENS }, (inputs) => runDist({ inputs, env }));
  expect([step.exitCode, titleOf(step)]).toEqual([1, 'Training 21 is open']);
  expect(step.error).toMatch(/^the outputs can't be written: /);
});

test.each([...['--throw-deprecation', '--no-warnings', '--disallow-code-generation-from-strings']])(
  'NODE_OPTIONS=%s changes nothing',
  async (options) => {
    const env = { NODE_OPTIONS: options };
    const step = await withToloka({ targets: OPENS }, (inputs) => runDist({ inputs, env }));
    expect(step).toMatchObject({ passed: true, error: '', outputs: SUCCESS });
  },
);

test('an error that Node throws past everybody leaves one error and all outputs', async () => {
  // Thrown as soon as somebody listens for it.
  const thrower = `data:text/javascript,${encodeURIComponent(`
    process.on('newListener', (name) => {
      if (name === 'uncaughtException') setImmediate(() => { throw new Error('odd'); });
    });`)}`;
  const step = await withToloka({ targets: RUNS }, (inputs) =>
    runDist({ inputs, env: { NODE_OPTIONS: `--import ${thrower}` } }),
  );
  expect([step.exitCode, step.error]).toEqual([1, expect.stringContaining('Error: odd')]);
  expect(JSON.parse(step.outputs.results ?? '')).toMatchObject([{ code: 'OTHER' }]);
});

const testSignals = (...signals: readonly NodeJS.Signals[]) =>
  test.each(signals)('%s, twenty times, leaves one error and all outputs', async (signal) => {
    let child: ChildProcess | undefined;
    const step = await withToloka({ targets: RUNS }, (inputs) =>
      runDist({
        inputs,
        onStart: (started) => (child = started),
        onLine(line) {
          if (!line.includes('RUNNING')) return;
          for (let count = 0; count < 20; count += 1) if (child) sendSignal(child, signal);
        },
      }),
    );
    expect(step).toMatchObject({ exitCode: 1, signal: null, outputs: { status: 'RUNNING' } });
    expect(titleOf(step)).toBe('Training 21 is not open yet');
    expect(JSON.parse(step.outputs.results ?? '')).toMatchObject([{ code: 'CANCELLED' }]);
  });
testSignals('SIGINT');

onPosix(() => {
  testSignals('SIGTERM', 'SIGHUP', 'SIGQUIT');

  test.each([
    ['green', {}, 0],
    ['red', { ends: 'FAIL' }, 1],
  ] as const)(
    'standard output may be read late: all of a %s step arrives',
    async (_, opening, exitCode) => {
      const reader = 'until [ -s "$GITHUB_STEP_SUMMARY" ]; do sleep 0.05; done; cat';
      const command = inBash(`set -o pipefail; "$1" "$2" | (${reader})`);
      const step = await withToloka({ targets: long(opening) }, (inputs) =>
        runDist({ inputs, command, debug: true }),
      );
      expect(step.exitCode).toBe(exitCode);
      expect(step.raw.length).toBeGreaterThan(65_536);
      expect(step.raw.match(/^::debug::POST .*HTTP 202/gm)).toHaveLength(20);
    },
  );

  test('standard output that nobody reads does not hold the step', async () => {
    // If it did, the step would end with its reader, long after this test.
    const command = inBash('exec "$1" "$2" > >(exec sleep 600)');
    let child: ChildProcess | undefined;
    const step = await withToloka({ targets: long() }, (inputs) =>
      runAction({ inputs, command, debug: true, onStart: (started) => (child = started) }),
    );
    expect([child?.exitCode, step.outputs.status]).toEqual([0, 'SUCCESS']);
  });

  // macOS has no such device.
  const full = existsSync('/dev/full') ? [['full', 'exec "$1" "$2" > /dev/full'] as const] : [];
  test.each([
    ['closed', 'exec "$1" "$2" >&-'],
    ['a broken pipe', 'exec "$1" "$2" > >(exit 0)'],
    ...full,
  ])('standard output may be %s: outputs, summary and exit code are right', async (_, script) => {
    const command = inBash(script);
    const run = (targets: typeof OPENS) =>
      withToloka({ targets }, (inputs) => runAction({ inputs, command }));
    expect(await run(OPENS)).toMatchObject({
      ...{ exitCode: 0, outputs: SUCCESS },
      rawSummary: expect.stringMatching(/Training 21.* is open/),
    });
    expect(await run([describeTraining('21', { ends: 'FAIL' })])).toMatchObject({
      ...{ exitCode: 1, outputs: { status: 'FAIL' } },
      rawSummary: expect.stringMatching(/Training 21.* failed to open/),
    });
  });
});

test('20 trainings end at once, even if no request is ever answered', async () => {
  const targets = Array.from({ length: 20 }, (_, index) => describeTraining(String(21 + index)));
  let child: ChildProcess | undefined;
  let requests = 0;
  const onRequest = () => {
    requests += 1;
    if (requests === targets.length && child) sendSignal(child, 'SIGINT');
    return true;
  };
  const step = await withToloka({ targets, onRequest }, (inputs) =>
    runDist({ inputs, onStart: (started) => (child = started) }),
  );
  expect([step.exitCode, titleOf(step)]).toEqual([1, '20 trainings may be opening']);
});
