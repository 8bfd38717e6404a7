import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readActionFile } from './action-file.js';
import { readCommandFile } from './command-files.js';
import { startStepLog } from './step-log.js';
import { applyMasks, splitLines } from './workflow-commands.js';

/** @import { ChildProcess } from 'node:child_process' */
/** @import { LineKind } from './step-log.js' */

/**
 * @typedef {object} RunOptions
 * @property {string} [action] the folder of the action's `action.yml`; by default this repository's
 * @property {Record<string, string>} [inputs] the step's `with`
 * @property {Record<string, string>} [env] the step's `env`
 * @property {boolean} [debug] whether step debugging is on
 * @property {(line: string, kind: LineKind) => void} [onLine] called with each line that a person sees, as it comes
 * @property {(child: ChildProcess) => void} [onStart]
 * @property {number} [cancelAfterMs] cancels the step so many milliseconds after its start
 * @property {(line: string) => boolean} [cancelWhen] cancels the step at the first raw line for which this is true
 * @property {number} [killAfterMs] kills the step after so many milliseconds, if it has not ended
 * @property {readonly string[]} [command] runs this instead of the action, with the same environment
 */

/** @typedef {Awaited<ReturnType<typeof runAction>>} StepResult */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FILES = ['OUTPUT', 'ENV', 'STATE', 'PATH', 'STEP_SUMMARY'];
const SUMMARY_LIMIT_BYTES = 1024 * 1024;
const SIGTERM_AFTER_MS = 7_500;
const SIGKILL_AFTER_MS = 2_500;
/** How long the output may take after the process has ended, if something that it started holds the pipes. */
const OUTPUT_AFTER_EXIT_MS = 5_000;

/** @type {Set<() => unknown>} clears away what is left if this process ends in the middle of a step */
const leftovers = new Set();
process.on('exit', () => {
  for (const clear of leftovers) clear();
});

/**
 * Runs a JavaScript action as a step, as the GitHub runner does. Tests, soak, bench and `npm start` all go through here.
 *
 * @param {RunOptions} options
 */
export async function runAction(options) {
  const { action = ROOT, debug = false, inputs = {} } = options;
  const { main, defaults } = readActionFile(readFileSync(join(action, 'action.yml'), 'utf8'));
  const script = resolve(action, main);
  if (!existsSync(script)) throw new Error(`File not found: '${script}'`);

  const home = mkdtempSync(join(realpathSync(tmpdir()), 'step-'));
  const clear = () => rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  const folders = {
    workspace: join(home, 'workspace'),
    temp: join(home, 'temp'),
    commands: join(home, 'commands'),
  };
  for (const folder of Object.values(folders)) mkdirSync(folder);
  for (const name of FILES) writeFileSync(join(folders.commands, name), '');
  leftovers.add(clear);
  try {
    const log = startStepLog({ debug, onLine: options.onLine });
    const env = {
      ...environment(folders, debug),
      ...options.env,
      ...inputEnvironment({ ...defaults, ...inputs }),
    };
    const command = options.command ?? [process.execPath, script];
    const ended = await runProcess(command, { cwd: folders.workspace, env }, options, log);
    const files = readFiles(folders.commands, log);
    const messages = (/** @type {string} */ level) =>
      log.annotations.filter((one) => one.level === level).map(({ message }) => message);
    return {
      /** Whether GitHub would show the step as passed. */
      passed: ended.exitCode === 0 && !log.failed && !ended.cancelled,
      ...ended,
      ...files,
      /** The lines that a person sees. */
      log: log.log,
      commands: log.commands,
      annotations: log.annotations,
      /** The message of the first error annotation; empty if there is none. */
      error: messages('error')[0] ?? '',
      warnings: messages('warning'),
      masks: [...log.masks],
    };
  } finally {
    leftovers.delete(clear);
    clear();
  }
}

/** @typedef {ReturnType<typeof startStepLog>} StepLog */

/**
 * @param {readonly string[]} command
 * @param {{ cwd: string, env: Record<string, string> }} place
 * @param {RunOptions} options
 * @param {StepLog} log
 */
async function runProcess([command = '', ...args], place, options, log) {
  const { onStart, cancelAfterMs, cancelWhen, killAfterMs: timeout } = options;
  const startedAt = performance.now();
  const child = spawn(command, args, {
    ...place,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
    killSignal: 'SIGKILL',
  });
  const ended = new AbortController();
  const kill = () => child.kill('SIGKILL');
  leftovers.add(kill);
  try {
    await once(child, 'spawn');
    onStart?.(child);

    let cancelled = false;
    const cancel = async () => {
      if (cancelled || child.exitCode !== null || child.signalCode !== null) return;
      cancelled = true;
      child.kill('SIGINT');
      await sleep(SIGTERM_AFTER_MS, undefined, { signal: ended.signal });
      child.kill('SIGTERM');
      await sleep(SIGKILL_AFTER_MS, undefined, { signal: ended.signal });
      child.kill('SIGKILL');
    };
    const startCancel = () => void cancel().catch(() => undefined);
    const timer = cancelAfterMs === undefined ? undefined : setTimeout(startCancel, cancelAfterMs);

    let raw = '';
    let firstLineAt = Number.NaN;
    for (const stream of [child.stdout, child.stderr]) {
      const lines = splitLines((line) => {
        log.take(line);
        if (cancelWhen?.(line)) startCancel();
      });
      stream.setEncoding('utf8').on('data', (text) => {
        if (raw === '') firstLineAt = performance.now();
        raw += text;
        lines.write(text);
      });
      stream.once('end', lines.end);
    }
    const closed = once(child, 'close');
    await once(child, 'exit');
    clearTimeout(timer);
    const exitedAt = performance.now();
    const endedAtMs = Date.now();
    await Promise.race([closed, sleep(OUTPUT_AFTER_EXIT_MS, undefined, { signal: ended.signal })]);
    child.stdout.destroy();
    child.stderr.destroy();
    return {
      exitCode: child.exitCode,
      signal: child.signalCode,
      cancelled,
      /** The whole process. */
      milliseconds: exitedAt - startedAt,
      /** From the first output, shortly after the step's own time begins, to the end of the process. */
      tookMs: exitedAt - firstLineAt,
      /** When the process ended, in milliseconds since 1970. */
      endedAtMs,
      raw,
    };
  } finally {
    ended.abort();
    leftovers.delete(kill);
  }
}

/** @param {Record<string, string>} inputs @returns {Record<string, string>} */
const inputEnvironment = (inputs) =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );

/** @param {{ workspace: string, temp: string, commands: string }} folders @param {boolean} debug */
function environment({ workspace, temp, commands }, debug) {
  // Of this machine's own it has only what a process needs to start.
  const inherited = Object.entries(process.env).filter(([name]) =>
    /^(path|systemroot)$/i.test(name),
  );
  const files = FILES.map((name) => [`GITHUB_${name}`, join(commands, name)]);
  const temps = ['HOME', 'TMPDIR', 'TEMP', 'RUNNER_TEMP'].map((name) => [name, temp]);
  return {
    ...Object.fromEntries([...inherited, ...files, ...temps]),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    ...(debug ? { RUNNER_DEBUG: '1' } : {}),
  };
}

/** @param {string} folder @param {StepLog} log */
function readFiles(folder, log) {
  const read = (/** @type {string} */ name) => readFileSync(join(folder, name), 'utf8');
  const readPairs = (/** @type {string} */ name) => {
    try {
      return readCommandFile(read(name));
    } catch (error) {
      log.fail(`GITHUB_${name}: ${error instanceof Error ? error.message : error}`);
      return {};
    }
  };
  const rawSummary = read('STEP_SUMMARY');
  const isTooLong = Buffer.byteLength(rawSummary) > SUMMARY_LIMIT_BYTES;
  if (isTooLong) log.fail('GITHUB_STEP_SUMMARY has more than 1 MiB, so the runner drops it');
  return {
    env: readPairs('ENV'),
    outputs: readPairs('OUTPUT'),
    rawSummary,
    summary: isTooLong ? '' : applyMasks(rawSummary, log.masks),
  };
}
