import { runAction } from '../toloka/runner.js';
import { authorizationOf, startToloka } from '../toloka/toloka.js';
import { createFaults } from './faults.js';
import { describe, endsWell, isFar, scenarioOf, whenOthersOpen } from './scenario.js';

/** @import { StepResult } from '../toloka/runner.js' */
/** @import { Scenario, SoakStep } from './scenario.js' */

/** @typedef {Awaited<ReturnType<typeof startToloka>>} Toloka */
/** @typedef {{ 'training-id': string, 'operation-id': string, status: string, 'already-open': boolean, error: string }} Result one of the output `results` */

/** Worth nothing anywhere. */
const TOKEN = 'made-up-token-of-the-soak';
const SECRETS = [TOKEN, `OAuth ${TOKEN}`].flatMap((text) => [
  text,
  Buffer.from(text).toString('base64').replace(/=+$/, ''),
]);
/** How long before the step others have opened a training. It is more than a minute, so that nobody takes it for the step's. */
const BEFORE_MS = 90_000;
/** The most that a step may take after its deadline. */
const GRACE_MS = 2_000;
/** When a step that is still there is killed, after its deadline. */
const KILLED_AFTER_MS = 10_000;

/**
 * Runs the scenario of a seed: the built action as a process of its own, as the runner starts it, against a local Toloka on
 * a real socket. The answers fail at random, and the local Toloka keeps the truth.
 *
 * @param {number} seed
 * @param {string} [action] the folder of the action; by default this repository
 */
export async function run(seed, action) {
  const scenario = scenarioOf(seed);
  const { trainings, steps, plan, aheadMs } = scenario;
  const faults = createFaults(seed);
  faults.isCrowded = trainings.length > 50;
  let hasBegun = false;
  let shiftMs = 0;
  const now = () => Date.now() + aheadMs + shiftMs;
  const toloka = await startToloka({
    token: TOKEN,
    trainings: trainings.map(describe),
    now,
    onRequest: (exchange) => hasBegun && faults.beforeEffect(exchange),
    onAnswer: (exchange) => {
      if (exchange.answer) exchange.answer.headers.Date = new Date(now()).toUTCString();
      return hasBegun && faults.afterEffect(exchange);
    },
  });
  try {
    for (const training of trainings) {
      const when = whenOthersOpen(training);
      shiftMs = when === 'before' ? -BEFORE_MS : 0;
      if (when !== 'never') await open(toloka, training.id);
    }
    shiftMs = 0;
    const others = toloka.requests.length;
    const byOthers = toloka.operations.map(({ id }) => id);
    hasBegun = true;

    /** @param {SoakStep} step */
    const runOne = async (step) => {
      faults.stalls = !isFar(step);
      const ended = await runStep(action, step, scenario, toloka);
      return { ended, broken: [...checkStep(ended, step), ...checkTruth(ended, step, scenario, toloka, byOthers)] };
    };
    const ran = [];
    if (plan === 'together') ran.push(...(await Promise.all(steps.map(runOne))));
    else for (const step of steps) if (!ran.at(-1)?.ended.cancelled) ran.push(await runOne(step));

    const broken = ran.flatMap((one) => one.broken);
    const requests = toloka.requests.slice(others);
    for (const { method, path } of requests) {
      if (!/^(POST \/trainings\/\d+\/open|GET \/trainings\/\d+|GET \/operations([/?]\S*))$/.test(`${method} ${path}`)) {
        broken.push(`it sent ${method} ${path}`);
      }
    }
    for (const training of trainings.filter(endsWell)) {
      const own = toloka.operations.filter(
        ({ id, parameters }) => isOf(training, parameters) && !byOthers.includes(id),
      );
      if (own.length > 1)
        broken.push(`training ${training.id}, which ${training.fate}, was opened ${own.length} times`);
    }
    const cancelled = ran.some(({ ended }) => ended.cancelled);
    const last = steps.at(-1);
    return {
      seed,
      scenario,
      requests: requests.length,
      faults: faults.committed,
      passed: plan === 'together' ? ran.every(({ ended }) => ended.passed) : ran.at(-1)?.ended.passed === true,
      cancelled,
      shouldPass: last !== undefined && isFar(last) && !cancelled && trainings.every(endsWell),
      broken,
    };
  } finally {
    await toloka.close();
  }
}

/** @param {{ id: string }} training @param {{ training_id: string }} parameters */
const isOf = ({ id }, parameters) => parameters.training_id === id;

/** Opens a training as somebody else does. @param {Toloka} toloka @param {string} id */
async function open({ url }, id) {
  const headers = { authorization: authorizationOf(TOKEN), 'content-type': 'application/json' };
  const { status } = await fetch(`${url}/trainings/${id}/open`, { method: 'POST', headers });
  if (status !== 202) throw new Error(`the local Toloka answered ${status}`);
}

/**
 * @param {string | undefined} action
 * @param {SoakStep} step
 * @param {Scenario} scenario
 * @param {Toloka} toloka
 */
const runStep = (action, { wait, timeoutS }, { trainings, cancelAfterMs }, toloka) =>
  runAction({
    ...(action !== undefined && { action }),
    inputs: {
      'training-id': trainings.map(({ id }) => id).join(),
      wait: String(wait),
      token: TOKEN,
      timeout: `${timeoutS}s`,
      'api-url': toloka.url,
    },
    ...(cancelAfterMs !== undefined && { cancelAfterMs }),
    killAfterMs: timeoutS * 1_000 + KILLED_AFTER_MS,
  });

/** Checks what is true of every step, however it ends. @param {StepResult} ended @param {SoakStep} step */
function checkStep({ exitCode, raw, outputs, rawSummary, annotations, cancelled, passed, tookMs }, { timeoutS }) {
  const broken = [];
  const errors = annotations.filter(({ level }) => level === 'error').length;
  if (errors > 1) broken.push(`there are ${errors} errors`);
  if (passed ? errors > 0 : errors === 0 && !cancelled) broken.push(`exit code ${exitCode} with ${errors} errors`);
  if (tookMs > timeoutS * 1_000 + GRACE_MS) broken.push(`it took ${Math.round(tookMs)} ms of ${timeoutS} s`);
  const lines = raw.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  const shown = [...lines, JSON.stringify(outputs), rawSummary].join('\n');
  if (SECRETS.some((secret) => shown.includes(secret))) broken.push('the token shows');
  return broken;
}

/**
 * Compares a step's outputs with what the local Toloka really did.
 *
 * @param {StepResult} ended
 * @param {SoakStep} step
 * @param {Scenario} scenario
 * @param {Toloka} toloka
 * @param {readonly string[]} byOthers the operations that others submitted
 */
function checkTruth(ended, step, { trainings, plan, aheadMs }, toloka, byOthers) {
  const { outputs, passed, cancelled, endedAtMs } = ended;
  // It was cancelled before it could take the signal: the process ended without a word.
  if (outputs.results === undefined) return cancelled ? [] : ['there are no outputs'];
  /** @type {string[]} */
  const broken = [];
  /** @type {Result[]} */
  const results = JSON.parse(outputs.results);
  /** @param {Toloka['operations'][number]} operation */
  const hadSucceeded = ({ status, finished }) =>
    status === 'SUCCESS' && Date.parse(`${finished}Z`) <= endedAtMs + aheadMs;

  for (const [index, training] of trainings.entries()) {
    const { id, fate } = training;
    const operations = toloka.operations.filter(({ parameters }) => isOf(training, parameters));
    const result = results[index];
    if (result?.['training-id'] !== id) return [`results[${index}] is not of training ${id}`];
    const { 'operation-id': operationId, status, 'already-open': alreadyOpen, error } = result;
    const operation = operations.find((one) => one.id === operationId);
    const isOpen = fate === 'is already open' || operations.some(hadSucceeded);
    const isOwn = operations.some((one) => !byOthers.includes(one.id)) && plan === 'wait' && isFar(step);
    /** @param {boolean} isBroken @param {string} text */
    const check = (isBroken, text) => {
      if (isBroken) broken.push(`training ${id}, which ${fate}: ${text} (${JSON.stringify(result)})`);
    };

    check(operationId !== '' && operation === undefined, 'the operation does not open this training');
    check(status === 'SUCCESS' && !isOpen, 'SUCCESS, but it was not open');
    check(status === 'FAIL' && operation?.status !== 'FAIL', 'FAIL, but the operation did not fail');
    check(alreadyOpen && !isOpen, 'already open, but it was not');
    check(alreadyOpen && operationId !== '', 'already open, but with an operation');
    check(alreadyOpen && isOwn, 'already open, but this step opened it');
    if (error === '' && !cancelled) {
      check(step.wait && !isOpen, 'green, but it was not open');
      check(!alreadyOpen && operation === undefined, 'green, without the operation that opens it');
      check(!endsWell(training) && (step.wait || fate !== 'fails'), 'green, but it can not be opened');
    } else if (error !== '') {
      check(isFar(step) && !cancelled && endsWell(training), 'red, because of transient faults alone');
    }
  }

  const { 'operation-id': ids, 'already-open': allOpen } = outputs;
  if (ids !== results.map((result) => result['operation-id']).join('\n')) {
    broken.push('operation-id differs from results');
  }
  if (allOpen !== String(results.every((result) => result['already-open']))) {
    broken.push('already-open differs from results');
  }
  if (results.length === 1 && outputs.status !== results[0]?.status) broken.push('status differs from results');
  if (!cancelled && passed !== results.every(({ error }) => error === '')) broken.push('the end differs from results');
  return broken;
}
