import type { ChildProcess } from 'node:child_process';
import {
  openFromOutside,
  resultsOf,
  runStep,
  type Toloka,
  withToloka,
} from '../../__tests__/step.ts';
import type { StepResult } from '../toloka/runner.js';
import type { Exchange } from '../toloka/toloka.js';
import { type Case, drawCase, drawFault, type SoakStep } from './draw.ts';

// These are processes of the built action, as a workflow runs it, with real sockets, timers and exit codes. They spend nearly
// all of their time waiting, so many run at once.
const AT_A_TIME = 16;
/** How long before the step others have opened a training. It is more than a minute, so that nobody takes it for the step's. */
const BEFORE_MS = 90_000;
/** The most that a step may take after its deadline. */
const GRACE_MS = 2_000;
const SENT = /^(POST \/trainings\/\d+\/open|GET \/trainings\/\d+|GET \/operations([/?]\S*))$/;

type Ran = Awaited<ReturnType<typeof run>>;

/**
 * Runs the seeds from one on, and writes a report.
 *
 * @param action the folder of the action; by default this repository
 */
export async function soak(
  runs: number,
  seed: number,
  write: (line: string) => void,
  action?: string,
) {
  const all: Ran[] = [];
  const seeds = Array.from({ length: runs }, (_, index) => seed + index).values();
  const work = async () => {
    for (const next of seeds) {
      const ran = await run(next, action);
      all.push(ran);
      for (const what of ran.broken) write(`BROKEN, seed ${next}: ${what}`);
      if (all.length % 100 === 0 && all.length < runs) write(`${all.length} runs so far`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));

  const requests = all.reduce((sum, ran) => sum + ran.requests, 0);
  const faults = all.flatMap((ran) => ran.faults);
  const share = `${((100 * faults.length) / requests).toFixed(1)}%`;
  write(
    `${requests} requests, of which ${faults.length} (${share}) failed, in ${new Set(faults).size} ways`,
  );
  const should = all.filter(({ shouldPass }) => shouldPass);
  write(
    `${should.filter(({ passed }) => passed).length} of the ${should.length} that could come through did`,
  );
  const broken = all.filter((ran) => ran.broken.length > 0);
  write(
    broken.length === 0
      ? 'no invariant was broken'
      : `invariants were broken in ${broken.length} runs`,
  );
  for (const { seed: again } of broken) write(`to run it again: npm run soak -- 1 ${again}`);
  return { isGood: broken.length === 0, all };
}

/**
 * Runs the case of a seed: the built action as a process of its own, as the runner starts it, against a local Toloka on a
 * real socket. The answers fail at random, and the local Toloka keeps the truth.
 */
async function run(seed: number, action?: string) {
  const drawn = drawCase(seed);
  const { trainings, steps, plan, aheadMs, cancelAt } = drawn;
  const faults: string[] = [];
  const children: ChildProcess[] = [];
  let isCancelled = false;
  // Nothing fails before the first step.
  let step: SoakStep | undefined;
  let requestsBefore = 0;
  let shiftMs = 0;
  const now = () => Date.now() + aheadMs + shiftMs;

  const meetFault = (exchange: Exchange): boolean => {
    const fault = step && drawFault(seed, exchange, !step.isFar, trainings.length > 50);
    if (fault?.isAfter !== (exchange.answer !== undefined)) return false;
    faults.push(fault.name);
    fault.fault(exchange, '');
    return true;
  };
  const onRequest = (exchange: Exchange): boolean => {
    if (step && cancelAt !== undefined && exchange.n === requestsBefore + cancelAt) {
      isCancelled = true;
      for (const child of children) child.kill('SIGINT');
    }
    return meetFault(exchange);
  };
  const onAnswer = (exchange: Exchange): boolean => {
    if (exchange.answer) exchange.answer.headers.Date = new Date(now()).toUTCString();
    return meetFault(exchange);
  };

  return await withToloka({ trainings, now, onRequest, onAnswer }, async (toloka) => {
    for (const { id, fate } of trainings) {
      shiftMs = fate.others === 'before' ? -BEFORE_MS : 0;
      if (fate.others !== undefined) await openFromOutside(toloka, id);
    }
    shiftMs = 0;
    requestsBefore = toloka.requests.length;
    const byOthers = new Set(toloka.operations.map(({ id }) => id));

    const runOne = async (one: SoakStep) => {
      step = one;
      const inputs = {
        'training-id': trainings.map(({ id }) => id).join(),
        wait: String(one.wait),
        timeout: `${one.timeoutS}s`,
        'api-url': toloka.url,
      };
      try {
        const ended = await runStep({
          inputs,
          onStart: (child) => children.push(child),
          ...(action !== undefined && { action }),
        });
        return {
          passed: ended.passed,
          broken: checkStep(ended, one, drawn, isCancelled, toloka, byOthers),
        };
      } catch (error) {
        return { passed: false, broken: [String(error)] };
      }
    };
    const ran = plan === 'together' ? await Promise.all(steps.map(runOne)) : [];
    if (plan !== 'together') for (const one of steps) if (!isCancelled) ran.push(await runOne(one));

    const sent = toloka.requests
      .slice(requestsBefore)
      .map(({ method, path }) => `${method} ${path}`);
    const reopened = trainings.filter(({ id, fate }) => {
      const own = toloka.operations.filter(
        (one) => one.parameters.training_id === id && !byOthers.has(one.id),
      );
      return !fate.neverOpens && own.length > 1;
    });
    return {
      seed,
      plan,
      requests: sent.length,
      faults,
      isCancelled,
      passed: plan === 'together' ? ran.every(({ passed }) => passed) : ran.at(-1)?.passed === true,
      shouldPass:
        steps.at(-1)?.isFar === true &&
        !isCancelled &&
        !trainings.some(({ fate }) => fate.neverOpens),
      broken: [
        ...ran.flatMap((one) => one.broken),
        ...sent.filter((request) => !SENT.test(request)).map((request) => `it sent ${request}`),
        ...reopened.map(({ id, fate }) => `training ${id}, which ${fate.name}, was opened twice`),
      ],
    };
  });
}

/** Compares a step and its outputs with what the local Toloka really did. @returns what is untrue */
function checkStep(
  ended: StepResult,
  step: SoakStep,
  { trainings, plan, aheadMs }: Case,
  isCancelled: boolean,
  toloka: Toloka,
  byOthers: ReadonlySet<string>,
): string[] {
  const { outputs, passed, tookMs, endedAtMs } = ended;
  const results = resultsOf(ended);
  const hadSucceeded = ({ status, finished }: Toloka['operations'][number]) =>
    status === 'SUCCESS' && Date.parse(`${finished}Z`) <= endedAtMs + aheadMs;

  const untrue = trainings.flatMap(({ id, status: initial, opening, fate }, index) => {
    const operations = toloka.operations.filter(({ parameters }) => parameters.training_id === id);
    const {
      'training-id': resultId,
      'operation-id': operationId,
      status,
      error,
      ...result
    } = results[index] ?? {};
    const operation = operations.find((one) => one.id === operationId);
    const isOpen = initial === 'OPEN' || operations.some(hadSucceeded);
    const wasOpen = result['already-open'] === true;
    const isGreen = error === '' && !isCancelled;
    const isOwn = operations.some((one) => !byOthers.has(one.id)) && plan === 'wait' && step.isFar;
    const wrong = {
      'the result is of another training': resultId !== id,
      'the operation does not open this training': operationId !== '' && operation === undefined,
      'SUCCESS, but it was not open': status === 'SUCCESS' && !isOpen,
      'FAIL, but the operation did not fail': status === 'FAIL' && operation?.status !== 'FAIL',
      'already open, but it was not': wasOpen && !isOpen,
      'already open, but with an operation': wasOpen && operationId !== '',
      'already open, but this step opened it': wasOpen && isOwn,
      'green, but it was not open': isGreen && step.wait && !isOpen,
      'green, without the operation that opens it': isGreen && !wasOpen && operation === undefined,
      'green, but it can not be opened':
        isGreen && fate.neverOpens && (step.wait || opening.ends !== 'FAIL'),
      'red, because of transient faults alone':
        error !== '' && step.isFar && !isCancelled && !fate.neverOpens,
    };
    const broken = Object.entries(wrong).filter(([, isWrong]) => isWrong);
    return broken.map(
      ([text]) => `training ${id}, which ${fate.name}: ${text} (${JSON.stringify(results[index])})`,
    );
  });
  const wrong = {
    [`it took ${Math.round(tookMs)} ms of ${step.timeoutS} s`]:
      tookMs > step.timeoutS * 1_000 + GRACE_MS,
    'operation-id differs from results':
      outputs['operation-id'] !== results.map((one) => one['operation-id']).join('\n'),
    'already-open differs from results':
      outputs['already-open'] !== String(results.every((one) => one['already-open'])),
    'status differs from results': results.length === 1 && outputs.status !== results[0]?.status,
    'the end differs from results':
      !isCancelled && passed !== results.every(({ error }) => error === ''),
  };
  return [
    ...untrue,
    ...Object.entries(wrong).flatMap(([text, isWrong]) => (isWrong ? [text] : [])),
  ];
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  // npm run soak -- [runs] [seed]: without a first seed, each call takes a new one.
  const [runs = '200', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
  if (![runs, seed].every((text) => /^\d{1,9}$/.test(text)))
    throw new Error('runs and seed must be whole numbers');
  const began = Date.now();
  console.log(`${runs} runs from seed ${seed} on, on Node ${process.version}`);
  const { isGood } = await soak(Number(runs), Number(seed), (line) => console.log(line));
  console.log(`it took ${Math.round((Date.now() - began) / 1_000)} s`);
  process.exitCode = isGood ? 0 : 1;
}
