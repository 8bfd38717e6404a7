import { describe, expect, test } from '@jest/globals';
import type { StepResult } from '../../tools/toloka/runner.js';
import type { Exchange, TolokaOptions } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import {
  endAfter,
  isList,
  isOpening,
  openFromOutside,
  RUNS,
  runStep,
  type Toloka,
  titleOf,
  withToloka,
} from '../step.ts';
import { answer, type Fault, failFirst, faultNamed, refusal } from './faults.ts';

// The answer to an opening is lost, and the repeat says 204 (it is open) or 409 (it is opening). Which operation was it?

const LOSSES = [
  'a reset before the headers',
  'a close in the headers',
  'a reset in a body with a length',
  'a close in a body in chunks',
  'a close in a body without both',
  'an answer that is not HTTP',
  'a page of HTML with 200',
  'no body with 200',
  'JSON of the wrong shape, an operation without an id',
  'HTTP 500',
  'HTTP 502',
  'HTTP 503',
  'HTTP 504',
];
const LOSS = faultNamed('HTTP 502').fault;

/** Loses the first answer to the opening that has this status, though the training opens. */
const loseFirstAnswer = (loss = LOSS, status = 202) => ({
  onAnswer: failFirst(({ path, answer: given }) => path === '/trainings/21/open' && given?.status === status, loss),
});

/** Toloka's clock and the `Date` of its answers are so far ahead of this machine's clock. */
const clockAhead = (ms: number, { now = Date.now, onAnswer }: TolokaOptions) => ({
  now: () => now() + ms,
  onAnswer: (exchange: Exchange) => {
    if (exchange.answer) exchange.answer.headers.Date = new Date(Date.now() + ms).toUTCString();
    return onAnswer?.(exchange);
  },
});

/** Somebody opens the training so long before the step. */
function openedBefore(ms: number) {
  let agoMs = ms;
  return {
    now: () => Date.now() - agoMs,
    openBefore: async (toloka: Toloka): Promise<void> => {
      await openFromOutside(toloka);
      agoMs = 0;
    },
  };
}

const run = (toloka: Toloka, inputs: Record<string, string> = {}): Promise<StepResult> =>
  runStep({ inputs: { 'training-id': '21', 'api-url': toloka.url, timeout: '20s', ...inputs } });

/** Asserts that a step found the operation whose answer it lost, and followed it as if the answer had come. */
function expectFound(step: StepResult, { operations, requests }: Toloka): void {
  const own = operations.findLast(({ parameters }) => parameters.training_id === '21');
  expect(step).toMatchObject({ passed: true, error: '' });
  expect(step.outputs).toMatchObject({ 'operation-id': own?.id, status: 'SUCCESS', 'already-open': 'false' });
  expect(requests.some(isList)).toBe(true);
}

describe.each([
  ['204', {}, () => ({})],
  ['409', RUNS, () => endAfter(isList)],
])('the repeat says %s', (_, opening, ends) => {
  const trainings = [describeTraining('21', opening), describeTraining('22', RUNS)];

  test.concurrent.each(LOSSES)('%s: the operation is found', async (name) => {
    const options = { trainings, ...ends(), ...loseFirstAnswer(faultNamed(name).fault) };
    await withToloka(options, async (toloka) => expectFound(await run(toloka), toloka));
  });

  test.concurrent.each([-600_000, 600_000])("Toloka's clock is %d ms ahead: it is found", async (aheadMs) => {
    const ending = { ...ends(), ...loseFirstAnswer() };
    const options = { trainings, ...ending, ...clockAhead(aheadMs, ending) };
    await withToloka(options, async (toloka) => expectFound(await run(toloka), toloka));
  });

  test.concurrent('somebody opens another training after it: that operation is not taken for it', async () => {
    const { onAnswer } = loseFirstAnswer();
    const openOther = async (exchange: Exchange): Promise<boolean> => {
      if (exchange.path === '/trainings/21/open' && exchange.tryOf === 1) await openFromOutside(toloka, '22');
      return onAnswer(exchange);
    };
    let toloka: Toloka;
    await withToloka({ trainings, ...ends(), onAnswer: openOther }, async (started) => {
      toloka = started;
      const step = await run(toloka);
      expect(toloka.operations.map(({ parameters }) => parameters.training_id)).toEqual(['21', '22']);
      expectFound(step, toloka);
    });
  });

  test.concurrent('the look for it fails at first: it is repeated', async () => {
    const { onRequest: end = () => false, ...clock } = ends() as TolokaOptions;
    const fail = failFirst(
      isList,
      ...['HTTP 503', 'a close in a body in chunks'].map((name) => faultNamed(name).fault),
    );
    const onRequest = (exchange: Exchange) => fail(exchange) || end(exchange);
    const options = { trainings, ...clock, ...loseFirstAnswer(), onRequest };
    await withToloka(options, async (toloka) => expectFound(await run(toloka), toloka));
  });
});

test.concurrent.each([
  [30_000, -600_000],
  [30_000, 600_000],
])('it was opened %d ms before the step, clocks %d ms apart: that operation is taken', async (agoMs, aheadMs) => {
  const { now, openBefore } = openedBefore(agoMs);
  await withToloka(clockAhead(aheadMs, { now, ...loseFirstAnswer(LOSS, 204) }), async (toloka) => {
    await openBefore(toloka);
    expectFound(await run(toloka), toloka);
    expect(toloka.operations).toHaveLength(1);
  });
});

test.concurrent.each([
  [90_000, -600_000],
  [90_000, 600_000],
])('it was opened %d ms before the step, clocks %d ms apart: nobody knows by whom', async (agoMs, aheadMs) => {
  const { now, openBefore } = openedBefore(agoMs);
  await withToloka(clockAhead(aheadMs, { now, ...loseFirstAnswer(LOSS, 204) }), async (toloka) => {
    await openBefore(toloka);
    const { passed, outputs, warnings } = await run(toloka);
    expect(passed).toBe(true);
    expect(outputs).toMatchObject({ 'operation-id': '', status: 'SUCCESS', 'already-open': 'true' });
    expect(warnings).toContain('training 21: is open, but an answer was lost, so it is not known who opened it');
  });
});

test.concurrent('it is found and fails: as it may be older, the step opens once more', async () => {
  const trainings = [describeTraining('21', { ...RUNS, ends: 'FAIL' })];
  await withToloka({ trainings, ...endAfter(isList), ...loseFirstAnswer() }, async (toloka) => {
    const { passed, outputs } = await run(toloka);
    expect(passed).toBe(false);
    expect(toloka.operations).toHaveLength(2);
    expect(outputs).toMatchObject({
      'operation-id': toloka.operations[1]?.id,
      status: 'FAIL',
      'already-open': 'false',
    });
  });
});

test.concurrent('it is found and runs, with `wait: false`: the outputs have its id and status', async () => {
  await withToloka({ trainings: [describeTraining('21', RUNS)], ...loseFirstAnswer() }, async (toloka) => {
    const { passed, outputs } = await run(toloka, { wait: 'false' });
    expect(passed).toBe(true);
    expect(outputs).toMatchObject({ 'operation-id': toloka.operations[0]?.id, status: 'RUNNING' });
  });
});

test.concurrent.each<[string, Fault, string]>([
  ['403', refusal(403, 'ACCESS_DENIED'), 'ACCESS_DENIED: '],
  ['a 409 that is final', refusal(409, 'EMPTY_POOL'), 'EMPTY_POOL: '],
  ['a redirect', answer(302, '', { Location: 'http://127.0.0.1:9/login' }), 'HTTP 302 redirects to '],
  ['a long wait', refusal(429, 'TOO_MANY_REQUESTS', { 'Retry-After': '3600' }), 'it asks to wait 1h'],
  ['a huge body', answer(200, ' '.repeat(1_100_000)), 'the answer is larger than 1 MiB'],
])('the repeat ends with %s: the training may be opening', async (_, second, says) => {
  await withToloka({ onRequest: failFirst(isOpening, LOSS, second) }, async (toloka) => {
    const step = await run(toloka);
    expect(step.passed).toBe(false);
    expect(step.error).toContain(says);
    expect(step.error).toContain('it is not known whether Toloka took the request');
    expect(titleOf(step)).toBe('Training 21 may be opening');
  });
});
