import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readInputs } from '../../src/inputs.ts';
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
const { signal } = new AbortController();

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
