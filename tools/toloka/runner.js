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
 * @property {(line: string, kind: LineKind) => void} [onLine] called with each line that a person
 *   sees, as it comes
 * @property {(child: ChildProcess) => void} [onStart]
 * @property {AbortSignal} [cancel] cancels the step when it aborts
 * @property {(line: string) => boolean} [cancelWhen] cancels the step at the first raw line for
 *   which this is true
 * @property {readonly string[]} [command] runs this instead of the action, with the same environment
 */

/** @typedef {Awaited<ReturnType<typeof runAction>>} StepResult */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const IS_WINDOWS = process.platform === 'win32';
const SIGNALS_BY_MESSAGE = fileURLToPath(new URL('signals-by-message.cjs', import.meta.url));
const FILES = ['OUTPUT', 'ENV', 'STATE', 'PATH', 'STEP_SUMMARY'];
const SUMMARY_LIMIT_BYTES = 1024 * 1024;
const SIGTERM_AFTER_MS = 7_500;
const SIGKILL_AFTER_MS = 2_500;
/** How long the output may take after the process, if something that it started holds the pipes. */
const OUTPUT_AFTER_EXIT_MS = 5_000;

/** @type {Set<() => unknown>} clears away what is left if this process ends in the middle of a step */
const leftovers = new Set();
process.on('exit', () => {
  for (const clear of leftovers) clear();
});

/**
 * Runs a JavaScript action as a step, as the GitHub runner does. Tests, bench and `npm start` all
 * go through here.
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
  leftovers.add(clear);
  try {
    const folders = createFolders(home);
    const log = startStepLog({ debug, onLine: options.onLine });
    const env = {
      ...environment(folders, debug),
      ...options.env,
      ...inputEnvironment({ ...defaults, ...inputs }),
    };
    const command = options.command ?? [
      process.execPath,
      ...(IS_WINDOWS ? ['--require', SIGNALS_BY_MESSAGE] : []),
      script,
    ];
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
/** @typedef {ReturnType<typeof createFolders>} Folders */

/** @param {string} home */
function createFolders(home) {
  const [workspace, temp, commands] = ['workspace', 'temp', 'commands'].map((name) => {
    mkdirSync(join(home, name));
    return join(home, name);
  });
  if (!workspace || !temp || !commands) throw new Error('unreachable');
  for (const name of FILES) writeFileSync(join(commands, name), '');
  return { workspace, temp, commands };
}

/**
 * @param {readonly string[]} command
 * @param {{ cwd: string, env: Record<string, string> }} place
 * @param {RunOptions} options
 * @param {StepLog} log
 */
async function runProcess([command = '', ...args], place, options, log) {
  const startedAt = performance.now();
  const child = spawn(command, args, {
    ...place,
    stdio: ['ignore', 'pipe', 'pipe', ...(IS_WINDOWS ? [/** @type {const} */ ('ipc')] : [])],
  });
  const ended = new AbortController();
  const kill = () => child.kill('SIGKILL');
  leftovers.add(kill);
  try {
    await once(child, 'spawn');
    options.onStart?.(child);
    let cancelled = false;
    const cancel = () => {
      if (cancelled || child.exitCode !== null || child.signalCode !== null) return;
      cancelled = true;
      void cancelAsRunner(child, ended.signal).catch(() => undefined);
    };
    options.cancel?.addEventListener('abort', cancel);

    let raw = '';
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      const lines = splitLines((line) => {
        log.take(line);
        if (options.cancelWhen?.(line)) cancel();
      });
      stream.setEncoding('utf8').on('data', (text) => {
        raw += text;
        lines.write(text);
      });
      stream.once('end', lines.end);
    }
    const closed = once(child, 'close');
    await once(child, 'exit');
    const milliseconds = performance.now() - startedAt;
    await Promise.race([closed, sleep(OUTPUT_AFTER_EXIT_MS, undefined, { signal: ended.signal })]);
    child.stdout?.destroy();
    child.stderr?.destroy();
    return { exitCode: child.exitCode, signal: child.signalCode, cancelled, milliseconds, raw };
  } finally {
    ended.abort();
    leftovers.delete(kill);
  }
}

/**
 * Sends a signal. On Windows it goes as a message: there `kill` ends a process outright.
 *
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export const sendSignal = (child, signal) => (IS_WINDOWS ? child.send(signal) : child.kill(signal));

/** Cancels a step as GitHub's runner does. @param {ChildProcess} child @param {AbortSignal} ended */
async function cancelAsRunner(child, ended) {
  sendSignal(child, 'SIGINT');
  await sleep(SIGTERM_AFTER_MS, undefined, { signal: ended });
  sendSignal(child, IS_WINDOWS ? 'SIGBREAK' : 'SIGTERM');
  await sleep(SIGKILL_AFTER_MS, undefined, { signal: ended });
  child.kill('SIGKILL');
}

/** @param {Record<string, string>} inputs @returns {Record<string, string>} */
const inputEnvironment = (inputs) =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );

/** @param {Folders} folders @param {boolean} debug */
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
