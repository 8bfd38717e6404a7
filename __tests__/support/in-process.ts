import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { EOL, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, jest } from '@jest/globals';
import { readCommandFile } from '../../tools/toloka/command-files.js';
import { parseCommand } from '../../tools/toloka/workflow-commands.js';

export interface Ran<T> {
  readonly result: T;
  readonly outputs: Record<string, string>;
  readonly summary: string;
  /** The printed lines. */
  readonly lines: readonly string[];
  /** The lines that are no workflow command. */
  readonly log: readonly string[];
  readonly errors: readonly { title: string; message: string }[];
  readonly warnings: readonly string[];
  readonly masks: readonly string[];
}

// One pair of files for a whole test file: @actions/core remembers the path of the summary.
const folder = mkdtempSync(join(tmpdir(), 'step-'));
const files = {
  GITHUB_OUTPUT: join(folder, 'output'),
  GITHUB_STEP_SUMMARY: join(folder, 'summary'),
};
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a part of the action in this process, with inputs as the runner passes them on, and catches all that it prints. @param onPrint is told what is printed */
export async function inProcess<T>(
  inputs: Record<string, string>,
  work: () => T | Promise<T>,
  onPrint = (_: string): void => undefined,
): Promise<Ran<T>> {
  for (const file of Object.values(files)) writeFileSync(file, '');
  const environment = {
    ...files,
    RUNNER_DEBUG: '1',
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
  };
  Object.assign(process.env, environment);
  let printed = '';
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += String(chunk);
    onPrint(String(chunk));
    return true;
  });
  try {
    const result = await work();
    const lines = printed.split(EOL).filter((line) => line !== '');
    const commands = lines
      .map((line) => parseCommand(line))
      .filter((command) => command !== undefined);
    const named = (wanted: string) => commands.filter(({ name }) => name === wanted);
    return {
      result,
      outputs: readCommandFile(readFileSync(files.GITHUB_OUTPUT, 'utf8')),
      summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
      lines,
      log: lines.filter((line) => parseCommand(line) === undefined),
      errors: named('error').map(({ properties, data }) => ({
        title: properties.title ?? '',
        message: data,
      })),
      warnings: named('warning').map(({ data }) => data),
      masks: named('add-mask').map(({ data }) => data),
    };
  } finally {
    stdout.mockRestore();
    for (const name of Object.keys(environment)) delete process.env[name];
  }
}
