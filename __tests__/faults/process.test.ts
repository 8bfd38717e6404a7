import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { type RunOptions, runAction, type StepResult } from '../../tools/toloka/runner.js';
import { describeTraining, describeTrainings, type TrainingDescription } from '../../tools/toloka/trainings.js';
import { endAfter, isPoll, RUNS, resultsOf, runStep, TOKEN, withToloka } from '../step.ts';

// Faults of the process and of what surrounds it on its machine.

const BUNDLE = resolve('dist/index.js');
/** Runs the bundle in bash, for what a shell can do to a process. */
const inBash = (script: string): readonly string[] => ['bash', '-c', script, 'bash', process.execPath, BUNDLE];

const open = (
  trainings: readonly TrainingDescription[],
  options: RunOptions & { readonly timeout?: string } = {},
  run: (options: RunOptions) => Promise<StepResult> = runStep,
): Promise<StepResult> =>
  withToloka({ trainings }, (toloka) => {
    const { timeout = '20s', ...rest } = options;
    const inputs = {
      'training-id': trainings.map(({ id }) => id).join(),
      'api-url': toloka.url,
      timeout,
      token: TOKEN,
    };
    return run({ ...rest, inputs });
  });

const CLOSED = [describeTraining('21')];
const RUNNING = [describeTraining('21', RUNS)];
const SUCCESS = { status: 'SUCCESS', 'already-open': 'false', 'operation-id': expect.stringMatching(/./) };
const OPENED = { passed: true, exitCode: 0, error: '', outputs: SUCCESS };

test.concurrent.each([
  { NODE_OPTIONS: '--no-deprecation' },
  { NODE_OPTIONS: '--throw-deprecation' },
  { NODE_OPTIONS: '--no-warnings' },
  { NODE_OPTIONS: '--disallow-code-generation-from-strings' },
  { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
])('%j changes nothing', async (env) => {
  expect(await open(CLOSED, { env })).toMatchObject(OPENED);
});

// Their lines are more than a pipe holds, which is 64 KiB.
const long = (opening = {}) => describeTrainings(100, opening).map((one) => ({ ...one, id: one.id.repeat(100) }));

test.concurrent.each([
  ['green', {}, '20s', 0],
  ['red', RUNS, '2s', 1],
])('standard output may be read late: all of a %s step arrives', async (_, opening, timeout, exitCode) => {
  const command = inBash('set -o pipefail; "$1" "$2" | (sleep 4; cat)');
  const step = await open(long(opening), { command, debug: true, timeout });
  expect(step.exitCode).toBe(exitCode);
  expect(step.raw.length).toBeGreaterThan(65_536);
  expect(step.raw.match(/^::debug::POST .*HTTP 202/gm)).toHaveLength(100);
  expect(step.error.includes('timed out after 2s')).toBe(exitCode === 1);
});

test.concurrent('standard output that nobody reads holds the step for 5 s, not for ever', async () => {
  const step = await open(long(), { command: inBash('exec "$1" "$2" > >(sleep 60)'), debug: true });
  expect(step.outputs).toMatchObject({ status: 'SUCCESS' });
  expect(step.milliseconds).toBeLessThan(30_000);
});

const full = existsSync('/dev/full') ? '/dev/full' : '/dev/null';
test.concurrent.each([
  ['closed', 'exec "$1" "$2" >&-'],
  ['a broken pipe', 'exec "$1" "$2" > >(exit 0)'],
  ['full', `exec "$1" "$2" > ${full}`],
])('standard output may be %s: outputs, summary and exit code are right', async (_, script) => {
  const command = inBash(script);
  const rawSummary = expect.stringContaining('Training 21 is open');
  expect(await open(CLOSED, { command })).toMatchObject({ exitCode: 0, outputs: SUCCESS, rawSummary });
  // Its error can't be printed.
  expect(await open(RUNNING, { command, timeout: '1s' }, runAction)).toMatchObject({
    exitCode: 1,
    signal: null,
    outputs: { ...SUCCESS, status: 'RUNNING' },
    rawSummary: expect.stringContaining('Training 21 is not open yet'),
  });
});

test.concurrent.each([
  ['opens', isPoll, '20s', 'Training 21 is open, but the step failed', 'training 21: SUCCESS'],
  ['does not open in time', () => false, '2s', 'Training 21 is not open yet', 'the opening is RUNNING and continues'],
])('outputs that can not be written fail a step at its end: it %s', async (_, isMoment, timeout, title, says) => {
  await withToloka({ trainings: RUNNING, ...endAfter(isMoment) }, async (toloka) => {
    const inputs = { 'training-id': '21', 'api-url': toloka.url, timeout };
    const step = await runStep({ inputs, env: { GITHUB_OUTPUT: '/nowhere/output' } });
    expect(step).toMatchObject({ passed: false, exitCode: 1 });
    expect(step.annotations.at(-1)).toMatchObject({ level: 'error', title });
    expect(step.error).toContain("the outputs can't be written: Error: Missing file at path: /nowhere/output");
    expect([...step.log, step.error].join('\n')).toContain(says);
    expect(toloka.requests.some(isPoll)).toBe(true);
  });
});

test.concurrent.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
  '%s, twenty times, leaves one error and all outputs',
  async (signal) => {
    const step = await open(RUNNING, {
      onStart: (child) => {
        child.stdout?.on('data', (text) => {
          if (!String(text).includes('RUNNING')) return;
          for (let count = 0; count < 20; count += 1) setTimeout(() => child.kill(signal), 100 + count);
        });
      },
    });
    expect(step).toMatchObject({ passed: false, exitCode: 1, signal: null });
    expect(step.error).toMatch(/^cancelled; the opening is RUNNING and continues at Toloka/);
    expect(step.outputs).toMatchObject({ ...SUCCESS, status: 'RUNNING' });
    expect(resultsOf(step)).toHaveLength(1);
  },
);

const trainings = describeTrainings(100);
const inputs = { 'training-id': trainings.map(({ id }) => id).join() };

test.concurrent('100 trainings end at the deadline, even if no request is ever answered', async () => {
  await withToloka({ trainings, onRequest: () => true }, async (toloka) => {
    const step = await runStep({ inputs: { ...inputs, 'api-url': toloka.url, timeout: '3s' } });
    expect(step).toMatchObject({ passed: false, exitCode: 1, signal: null });
    expect(step.error).toContain('training 1000: timed out after 3s');
  });
});

test.concurrent('100 trainings are opened, even if the requests of some hang', async () => {
  const onRequest = ({ path }: { path: string }): boolean => /^\/trainings\/10[01]\d\/open/.test(path);
  await withToloka({ trainings, onRequest }, async (toloka) => {
    const step = await runStep({ inputs: { ...inputs, 'api-url': toloka.url, timeout: '10s' } });
    expect(resultsOf(step).filter(({ status }) => status === 'SUCCESS')).toHaveLength(80);
    expect(step.error).toContain('training 1000: timed out after 10s; last fault: no whole answer');
  });
});

test.concurrent('100 trainings are all looked at after success, even if Toloka is slow', async () => {
  await withToloka({ trainings, latencyMs: 500 }, async (toloka) => {
    const step = await runStep({ inputs: { ...inputs, 'api-url': toloka.url }, debug: true });
    expect(step).toMatchObject({ passed: true, error: '' });
    expect(step.raw.match(/^::debug::GET \/trainings\/\d+: HTTP 200/gm)).toHaveLength(100);
  });
});
