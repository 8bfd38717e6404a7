import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readInputs } from '../../src/inputs.ts';
import { setOutputs } from '../../src/report.ts';
import { inProcess } from '../support/in-process.ts';

interface ActionFile {
  name: string;
  description: string;
  inputs: Record<string, { description: string; required?: boolean; default?: string }>;
  outputs: Record<string, { description: string }>;
  runs: { using: string; main: string };
}

const file: ActionFile = parse(readFileSync('action.yml', 'utf8'));
const GIVEN = { token: 'made-up', 'training-id': '21' };

/** Reads the inputs, and notes in which order the code asks the runner for them and masks the token. */
async function noteInputs(): Promise<readonly string[]> {
  const notes: string[] = [];
  const { env } = process;
  process.env = new Proxy(env, {
    get(target, name) {
      if (typeof name === 'string' && name.startsWith('INPUT_'))
        notes.push(name.slice('INPUT_'.length).toLowerCase());
      return Reflect.get(target, name);
    },
  });
  try {
    await inProcess(GIVEN, readInputs, (printed) => notes.push(printed.split('::')[1] ?? ''));
  } finally {
    process.env = env;
  }
  return notes;
}

describe('action.yml', () => {
  test('declares the inputs that the code reads, and no other; the token is masked before the next is read', async () => {
    const notes = await noteInputs();
    expect(new Set(notes)).toEqual(new Set([...Object.keys(file.inputs), 'add-mask']));
    expect([...new Set(notes.slice(0, notes.lastIndexOf('add-mask') + 1))]).toEqual([
      'token',
      'add-mask',
    ]);
  });

  test('declares the outputs that the code sets, and no other', async () => {
    const { outputs } = await inProcess({}, () => setOutputs([], []));
    expect(Object.keys(outputs)).toEqual(Object.keys(file.outputs));
  });

  test('has the defaults of the code: given or left empty, an input says the same', async () => {
    const defaults = Object.entries(file.inputs).map(([name, input]) => [
      name,
      input.default ?? '',
    ]);
    const fromFile = await inProcess({ ...Object.fromEntries(defaults), ...GIVEN }, readInputs);
    const fromCode = await inProcess(GIVEN, readInputs);
    const urlOf = ({ result }: typeof fromFile) =>
      'faults' in result ? result.faults : result.environment.apiUrl.href;
    expect(fromFile.result).toEqual(fromCode.result);
    expect(urlOf(fromFile)).toBe(urlOf(fromCode));
  });

  test('runs a bundle that exists, on Node 24, and describes everything in one line each', () => {
    expect([file.runs.using, existsSync(file.runs.main)]).toEqual(['node24', true]);
    const described = [file, ...Object.values(file.inputs), ...Object.values(file.outputs)];
    for (const { description } of described) expect(description).toMatch(/^\S.{10,150}[^.]$/);
  });
});
