import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { runAction } from '../../tools/toloka/runner.js';

const home = mkdtempSync(join(tmpdir(), 'runner-test-'));
afterAll(() => rmSync(home, { recursive: true }));
let count = 0;

const ACTION_FILE = `name: Test
inputs:
  training-id:
    description: An id
    required: true
  a name:
    description: With a space
  wait:
    description: With a default
    default: 'true'
outputs:
  status:
    description: How it ended
runs:
  using: node24
  main: dist/index.js
`;

/** An action that runs the script. */
const actionOf = (script: string, file = ACTION_FILE) => {
  const action = join(home, String(++count));
  mkdirSync(join(action, 'dist'), { recursive: true });
  writeFileSync(join(action, 'package.json'), '{"type":"module"}');
  writeFileSync(join(action, 'action.yml'), file);
  writeFileSync(join(action, 'dist', 'index.js'), script);
  return action;
};

type Rest = Partial<Parameters<typeof runAction>[0]>;

const run = (script: string, rest: Rest = {}) => runAction({ action: actionOf(script), ...rest });

/** A step that prints the lines. */
const print = (text: string, rest: Rest = {}) => run(`process.stdout.write(${JSON.stringify(text)})`, rest);

/** A step that writes the text into one of the runner's files. */
const write = (name: string, text: string) =>
  run(`import { appendFileSync } from 'node:fs';
    appendFileSync(process.env.${name}, ${JSON.stringify(text)});`);

test.each([
  ['exit code 0', '', { passed: true, exitCode: 0, signal: null }],
  ['another exit code', 'process.exit(3)', { passed: false, exitCode: 3, signal: null }],
  ['an exception', 'throw new Error("no")', { passed: false, exitCode: 1, signal: null }],
  [
    'a signal',
    'process.kill(process.pid, "SIGKILL"); setTimeout(() => {}, 9e3)',
    { passed: false, exitCode: null, signal: 'SIGKILL' },
  ],
])('a step with %s ends so', async (_, script, ended) => {
  expect(await run(script)).toMatchObject({
    ...ended,
    cancelled: false,
    annotations: [],
    milliseconds: expect.any(Number),
  });
});

test('inputs arrive upper-cased with their defaults, the environment is otherwise a clean one', async () => {
  Object.assign(process.env, { LEFT_OUTSIDE: 'yes' });
  const { log, annotations } = await run(
    `import { readdirSync } from 'node:fs';
    let input = '';
    process.stdin.on('data', (text) => (input += text)).on('end', () => {
      const { env } = process;
      console.log(JSON.stringify({ env, input, cwd: process.cwd(), files: readdirSync('.'), tty: [process.stdout.isTTY, process.stderr.isTTY] }));
    });`,
    { inputs: { 'Training-ID': ' 21\n', other: 'x' }, env: { MINE: '1' } },
  );
  Reflect.deleteProperty(process.env, 'LEFT_OUTSIDE');
  expect(annotations).toEqual([
    {
      level: 'warning',
      title: '',
      message: "Unexpected input(s) 'other', valid inputs are ['training-id', 'a name', 'wait']",
    },
  ]);
  const { env, ...seen } = JSON.parse(log[1] ?? '');
  expect(seen).toEqual({ input: '', cwd: env.GITHUB_WORKSPACE, files: [], tty: [null, null] });
  expect(env).toMatchObject({
    'INPUT_TRAINING-ID': ' 21\n',
    INPUT_A_NAME: '',
    INPUT_WAIT: 'true',
    INPUT_OTHER: 'x',
    GITHUB_ACTIONS: 'true',
    CI: 'true',
    MINE: '1',
    RUNNER_TEMP: expect.any(String),
    RUNNER_OS: expect.any(String),
    RUNNER_ARCH: expect.any(String),
  });
  expect(env).not.toHaveProperty('RUNNER_DEBUG');
  expect(env).not.toHaveProperty('LEFT_OUTSIDE');
  expect(
    Object.keys(env).filter((name) => !/^(INPUT|GITHUB|RUNNER)_|^(CI|PATH|HOME|TMPDIR|TEMP|MINE)$/.test(name)),
  ).toEqual([]);
  expect(existsSync(env.GITHUB_WORKSPACE)).toBe(false);
  expect(existsSync(env.GITHUB_OUTPUT)).toBe(false);
});

test.each(['node16', 'node26', 'docker', 'composite'])('using %s is refused', async (using) => {
  const action = actionOf('', ACTION_FILE.replace('node24', using));
  await expect(runAction({ action })).rejects.toThrow(`'using: ${using}' is not supported`);
});

test('a main that is missing is an error', async () => {
  const action = actionOf('', ACTION_FILE.replace('dist/index.js', 'dist/none.js'));
  await expect(runAction({ action })).rejects.toThrow('File not found');
});

test('a Node that is missing is an error', async () => {
  await expect(run('', { node: join(home, 'no-node') })).rejects.toThrow('ENOENT');
});

test.each([
  ['::error title=T::m', 'Error: m', [{ level: 'error', title: 'T', message: 'm' }]],
  ['::warning::m', 'Warning: m', [{ level: 'warning', title: '', message: 'm' }]],
  ['::notice::a%0Ab', 'Notice: a|b', [{ level: 'notice', title: '', message: 'a\nb' }]],
  ['::error::', '', [{ level: 'error', title: '', message: '' }]],
  ['::group::name', 'name', []],
  ['::endgroup::', '', []],
  ['::debug::m', '', []],
  ['text', 'text', []],
  ['text ::error::m', 'text ::error::m', []],
  ['text ##[error]m', 'Error: m', [{ level: 'error', title: '', message: 'm' }]],
])('%j shows as %j', async (line, shown, annotations) => {
  const step = await print(`${line}\n`);
  expect(step).toMatchObject({ passed: true, annotations, raw: `${line}\n` });
  expect(step.log.join('|')).toBe(shown);
});

test('debugging shows what ::debug:: says and echoes commands', async () => {
  const { log } = await print('::debug::m\n::group::g\n::add-mask::secret\n', { debug: true });
  expect(log).toEqual(['##[debug]m', '::group::g', 'g']);
  expect((await run('console.log(process.env.RUNNER_DEBUG)', { debug: true })).log).toEqual(['1']);
});

test('every line break ends a line, and a command is found behind each', async () => {
  const { annotations, log } = await print('a\n::notice::1\r::notice::2\r\n::notice::3\u2028::notice::4');
  expect(annotations.map(({ message }) => message)).toEqual(['1', '2', '3\u2028::notice::4']);
  expect(log).toEqual(['a', 'Notice: 1', 'Notice: 2', 'Notice: 3\u2028::notice::4']);
});

test('a character that comes in two pieces is one', async () => {
  const { log } = await run(
    `process.stdout.write(Buffer.from([0xc3]), () => setTimeout(() => process.stdout.write(Buffer.from([0xa4])), 50))`,
  );
  expect(log).toEqual(['ä']);
});

test('commands on standard error count too', async () => {
  const { annotations } = await run('console.error("::error::m")');
  expect(annotations).toHaveLength(1);
});

test('ten annotations of a level are kept, cut at 4,096 characters, and all are in the log', async () => {
  const { annotations, log } = await print(`::error::${'x'.repeat(5_000)}\n`.repeat(12));
  expect(annotations.map(({ message }) => message.length)).toEqual(Array(10).fill(4_096));
  expect(log).toHaveLength(12);
});

test('a mask hides its value in all that follows, each line of it too, but not in an output', async () => {
  const step = await run(`import { appendFileSync } from 'node:fs';
    const { env } = process;
    console.log('secret before');
    console.log('::add-mask::secret');
    console.log('::add-mask::one%0Atwo');
    console.log('secret one two three');
    console.log('::error title=secret::the secret');
    appendFileSync(env.GITHUB_STEP_SUMMARY, 'the secret');
    appendFileSync(env.GITHUB_OUTPUT, 'status=secret');`);
  expect(step.log).toEqual(['secret before', '*** *** *** three', 'Error: the ***']);
  expect(step.masks).toEqual(['secret', 'one\ntwo', 'one', 'two']);
  expect(step.annotations).toEqual([{ level: 'error', title: 'secret', message: 'the ***' }]);
  expect(step.summary).toBe('the ***');
  expect(step.outputs).toEqual({ status: 'secret' });
});

test('an empty mask is refused', async () => {
  const { masks, annotations } = await print('::add-mask::\n::add-mask:: \n');
  expect(masks).toEqual([]);
  expect(annotations).toMatchObject([{ level: 'warning' }, { level: 'warning' }]);
});

test.each([
  ['::set-env name=A::b', 'The `set-env` command is disabled'],
  ['::add-path::/a', 'The `add-path` command is disabled'],
  ['##[set-env name=A]b', 'The `set-env` command is disabled'],
  ['::set-output::a', "Required field 'name' is missing"],
  ['::add-matcher::none.json', 'Could not find file'],
  ['::echo::maybe', 'Invalid echo command value'],
  ['::stop-commands::', 'a token that is not allowed'],
  ['::stop-commands::error', 'a token that is not allowed'],
])('%s fails the step although its exit code is 0', async (line, message) => {
  const { passed, exitCode, annotations } = await print(`${line}\n`);
  expect({ passed, exitCode }).toEqual({ passed: false, exitCode: 0 });
  expect(annotations.filter(({ level }) => level === 'error')).toMatchObject([
    { message: expect.stringContaining('Unable to process command') },
    { message: expect.stringContaining(message) },
  ]);
});

test('stop-commands stops all commands until its token comes', async () => {
  const { annotations, log } = await print(
    '::stop-commands::the-token\n::error::1\n##[error]2\n::set-env name=A::b\n::The-Token::\n::error::3\n',
  );
  expect(annotations).toEqual([{ level: 'error', title: '', message: '3' }]);
  expect(log).toEqual([
    '::stop-commands::***',
    '::error::1',
    '##[error]2',
    '::set-env name=A::b',
    '::The-Token::',
    'Error: 3',
  ]);
});

test('set-output still works, with a warning', async () => {
  const { outputs, annotations, passed } = await print('::set-output name=status::OPEN\n');
  expect({ outputs, passed }).toEqual({ outputs: { status: 'OPEN' }, passed: true });
  expect(annotations).toMatchObject([{ level: 'warning' }]);
});

test('commands are reported as they were read', async () => {
  const { commands } = await print('::error title=T::m\n::group::g\n::nothing::\n');
  expect(commands).toEqual([
    { name: 'error', properties: { title: 'T' }, data: 'm' },
    { name: 'group', properties: {}, data: 'g' },
  ]);
});

test('outputs, environment and summary are read from their files', async () => {
  expect(await write('GITHUB_OUTPUT', 'status<<E\na\nb\nE\nother=1\n')).toMatchObject({
    passed: true,
    outputs: { status: 'a\nb', other: '1' },
  });
  expect((await write('GITHUB_ENV', 'A=b\n')).env).toEqual({ A: 'b' });
  expect((await write('GITHUB_STEP_SUMMARY', '# Title\n\ntext\n')).summary).toBe('# Title\n\ntext\n');
});

test.each(['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE'])('a malformed %s fails the step', async (name) => {
  const { passed, annotations } = await write(name, 'no pair\n');
  expect(passed).toBe(false);
  expect(annotations).toMatchObject([
    { level: 'error', message: expect.stringContaining('Unable to process file command') },
    { level: 'error', message: "Invalid format 'no pair'" },
  ]);
});

test('a summary over 1 MiB is dropped with an error, and the step passes', async () => {
  const { passed, summary, annotations } = await write('GITHUB_STEP_SUMMARY', 'x'.repeat(1024 * 1024 + 1));
  expect({ passed, summary }).toEqual({ passed: true, summary: '' });
  expect(annotations).toMatchObject([{ level: 'error', message: expect.stringContaining('up to a size of 1024k') }]);
});

const UNTIL_SIGINT = `process.once('SIGINT', () => { console.log('stopped'); process.exit(130); });
  setTimeout(() => process.exit(0), 20_000);
  console.log('ready');`;

test('cancelling sends SIGINT, and a cancelled step has not passed', async () => {
  const { log, ...step } = await run(UNTIL_SIGINT, { cancelWhen: (line) => line === 'ready' });
  expect(log).toEqual(['ready', 'stopped']);
  expect(step).toMatchObject({ cancelled: true, passed: false, exitCode: 130, signal: null });
});

test('a cancelled step that ends with exit code 0 has not passed either', async () => {
  const step = await run(UNTIL_SIGINT.replace('130', '0'), { cancelWhen: (line) => line === 'ready' });
  expect(step).toMatchObject({ cancelled: true, passed: false, exitCode: 0 });
});

test('a step is cancelled once', async () => {
  const { log } = await run(
    `process.on('SIGINT', () => { console.log('SIGINT'); setTimeout(() => process.exit(1), 300); });
    setInterval(() => {}, 1_000);
    console.log('ready');`,
    { cancelWhen: () => true },
  );
  expect(log).toEqual(['ready', 'SIGINT']);
});

test('a step can be cancelled after a time', async () => {
  expect(await run('setTimeout(() => {}, 20_000)', { cancelAfterMs: 0 })).toMatchObject({
    cancelled: true,
    passed: false,
    signal: 'SIGINT',
  });
});

test('a step that ignores SIGINT gets SIGTERM 7.5 s later and SIGKILL 2.5 s after that', async () => {
  const step = await run(
    `process.on('SIGINT', () => console.log('SIGINT')).on('SIGTERM', () => console.log('SIGTERM'));
    setInterval(() => {}, 1_000);
    console.log('ready');`,
    { cancelWhen: (line) => line === 'ready' },
  );
  expect(step).toMatchObject({ log: ['ready', 'SIGINT', 'SIGTERM'], exitCode: null, signal: 'SIGKILL', passed: false });
  expect(step.milliseconds).toBeGreaterThanOrEqual(9_990);
});

test('lines come as they are printed', async () => {
  let answer: (() => void) | undefined;
  const lines: string[] = [];
  await run(
    `const timer = setInterval(() => {}, 1_000); process.once('SIGUSR2', () => { clearInterval(timer); console.log('::warning::second'); }); console.log('first');`,
    {
      onStart: (child) => (answer = () => child.kill('SIGUSR2')),
      onLine: (line, kind) => {
        lines.push(`${kind}: ${line}`);
        if (line === 'first') answer?.();
      },
    },
  );
  expect(lines).toEqual(['plain: first', 'warning: Warning: second']);
});
