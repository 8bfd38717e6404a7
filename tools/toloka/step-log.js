import { applyMasks, parseCommand } from './workflow-commands.js';

/** @import { Command } from './workflow-commands.js' */
/** @typedef {'error' | 'warning'} Level */
/** @typedef {{ level: Level, title: string, message: string }} Annotation */
/** @typedef {Level | 'debug' | 'plain'} LineKind */

const MAX_ANNOTATIONS = 10;
const MAX_MESSAGE_CHARACTERS = 4_096;
const PREFIXES = { error: 'Error: ', warning: 'Warning: ', debug: '##[debug]', plain: '' };

/**
 * Turns a step's output into the log that a person sees and the effects of its commands. It carries out the four commands
 * that the action prints. Any other that GitHub's runner knows fails the step: text from a server got out.
 *
 * @param {object} options
 * @param {boolean} options.debug whether step debugging is on
 * @param {((line: string, kind: LineKind) => void) | undefined} options.onLine called with each line that a person sees
 */
export function startStepLog({ debug, onLine }) {
  const log = /** @type {string[]} */ ([]);
  const commands = /** @type {Command[]} */ ([]);
  const annotations = /** @type {Annotation[]} */ ([]);
  const masks = /** @type {Set<string>} */ (new Set());
  let failed = false;

  /** @param {string} text @param {LineKind} kind */
  const show = (text, kind) => {
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
    show(message, level);
  };

  /** Fails the step, even if its exit code is 0. @param {string} why */
  const fail = (why) => {
    annotate('error', why);
    failed = true;
  };

  return {
    log,
    commands,
    annotations,
    masks,
    fail,

    /** Whether a command has failed the step. */
    get failed() {
      return failed;
    },

    /** Takes a line of the step's output. @param {string} line */
    take(line) {
      const command = parseCommand(line);
      if (command === undefined) return show(line, 'plain');
      commands.push(command);
      const { name, properties, data } = command;
      if (name === 'debug') {
        show(data, 'debug');
      } else if (name === 'warning' || name === 'error') {
        annotate(name, data, properties.title);
      } else if (name === 'add-mask' && data.trim() !== '') {
        for (const mask of [data, ...data.split(/[\r\n]/)]) if (mask !== '') masks.add(mask);
      } else {
        fail(`the step printed a command that the action never prints: ${line}`);
      }
    },
  };
}
