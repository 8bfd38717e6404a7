import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_TOKEN } from './default-trainings.js';
import { runAction } from './runner.js';
import { summaryText } from './summary-text.js';
import { startToloka } from './toloka.js';

/** @import { StepResult } from './runner.js' */
/** @import { Exchange, TolokaOptions } from './toloka.js' */
/** @import { LineKind } from './step-log.js' */

/**
 * @typedef {object} Ending how a step must end for its story to be right
 * @property {boolean} passes
 * @property {Record<string, string | RegExp>} [outputs]
 * @property {string[]} [says] what its log must say
 * @property {number} [warnings]
 * @property {number} [requests] how many requests it may send
 */

/**
 * @typedef {object} Step
 * @property {string} uses
 * @property {string} [id]
 * @property {Record<string, string>} with
 * @property {(line: string) => boolean} [cancelWhen] cancels the step at the first line that this is true of
 * @property {Ending} ends
 */

/**
 * @typedef {object} Story
 * @property {string} about
 * @property {Step[]} steps
 * @property {string} [secret] what `secrets.TOLOKA_TOKEN` holds; by default the token that the local Toloka takes
 * @property {Pick<TolokaOptions, 'onRequest' | 'onAnswer'>} [faults]
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OPERATION_ID = /^[\w-]+$/;

/** @param {string} path */
const expression = (path) => `\${{ ${path} }}`;

/**
 * A story of one step.
 *
 * @param {string} about
 * @param {Record<string, string>} inputs
 * @param {Ending} ends
 * @param {Partial<Step> & Omit<Story, 'about' | 'steps'>} [rest]
 * @returns {Story}
 */
const story = (about, inputs, ends, { secret = DEFAULT_TOKEN, faults = {}, ...step } = {}) => ({
  about,
  secret,
  faults,
  steps: [{ uses: './', with: inputs, ends, ...step }],
});

/** What a proxy says when there is nobody behind it. @param {Exchange} exchange */
const badGateway = ({ res }) => {
  res.writeHead(502, { 'Content-Type': 'text/html' }).end('<html><h1>502 Bad Gateway</h1></html>');
  return true;
};

/** @param {Exchange} exchange */
const cutInTheBody = ({ res, answer }) => {
  const body = answer?.body ?? '';
  res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': String(body.length) });
  res.write(body.slice(0, body.length / 2), () => res.destroy());
  return true;
};

/** @param {Exchange} exchange */
const tooManyRequests = ({ res }) => {
  const body = { request_id: null, code: 'TOO_MANY_REQUESTS', message: 'Too many requests', payload: null };
  res.writeHead(429, { 'Content-Type': 'application/json', 'Retry-After': '1' }).end(JSON.stringify(body));
  return true;
};

/** @type {Readonly<Record<string, Story>>} */
export const STORIES = {
  opens: story(
    'a closed training is opened, and the step waits until it is open',
    { 'training-id': '21' },
    {
      passes: true,
      outputs: { status: 'SUCCESS', 'already-open': 'false', 'operation-id': OPERATION_ID },
      warnings: 0,
    },
  ),
  'already-open': story(
    'the training is open already: there is nothing to do',
    { 'training-id': '22' },
    { passes: true, outputs: { status: 'SUCCESS', 'already-open': 'true', 'operation-id': '' }, warnings: 0 },
  ),
  slow: story(
    'opening takes six seconds, and the log says when the status changes',
    { 'training-id': '23' },
    { passes: true, outputs: { status: 'SUCCESS' }, says: ['PENDING', 'RUNNING', 'SUCCESS'], warnings: 0 },
  ),
  'at-once': story(
    "the training is open by Toloka's first answer",
    { 'training-id': '24' },
    { passes: true, outputs: { status: 'SUCCESS', 'already-open': 'false' }, warnings: 0, requests: 2 },
  ),
  fail: story(
    "the operation fails: the step shows its details and Toloka's log",
    { 'training-id': '25' },
    { passes: false, outputs: { status: 'FAIL' }, says: ['The balance is too low', 'There is not enough money'] },
  ),
  archived: story(
    'the training is archived: Toloka refuses (409)',
    { 'training-id': '26' },
    { passes: false, outputs: { status: '', 'operation-id': '' }, says: ['409', 'CONFLICT_STATE', 'ARCHIVED'] },
  ),
  empty: story(
    'the training has no tasks: Toloka refuses (409)',
    { 'training-id': '27' },
    { passes: false, outputs: { status: '' }, says: ['409', 'EMPTY_POOL'] },
  ),
  'wrong-token': story(
    'the token is not one that Toloka takes (403)',
    { 'training-id': '21' },
    { passes: false, outputs: { status: '' }, says: ['403', 'ACCESS_DENIED'] },
    { secret: 'a-token-of-the-other-environment' },
  ),
  'unknown-training': story(
    'there is no such training (404)',
    { 'training-id': '404' },
    { passes: false, outputs: { status: '' }, says: ['404', 'DOES_NOT_EXIST'] },
  ),
  'no-wait': story(
    'the step passes as soon as Toloka has taken the request',
    { 'training-id': '21', wait: 'false' },
    { passes: true, outputs: { status: 'PENDING', 'operation-id': OPERATION_ID }, warnings: 0 },
  ),
  timeout: story(
    'opening takes longer than the step may',
    { 'training-id': '28', timeout: '3s' },
    { passes: false, outputs: { status: 'RUNNING', 'operation-id': OPERATION_ID }, says: ['RUNNING'] },
  ),
  'unknown-status': story(
    'Toloka gives a status that nobody knows: a warning, and on',
    { 'training-id': '29' },
    { passes: true, outputs: { status: 'SUCCESS' }, says: ['QUEUED_V2'], warnings: 1 },
  ),
  flaky: story(
    'a proxy fails (502), an answer is cut, Toloka asks to slow down (429): the step comes through',
    { 'training-id': '21' },
    { passes: true, outputs: { status: 'SUCCESS' } },
    {
      faults: {
        onRequest: (exchange) => exchange.method === 'POST' && exchange.tryOf <= 2 && badGateway(exchange),
        onAnswer: (exchange) => {
          if (!exchange.path.startsWith('/operations/')) return false;
          return [cutInTheBody, tooManyRequests, badGateway][exchange.tryOf - 1]?.(exchange);
        },
      },
    },
  ),
  'lost-answer': story(
    'the answer to the opening is lost; the repeat is refused (409), so the operation is looked up',
    { 'training-id': '31' },
    { passes: true, outputs: { status: 'SUCCESS', 'already-open': 'false', 'operation-id': OPERATION_ID } },
    {
      faults: {
        onAnswer: ({ method, tryOf, res }) => {
          if (method !== 'POST' || tryOf > 1) return false;
          res.destroy();
          return true;
        },
      },
    },
  ),
  down: story(
    'nothing but 502 until the timeout',
    { 'training-id': '21', timeout: '4s' },
    { passes: false, outputs: { status: '', 'operation-id': '' }, says: ['502'] },
    { faults: { onRequest: badGateway } },
  ),
  'bad-input': story(
    'a training-id that can not be one: nothing is sent',
    { 'training-id': '21#' },
    { passes: false, outputs: { status: '' }, says: ['training-id', '21#'], requests: 0 },
  ),
  fork: story(
    'no secret reaches the workflow of a fork: nothing is sent',
    { 'training-id': '21' },
    { passes: false, outputs: { status: '' }, says: ['fork'], requests: 0 },
    { secret: '' },
  ),
  forged: story(
    "Toloka's texts hold workflow commands, ANSI, HTML and the token: they do nothing",
    { 'training-id': '30' },
    { passes: false, outputs: { status: 'FAIL' }, says: ['plain', '***'], warnings: 0 },
  ),
  cancelled: story(
    'the workflow is cancelled while the training opens: the wait ends, the outputs stand',
    { 'training-id': '28' },
    { passes: false, outputs: { status: 'RUNNING', 'operation-id': OPERATION_ID } },
    { cancelWhen: (line) => line.includes('RUNNING') },
  ),
  several: story(
    'three trainings side by side, one of which fails',
    { 'training-id': '21\n22\n25' },
    {
      passes: false,
      outputs: { status: 'FAIL', 'already-open': 'false', 'operation-id': /^[\w-]+\n\n[\w-]+$/ },
      says: ['The balance is too low'],
    },
  ),
  'wait-later': {
    about: 'one step opens, another waits',
    steps: [
      {
        uses: './',
        id: 'open',
        with: { 'training-id': '21', wait: 'false' },
        ends: { passes: true, outputs: { status: 'PENDING', 'operation-id': OPERATION_ID } },
      },
      {
        uses: './wait',
        with: { 'operation-id': expression('steps.open.outputs.operation-id') },
        ends: { passes: true, outputs: { status: 'SUCCESS' } },
      },
    ],
  },
};

/** @typedef {{ write: (text: string) => void, color?: boolean }} Terminal */

/**
 * Runs a story against a local Toloka of its own and writes what a user would see. Gives what is not as the story says it should be.
 *
 * @param {string} name
 * @param {Terminal} terminal
 */
export async function runStory(name, { write, color = false }) {
  const told = Object.hasOwn(STORIES, name) ? STORIES[name] : undefined;
  if (told === undefined) throw new Error(`there is no story "${name}"; there are ${Object.keys(STORIES).join(', ')}`);
  const { about, steps, secret = DEFAULT_TOKEN, faults } = told;
  const paint = painter(color);
  /** @type {StepResult[]} */
  const results = [];
  /** @type {string[]} */
  const problems = [];
  /** @type {Map<string, string>} */
  const context = new Map([['secrets.TOLOKA_TOKEN', secret]]);
  const toloka = await startToloka(faults);
  try {
    write(`${paint('bold', name)}: ${about}\n`);
    for (const step of steps) {
      const inputs = { ...step.with, token: expression('secrets.TOLOKA_TOKEN'), 'api-url': toloka.url };
      write(`\n${stepYaml(step, inputs)}\n${paint('dim', '--- log')}\n`);
      const before = toloka.requests.length;
      const result = await runAction({
        action: join(ROOT, step.uses),
        inputs: Object.fromEntries(Object.entries(inputs).map(([key, text]) => [key, fill(text, context)])),
        onLine: (line, kind) => write(`${paint(COLORS[kind], line)}\n`),
        ...(step.cancelWhen === undefined ? {} : { cancelWhen: step.cancelWhen }),
      });
      write(`${paint('dim', '--- outputs')}\n${outputLines(result.outputs)}`);
      write(`${paint('dim', '--- summary')}\n${summaryText(result.summary)}\n`);
      const wrong = check(step.ends, result, toloka.requests.length - before, secret);
      write(`${paint('dim', '---')}\n${ending(result, wrong.length === 0)}\n`);
      for (const problem of wrong) write(`${paint('red', `not as the story says: ${problem}`)}\n`);
      results.push(result);
      problems.push(...wrong);
      for (const [key, value] of Object.entries(result.outputs)) context.set(`steps.${step.id}.outputs.${key}`, value);
      if (wrong.length > 0) break;
    }
  } finally {
    await toloka.close();
  }
  return { problems, results, requests: toloka.requests };
}

/** What `npm start -- --help` says. */
export function help() {
  const width = Math.max(...Object.keys(STORIES).map((name) => name.length));
  return [
    'Runs the action in this folder against a local Toloka, as a GitHub runner would, and shows what a user would see.',
    '',
    'npm start              the story "opens"',
    'npm start -- <story>   another story:',
    '',
    ...Object.entries(STORIES).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`),
    '',
    'The exit code is 0 if the story ended as it should, which for some is a step that fails.',
  ].join('\n');
}

/**
 * @param {Ending} ends
 * @param {StepResult} result
 * @param {number} requests
 * @param {string} secret
 */
function check(ends, result, requests, secret) {
  const { passed, cancelled, exitCode, outputs, log, annotations, summary } = result;
  const text = log.join('\n');
  const count = (/** @type {string} */ level) => annotations.filter((one) => one.level === level).length;
  const errors = count('error');
  const wrong = [];
  if (passed !== ends.passes) wrong.push(`the step ${ends.passes ? 'should have passed' : 'should not have passed'}`);
  if (cancelled && exitCode === 0) wrong.push('a cancelled step ended with exit code 0');
  for (const [name, wanted] of Object.entries(ends.outputs ?? {})) {
    const value = outputs[name];
    const isRight = typeof wanted === 'string' ? value === wanted : value !== undefined && wanted.test(value);
    if (!isRight) wrong.push(`the output ${name} is ${JSON.stringify(value)}, not ${wanted === '' ? 'empty' : wanted}`);
  }
  for (const said of ends.says ?? []) if (!text.includes(said)) wrong.push(`the log doesn't say "${said}"`);
  if (passed ? errors > 0 : errors > 1 || (errors === 0 && !cancelled))
    wrong.push(`there are ${errors} error annotations`);
  if (ends.warnings !== undefined && count('warning') !== ends.warnings) {
    wrong.push(`there are ${count('warning')} warnings, not ${ends.warnings}`);
  }
  if (ends.requests !== undefined && requests !== ends.requests) {
    wrong.push(`${requests} requests were sent, not ${ends.requests}`);
  }
  const shown = [text, summary, JSON.stringify(annotations), ...Object.values(outputs)].join('\n');
  if (secret !== '' && shown.includes(secret)) wrong.push('the token shows');
  return wrong;
}

/** @param {StepResult} result @param {boolean} isRight */
function ending({ passed, cancelled, exitCode, milliseconds }, isRight) {
  const how = cancelled ? 'was cancelled' : passed ? 'passed' : 'failed';
  const code = exitCode === null ? 'killed' : `exit code ${exitCode}`;
  return `The step ${how} after ${(milliseconds / 1_000).toFixed(1)} s (${code})${isRight ? ', as it should' : ''}.`;
}

/**
 * Puts values in place of `${{ … }}`.
 *
 * @param {string} text
 * @param {ReadonlyMap<string, string>} context
 */
const fill = (text, context) => text.replace(/\$\{\{ (\S+) \}\}/g, (_, key) => context.get(key) ?? '');

/** @param {Step} step @param {Record<string, string>} inputs */
const stepYaml = ({ id, uses }, inputs) =>
  [
    `  - uses: ${uses}`,
    ...(id === undefined ? [] : [`    id: ${id}`]),
    '    with:',
    ...Object.entries(inputs).map(([name, value]) =>
      value.includes('\n')
        ? `      ${name}: |\n        ${value.replaceAll('\n', '\n        ')}`
        : `      ${name}: ${value}`,
    ),
    '',
  ].join('\n');

/** @param {Record<string, string>} outputs */
const outputLines = (outputs) =>
  Object.entries(outputs)
    .map(([name, value]) => `${name}:${value.includes('\n') ? '\n  ' : ' '}${value.replaceAll('\n', '\n  ')}`)
    .map((line) => `${line.trimEnd()}\n`)
    .join('');

const CODES = { plain: '', bold: '1', dim: '2', red: '31', yellow: '33', blue: '34', magenta: '35' };

/** @type {Record<LineKind, keyof typeof CODES>} */
const COLORS = { error: 'red', warning: 'yellow', notice: 'blue', debug: 'magenta', group: 'bold', plain: 'plain' };

/** @param {boolean} color @returns {(style: keyof typeof CODES, text: string) => string} */
const painter = (color) => (style, text) =>
  color && CODES[style] !== '' ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
