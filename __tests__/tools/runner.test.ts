import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { type RunOptions, runAction } from '../../tools/toloka/runner.js';

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

/** Runs a step that prints the text, with step debugging. */
const print = (text: string) =>
  run(`process.stdout.write(${JSON.stringify(text)})`, { debug: true });

/** Runs a step that writes the text into one of the runner's files. */
const write = (name: string, text: string) =>
  run(`import { appendFileSync } from 'node:fs';
    appendFileSync(process.env.${name}, ${JSON.stringify(text)});`);

test.concurrent.each([
  ['exit code 0', '', { passed: true, exitCode: 0, signal: null }],
  ['another exit code', 'process.exit(3)', { passed: false, exitCode: 3, signal: null }],
  ['an exception', 'throw new Error("no")', { passed: false, exitCode: 1, signal: null }],
  [
    'a signal',
    'process.kill(process.pid, "SIGKILL"); setTimeout(() => {}, 9e3)',
    { passed: false, exitCode: null, signal: 'SIGKILL' },
  ],
])('a step with %s ends so', async (_, script, ended) => {
  expect(await run(script)).toMatchObject({ ...ended, cancelled: false, annotations: [] });
});

test.concurrent('inputs arrive upper-cased with their defaults, the environment is otherwise a clean one', async () => {
  const { log } = await run(
    `import { readdirSync, readFileSync } from 'node:fs';
    const { env, stdout, stderr } = process;
    const seen = [readFileSync(0, 'utf8'), process.cwd() === env.GITHUB_WORKSPACE, readdirSync('.'), stdout.isTTY, stderr.isTTY];
    console.log(JSON.stringify({ env, seen }));`,
    { inputs: { 'Training-ID': ' 21\n' }, env: { MINE: '1' } },
  );
  const { env, seen } = JSON.parse(log[0] ?? '');
  expect(seen).toEqual(['', true, [], null, null]);
  const inputs = { 'INPUT_TRAINING-ID': ' 21\n', INPUT_A_NAME: '', INPUT_WAIT: 'true' };
  expect(env).toMatchObject({ ...inputs, GITHUB_ACTIONS: 'true', CI: 'true', MINE: '1' });
  const known = /^(INPUT|GITHUB|RUNNER)_|^(CI|PATH|HOME|TMPDIR|TEMP|MINE)$/;
  expect(Object.keys(env).filter((name) => !known.test(name) || name === 'RUNNER_DEBUG')).toEqual(
    [],
  );
  expect([env.GITHUB_WORKSPACE, env.GITHUB_OUTPUT].filter(existsSync)).toEqual([]);
});

test('an action or a program that is missing is an error', async () => {
  await expect(run('', { action: home })).rejects.toThrow('ENOENT');
  await expect(run('', { command: [join(home, 'no-node')] })).rejects.toThrow('ENOENT');
});

test.concurrent.each([
  ['::error title=T::m', ['Error: m'], [{ level: 'error', title: 'T', message: 'm' }]],
  ['::warning::a%0Ab', ['Warning: a', 'b'], [{ level: 'warning', title: '', message: 'a\nb' }]],
  ['::debug::m', ['##[debug]m'], []],
  ['text', ['text'], []],
  ['text ##[error]m', ['Error: m'], [{ level: 'error', title: '', message: 'm' }]],
])('%j shows as %j', async (line, log, annotations) => {
  expect(await print(`${line}\n`)).toMatchObject({
    passed: true,
    log,
    annotations,
    raw: `${line}\n`,
  });
});

test.concurrent.each(['::notice::m', 'text ##[set-env name=A]b', '::add-mask::', '::add-mask:: '])(
  '%j fails the step although its exit code is 0',
  async (line) => {
    const { passed, exitCode, error, commands, masks } = await print(`${line}\n`);
    expect({ passed, exitCode, masks }).toEqual({ passed: false, exitCode: 0, masks: [] });
    expect(commands).toHaveLength(1);
    expect(error).toContain(line);
  },
);

test.concurrent('every line break ends a line, and a command is found behind each', async () => {
  const { annotations, log } = await print(
    'a\n::error::1\r::error::2\r\n::error::3\u2028::error::4',
  );
  expect(annotations.map(({ message }) => message)).toEqual(['1', '2', '3\u2028::error::4']);
  expect(log).toEqual(['a', 'Error: 1', 'Error: 2', 'Error: 3\u2028::error::4']);
});

test.concurrent('ten annotations of a level are kept, cut at 4,096 characters, and all are in the log', async () => {
  const { annotations, log } = await print(`::error::${'x'.repeat(5_000)}\n`.repeat(12));
  expect(annotations.map(({ message }) => message.length)).toEqual(Array(10).fill(4_096));
  expect(log).toHaveLength(12);
});

test.concurrent('a mask hides its value in all that follows, each line of it too, but not in an output', async () => {
  const step = await run(`import { appendFileSync } from 'node:fs';
    const { env } = process;
    console.log('secret before');
    console.log('::debug::not shown without debugging');
    console.log('::add-mask::secret');
    console.log('::add-mask::one%0Atwo');
    console.log('secret one two three');
    console.log('::error title=secret::the secret');
    appendFileSync(env.GITHUB_STEP_SUMMARY, 'the secret');
    appendFileSync(env.GITHUB_OUTPUT, 'status=secret');`);
  expect(step).toMatchObject({
    log: ['secret before', '*** *** *** three', 'Error: the ***'],
    masks: ['secret', 'one\ntwo', 'one', 'two'],
    annotations: [{ level: 'error', title: 'secret', message: 'the ***' }],
    summary: 'the ***',
    rawSummary: 'the secret',
    outputs: { status: 'secret' },
  });
});

test.concurrent.each([
  ['GITHUB_OUTPUT', 'status<<E\na\nb\nE\n', { passed: true, outputs: { status: 'a\nb' } }],
  ['GITHUB_ENV', 'A=b\n', { passed: true, env: { A: 'b' } }],
  ['GITHUB_STEP_SUMMARY', '# Title\n\ntext\n', { passed: true, summary: '# Title\n\ntext\n' }],
  ['GITHUB_STEP_SUMMARY', 'x'.repeat(1024 * 1024 + 1), { passed: false, summary: '' }],
  [
    'GITHUB_OUTPUT',
    'no pair\n',
    { passed: false, outputs: {}, error: "GITHUB_OUTPUT: Invalid format 'no pair'" },
  ],
  [
    'GITHUB_ENV',
    'no pair\n',
    { passed: false, env: {}, error: "GITHUB_ENV: Invalid format 'no pair'" },
  ],
])('%s is read or refused (%#)', async (name, text, ended) => {
  expect(await write(name, text)).toMatchObject(ended);
});

test.concurrent.each([130, 0])(
  'a step that SIGINT cancels has not passed, with exit code %i too',
  async (exitCode) => {
    const script = `process.once('SIGINT', () => { console.log('stopped'); process.exit(${exitCode}); });
    setTimeout(() => {}, 20_000);
    console.log('ready');`;
    const ended = await run(script, { cancelWhen: (line) => line === 'ready' });
    expect(ended).toMatchObject({
      log: ['ready', 'stopped'],
      cancelled: true,
      passed: false,
      exitCode,
      signal: null,
    });
  },
);

test.concurrent('a step that ignores SIGINT gets it once, SIGTERM 7.5 s later and SIGKILL 2.5 s after that', async () => {
  const step = await run(
    `process.on('SIGINT', () => console.log('SIGINT')).on('SIGTERM', () => console.log('SIGTERM'));
    setInterval(() => {}, 1_000);
    console.log('ready');`,
    { cancelWhen: () => true },
  );
  expect(step).toMatchObject({
    log: ['ready', 'SIGINT', 'SIGTERM'],
    exitCode: null,
    signal: 'SIGKILL',
    passed: false,
  });
  expect(step.milliseconds).toBeGreaterThanOrEqual(9_990);
});
