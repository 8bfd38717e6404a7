import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { type RunOptions, runAction } from '../../tools/toloka/runner.js';
import { startStepLog } from '../../tools/toloka/step-log.js';
import { onPosix } from '../support/platform.ts';

const home = mkdtempSync(join(tmpdir(), 'runner-test-'));
Object.assign(process.env, { LEFT_OUTSIDE: 'yes' });
afterAll(() => {
  rmSync(home, { recursive: true });
  Reflect.deleteProperty(process.env, 'LEFT_OUTSIDE');
});
let count = 0;

const ACTION_FILE = `name: Test
inputs:
  training-id:
    description: An id
  a name:
    description: With a space
  wait:
    description: With a default
    default: 'true'
runs:
  using: node24
  main: dist/index.js
`;

/** Runs an action that runs the script. */
const run = (script: string, rest: RunOptions = {}) => {
  count += 1;
  const action = join(home, String(count));
  mkdirSync(join(action, 'dist'), { recursive: true });
  writeFileSync(join(action, 'package.json'), '{"type":"module"}');
  writeFileSync(join(action, 'action.yml'), ACTION_FILE);
  writeFileSync(join(action, 'dist', 'index.js'), script);
  return runAction({ action, ...rest });
};

test.each([
  ['exit code 0', '', { passed: true, exitCode: 0 }],
  ['an exception', 'throw new Error("no")', { passed: false, exitCode: 1 }],
])('a step with %s ends so', async (_, script, ended) => {
  expect(await run(script)).toMatchObject({ ...ended, cancelled: false, annotations: [] });
});

test('inputs arrive upper-cased with their defaults, the environment is otherwise a clean one', async () => {
  const { log } = await run(
    `import { readdirSync } from 'node:fs';
    const { env, stdout, stderr } = process;
    const seen = [process.cwd() === env.GITHUB_WORKSPACE, readdirSync('.'), stdout.isTTY, stderr.isTTY];
    console.log(JSON.stringify({ env, seen }));`,
    { inputs: { 'Training-ID': ' 21\n' }, env: { MINE: '1' } },
  );
  const { env, seen } = JSON.parse(log[0] ?? '');
  expect(seen).toEqual([true, [], null, null]);
  const inputs = { 'INPUT_TRAINING-ID': ' 21\n', INPUT_A_NAME: '', INPUT_WAIT: 'true' };
  expect(env).toMatchObject({ ...inputs, GITHUB_ACTIONS: 'true', CI: 'true', MINE: '1' });
  // What follows GITHUB_ and RUNNER_ are what macOS and Windows put into each process.
  const known =
    /^(INPUT|GITHUB|RUNNER)_|^(CI|PATH|HOME|TMPDIR|TEMP|MINE|__CF_USER_TEXT_ENCODING|NODE_CHANNEL_\w+|SYSTEM\w+|WINE\w*|COMSPEC|PATHEXT|WINDIR|TMP|OS|USER\w*|HOMEDRIVE|HOMEPATH|LOGONSERVER|PROGRAM\w*.*|COMMON\w*.*|PROCESSOR\w*|NUMBER_OF_PROCESSORS|APPDATA|LOCALAPPDATA|ALLUSERSPROFILE|COMPUTERNAME|PUBLIC|SESSIONNAME|DRIVERDATA)$/i;
  expect(Object.keys(env).filter((name) => !known.test(name))).toEqual([]);
  expect([env.GITHUB_WORKSPACE, env.GITHUB_OUTPUT].filter(existsSync)).toEqual([]);
});

test('an action or a program that is missing is an error', async () => {
  await expect(run('', { action: home })).rejects.toThrow('ENOENT');
  await expect(run('', { command: [join(home, 'no-node')] })).rejects.toThrow('ENOENT');
});

test('a mask hides its value in all that follows, each line of it too, but not in an output', async () => {
  const step = await run(`import { appendFileSync } from 'node:fs';
    const { env } = process;
    console.log('secret before');
    console.log('::debug::not shown without debugging');
    console.log('::add-mask::secret');
    console.log('::add-mask::one%0Atwo');
    console.log('secret one two three');
    console.log('::error title=secret::the secret');
    appendFileSync(env.GITHUB_STEP_SUMMARY, 'the secret');
    appendFileSync(env.GITHUB_ENV, 'A=b\\n');
    appendFileSync(env.GITHUB_OUTPUT, 'status=secret\\nlines<<E\\na\\nb\\nE\\n');`);
  expect(step).toMatchObject({
    log: ['secret before', '*** *** *** three', 'Error: the ***'],
    masks: ['secret', 'one\ntwo', 'one', 'two'],
    annotations: [{ level: 'error', title: 'secret', message: 'the ***' }],
    ...{ summary: 'the ***', rawSummary: 'the secret', env: { A: 'b' } },
    outputs: { status: 'secret', lines: 'a\nb' },
  });
});

test('files that the runner would refuse fail the step', async () => {
  const step = await run(`import { appendFileSync } from 'node:fs';
    appendFileSync(process.env.GITHUB_OUTPUT, 'no pair\\n');
    appendFileSync(process.env.GITHUB_STEP_SUMMARY, 'x'.repeat(1024 * 1024 + 1));`);
  expect(step).toMatchObject({ passed: false, exitCode: 0, outputs: {}, summary: '' });
  expect(step.annotations.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^GITHUB_STEP_SUMMARY has more than 1 MiB/),
    "GITHUB_OUTPUT: Invalid format 'no pair'",
  ]);
});

test('a step that is cancelled has not passed, with exit code 0 too', async () => {
  const script = `process.once('SIGINT', () => { console.log('stopped'); process.exit(0); });
    setTimeout(() => {}, 600_000);
    console.log('ready');`;
  const ended = await run(script, { cancelWhen: (line) => line === 'ready' });
  expect(ended).toMatchObject({ log: ['ready', 'stopped'], cancelled: true, passed: false });
});

onPosix(() => {
  test('a step that ignores SIGINT gets it once, then SIGTERM, and at last it is killed', async () => {
    const step = await run(
      `process.on('SIGINT', () => console.log('SIGINT')).on('SIGTERM', () => console.log('SIGTERM'));
      setInterval(() => {}, 1_000);
      console.log('ready');`,
      { cancelWhen: () => true },
    );
    const ended = { exitCode: null, signal: 'SIGKILL', passed: false };
    expect(step).toMatchObject({ log: ['ready', 'SIGINT', 'SIGTERM'], ...ended });
  });
});

const show = (...lines: readonly string[]) => {
  const log = startStepLog({ debug: true, onLine: undefined });
  lines.forEach(log.take);
  return log;
};

test.each([
  ['::error title=T::m', ['Error: m'], [{ level: 'error', title: 'T', message: 'm' }]],
  ['::warning::a%0Ab', ['Warning: a', 'b'], [{ level: 'warning', title: '', message: 'a\nb' }]],
  ['::debug::m', ['##[debug]m'], []],
  ['text', ['text'], []],
  ['text ##[error]m', ['Error: m'], [{ level: 'error', title: '', message: 'm' }]],
])('%j shows as %j', (line, log, annotations) => {
  expect(show(line)).toMatchObject({ failed: false, log, annotations });
});

test('an empty mask fails the step', () => {
  expect([show('::add-mask::').failed, show('::add-mask:: ').failed]).toEqual([true, true]);
});

test('ten annotations of a level are kept, cut at 4,096 characters, and all are in the log', () => {
  const { annotations, log } = show(...Array<string>(12).fill(`::error::${'x'.repeat(5_000)}`));
  expect(annotations.map(({ message }) => message.length)).toEqual(Array(10).fill(4_096));
  expect(log).toHaveLength(12);
});
