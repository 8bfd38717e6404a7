import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runAction } from '../local/runner.js';
import { authorizationOf, startToloka } from '../local/toloka.js';
import { createFaults } from './faults.js';
import { endsWell, isOpenBefore, isOpenedByOthers, scenarioOf } from './scenario.js';

/** @import { StepResult } from '../local/runner.js' */
/** @import { TrainingDescription } from '../local/trainings.js' */
/** @import { Scenario, SoakTraining } from './scenario.js' */

/** @typedef {Awaited<ReturnType<typeof startToloka>>} Toloka */
/** @typedef {StepResult & { endedAt: number, tookMs: number }} Ended with when it ended (milliseconds since 1970), and how long after its first line */
/** @typedef {{ 'training-id': string, 'operation-id': string, status: string, 'already-open': boolean, error: string }} Result of the output `results` */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Worth nothing anywhere. */
const TOKEN = 'made-up-token-of-the-soak';
const SECRETS = [TOKEN, `OAuth ${TOKEN}`].flatMap((text) => [
  text,
  Buffer.from(text).toString('base64').replace(/=+$/, ''),
]);
/** How much earlier than the step others opened what they opened. */
const BEFORE_MS = 30_000;
/** What a step may take beyond its deadline. */
const GRACE_MS = 2_000;
/** When a step that is still there is killed, after its deadline. */
const KILLED_AFTER_MS = 10_000;

/**
 * Runs the scenario of a seed: the built action as a process of its own, as the runner starts it, against a local Toloka on
 * a real socket, whose answers fail at random, and which keeps the truth.
 *
 * @param {number} seed
 * @param {string} [root] the folder of the actions
 */
export async function run(seed, root = ROOT) {
  const scenario = scenarioOf(seed);
  const faults = createFaults(seed, !scenario.isFar);
  let hasBegun = false;
  let lookUps = 0;
  const now = () => Date.now() + scenario.aheadMs - (hasBegun ? 0 : BEFORE_MS);
  const toloka = await startToloka({
    token: TOKEN,
    trainings: scenario.trainings.map(describe),
    now,
    onRequest: (exchange) => hasBegun && faults.beforeEffect(exchange),
    onAnswer: (exchange) => {
      if (exchange.answer) exchange.answer.headers.Date = new Date(now()).toUTCString();
      const fails = hasBegun && faults.afterEffect(exchange);
      if (!fails && exchange.path.startsWith('/operations?')) lookUps += 1;
      return fails;
    },
  });
  try {
    for (const { id } of scenario.trainings.filter(isOpenedByOthers)) await open(toloka, id);
    const before = { operations: toloka.operations.length, requests: toloka.requests.length };
    hasBegun = true;

    const { plan, trainings, timeoutS } = scenario;
    const inputs = { 'training-id': trainings.map(({ id }) => id).join(), wait: String(plan === 'wait') };
    const opened = await runStep(root, inputs, scenario, toloka);
    // An operation whose answer was lost can be looked up, unless a deadline that is near comes before an answer to that.
    const couldLookUp = scenario.isFar || lookUps >= trainings.length;
    const broken = [
      ...checkStep(opened, timeoutS),
      ...checkOpened(opened, scenario, toloka, before.operations, couldLookUp),
    ];
    let passed = opened.passed;
    let cancelled = opened.cancelled;

    if (plan === 'wait later' && opened.passed) {
      const ids = { 'operation-id': opened.outputs['operation-id'] ?? '' };
      const joined = await runStep(join(root, 'wait'), ids, scenario, toloka);
      broken.push(...checkStep(joined, timeoutS), ...checkJoined(joined, scenario, toloka, before.operations));
      passed = joined.passed;
      cancelled = joined.cancelled;
    }

    const requests = toloka.requests.slice(before.requests);
    for (const { method, path } of requests) {
      if (!/^(POST \/trainings\/\d+\/open|GET \/trainings\/\d+|GET \/operations([/?]\S*))$/.test(`${method} ${path}`)) {
        broken.push(`it sent ${method} ${path}`);
      }
    }
    const shouldPass = scenario.isFar && !cancelled && trainings.every(endsWell);
    return {
      seed,
      scenario,
      requests: requests.length,
      faults: faults.committed,
      passed,
      cancelled,
      shouldPass,
      broken,
    };
  } finally {
    await toloka.close();
  }
}

/** @param {SoakTraining} training @returns {TrainingDescription} */
function describe({ id, fate, openingMs }) {
  const slow = { pendingMs: openingMs / 3, runningMs: (openingMs * 2) / 3 };
  /** @type {TrainingDescription} */
  const training = {
    id,
    project_id: '7',
    private_name: fate,
    status: 'CLOSED',
    opening: { pendingMs: 0, runningMs: 0, ends: 'SUCCESS' },
  };
  switch (fate) {
    case 'opens at once':
    case 'was opened by somebody else just before':
      return training;
    case 'opens after a while':
      return { ...training, opening: { ...slow, ends: 'SUCCESS' } };
    case 'goes through an unknown status':
      return { ...training, opening: { ...slow, ends: 'SUCCESS', statuses: ['PENDING', 'QUEUED_V2', 'RUNNING'] } };
    case 'is open already':
      return { ...training, status: 'OPEN' };
    case 'is being opened by somebody else':
      return { ...training, opening: { pendingMs: 0, runningMs: 3_600_000, ends: 'SUCCESS' } };
    case 'fails':
      return { ...training, opening: { ...slow, ends: 'FAIL' } };
    case 'is archived':
      return { ...training, status: 'ARCHIVED' };
    case 'has no tasks':
      return { ...training, empty: true };
  }
}

/** Opens a training as somebody else does. @param {Toloka} toloka @param {string} id */
async function open({ url }, id) {
  const headers = { authorization: authorizationOf(TOKEN), 'content-type': 'application/json' };
  const { status } = await fetch(`${url}/trainings/${id}/open`, { method: 'POST', headers });
  if (status !== 202) throw new Error(`the local Toloka answered ${status}`);
}

/**
 * @param {string} action the folder of its `action.yml`
 * @param {Record<string, string>} inputs
 * @param {Scenario} scenario
 * @param {Toloka} toloka
 * @returns {Promise<Ended>}
 */
async function runStep(action, inputs, { timeoutS, cancelAfterMs }, toloka) {
  let [began, ended, endedAt] = [Number.NaN, Number.NaN, Number.NaN];
  const result = await runAction({
    action,
    inputs: { ...inputs, token: TOKEN, timeout: `${timeoutS}s`, 'api-url': toloka.url },
    ...(cancelAfterMs === undefined ? {} : { cancelAfterMs }),
    onLine: () => {
      if (Number.isNaN(began)) began = performance.now();
    },
    onStart: (child) => {
      // One that does not end is told by how long it took.
      const killer = setTimeout(() => child.kill('SIGKILL'), timeoutS * 1_000 + KILLED_AFTER_MS);
      child.once('exit', () => {
        clearTimeout(killer);
        ended = performance.now();
        endedAt = Date.now();
      });
    },
  });
  return { ...result, endedAt, tookMs: ended - began };
}

/**
 * What is true of every step, however it ends.
 *
 * @param {Ended} step
 * @param {number} timeoutS
 */
function checkStep({ exitCode, raw, outputs, summary, annotations, cancelled, passed, tookMs }, timeoutS) {
  const broken = [];
  const errors = annotations.filter(({ level }) => level === 'error').length;
  if (errors > 1) broken.push(`there are ${errors} errors`);
  if (passed ? errors > 0 : errors === 0 && !cancelled) broken.push(`exit code ${exitCode} with ${errors} errors`);
  if (tookMs > timeoutS * 1_000 + GRACE_MS) broken.push(`it took ${Math.round(tookMs)} ms of ${timeoutS} s`);
  const lines = raw.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  const shown = [...lines, JSON.stringify(outputs), summary].join('\n');
  if (SECRETS.some((secret) => shown.includes(secret))) broken.push('the token shows');
  return broken;
}

/**
 * The operation as it was at a time; undefined where it had not ended well by then.
 *
 * @param {Toloka['operations'][number]} operation
 * @param {number} ms milliseconds since 1970, on Toloka's clock
 */
const hadSucceeded = ({ status, finished }, ms) => status === 'SUCCESS' && Date.parse(`${finished}Z`) <= ms;

/**
 * What is true of a step that opens, beside what the local Toloka really did.
 *
 * @param {Ended} step
 * @param {Scenario} scenario
 * @param {Toloka} toloka
 * @param {number} operationsBefore
 * @param {boolean} couldLookUp whether the step could find the operations whose answers it lost
 */
function checkOpened(step, { trainings, plan, isFar, aheadMs }, toloka, operationsBefore, couldLookUp) {
  const { outputs, passed, cancelled, endedAt } = step;
  // Cancelled before it could take the signal: the process has ended with no word.
  if (outputs.results === undefined) return cancelled ? [] : ['there are no outputs'];
  /** @type {string[]} */
  const broken = [];
  /** @type {Result[]} */
  const results = JSON.parse(outputs.results);
  const operations = toloka.operations.slice(operationsBefore);

  for (const [index, training] of trainings.entries()) {
    const { id, fate } = training;
    const own = operations.filter(({ parameters }) => parameters.training_id === id);
    const result = results[index];
    if (result?.['training-id'] !== id) return [`results[${index}] is not of training ${id}`];
    const { 'operation-id': operationId, status, 'already-open': alreadyOpen, error } = result;
    const operation = own.find((one) => one.id === operationId);
    const isOpen = isOpenBefore(training) || own.some((one) => hadSucceeded(one, endedAt + aheadMs));
    /** @param {boolean} isBroken @param {string} what */
    const check = (isBroken, what) => {
      if (isBroken) broken.push(`training ${id}, which ${fate}: ${what} (${JSON.stringify(result)})`);
    };

    check(own.length > 1 && fate !== 'fails', `was opened ${own.length} times`);
    check(operationId !== '' && operation === undefined, 'the operation is none that this step submitted');
    check(status === 'SUCCESS' && !isOpen, 'SUCCESS, but it was not open');
    check(status === 'FAIL' && operation?.status !== 'FAIL', 'FAIL, but the operation did not fail');
    check(alreadyOpen && own.length > 0 && couldLookUp, 'already open, but this step opened it');
    check(alreadyOpen && !isOpenBefore(training) && own.length === 0, 'already open, but it was not');
    if (error === '' && !cancelled) {
      check(plan === 'wait' && !isOpen, 'green, but it was not open');
      check(own.length === 0 && !isOpenBefore(training), 'green, but there is no operation');
      check(own.length === 0 && !alreadyOpen, 'green, but neither opened by this step nor open already');
      check(
        own.length > 0 && couldLookUp && operationId !== own.at(-1)?.id,
        'green, without the operation that opens it',
      );
      check(!endsWell(training) && (plan === 'wait' || fate !== 'fails'), 'green, but it can not be opened');
    } else if (error !== '') {
      check(isFar && !cancelled && endsWell(training), 'red, of transient faults alone');
    }
  }

  const { 'operation-id': ids, 'already-open': allOpen } = outputs;
  if (ids !== results.map((result) => result['operation-id']).join('\n'))
    broken.push('operation-id differs from results');
  if (allOpen !== String(results.every((result) => result['already-open'])))
    broken.push('already-open differs from results');
  if (results.length === 1 && outputs.status !== results[0]?.status) broken.push('status differs from results');
  if (!cancelled && passed !== results.every(({ error }) => error === '')) broken.push('the end differs from results');
  return broken;
}

/**
 * What is true of a step that waits for what another has opened.
 *
 * @param {Ended} step
 * @param {Scenario} scenario
 * @param {Toloka} toloka
 * @param {number} operationsBefore
 */
function checkJoined({ passed, cancelled, endedAt, outputs }, { trainings, isFar, aheadMs }, toloka, operationsBefore) {
  const broken = [];
  const operations = toloka.operations.slice(operationsBefore);
  const allOpen = trainings.every(
    (training) =>
      isOpenBefore(training) ||
      operations.some((one) => one.parameters.training_id === training.id && hadSucceeded(one, endedAt + aheadMs)),
  );
  if (passed && !allOpen) broken.push('the wait is green, but not all were open');
  if (passed && outputs.status !== 'SUCCESS') broken.push(`the wait is green with status ${outputs.status}`);
  if (!passed && !cancelled && isFar && trainings.every(endsWell))
    broken.push('the wait is red, of transient faults alone');
  return broken;
}
