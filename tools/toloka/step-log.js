import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { applyMasks, COMMANDS, parseCommand } from './workflow-commands.js';

/** @import { Command } from './workflow-commands.js' */
/** @typedef {'error' | 'warning' | 'notice'} Level */
/** @typedef {{ level: Level, title: string, message: string }} Annotation */
/** @typedef {Level | 'debug' | 'group' | 'plain'} LineKind */

const MAX_ANNOTATIONS = 10;
const MAX_MESSAGE_CHARACTERS = 4_096;
const PREFIXES = {
  error: 'Error: ',
  warning: 'Warning: ',
  notice: 'Notice: ',
  debug: '##[debug]',
  group: '',
  plain: '',
};

/**
 * Turns a step's output into the log that a person sees and the effects of its commands.
 *
 * @param {object} options
 * @param {boolean} options.debug whether step debugging is on
 * @param {string} options.workspace the folder of the files that commands name
 * @param {((line: string, kind: LineKind) => void) | undefined} options.onLine called with each line that a person sees
 */
export function startStepLog({ debug, workspace, onLine }) {
  const log = /** @type {string[]} */ ([]);
  const commands = /** @type {Command[]} */ ([]);
  const annotations = /** @type {Annotation[]} */ ([]);
  const masks = /** @type {Set<string>} */ (new Set());
  const outputs = /** @type {Record<string, string>} */ ({});
  let echo = debug;
  let failed = false;
  /** @type {string | undefined} */
  let stopToken;

  /** @param {string} text @param {LineKind} [kind] */
  const show = (text, kind = 'plain') => {
    if (kind === 'debug' && !debug) return;
    for (const line of applyMasks(PREFIXES[kind] + text, masks).split(/\r\n|\r|\n/)) {
      log.push(line);
      onLine?.(line, kind);
    }
  };

  /** @param {Level} level @param {string} text @param {string} [title] */
  const annotate = (level, text, title = '') => {
    const message = applyMasks(text, masks).slice(0, MAX_MESSAGE_CHARACTERS);
    // The runner masks only the message: a secret in a title shows.
    if (annotations.filter((one) => one.level === level).length < MAX_ANNOTATIONS) {
      annotations.push({ level, title, message });
    }
    if (message !== '') show(message, level);
  };

  /** Fails the step, even if its exit code is 0. @param {string} what @param {string} why */
  const fail = (what, why) => {
    annotate('error', `Unable to process ${what} successfully.`);
    annotate('error', why);
    failed = true;
  };

  /** @param {string} what */
  const deprecated = (what) =>
    annotate(
      'warning',
      `The \`${what}\` command is deprecated and will be disabled soon. Please upgrade to using Environment Files.`,
    );

  /** @param {string} name */
  const disabled = (name) => {
    throw new Error(`The \`${name}\` command is disabled. Please upgrade to using Environment Files.`);
  };

  /** @param {Command} command @param {string} line */
  const apply = ({ name, properties, data }, line) => {
    const { title } = properties;
    switch (name) {
      case 'debug':
        return show(data, 'debug');
      case 'notice':
      case 'warning':
      case 'error':
        return annotate(name, data, title);
      case 'group':
        return show(data, 'group');
      case 'add-mask':
        if (data.trim() === '') {
          return annotate('warning', "Can't add secret mask for empty string in ##[add-mask] command.");
        }
        for (const mask of [data, ...data.split(/[\r\n]/)]) if (mask !== '') masks.add(mask);
        return undefined;
      case 'set-output':
        deprecated(name);
        outputs[required(properties, 'name', name)] = data;
        return undefined;
      case 'save-state':
        deprecated(name);
        required(properties, 'name', name);
        return undefined;
      case 'set-env':
      case 'add-path':
        return disabled(name);
      case 'add-matcher':
        // Matchers are not applied here, but a missing file fails the step.
        if (data === '') return annotate('warning', 'File path must be specified.');
        if (!existsSync(resolve(workspace, data))) throw new Error(`Could not find file '${data}'.`);
        return undefined;
      case 'echo':
        if (!/^\s*(on|off)\s*$/i.test(data)) {
          throw new Error(`Invalid echo command value. Current value is: '${data}'.`);
        }
        echo = /on/i.test(data);
        return undefined;
      case 'stop-commands':
        if (data === '' || COMMANDS.has(data.toLowerCase()) || data.toLowerCase() === 'pause-logging') {
          throw new Error(`Invoked ::stop-commands:: with a token that is not allowed: '${data}'.`);
        }
        stopToken = data.toLowerCase();
        // The runner hides the token, so that no reader of the log can end the pause.
        if (data.length > 6) masks.add(data);
        return show(line);
    }
  };

  return {
    log,
    commands,
    annotations,
    masks,
    outputs,
    annotate,
    fail,

    /** Whether a command has failed the step. */
    get failed() {
      return failed;
    },

    /** Takes a line of the step's output. @param {string} line */
    take(line) {
      const command = parseCommand(line, stopToken === undefined ? COMMANDS : new Set([...COMMANDS, stopToken]));
      if (command === undefined) return show(line);
      if (stopToken !== undefined) {
        if (command.name === stopToken) stopToken = undefined;
        return show(line);
      }
      commands.push(command);
      if (echo && ECHOED.has(command.name)) show(line);
      try {
        apply(command, line);
      } catch (error) {
        fail(
          `command '${ECHOED.has(command.name) ? line : command.name}'`,
          String(error instanceof Error ? error.message : error),
        );
      }
    },
  };
}

// `echo` shows these. The others show by themselves, or must not show.
const ECHOED = new Set([
  'group',
  'endgroup',
  'set-output',
  'save-state',
  'set-env',
  'add-path',
  'add-matcher',
  'remove-matcher',
  'echo',
]);

/** @param {Record<string, string>} properties @param {string} key @param {string} command */
function required(properties, key, command) {
  const value = properties[key];
  if (value === undefined) throw new Error(`Required field '${key}' is missing in ##[${command}] command.`);
  return value;
}
