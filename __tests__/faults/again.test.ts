import { describe, expect, test } from '@jest/globals';
import type { StepResult } from '../../tools/toloka/runner.js';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining, describeTrainings, type TrainingDescription } from '../../tools/toloka/trainings.js';
import {
  endAfter,
  isList,
  isOpening,
  isPoll,
  isTraining,
  openFromOutside,
  type Request,
  RUNS,
  resultsOf,
  runStep,
  type Toloka,
  titleOf,
  withToloka,
} from '../step.ts';
import { failAlways, failFirst, faultNamed, refusal } from './faults.ts';

// A step is safe to run again: it joins an opening that is running.

const run = (toloka: Toloka, inputs: Record<string, string> = {}): Promise<StepResult> =>
  runStep({ inputs: { 'training-id': '21', 'api-url': toloka.url, timeout: '20s', ...inputs } });

const isListOf =
  (status: string) =>
  (request: Request): boolean =>
    isList(request) && request.path.includes(`status=${status}`);
const isRunningList = isListOf('RUNNING');

/** Asserts that a step joined the operation that somebody else has started, and opened the training. */
function expectJoined(step: StepResult, operationId: string | undefined): void {
  expect(step).toMatchObject({ passed: true, error: '', warnings: [] });
  expect(step.log.filter((line) => line.includes('joining'))).toEqual([
    `training 21: an opening is already running (operation ${operationId}), joining it`,
  ]);
  expect(step.outputs).toMatchObject({ 'operation-id': operationId, status: 'SUCCESS', 'already-open': 'false' });
}

describe('an opening that is running', () => {
  const trainings = [describeTraining('21', RUNS)];

  test.concurrent.each([
    ['a timeout', { timeout: '2s' }, false],
    ['`wait: false`', { wait: 'false' }, true],
  ])('after %s: the same step joins it', async (_, inputs, passed) => {
    await withToloka({ trainings, ...endAfter(isRunningList) }, async (toloka) => {
      const first = await run(toloka, inputs);
      expect(first).toMatchObject({ passed, outputs: { status: 'RUNNING', 'already-open': 'false' } });
      expectJoined(await run(toloka), first.outputs['operation-id']);
      expect(toloka.operations).toHaveLength(1);
    });
  });

  test.concurrent.each([
    ['409 (locked)', false, isRunningList],
    ['202 with the first operation', true, (one: Exchange) => isOpening(one) && one.tryOf === 2],
  ])(
    'two steps at the same time, and Toloka answers the second with %s: both follow it',
    async (_, joins, isMoment) => {
      const options = { trainings: [describeTraining('21', RUNS, { joins })], ...endAfter(isMoment) };
      await withToloka(options, async (toloka) => {
        const steps = await Promise.all([run(toloka), run(toloka)]);
        expect(toloka.operations).toHaveLength(1);
        for (const step of steps) {
          expect(step).toMatchObject({ passed: true, warnings: [] });
          const outputs = { 'operation-id': toloka.operations[0]?.id, status: 'SUCCESS', 'already-open': 'false' };
          expect(step.outputs).toMatchObject(outputs);
        }
        expect(steps.filter(({ raw }) => raw.includes('joining it'))).toHaveLength(joins ? 0 : 1);
      });
    },
  );

  test.concurrent('with `wait: false`: joined too, and not waited for', async () => {
    await withToloka({ trainings }, async (toloka) => {
      const id = await openFromOutside(toloka);
      const { passed, outputs } = await run(toloka, { wait: 'false' });
      expect(passed).toBe(true);
      expect(outputs).toMatchObject({ 'operation-id': id, status: 'RUNNING', 'already-open': 'false' });
    });
  });

  test.concurrent.each([
    ['the second one succeeds', 'SUCCESS', true],
    ['the second one fails, too', 'FAIL', false],
  ] as const)('fails after it was joined: the step opens once more, and %s', async (_, ends, passed) => {
    const training = describeTraining('21', { ...RUNS, ends: 'FAIL' }, { later: { pendingMs: 0, ...RUNS, ends } });
    await withToloka({ trainings: [training], ...endAfter(isRunningList) }, async (toloka) => {
      await openFromOutside(toloka);
      const step = await run(toloka);
      expect(step.passed).toBe(passed);
      expect(step.log.some((line) => line.includes('opening once more'))).toBe(true);
      expect(toloka.operations).toHaveLength(2);
      expect(step.outputs).toMatchObject({ 'operation-id': toloka.operations[1]?.id, status: ends });
    });
  });

  test.concurrent('of 40 trainings of a step: they share the lists', async () => {
    const many = describeTrainings(40, RUNS);
    const polled = new Set<string>();
    const isLastToBePolled = (one: Exchange): boolean => isPoll(one) && polled.add(one.path).size === many.length;
    await withToloka({ trainings: many, ...endAfter(isLastToBePolled) }, async (toloka) => {
      for (const { id } of many) await openFromOutside(toloka, id);
      const step = await run(toloka, { 'training-id': many.map(({ id }) => id).join() });
      expect(step).toMatchObject({ passed: true, warnings: [] });
      expect(resultsOf(step).map((result) => result['operation-id'])).toEqual(toloka.operations.map(({ id }) => id));
      expect(toloka.requests.filter(isList).length).toBeLessThan(10);
    });
  });

  test.concurrent('is on the second page of a list', async () => {
    const many = describeTrainings(501, RUNS);
    await withToloka({ trainings: many }, async (toloka) => {
      for (const { id } of many) await openFromOutside(toloka, id);
      const last = toloka.operations.toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1);
      const inputs = { 'training-id': last?.parameters.training_id ?? '', wait: 'false' };
      expect(await run(toloka, inputs)).toMatchObject({ passed: true, outputs: { 'operation-id': last?.id } });
      const queries = toloka.requests.filter(isRunningList).map(({ path }) => new URLSearchParams(path.split('?')[1]));
      expect(queries.map((query) => query.has('id_gt'))).toEqual([false, true]);
    });
  });
});

describe('the readings after a 409', () => {
  const READINGS = [
    ['the list of what is PENDING', isListOf('PENDING')],
    ['the list of what is RUNNING', isRunningList],
    ['the training', isTraining],
  ] as const;
  const cases = READINGS.flatMap(([what, isMet]) =>
    ['HTTP 503', 'a close in a body with a length'].map((name) => ({ what, isMet, name })),
  );

  test.concurrent.each(cases)('$what: $name, once: is retried', async ({ isMet, name }) => {
    const onRequest = failFirst(isMet, faultNamed(name).fault);
    await withToloka({ trainings: [describeTraining('21', RUNS)], onRequest }, async (toloka) => {
      const id = await openFromOutside(toloka);
      const { passed, outputs, warnings } = await run(toloka, { wait: 'false' });
      expect([passed, outputs['operation-id'], warnings]).toEqual([true, id, []]);
      expect(toloka.requests.filter(isMet).length).toBeGreaterThan(1);
    });
  });

  test.concurrent('the list is refused, and the training is OPEN: it was already open', async () => {
    const refuse = failAlways(isList, refusal(403, 'ACCESS_DENIED'));
    const conflict = failFirst(isOpening, refusal(409, 'CONFLICT_STATE'));
    const onRequest = (exchange: Exchange): boolean => refuse(exchange) || conflict(exchange);
    await withToloka({ trainings: [describeTraining('21', {}, { status: 'OPEN' })], onRequest }, async (toloka) => {
      const { passed, outputs } = await run(toloka);
      expect(passed).toBe(true);
      expect(outputs).toMatchObject({ 'operation-id': '', status: 'SUCCESS', 'already-open': 'true' });
    });
  });

  test.concurrent('the training is refused, and an opening is running: it is joined', async () => {
    const refuse = failAlways(isTraining, refusal(403, 'ACCESS_DENIED'));
    const { now, onRequest } = endAfter(isRunningList);
    const both = (exchange: Exchange): boolean => onRequest(exchange) || refuse(exchange);
    await withToloka({ trainings: [describeTraining('21', RUNS)], now, onRequest: both }, async (toloka) => {
      const id = await openFromOutside(toloka);
      const { passed, outputs } = await run(toloka);
      expect([passed, outputs['operation-id']]).toEqual([true, id]);
    });
  });

  test.concurrent('find nothing until the deadline: the step fails with the refusal', async () => {
    const onRequest = failAlways(isOpening, refusal(409, 'POOL_LOCKED_BY_ANOTHER_OPERATION'));
    await withToloka({ onRequest }, async (toloka) => {
      const step = await run(toloka, { timeout: '3s' });
      expect(step.error).toMatch(/^POOL_LOCKED_BY_ANOTHER_OPERATION: .* \(HTTP 409\); the training is CLOSED\n/);
      expect(titleOf(step)).toBe('Training 21 was refused');
      expect(toloka.requests.filter(isOpening).length).toBeGreaterThan(1);
    });
  });
});

test.concurrent.each<[string, Partial<TrainingDescription>, RegExp]>([
  [
    'of an empty training',
    { empty: true },
    /^EMPTY_POOL: .* \(HTTP 409\); the training is CLOSED; upload tasks first\n/,
  ],
  [
    'of an archived training',
    { status: 'ARCHIVED' },
    /^CONFLICT_STATE: .* \(HTTP 409\); the training is ARCHIVED; clone it and open the clone\n/,
  ],
])('409 %s: fails at once, with the refusal, the state and the advice', async (_, rest, says) => {
  await withToloka({ trainings: [describeTraining('21', {}, rest)] }, async (toloka) => {
    const step = await run(toloka);
    expect(step.passed).toBe(false);
    expect(step.error).toMatch(says);
    expect(step.error).toMatch(/\nPOST \/trainings\/21\/open, request_id \S+$/);
    expect(resultsOf(step)[0]?.error).toBe(step.error.split('\n')[0]);
    expect(titleOf(step)).toBe('Training 21 was refused');
    expect(toloka.requests.filter(isOpening)).toHaveLength(1);
  });
});

test.concurrent('a training that reads CLOSED after success, then OPEN, is open', async () => {
  let reads = 0;
  const onAnswer = (exchange: Exchange): boolean => {
    if (isTraining(exchange)) reads += 1;
    if (isTraining(exchange) && reads < 3 && exchange.answer) {
      exchange.answer.body = exchange.answer.body.replace('"OPEN"', '"CLOSED"');
    }
    return false;
  };
  await withToloka({ onAnswer }, async (toloka) => {
    expect(await run(toloka)).toMatchObject({ passed: true, error: '', warnings: [] });
    expect(toloka.requests.filter(isTraining)).toHaveLength(3);
  });
});
