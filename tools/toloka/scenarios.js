import { styleText } from 'node:util';
import { DEFAULT_TOKEN } from './default-targets.js';
import { runAction } from './runner.js';
import { summaryText } from './summary-text.js';
import { startToloka } from './toloka.js';

/** @import { StepResult } from './runner.js' */
/** @import { ServerResponse } from 'node:http' */
/** @import { TolokaOptions } from './toloka.js' */
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
 * @property {Pick<TolokaOptions, 'onRequest' | 'onAnswer'>} [faults]
 */

/** @param {string} text */
const dim = (text) => styleText('dim', text);
const SECRET = `\${{ secrets.TOLOKA_TOKEN }}`;
const OPENED = { status: 'SUCCESS', 'already-open': 'false', 'operation-id': /^[\w-]+$/ };
const WAS_OPEN = { status: 'SUCCESS', 'already-open': 'true', 'operation-id': '' };
const STARTED = { ...OPENED, status: /^(PENDING|RUNNING)$/ };
const FAILED = { ...OPENED, status: 'FAIL' };
const NOT_STARTED = { ...OPENED, status: '', 'operation-id': '' };

/** @param {Record<string, string>} inputs @param {Step['outputs']} outputs @param {Partial<Step>} [rest] @returns {Step} */
const passes = (inputs, outputs, rest) => ({ with: inputs, passes: true, outputs, ...rest });

/** @param {Record<string, string>} inputs @param {Step['outputs']} outputs @param {Partial<Step>} [rest] @returns {Step} */
const fails = (inputs, outputs, rest) => ({ with: inputs, passes: false, outputs, ...rest });

/** Answers instead of Toloka. @param {number} status @param {Record<string, string>} headers @param {string} body */
function answer(status, headers, body) {
  return (/** @type {ServerResponse} */ res) => {
    res.writeHead(status, headers).end(body);
    return true;
  };
}
const badGateway = answer(502, { 'Content-Type': 'text/html' }, '<h1>502 Bad Gateway</h1>');
const tooManyRequests = answer(429, { 'Retry-After': '1' }, '{"code":"TOO_MANY_REQUESTS"}');
/** @param {ServerResponse} res */
const cutInTheBody = (res) =>
  res.writeHead(200, { 'Content-Length': '99' }).write('{"id":', () => res.destroy());

/** @type {Readonly<Record<string, Scenario>>} */
export const SCENARIOS = {
  opens: {
    about: 'a closed training is opened, and the step waits until it is open',
    steps: [passes({ 'training-id': '21' }, OPENED, { warnings: 0 })],
  },
  'already-open': {
    about: 'the training is already open: there is nothing to do',
    steps: [passes({ 'training-id': '22' }, WAS_OPEN, { warnings: 0, requests: 2 })],
  },
  slow: {
    about: 'opening takes 14 seconds, and the log says how far it is',
    steps: [
      passes({ 'training-id': '23' }, OPENED, {
        says: ['PENDING', /RUNNING, \d+ ?%/, 'SUCCESS'],
        warnings: 0,
      }),
    ],
  },
  fail: {
    about: "the operation fails: the step shows the reason from Toloka's log",
    steps: [fails({ 'training-id': '25' }, FAILED, { says: ['EMPTY_POOL', '→ '] })],
  },
  again: {
    about: 'the step times out; run again, it joins the opening and passes',
    steps: [
      fails({ 'training-id': '31', timeout: '2s' }, STARTED, { says: ['run the step again'] }),
      passes({ 'training-id': '31' }, OPENED, { says: ['joining it'] }),
    ],
  },
  timeout: {
    about: 'opening takes longer than the timeout of the step',
    steps: [
      fails({ 'training-id': '28', timeout: '3s' }, STARTED, {
        says: ['goes on at Toloka', 'raise timeout'],
      }),
    ],
  },
  several: {
    about: 'three trainings side by side, one of which fails',
    steps: [
      fails(
        { 'training-id': '21\n22\n25' },
        { ...FAILED, 'operation-id': /^[\w-]+\n\n[\w-]+$/ },
        { says: ['EMPTY_POOL'] },
      ),
    ],
  },
  pools: {
    about: 'a training, and then two pools that need it',
    steps: [
      passes({ 'training-id': '21', 'pool-id': '77,78' }, OPENED, {
        says: ['Training 21 "Road signs" and 2 pools are open'],
        warnings: 0,
      }),
    ],
  },
  'dry-run': {
    about: 'a dry run says what the step would do, and opens nothing',
    steps: [
      passes(
        { 'training-id': '21\n22', 'dry-run': 'true' },
        { ...NOT_STARTED, 'operation-id': /^\n?$/ },
        { says: ['could be opened', 'is already open'], warnings: 0 },
      ),
    ],
  },
  flaky: {
    about: 'a proxy fails (502), an answer is cut, Toloka asks to slow down (429): it passes',
    faults: {
      onRequest: ({ method, tryOf, res }) => method === 'POST' && tryOf <= 2 && badGateway(res),
      onAnswer: ({ path, tryOf, res }) => {
        if (!path.startsWith('/operations/')) return false;
        return [cutInTheBody, tooManyRequests, badGateway][tryOf - 1]?.(res);
      },
    },
    steps: [passes({ 'training-id': '21' }, OPENED)],
  },
  forged: {
    about: "Toloka's texts hold workflow commands, ANSI, HTML and the token: they do nothing",
    steps: [fails({ 'training-id': '30' }, FAILED, { says: ['plain'], warnings: 0 })],
  },
  cancelled: {
    about: 'the workflow is cancelled while the training opens: the step ends, its outputs stay',
    steps: [
      fails({ 'training-id': '28' }, STARTED, { cancelWhen: (line) => line.includes('RUNNING') }),
    ],
  },
  'bad-input': {
    about: 'the training-id is not valid: nothing is sent',
    steps: [
      fails({ 'training-id': '21#' }, NOT_STARTED, { says: ['training-id', '21#'], requests: 0 }),
    ],
  },
};

/**
 * Runs a scenario against a local Toloka of its own, and writes what a user would see.
 *
 * @param {string} name
 * @param {(text: string) => void} write
 * @returns the problems: everything that is not as the scenario says
 */
export async function runScenario(name, write) {
  const scenario = SCENARIOS[name];
  if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
  const { about, steps, faults } = scenario;
  const toloka = await startToloka(faults);

  /** @param {Step} step */
  const runStep = async (step) => {
    const before = toloka.requests.length;
    write(`\n${stepYaml(step, toloka.url)}\n${dim('--- log')}\n`);
    const result = await runAction({
      inputs: { ...step.with, token: DEFAULT_TOKEN, 'api-url': toloka.url },
      onLine: (line, kind) => write(`${paint(line, kind)}\n`),
      ...(step.cancelWhen && { cancelWhen: step.cancelWhen }),
    });
    write(`${dim('--- outputs')}\n${outputLines(result.outputs)}`);
    write(`${dim('(a local Toloka has no pages for people, so there are no links)')}\n`);
    write(`${dim('--- summary')}\n${summaryText(result.summary)}\n`);
    const problems = findProblems(step, result, toloka.requests.length - before);
    write(`${dim('---')}\n${describeEnd(result, problems.length === 0)}\n`);
    for (const problem of problems) {
      write(`${styleText('red', `not as the scenario says: ${problem}`)}\n`);
    }
    return problems;
  };

  try {
    write(`${styleText('bold', name)}: ${about}\n`);
    for (const step of steps) {
      const problems = await runStep(step);
      if (problems.length > 0) return problems;
    }
    return [];
  } finally {
    await toloka.close();
  }
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

/** @param {Step} step @param {StepResult} result @param {number} requests */
function findProblems(step, result, requests) {
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
    shown.includes(DEFAULT_TOKEN) && 'the token shows',
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
