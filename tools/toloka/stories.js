import { styleText } from 'node:util';
import { DEFAULT_TOKEN } from './default-trainings.js';
import { runAction } from './runner.js';
import { summaryText } from './summary-text.js';
import { startToloka } from './toloka.js';

/** @import { StepResult } from './runner.js' */
/** @import { Exchange, TolokaOptions } from './toloka.js' */
/** @import { LineKind } from './step-log.js' */

/**
 * How a step must end for its story to be right.
 *
 * @typedef {object} Ending
 * @property {boolean} passes
 * @property {Record<string, string | RegExp>} [outputs]
 * @property {string[]} [says] parts of its log
 * @property {number} [warnings]
 * @property {number} [requests] the exact number of requests
 */

/**
 * @typedef {object} Step
 * @property {Record<string, string>} with
 * @property {(line: string) => boolean} [cancelWhen] cancels the step at the first line for which this is true
 * @property {Ending} ends
 */

/**
 * @typedef {object} Story
 * @property {string} about
 * @property {Step[]} steps
 * @property {boolean} [together] whether the steps run at the same time
 * @property {string} [secret] the value of `secrets.TOLOKA_TOKEN`; by default the token that the local Toloka takes
 * @property {Pick<TolokaOptions, 'onRequest' | 'onAnswer'>} [faults]
 */

const OPERATION_ID = /^[\w-]+$/;
const SECRET = `\${{ secrets.TOLOKA_TOKEN }}`;

/**
 * A story of one step.
 *
 * @param {string} about
 * @param {Record<string, string>} inputs
 * @param {Ending} ends
 * @param {Omit<Partial<Step> & Story, 'about' | 'steps' | 'with' | 'ends'>} [rest]
 * @returns {Story}
 */
const story = (about, inputs, ends, { secret = DEFAULT_TOKEN, faults = {}, ...step } = {}) => ({
  about,
  secret,
  faults,
  steps: [{ with: inputs, ends, ...step }],
});

/** Answers as a proxy with nobody behind it. @param {Exchange} exchange */
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
    'the training is already open: there is nothing to do',
    { 'training-id': '22' },
    { passes: true, outputs: { status: 'SUCCESS', 'already-open': 'true', 'operation-id': '' }, warnings: 0 },
  ),
  slow: story(
    'opening takes six seconds, and the log says how far it is',
    { 'training-id': '23' },
    { passes: true, outputs: { status: 'SUCCESS' }, says: ['PENDING', 'RUNNING', 'SUCCESS'], warnings: 0 },
  ),
  'at-once': story(
    "Toloka's first answer says that the training is open",
    { 'training-id': '24' },
    { passes: true, outputs: { status: 'SUCCESS', 'already-open': 'false' }, warnings: 0, requests: 2 },
  ),
  fail: story(
    "the operation fails: the step shows the reason from Toloka's log",
    { 'training-id': '25' },
    { passes: false, outputs: { status: 'FAIL' }, says: ['There is not enough money', 'top up the account'] },
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
    'Toloka does not take the token (403)',
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
  'wait-later': {
    about: 'one step starts the opening, and later the same step waits for it',
    steps: [
      {
        with: { 'training-id': '31', wait: 'false' },
        ends: { passes: true, outputs: { status: 'PENDING', 'operation-id': OPERATION_ID } },
      },
      {
        with: { 'training-id': '31' },
        ends: { passes: true, outputs: { status: 'SUCCESS', 'already-open': 'false' }, says: ['joining it'] },
      },
    ],
  },
  again: {
    about: 'the step times out; run again, it joins the opening and passes',
    steps: [
      {
        with: { 'training-id': '23', timeout: '3s' },
        ends: { passes: false, outputs: { status: 'RUNNING' }, says: ['run the step again to join it'] },
      },
      {
        with: { 'training-id': '23' },
        ends: { passes: true, outputs: { status: 'SUCCESS', 'already-open': 'false' }, says: ['joining it'] },
      },
    ],
  },
  together: {
    about:
      'two steps open the same training at the same time (this Toloka answers the second one with the first opening)',
    together: true,
    steps: [
      {
        with: { 'training-id': '32' },
        ends: { passes: true, outputs: { status: 'SUCCESS', 'already-open': 'false' } },
      },
      {
        with: { 'training-id': '32' },
        ends: { passes: true, outputs: { status: 'SUCCESS', 'already-open': 'false' } },
      },
    ],
  },
  timeout: story(
    'opening takes longer than the timeout of the step',
    { 'training-id': '28', timeout: '3s' },
    {
      passes: false,
      outputs: { status: 'RUNNING', 'operation-id': OPERATION_ID },
      says: ['the opening is RUNNING and continues at Toloka; run the step again to join it, or raise timeout'],
    },
  ),
  'unknown-status': story(
    'Toloka gives a status that nobody knows: the step warns and waits on',
    { 'training-id': '29' },
    { passes: true, outputs: { status: 'SUCCESS' }, says: ['QUEUED_V2'], warnings: 1 },
  ),
  flaky: story(
    'a proxy fails (502), an answer is cut, Toloka asks to slow down (429): the step passes all the same',
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
    'the answer to the opening is lost: the step finds the running opening and joins it',
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
    'the training-id is not valid: nothing is sent',
    { 'training-id': '21#' },
    { passes: false, outputs: { status: '' }, says: ['training-id', '21#'], requests: 0 },
  ),
  fork: story(
    'the workflow of a fork gets no secret: nothing is sent',
    { 'training-id': '21' },
    { passes: false, outputs: { status: '' }, says: ['fork'], requests: 0 },
    { secret: '' },
  ),
  forged: story(
    "Toloka's texts hold workflow commands, ANSI, HTML and the token: they do nothing",
    { 'training-id': '30' },
    { passes: false, outputs: { status: 'FAIL' }, says: ['plain'], warnings: 0 },
  ),
  cancelled: story(
    'the workflow is cancelled while the training opens: the step ends, its outputs stay',
    { 'training-id': '28' },
    { passes: false, outputs: { status: 'RUNNING', 'operation-id': OPERATION_ID } },
    { cancelWhen: (line) => line.includes('RUNNING') },
  ),
  'dry-run': story(
    'a dry run says what the step would do, and opens nothing',
    { 'training-id': '21\n22', 'dry-run': 'true' },
    {
      passes: true,
      outputs: { status: '', 'already-open': 'false', 'operation-id': /^\n?$/ },
      says: ['training 21 would be opened', 'training 22 is already open', 'nothing was opened'],
      warnings: 0,
      requests: 2,
    },
  ),
  several: story(
    'three trainings side by side, one of which fails',
    { 'training-id': '21\n22\n25' },
    {
      passes: false,
      outputs: { status: 'FAIL', 'already-open': 'false', 'operation-id': /^[\w-]+\n\n[\w-]+$/ },
      says: ['There is not enough money'],
    },
  ),
};

/**
 * Runs a story against a local Toloka of its own, and writes what a user would see.
 *
 * @param {string} name
 * @param {(text: string) => void} write
 * @returns also the problems: everything that is not as the story says
 */
export async function runStory(name, write) {
  const found = Object.hasOwn(STORIES, name) ? STORIES[name] : undefined;
  if (found === undefined) throw new Error(`there is no story "${name}"; there are ${Object.keys(STORIES).join(', ')}`);
  const { about, steps, together = false, secret = DEFAULT_TOKEN, faults } = found;
  /** @type {StepResult[]} */
  const results = [];
  /** @type {string[]} */
  const problems = [];
  const toloka = await startToloka(faults);

  /** @param {Step} step */
  const runStep = async (step) => {
    const { cancelWhen, ends } = step;
    const before = toloka.requests.length;
    /** @type {string[]} */
    const late = [];
    const show = together ? (/** @type {string} */ text) => void late.push(text) : write;
    if (!together) show(`\n${stepYaml(step, toloka.url)}\n${styleText('dim', '--- log')}\n`);
    const result = await runAction({
      inputs: { ...step.with, token: secret, 'api-url': toloka.url },
      onLine: (line, kind) => show(`${paint(line, kind)}\n`),
      ...(cancelWhen && { cancelWhen }),
    });
    if (together) write(`\n${stepYaml(step, toloka.url)}\n${styleText('dim', '--- log')}\n${late.join('')}`);
    write(`${styleText('dim', '--- outputs')}\n${outputLines(result.outputs)}`);
    write(`${styleText('dim', '--- summary')}\n${summaryText(result.summary)}\n`);
    const wrong = check(ends, result, toloka.requests.length - before, secret);
    write(`${styleText('dim', '---')}\n${describeEnd(result, wrong.length === 0)}\n`);
    for (const problem of wrong) write(`${styleText('red', `not as the story says: ${problem}`)}\n`);
    results.push(result);
    problems.push(...wrong);
  };

  try {
    write(`${styleText('bold', name)}: ${about}\n`);
    if (together) await Promise.all(steps.map(runStep));
    else for (const step of steps) if (problems.length === 0) await runStep(step);
  } finally {
    await toloka.close();
  }
  return { problems, results, requests: toloka.requests };
}

/** The text of `npm start -- --help`. */
export function help() {
  const width = Math.max(...Object.keys(STORIES).map((name) => name.length));
  return [
    'Runs the action of this repository against a local Toloka, as a GitHub runner would, and shows what a user would see.',
    '',
    'npm start              the story "opens"',
    'npm start -- <story>   another story:',
    '',
    ...Object.entries(STORIES).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`),
    '',
    'The exit code is 0 if the story ends as it should. In some stories that means that the step fails.',
  ].join('\n');
}

/**
 * @param {Ending} ends
 * @param {StepResult} result
 * @param {number} requests
 * @param {string} secret
 */
function check(ends, result, requests, secret) {
  const { passed, cancelled, exitCode, outputs, log, annotations, rawSummary, warnings } = result;
  const text = log.join('\n');
  const errors = annotations.filter((one) => one.level === 'error').length;
  const wrong = [];
  if (passed !== ends.passes) wrong.push(`the step ${ends.passes ? 'should have passed' : 'should not have passed'}`);
  if (cancelled && exitCode === 0) wrong.push('a cancelled step ended with exit code 0');
  for (const [name, wanted] of Object.entries(ends.outputs ?? {})) {
    const value = outputs[name];
    const isRight = typeof wanted === 'string' ? value === wanted : value !== undefined && wanted.test(value);
    if (!isRight) wrong.push(`the output ${name} is ${JSON.stringify(value)}, not ${wanted === '' ? 'empty' : wanted}`);
  }
  for (const part of ends.says ?? []) if (!text.includes(part)) wrong.push(`the log does not say "${part}"`);
  if (passed ? errors > 0 : errors > 1 || (errors === 0 && !cancelled)) {
    wrong.push(`there are ${errors} error annotations`);
  }
  if (ends.warnings !== undefined && warnings.length !== ends.warnings) {
    wrong.push(`there are ${warnings.length} warnings, not ${ends.warnings}`);
  }
  if (ends.requests !== undefined && requests !== ends.requests) {
    wrong.push(`${requests} requests were sent, not ${ends.requests}`);
  }
  const shown = [text, rawSummary, JSON.stringify(annotations), ...Object.values(outputs)].join('\n');
  if (secret !== '' && shown.includes(secret)) wrong.push('the token shows');
  return wrong;
}

/** @param {StepResult} result @param {boolean} isRight */
function describeEnd({ passed, cancelled, exitCode, milliseconds }, isRight) {
  const how = cancelled ? 'was cancelled' : passed ? 'passed' : 'failed';
  const code = exitCode === null ? 'killed' : `exit code ${exitCode}`;
  return `The step ${how} after ${(milliseconds / 1_000).toFixed(1)} s (${code})${isRight ? ', as it should' : ''}.`;
}

/** @param {Step} step @param {string} apiUrl */
const stepYaml = (step, apiUrl) =>
  [
    '  - uses: ./',
    '    with:',
    ...Object.entries({ ...step.with, token: SECRET, 'api-url': apiUrl }).map(([name, value]) =>
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

/** @param {string} line @param {LineKind} kind */
const paint = (line, kind) => (kind === 'plain' ? line : styleText(STYLES[kind], line));

/** @type {Record<Exclude<LineKind, 'plain'>, 'red' | 'yellow' | 'blue' | 'magenta' | 'bold'>} */
const STYLES = { error: 'red', warning: 'yellow', notice: 'blue', debug: 'magenta', group: 'bold' };
