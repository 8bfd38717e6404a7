import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { runAction } from '../../tools/toloka/runner.js';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining, describeTrainings } from '../../tools/toloka/trainings.js';
import {
  endAfter,
  isPoll,
  isTraining,
  open,
  RUNS,
  resultsOf,
  TOKEN,
  titleOf,
  withToloka,
} from '../step.ts';

// Faults of the process and of what surrounds it on its machine.

jest.setTimeout(80_000);

const BUNDLE = resolve('dist/index.js');
/** Runs the bundle in bash, for what a shell can do to a process. */
const inBash = (script: string): readonly string[] => [
  'bash',
  '-c',
  script,
  'bash',
  process.execPath,
  BUNDLE,
];

const RUNNING = [describeTraining('21', RUNS)];
const MANY = describeTrainings(100);
const SUCCESS = {
  status: 'SUCCESS',
  'already-open': 'false',
  'operation-id': expect.stringMatching(/./),
};
const OPENED = { passed: true, exitCode: 0, error: '', outputs: SUCCESS };

test.concurrent.each([
  { NODE_OPTIONS: '--no-deprecation' },
  { NODE_OPTIONS: '--throw-deprecation' },
  { NODE_OPTIONS: '--no-warnings' },
  { NODE_OPTIONS: '--disallow-code-generation-from-strings' },
  { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
])('%j changes nothing', async (env) => {
  expect(await open({ step: { env } })).toMatchObject(OPENED);
});

// Their lines are more than a pipe holds, which is 64 KiB.
const long = (opening = {}) =>
  describeTrainings(100, opening).map((one) => ({ ...one, id: one.id.repeat(100) }));

test.concurrent.each([
  ['green', {}, 0],
  ['red', { ends: 'FAIL' }, 1],
] as const)(
  'standard output may be read late: all of a %s step arrives',
  async (_, opening, exitCode) => {
    const command = inBash('set -o pipefail; "$1" "$2" | (sleep 4; cat)');
    const step = await open({ trainings: long(opening), step: { command, debug: true } });
    expect(step.exitCode).toBe(exitCode);
    expect(step.raw.length).toBeGreaterThan(65_536);
    expect(step.raw.match(/^::debug::POST .*HTTP 202/gm)).toHaveLength(100);
  },
);

test.concurrent('standard output that nobody reads does not hold the step for ever', async () => {
  const command = inBash('exec "$1" "$2" > >(sleep 60)');
  const step = await open({ trainings: long(), step: { command, debug: true } });
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
  const rawSummary = expect.stringMatching(/Training 21.* is open/);
  expect(await open({ step: { command } })).toMatchObject({
    exitCode: 0,
    outputs: SUCCESS,
    rawSummary,
  });
  // Its error can't be printed, so it has no annotation.
  let child: ChildProcess | undefined;
  const onRequest = (exchange: Exchange): boolean =>
    isPoll(exchange) && child?.kill('SIGINT') === true;
  const red = await withToloka({ trainings: RUNNING, onRequest }, ({ url }) => {
    const inputs = { 'training-id': '21', 'api-url': url, token: TOKEN };
    return runAction({ command, inputs, onStart: (started) => (child = started) });
  });
  expect(red).toMatchObject({
    exitCode: 1,
    signal: null,
    outputs: { ...SUCCESS, status: 'RUNNING' },
    rawSummary: expect.stringMatching(/Training 21.* is not open yet/),
  });
});

test.concurrent('outputs that can not be written fail the step, which follows the operation first', async () => {
  const step = { env: { GITHUB_OUTPUT: '/nowhere/output' } };
  const ended = await open({ trainings: RUNNING, ...endAfter(isPoll), step });
  expect(ended).toMatchObject({ passed: false, exitCode: 1 });
  expect(titleOf(ended)).toBe('Training 21 is open, but the step failed');
  expect(ended.error).toContain(
    "the outputs can't be written: Error: Missing file at path: /nowhere/output",
  );
  expect(ended.requests.at(-1)?.path).toBe('/trainings/21');
});

test.concurrent.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
  '%s, twenty times, leaves one error and all outputs',
  async (signal) => {
    const onStart = (child: ChildProcess): void => {
      child.stdout?.on('data', (text) => {
        if (!String(text).includes('RUNNING')) return;
        for (let count = 0; count < 20; count += 1)
          setTimeout(() => child.kill(signal), 100 + count);
      });
    };
    const step = await open({ trainings: RUNNING, step: { onStart } });
    expect(step).toMatchObject({ passed: false, exitCode: 1, signal: null });
    expect(step.error).toMatch(/^cancelled; the opening is RUNNING and continues at Toloka/);
    expect(step.outputs).toMatchObject({ ...SUCCESS, status: 'RUNNING' });
    expect(resultsOf(step)).toHaveLength(1);
  },
);

test.concurrent('100 trainings end at the deadline, even if no request is ever answered', async () => {
  const step = await open({ trainings: MANY, onRequest: () => true, inputs: { timeout: '3s' } });
  expect(step).toMatchObject({ passed: false, exitCode: 1, signal: null });
  expect(step.error).toContain('training 1000: timed out after 3s');
});

test.concurrent('100 trainings are opened, even if the requests of some hang', async () => {
  const onRequest = ({ path }: Exchange): boolean => /^\/trainings\/10[01]\d\/open/.test(path);
  let opened = 0;
  const cancelWhen = (line: string): boolean => {
    if (/^training \d+ .*is open/.test(line)) opened += 1;
    return opened === 80;
  };
  const step = await open({
    trainings: MANY,
    onRequest,
    inputs: { timeout: '60s' },
    step: { cancelWhen },
  });
  expect(resultsOf(step).filter(({ status }) => status === 'SUCCESS')).toHaveLength(80);
  expect(step.error).toContain('training 1000: cancelled');
});

test.concurrent('100 trainings are all looked at after success, even if Toloka is slow', async () => {
  const step = await open({ trainings: MANY, latencyMs: 500 });
  expect(step).toMatchObject({ passed: true, error: '' });
  expect(new Set(step.requests.filter(isTraining).map(({ path }) => path)).size).toBe(100);
});
