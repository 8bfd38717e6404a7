import { styleText } from 'node:util';
import { DEFAULT_TOKEN } from './default-trainings.js';
import { runAction } from './runner.js';
import { summaryText } from './summary-text.js';
import { startToloka } from './toloka.js';

/** @import { StepResult } from './runner.js' */
/** @import { Exchange, TolokaOptions } from './toloka.js' */
/** @import { LineKind } from './step-log.js' */

/**
 * A step, and how it must end for its scenario to be right.
 *
 * @typedef {object} Step
 * @property {Record<string, string>} with
 * @property {(line: string) => boolean} [cancelWhen] cancels the step at the first line for which this is true
 * @property {boolean} passes
 * @property {Record<string, string | RegExp>} outputs
 * @property {(string | RegExp)[]} [says] what its log says
 * @property {number} [warnings]
 * @property {number} [requests] the exact number of requests
 */

/**
 * @typedef {object} Scenario
 * @property {string} about
 * @property {Step[]} steps
 * @property {boolean} [together] whether the steps run at the same time
 * @property {string} [secret] the value of `secrets.TOLOKA_TOKEN`; by default the token that the local Toloka takes
 * @property {Pick<TolokaOptions, 'onRequest' | 'onAnswer'>} [faults]
 */

const SECRET = `\${{ secrets.TOLOKA_TOKEN }}`;
const OPENED = { status: 'SUCCESS', 'already-open': 'false', 'operation-id': /^[\w-]+$/ };
const WAS_OPEN = { status: 'SUCCESS', 'already-open': 'true', 'operation-id': '' };
const OPENING = { ...OPENED, status: 'PENDING' };
const RUNNING = { ...OPENED, status: 'RUNNING' };
const FAILED = { ...OPENED, status: 'FAIL' };
const NOT_STARTED = { ...OPENED, status: '', 'operation-id': '' };

/** @param {Record<string, string>} inputs @param {Step['outputs']} outputs @param {Partial<Step>} [rest] @returns {Step} */
const passes = (inputs, outputs, rest) => ({ with: inputs, passes: true, outputs, ...rest });

/** @param {Record<string, string>} inputs @param {Step['outputs']} outputs @param {Partial<Step>} [rest] @returns {Step} */
const fails = (inputs, outputs, rest) => ({ with: inputs, passes: false, outputs, ...rest });

/** Answers instead of Toloka. @param {number} status @param {Record<string, string>} headers @param {string} body */
function answer(status, headers, body) {
  return (/** @type {Exchange} */ { res }) => {
    res.writeHead(status, headers).end(body);
    return true;
  };
}
const badGateway = answer(
  502,
  { 'Content-Type': 'text/html' },
  '<html><h1>502 Bad Gateway</h1></html>',
);
const tooManyRequests = answer(429, { 'Retry-After': '1' }, '{"code":"TOO_MANY_REQUESTS"}');
/** @param {Exchange} exchange */
const cutInTheBody = ({ res }) =>
  res.writeHead(200, { 'Content-Length': '99' }).write('{"id":', () => res.destroy());

/** @type {Readonly<Record<string, Scenario>>} */
export const SCENARIOS = {
  opens: {
    about: 'a closed training is opened, and the step waits until it is open',
    steps: [passes({ 'training-id': '21' }, OPENED, { warnings: 0 })],
  },
  'already-open': {
    about: 'the training is already open: there is nothing to do',
    steps: [passes({ 'training-id': '22' }, WAS_OPEN, { warnings: 0 })],
  },
  slow: {
    about: 'opening takes 14 seconds, and the log says how far it is',
    steps: [
      passes({ 'training-id': '23' }, OPENED, {
        says: ['PENDING', /RUNNING, [2-9]\d ?%/, 'SUCCESS'],
        warnings: 0,
      }),
    ],
  },
  'at-once': {
    about: "Toloka's first answer says that the training is open",
    steps: [passes({ 'training-id': '24' }, OPENED, { warnings: 0, requests: 2 })],
  },
  fail: {
    about: "the operation fails: the step shows the reason from Toloka's log",
    steps: [
      fails({ 'training-id': '25' }, FAILED, {
        says: ['There is not enough money', 'top up the account'],
      }),
    ],
  },
  details: {
    about: "the operation fails and its log is empty: the operation's details say why",
    steps: [fails({ 'training-id': '34' }, FAILED, { says: ['no workers left'] })],
  },
  archived: {
    about: 'the training is archived: Toloka refuses (409)',
    steps: [
      fails({ 'training-id': '26' }, NOT_STARTED, { says: ['409', 'CONFLICT_STATE', 'ARCHIVED'] }),
    ],
  },
  empty: {
    about: 'the training has no tasks: Toloka refuses (409)',
    steps: [fails({ 'training-id': '27' }, NOT_STARTED, { says: ['409', 'EMPTY_POOL'] })],
  },
  'wrong-token': {
    about: 'Toloka does not take the token (403)',
    secret: 'a-token-of-the-other-environment',
    steps: [fails({ 'training-id': '21' }, NOT_STARTED, { says: ['403', 'ACCESS_DENIED'] })],
  },
  'unknown-training': {
    about: 'there is no such training (404)',
    steps: [fails({ 'training-id': '404' }, NOT_STARTED, { says: ['404', 'DOES_NOT_EXIST'] })],
  },
  'no-wait': {
    about: 'the step passes as soon as Toloka has taken the request',
    steps: [passes({ 'training-id': '21', wait: 'false' }, OPENING, { warnings: 0 })],
  },
  'wait-later': {
    about: 'one step starts the opening, and later the same step waits for it',
    steps: [
      passes({ 'training-id': '31', wait: 'false' }, OPENING),
      passes({ 'training-id': '31' }, OPENED, { says: ['joining it'] }),
    ],
  },
  again: {
    about: 'the step times out; run again, it joins the opening and passes',
    steps: [
      fails({ 'training-id': '31', timeout: '2s' }, RUNNING, {
        says: ['run the step again to join it'],
      }),
      passes({ 'training-id': '31' }, OPENED, { says: ['joining it'] }),
    ],
  },
  together: {
    about:
      'two steps open the same training at the same time (this Toloka answers the second one with the first opening)',
    together: true,
    steps: [passes({ 'training-id': '32' }, OPENED), passes({ 'training-id': '32' }, OPENED)],
  },
  timeout: {
    about: 'opening takes longer than the timeout of the step',
    steps: [
      fails({ 'training-id': '28', timeout: '3s' }, RUNNING, {
        says: ['continues at Toloka', 'raise timeout'],
      }),
    ],
  },
  'unknown-status': {
    about: 'Toloka gives a status that nobody knows: the step warns and waits on',
    steps: [passes({ 'training-id': '29' }, OPENED, { says: ['QUEUED_V2'], warnings: 1 })],
  },
  flaky: {
    about:
      'a proxy fails (502), an answer is cut, Toloka asks to slow down (429): the step passes all the same',
    faults: {
      onRequest: (exchange) =>
        exchange.method === 'POST' && exchange.tryOf <= 2 && badGateway(exchange),
      onAnswer: (exchange) => {
        if (!exchange.path.startsWith('/operations/')) return false;
        return [cutInTheBody, tooManyRequests, badGateway][exchange.tryOf - 1]?.(exchange);
      },
    },
    steps: [passes({ 'training-id': '21' }, OPENED)],
  },
  'lost-answer': {
    about: 'the answer to the opening is lost: the step finds the running opening and joins it',
    faults: {
      onAnswer: ({ method, tryOf, res }) =>
        method === 'POST' && tryOf === 1 && res.destroy() !== undefined,
    },
    steps: [passes({ 'training-id': '31' }, OPENED)],
  },
  down: {
    about: 'nothing but 502 until the timeout',
    faults: { onRequest: badGateway },
    steps: [fails({ 'training-id': '21', timeout: '4s' }, NOT_STARTED, { says: ['502'] })],
  },
  'bad-input': {
    about: 'the training-id is not valid: nothing is sent',
    steps: [
      fails({ 'training-id': '21#' }, NOT_STARTED, { says: ['training-id', '21#'], requests: 0 }),
    ],
  },
  fork: {
    about: 'the workflow of a fork gets no secret: nothing is sent',
    secret: '',
    steps: [fails({ 'training-id': '21' }, NOT_STARTED, { says: ['fork'], requests: 0 })],
  },
  forged: {
    about: "Toloka's texts hold workflow commands, ANSI, HTML and the token: they do nothing",
    steps: [fails({ 'training-id': '30' }, FAILED, { says: ['plain'], warnings: 0 })],
  },
  cancelled: {
    about: 'the workflow is cancelled while the training opens: the step ends, its outputs stay',
    steps: [
      fails({ 'training-id': '28' }, RUNNING, { cancelWhen: (line) => line.includes('RUNNING') }),
    ],
  },
  'dry-run': {
    about: 'a dry run says what the step would do, and opens nothing',
    steps: [
      passes(
        { 'training-id': '21\n22', 'dry-run': 'true' },
        { ...NOT_STARTED, 'operation-id': /^\n?$/ },
        {
          says: [
            /training 21 .*would be opened/,
            /training 22 .*is already open/,
            'nothing was opened',
          ],
          warnings: 0,
          requests: 2,
        },
      ),
    ],
  },
  several: {
    about: 'three trainings side by side, one of which fails',
    steps: [
      fails(
        { 'training-id': '21\n22\n25' },
        { ...FAILED, 'operation-id': /^[\w-]+\n\n[\w-]+$/ },
        {
          says: ['There is not enough money'],
        },
      ),
    ],
  },
};

/**
 * Runs a scenario against a local Toloka of its own, and writes what a user would see.
 *
 * @param {string} name
 * @param {(text: string) => void} write
 * @returns also the problems: everything that is not as the scenario says
 */
export async function runScenario(name, write) {
  const scenario = SCENARIOS[name];
  if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
  const { about, steps, together = false, secret = DEFAULT_TOKEN, faults } = scenario;
  /** @type {StepResult[]} */
  const results = [];
  /** @type {string[]} */
  const problems = [];
  const toloka = await startToloka(faults);

  /** @param {Step} step @param {(text: string) => unknown} show */
  const runStep = async (step, show) => {
    const before = toloka.requests.length;
    show(`\n${stepYaml(step, toloka.url)}\n${styleText('dim', '--- log')}\n`);
    const result = await runAction({
      inputs: { ...step.with, token: secret, 'api-url': toloka.url },
      onLine: (line, kind) => show(`${paint(line, kind)}\n`),
      ...(step.cancelWhen && { cancelWhen: step.cancelWhen }),
    });
    show(`${styleText('dim', '--- outputs')}\n${outputLines(result.outputs)}`);
    show(
      `${styleText('dim', 'training-url is empty because a local Toloka has no pages for people')}\n`,
    );
    show(`${styleText('dim', '--- summary')}\n${summaryText(result.summary)}\n`);
    const wrong = findProblems(step, result, toloka.requests.length - before, secret);
    show(`${styleText('dim', '---')}\n${describeEnd(result, wrong.length === 0)}\n`);
    for (const problem of wrong)
      show(`${styleText('red', `not as the scenario says: ${problem}`)}\n`);
    results.push(result);
    problems.push(...wrong);
  };

  /** Shows a step once it has ended, so that two at a time don't mix. @param {Step} step */
  const runQuietly = async (step) => {
    /** @type {string[]} */
    const shown = [];
    await runStep(step, (text) => shown.push(text));
    write(shown.join(''));
  };

  try {
    write(`${styleText('bold', name)}: ${about}\n`);
    if (together) await Promise.all(steps.map(runQuietly));
    else for (const step of steps) if (problems.length === 0) await runStep(step, write);
  } finally {
    await toloka.close();
  }
  return { problems, results };
}

/** The text of `npm start -- --help`. */
export function help() {
  const width = Math.max(...Object.keys(SCENARIOS).map((name) => name.length));
  return [
    'Runs the action of this repository against a local Toloka, as a GitHub runner would, and shows what a user would see.',
    '',
    'npm start                the scenario "opens"',
    'npm start -- <scenario>  another scenario:',
    '',
    ...Object.entries(SCENARIOS).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`),
    '',
    'The exit code is 0 if the scenario ends as it should. In some scenarios that means that the step fails.',
  ].join('\n');
}

/** @param {Step} step @param {StepResult} result @param {number} requests @param {string} secret */
function findProblems(step, result, requests, secret) {
  const { passed, cancelled, exitCode, outputs, log, annotations, rawSummary, warnings } = result;
  const text = log.join('\n');
  const errors = annotations.filter((one) => one.level === 'error').length;
  const shown = [text, rawSummary, JSON.stringify(annotations), ...Object.values(outputs)].join(
    '\n',
  );
  const wrongOutputs = Object.entries(step.outputs).filter(([name, wanted]) => {
    const value = outputs[name];
    return typeof wanted === 'string'
      ? value !== wanted
      : value === undefined || !wanted.test(value);
  });
  const unsaid = (step.says ?? []).filter((part) => text.search(part) < 0);
  const areErrorsRight = passed ? errors === 0 : errors === 1 || (errors === 0 && cancelled);
  return [
    passed !== step.passes && `the step should ${step.passes ? '' : 'not '}have passed`,
    cancelled && exitCode === 0 && 'a cancelled step ended with exit code 0',
    ...wrongOutputs.map(
      ([name, wanted]) => `${name} is ${JSON.stringify(outputs[name])}, not ${wanted || 'empty'}`,
    ),
    ...unsaid.map((part) => `the log does not say "${part}"`),
    !areErrorsRight && `there are ${errors} error annotations`,
    warnings.length !== (step.warnings ?? warnings.length) &&
      `there are ${warnings.length} warnings`,
    requests !== (step.requests ?? requests) && `${requests} requests were sent`,
    secret !== '' && shown.includes(secret) && 'the token shows',
  ].filter((problem) => problem !== false);
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
    ...Object.entries({ ...step.with, token: SECRET, 'api-url': apiUrl }).map(
      ([name, value]) =>
        `      ${name}: ${value.includes('\n') ? `|\n${value}`.replaceAll('\n', '\n        ') : value}`,
    ),
    '',
  ].join('\n');

/** @param {Record<string, string>} outputs */
const outputLines = (outputs) =>
  Object.entries(outputs)
    .map(
      ([name, value]) =>
        `${name}:${value.includes('\n') ? '\n  ' : ' '}${value.replaceAll('\n', '\n  ')}`,
    )
    .map((line) => `${line.trimEnd()}\n`)
    .join('');

/** @param {string} line @param {LineKind} kind */
const paint = (line, kind) => (kind === 'plain' ? line : styleText(STYLES[kind], line));

/** @type {Record<Exclude<LineKind, 'plain'>, 'red' | 'yellow' | 'magenta'>} */
const STYLES = { error: 'red', warning: 'yellow', debug: 'magenta' };
