import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { type RunOptions, runAction, type StepResult } from '../../local/runner.js';
import { parseDuration } from '../../src/duration.ts';

/** Worth nothing anywhere. */
export const TOKEN = 'made-up-token-worth-nothing';
const SECRETS = [TOKEN, `OAuth ${TOKEN}`].flatMap((form) => [form, encodeURIComponent(form), base64(form)]);

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface StepOptions extends Omit<RunOptions, 'action'> {
  /** The folder of the `action.yml`, below the repository's root, which is the default. */
  readonly action?: string;
}

export interface Ended extends StepResult {
  /** The message of the one error annotation; empty where there is none. */
  readonly error: string;
  readonly warnings: readonly string[];
  /** Milliseconds from the first line of the log, when the step's own time has just begun, to the end of the process. */
  readonly tookMs: number;
}

/**
 * Runs a step of the built action as the GitHub runner would, and asserts what holds of every step, however it ends: one
 * error where it failed and none where it passed, no command but its own, no token anywhere.
 */
export async function runStep({ action = '', ...options }: StepOptions): Promise<Ended> {
  let began = Number.NaN;
  let ended = Number.NaN;
  let killer: NodeJS.Timeout | undefined;
  let killed = false;
  const { timeout = '10m' } = options.inputs ?? {};
  const folder = mkdtempSync(join(tmpdir(), 'summary-'));
  const summaryFile = join(folder, 'summary.md');
  writeFileSync(summaryFile, '');
  try {
    const result = await runAction({
      ...options,
      action: join(ROOT, action),
      inputs: { token: TOKEN, ...options.inputs },
      // In the file that the runner gives, the runner masks the token itself.
      env: { ...options.env, GITHUB_STEP_SUMMARY: summaryFile },
      onLine: (line, kind) => {
        if (Number.isNaN(began)) began = performance.now();
        options.onLine?.(line, kind);
      },
      onStart: (child) => {
        killer = setTimeout(
          () => {
            killed = true;
            child.kill('SIGKILL');
          },
          (parseDuration(timeout) ?? 0) + KILLED_AFTER_MS,
        );
        child.once('exit', () => {
          ended = performance.now();
        });
        options.onStart?.(child);
      },
    });
    if (killed) throw new Error(`the step did not end, and had to be killed:\n${result.raw}`);
    const summary = readFileSync(summaryFile, 'utf8');
    expectHonest({ ...result, summary });
    const messages = (level: string): string[] =>
      result.annotations.filter((one) => one.level === level).map(({ message }) => message);
    const [error = ''] = messages('error');
    return { ...result, summary, error, warnings: messages('warning'), tookMs: ended - began };
  } finally {
    clearTimeout(killer);
    rmSync(folder, { recursive: true });
  }
}

function expectHonest({ exitCode, raw, annotations, commands, outputs, env, summary }: StepResult): void {
  expect(annotations.filter(({ level }) => level === 'error')).toHaveLength(exitCode === 0 ? 0 : 1);
  const names = new Set(commands.map(({ name }) => name));
  for (const own of ['add-mask', 'debug', 'warning', 'error']) names.delete(own);
  expect([...names]).toEqual([]);
  expect(env).toEqual({});

  // What the runner would mask is looked at before it does: only the lines that ask for the mask may have it.
  const lines = raw.split(/\r\n|\r|\n/).filter((line) => !line.startsWith('::add-mask::'));
  const shown = [...lines, JSON.stringify(outputs), summary].join('\n');
  for (const secret of SECRETS) expect(shown).not.toContain(secret);
}

/** A step that is still there so long after its deadline is killed, so that it fails its own test and no more. */
const KILLED_AFTER_MS = 10_000;

/** Without the padding, which is missing where more is encoded than the secret. */
function base64(text: string): string {
  return Buffer.from(text).toString('base64').replace(/=+$/, '');
}

/** How each try of a request ended, in their order, as the step's debug lines tell it: `HTTP 202`, `ECONNREFUSED …`. */
export const outcomesOf = ({ commands }: StepResult, requests: RegExp): string[] =>
  commands.flatMap(({ name, data }) => {
    const [, request = '', outcome] = /^((?:GET|POST) \S+): (.*) \(after [^)]*\)$/.exec(data) ?? [];
    return name === 'debug' && outcome !== undefined && requests.test(request) ? [outcome] : [];
  });

/** Requests as lines such as `POST /trainings/21/open`; the same ones in a row are one line. */
export const sequence = (requests: readonly { readonly method: string; readonly path: string }[]): string[] =>
  requests.map(({ method, path }) => `${method} ${path}`).filter((line, index, all) => line !== all[index - 1]);
