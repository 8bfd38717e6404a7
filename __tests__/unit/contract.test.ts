import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readInputs } from '../../src/inputs.ts';
import { createProgress } from '../../src/progress.ts';
import { setOutputs } from '../../src/report.ts';
import { runStep } from '../../src/step.ts';
import { inProcess } from './in-process.ts';

interface ActionFile {
  name: string;
  description: string;
  inputs: Record<string, { description: string; required?: boolean; default?: string }>;
  outputs: Record<string, { description: string }>;
  runs: { using: string; main: string };
}

const file: ActionFile = parse(readFileSync('action.yml', 'utf8'));
const README = readFileSync('README.md', 'utf8');
const { signal } = new AbortController();

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

/** The names of the inputs that the code asks the runner for. */
async function inputsRead(): Promise<Set<string>> {
  const asked = new Set<string>();
  const { env } = process;
  process.env = new Proxy(env, {
    get: (target, name) => {
      if (typeof name === 'string' && name.startsWith('INPUT_')) asked.add(name.slice('INPUT_'.length).toLowerCase());
      return Reflect.get(target, name);
    },
  });
  try {
    await inProcess({ token: 'made-up', 'training-id': '21' }, () => readInputs());
  } finally {
    process.env = env;
  }
  return asked;
}

describe('action.yml', () => {
  test('declares the inputs that the code reads, and no other', async () => {
    expect(await inputsRead()).toEqual(new Set(Object.keys(file.inputs)));
  });

  test('declares the outputs that the code sets, and no other', async () => {
    const { outputs } = await inProcess({}, () => runStep(signal));
    expect(Object.keys(outputs)).toEqual(Object.keys(file.outputs));
  });

  test('has the defaults of the code: given or left empty, an input says the same', async () => {
    const defaults = Object.fromEntries(
      Object.entries(file.inputs).map(([name, input]) => [name, input.default ?? '']),
    );
    const given = { token: 'made-up', 'training-id': '21' };
    const { result: fromFile } = await inProcess({ ...defaults, ...given }, () => readInputs());
    const { result: fromCode } = await inProcess(given, () => readInputs());
    expect(fromFile).toEqual(fromCode);
  });

  test('runs a bundle that exists, on Node 24', () => {
    expect(file.runs.using).toBe('node24');
    expect(existsSync(file.runs.main)).toBe(true);
  });

  test('describes everything, in one line each', () => {
    const described = [file, ...Object.values(file.inputs), ...Object.values(file.outputs)];
    for (const { description } of described) expect(description).toMatch(/^\S.{10,150}[^.]$/);
  });
});

describe('the README', () => {
  test('has a row for each input, with its default', () => {
    expect(tableBelow('Inputs').map(([name, fallback]) => [name, fallback])).toEqual(
      Object.entries(file.inputs).map(([name, { required, default: value }]) => [
        `\`${name}\``,
        required ? 'required' : value ? `\`${value}\`` : 'that of the environment',
      ]),
    );
  });

  test('says what matters in at most 900 words, code and tables not counted', () => {
    const prose = README.replace(/^ *```[\s\S]*?^ *```$/gm, '')
      .replace(/^\|.*$/gm, '')
      .replace(/<[^>]+>/g, '');
    expect(prose.split(/\s+/).length).toBeLessThanOrEqual(900);
    expect(README.match(/^## .*/gm)).toEqual([
      '## Before you start',
      '## Try it without an account',
      '## Inputs',
      '## Outputs',
      '## How it ends',
      '## Running it again',
      '## Recipes',
      '## Where it runs',
      '## Develop',
    ]);
    expect([...README.matchAll(/^\*\*(.*?)\*\*/gm)].map(([, recipe]) => recipe)).toEqual([
      'Several trainings',
      'Open now, join later',
      'Dry run',
      'Several accounts',
      'Undo',
      'Whole workflows',
    ]);
    for (const fact of [
      '2.327.1',
      'GitHub Enterprise Server',
      'self-hosted',
      'Alpine',
      '`httpx<0.28`',
      '`cattrs<24`',
    ]) {
      expect(README).toContain(fact);
    }
  });

  test('has a row for each output', () => {
    expect(tableBelow('Outputs').map(([name]) => name)).toEqual(Object.keys(file.outputs).map((name) => `\`${name}\``));
  });

  test('names the parts of results', async () => {
    const { outputs } = await inProcess({}, () => setOutputs([createProgress('21')]));
    for (const key of Object.keys(JSON.parse(outputs.results ?? '')[0])) expect(README).toContain(`\`${key}\``);
  });

  test('names only commands and files that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const [, script = ''] of README.matchAll(/npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(script);
    for (const [, path = ''] of README.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect([path, existsSync(path)]).toEqual([path, true]);
    }
  });

  test('shows steps that read real outputs', () => {
    for (const [, name = ''] of README.matchAll(/steps\.open\.outputs\.([\w-]+)/g)) {
      expect(Object.keys(file.outputs)).toContain(name);
    }
  });
});
