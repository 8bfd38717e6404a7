import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { startOf } from '../../src/progress.ts';
import { runOpen, runWait } from '../../src/run.ts';
import { inProcess } from './in-process.ts';

interface ActionFile {
  name: string;
  description: string;
  inputs: Record<string, { description: string; required?: boolean; default?: string }>;
  outputs: Record<string, { description: string }>;
  runs: { using: string; main: string };
}

const actionFile = (path: string): ActionFile => parse(readFileSync(path, 'utf8'));
const README = readFileSync('README.md', 'utf8');

/** The rows of the table below a heading of the README, without its head. */
const tableBelow = (heading: string): string[][] =>
  (README.split(`## ${heading}\n`)[1] ?? '')
    .split('\n## ')[0]
    ?.split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    ) ?? [];

/** The names of the inputs that a part of the action asks the runner for. */
async function inputsRead(work: () => Promise<boolean>): Promise<Set<string>> {
  const asked = new Set<string>();
  const { env } = process;
  process.env = new Proxy(env, {
    get: (target, name) => {
      if (typeof name === 'string' && name.startsWith('INPUT_')) asked.add(name.slice('INPUT_'.length).toLowerCase());
      return Reflect.get(target, name);
    },
  });
  try {
    // Each input is right except the last that is read, so that all are, and nothing is sent.
    await inProcess({ token: 'made-up', 'training-id': '21', 'operation-id': 'op', 'api-url': 'none' }, work);
    await inProcess({ token: 'made-up', 'training-id': '#', 'operation-id': 'o p' }, work);
    await inProcess({ token: 'made-up', 'training-id': '21', wait: 'perhaps' }, work);
  } finally {
    process.env = env;
  }
  return asked;
}

describe.each([
  ['action.yml', runOpen],
  ['wait/action.yml', runWait],
] as const)('%s', (path, run) => {
  const file = actionFile(path);

  test('declares the inputs that the code reads, and no other', async () => {
    expect(await inputsRead(() => run())).toEqual(new Set(Object.keys(file.inputs)));
  });

  test('declares the outputs that the code sets, and no other', async () => {
    const { outputs } = await inProcess({}, () => run());
    expect(Object.keys(outputs)).toEqual(Object.keys(file.outputs));
  });

  test('runs a bundle that is there, on Node 24', () => {
    expect(file.runs.using).toBe('node24');
    expect(existsSync(new URL(file.runs.main, `file://${process.cwd()}/${path}`))).toBe(true);
  });

  test('describes everything, in one line each', () => {
    const described = [file, ...Object.values(file.inputs), ...Object.values(file.outputs)];
    for (const { description } of described) expect(description).toMatch(/^\S.{10,150}[^.]$/);
  });
});

test('what both actions take, they take alike', () => {
  const [open, wait] = [actionFile('action.yml').inputs, actionFile('wait/action.yml').inputs];
  for (const name of ['token', 'timeout', 'api-url']) expect(wait[name]).toEqual(open[name]);
  expect(wait.environment?.default).toBe(open.environment?.default);
});

describe('the README', () => {
  const file = actionFile('action.yml');

  test('has a row for each input, with its default', () => {
    expect(tableBelow('Inputs').map(([name, fallback]) => [name, fallback])).toEqual(
      Object.entries(file.inputs).map(([name, { required, default: value }]) => [
        `\`${name}\``,
        required ? 'required' : value ? `\`${value}\`` : 'that of the environment',
      ]),
    );
  });

  test('has a row for each output', () => {
    expect(tableBelow('Outputs').map(([name]) => name)).toEqual(Object.keys(file.outputs).map((name) => `\`${name}\``));
  });

  test('names what results are made of', async () => {
    const { outputs } = await inProcess({}, async () =>
      (await import('../../src/report.ts')).setOpenOutputs([startOf({ trainingId: '21' })]),
    );
    const [result] = JSON.parse(outputs.results ?? '');
    for (const key of Object.keys(result)) expect(README).toContain(`"${key}"`);
  });

  test('names only commands that there are, and files that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const [, script = ''] of README.matchAll(/npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(script);
    for (const [, path = ''] of README.matchAll(/\]\((?!https?:)([^)#]+)\)/g))
      expect([path, existsSync(path)]).toEqual([path, true]);
  });

  test('shows workflows whose steps take real inputs, and read real outputs', () => {
    for (const [, name = ''] of README.matchAll(/steps\.open\.outputs\.([\w-]+)/g))
      expect(Object.keys(file.outputs)).toContain(name);
  });
});

test('the defaults of action.yml are those of the code: given or left empty, the step says the same', async () => {
  const { inputs } = actionFile('action.yml');
  const defaults = Object.fromEntries(Object.entries(inputs).map(([name, { default: value }]) => [name, value ?? '']));
  const { readOpenInputs } = await import('../../src/inputs.ts');
  const given = { token: 'made-up', 'training-id': '21' };
  const { result: fromFile } = await inProcess({ ...defaults, ...given }, () => readOpenInputs());
  const { result: fromCode } = await inProcess(given, () => readOpenInputs());
  expect(fromFile).toEqual(fromCode);
});
