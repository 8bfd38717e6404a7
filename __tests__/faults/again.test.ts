import { describe, expect, test } from '@jest/globals';
import type { StepResult } from '../../tools/toloka/runner.js';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining, describeTrainings, type TrainingDescription } from '../../tools/toloka/trainings.js';
import { openFromOutside, resultsOf, runStep, type Toloka, withToloka } from '../step.ts';
import { answer, type Fault, refusal, TRANSIENT } from './faults.ts';
import { titleOf } from './meet.ts';
import { GRACE_MS } from './table.ts';

// A step is safe to run again: it joins an opening that is running. Here is what follows from each answer to an opening.

// Long enough for a step to start on a busy machine.
const SLOW = { pendingMs: 500, runningMs: 4_000 };
const LONG = { pendingMs: 1_000, runningMs: 3_600_000 };

const run = (toloka: Toloka, inputs: Record<string, string> = {}): Promise<StepResult> =>
  runStep({ inputs: { 'training-id': '21', 'api-url': toloka.url, timeout: '20s', ...inputs } });

const isOpening = ({ method }: Exchange): boolean => method === 'POST';
const isTraining = ({ method, path }: Exchange): boolean => method === 'GET' && path.startsWith('/trainings/');
const isList =
  (status: string) =>
  ({ path }: Exchange): boolean =>
    path.startsWith('/operations?') && path.includes(`status=${status}`);

/** Makes the first answers to some requests fail. */
const failFirst = (isMet: (exchange: Exchange) => boolean, ...faults: readonly Fault[]) => {
  let met = 0;
  return (exchange: Exchange): boolean => {
    const fault = isMet(exchange) ? faults[met] : undefined;
    if (isMet(exchange)) met += 1;
    fault?.(exchange, '');
    return fault !== undefined;
  };
};

const failAlways = (isMet: (exchange: Exchange) => boolean, fault: Fault) => (exchange: Exchange) => {
  if (!isMet(exchange)) return false;
  fault(exchange, '');
  return true;
};

/** Asserts that a step joined the operation that somebody else has started, and opened the training. */
function expectJoined(step: StepResult, operationId: string): void {
  expect(step).toMatchObject({ passed: true, error: '', warnings: [] });
  expect(step.log.filter((line) => line.includes('joining'))).toEqual([
    `training 21: an opening is already running (operation ${operationId}), joining it`,
  ]);
  expect(step.outputs).toMatchObject({ 'operation-id': operationId, status: 'SUCCESS', 'already-open': 'false' });
}

describe('an opening that is running', () => {
  test.concurrent('is joined after a timeout by the same step', async () => {
    await withToloka({ trainings: [describeTraining('21', { pendingMs: 500, runningMs: 3_000 })] }, async (toloka) => {
      const first = await run(toloka, { timeout: '2s' });
      expect(first).toMatchObject({ passed: false, outputs: { status: 'RUNNING' } });
      expect(first.error).toContain('run the step again to join it');
      expectJoined(await run(toloka), first.outputs['operation-id'] ?? '');
    });
  });

  test.concurrent('is joined after `wait: false` by the same step without it', async () => {
    await withToloka({ trainings: [describeTraining('21', SLOW)] }, async (toloka) => {
      const first = await run(toloka, { wait: 'false' });
      expect(first).toMatchObject({ passed: true, outputs: { status: 'PENDING', 'already-open': 'false' } });
      expect(first.log.at(-1)).toMatch(/^training 21 is opening \(not waiting\); took /);
      expectJoined(await run(toloka), first.outputs['operation-id'] ?? '');
      expect(toloka.operations).toHaveLength(1);
    });
  });

  test.concurrent('has already opened the training when the same step comes without `wait: false`', async () => {
    await withToloka({ trainings: [describeTraining('21', { runningMs: 100 })] }, async (toloka) => {
      await run(toloka, { wait: 'false' });
      await new Promise((resolve) => setTimeout(resolve, 200));
      const { passed, outputs } = await run(toloka);
      expect(passed).toBe(true);
      expect(outputs).toMatchObject({ 'operation-id': '', status: 'SUCCESS', 'already-open': 'true' });
    });
  });

  test.concurrent.each([
    ['409 (locked)', false],
    ['202 with the first operation', true],
  ])('is joined by a step that runs at the same time, if Toloka answers it with %s', async (_, joins) => {
    await withToloka({ trainings: [describeTraining('21', SLOW, { joins })] }, async (toloka) => {
      const steps = await Promise.all([run(toloka), run(toloka)]);
      const [{ id } = { id: '' }] = toloka.operations;
      expect(toloka.operations).toHaveLength(1);
      for (const step of steps) {
        expect(step).toMatchObject({ passed: true, warnings: [] });
        expect(step.outputs).toMatchObject({ 'operation-id': id, status: 'SUCCESS', 'already-open': 'false' });
      }
      expect(steps.filter(({ raw }) => raw.includes('joining it'))).toHaveLength(joins ? 0 : 1);
    });
  });

  test.concurrent('is joined with `wait: false` too, and not waited for', async () => {
    await withToloka({ trainings: [describeTraining('21', LONG)] }, async (toloka) => {
      const id = await openFromOutside(toloka);
      const { passed, outputs } = await run(toloka, { wait: 'false' });
      expect(passed).toBe(true);
      expect(outputs).toMatchObject({ 'operation-id': id, status: 'PENDING', 'already-open': 'false' });
    });
  });

  test.concurrent('that fails after it was joined may be older than the last change: the step opens once more', async () => {
    const trainings = [describeTraining('21', { ...SLOW, ends: 'FAIL' }, { later: { ...SLOW, ends: 'SUCCESS' } })];
    await withToloka({ trainings }, async (toloka) => {
      await openFromOutside(toloka);
      const { passed, outputs, log } = await run(toloka);
      expect(passed).toBe(true);
      expect(outputs).toMatchObject({ 'operation-id': toloka.operations[1]?.id, status: 'SUCCESS' });
      expect(log.some((line) => line.includes('opening once more'))).toBe(true);
    });
  });

  test.concurrent('that fails twice is opened once more, and no more', async () => {
    await withToloka({ trainings: [describeTraining('21', { ...SLOW, ends: 'FAIL' })] }, async (toloka) => {
      await openFromOutside(toloka);
      const { passed, outputs, error } = await run(toloka);
      expect(passed).toBe(false);
      expect(toloka.operations).toHaveLength(2);
      expect(outputs).toMatchObject({ 'operation-id': toloka.operations[1]?.id, status: 'FAIL' });
      expect(error).toMatch(/^OPERATION_EXECUTION_ERROR: /);
    });
  });

  test.concurrent('that this step has started and that fails is not opened again', async () => {
    await withToloka({ trainings: [describeTraining('21', { ...SLOW, ends: 'FAIL' })] }, async (toloka) => {
      expect((await run(toloka)).passed).toBe(false);
      expect(toloka.operations).toHaveLength(1);
    });
  });
});

describe('the readings after a 409', () => {
  const faults = TRANSIENT.filter(({ name }) => /HTTP|close|HTML|broken/.test(name));
  const readings = {
    'the list of what is PENDING': isList('PENDING'),
    'the list of what is RUNNING': isList('RUNNING'),
    'the training': isTraining,
  };
  const cases = Object.entries(readings).flatMap(([what, isMet]) => faults.map((one) => ({ what, isMet, ...one })));

  test.concurrent.each(cases)('are retried: $what: $name', async ({ isMet, fault }) => {
    const onRequest = failFirst(isMet, fault);
    await withToloka({ trainings: [describeTraining('21', LONG)], onRequest }, async (toloka) => {
      const id = await openFromOutside(toloka);
      const { passed, outputs, warnings } = await run(toloka, { wait: 'false' });
      expect([passed, outputs['operation-id'], warnings]).toEqual([true, id, []]);
    });
  });

  test.concurrent('see an operation that moves on between them', async () => {
    let moved = false;
    const opening = { statuses: ['PENDING'], runningMs: 60_000 };
    const trainings = [describeTraining('21', opening)];
    const onAnswer = (exchange: Exchange): boolean => {
      const { answer: given } = exchange;
      if (given === undefined || !exchange.path.startsWith('/operations')) return false;
      // It is RUNNING from the moment that the first list has been answered without it.
      if (isList('PENDING')(exchange)) {
        moved = true;
        given.body = '{"items":[],"has_more":false}';
      } else if (isList('RUNNING')(exchange) && moved) {
        given.body = JSON.stringify({ items: toloka?.operations.map((one) => ({ ...one, status: 'RUNNING' })) });
      }
      return false;
    };
    let toloka: Toloka | undefined;
    await withToloka({ trainings, onAnswer }, async (started) => {
      toloka = started;
      const id = await openFromOutside(started);
      const { passed, outputs } = await run(started, { wait: 'false' });
      expect([passed, outputs['operation-id']]).toEqual([true, id]);
    });
  });

  const forbidden = refusal(403, 'ACCESS_DENIED');

  test.concurrent('decide by the training alone if the list is refused', async () => {
    const onRequest = failAlways(({ path }) => path.startsWith('/operations?'), forbidden);
    await withToloka({ trainings: [describeTraining('21', { runningMs: 1_500 })], onRequest }, async (toloka) => {
      await openFromOutside(toloka);
      const { passed, outputs } = await run(toloka);
      expect(passed).toBe(true);
      expect(outputs).toMatchObject({ 'operation-id': '', status: 'SUCCESS', 'already-open': 'true' });
    });
  });

  test.concurrent('decide by the list alone if the training is refused', async () => {
    const onRequest = failAlways(isTraining, forbidden);
    await withToloka({ trainings: [describeTraining('21', SLOW)], onRequest }, async (toloka) => {
      const id = await openFromOutside(toloka);
      expectJoined(await run(toloka), id);
    });
  });

  test.concurrent('find a training that is OPEN: it was already open', async () => {
    const onRequest = failFirst(isOpening, refusal(409, 'CONFLICT_STATE'));
    await withToloka({ trainings: [describeTraining('21', {}, { status: 'OPEN' })], onRequest }, async (toloka) => {
      const { passed, outputs } = await run(toloka);
      expect(passed).toBe(true);
      expect(outputs).toMatchObject({ 'operation-id': '', status: 'SUCCESS', 'already-open': 'true' });
    });
  });

  test.concurrent('find neither: the step asks again, and opens the training', async () => {
    const conflict = refusal(409, 'CONFLICT_STATE');
    const onRequest = failFirst(isOpening, conflict, conflict);
    await withToloka({ trainings: [describeTraining('21')], onRequest }, async (toloka) => {
      const { passed, outputs } = await run(toloka);
      expect(passed).toBe(true);
      expect(outputs).toMatchObject({ 'operation-id': toloka.operations[0]?.id, 'already-open': 'false' });
      expect(toloka.requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
    });
  });

  test.concurrent('find neither until the deadline: the step fails with the refusal', async () => {
    const onRequest = failAlways(isOpening, refusal(409, 'POOL_LOCKED_BY_ANOTHER_OPERATION'));
    await withToloka({ trainings: [describeTraining('21')], onRequest }, async (toloka) => {
      const { passed, error, tookMs, milliseconds, ...step } = await run(toloka, { timeout: '3s' });
      expect(passed).toBe(false);
      expect(error).toMatch(/^POOL_LOCKED_BY_ANOTHER_OPERATION: .* \(HTTP 409\); the training is CLOSED\n/);
      expect(titleOf({ passed, error, tookMs, milliseconds, ...step })).toBe('Training 21 was refused');
      expect(milliseconds).toBeGreaterThan(2_900);
      expect(tookMs).toBeLessThan(5_000);
    });
  });

  test.concurrent('end with the timeout, however many pages a list has', async () => {
    const refuse = failAlways(isOpening, refusal(409, 'CONFLICT_STATE'));
    let page = 0;
    const onRequest = (exchange: Exchange): boolean => {
      if (!exchange.path.startsWith('/operations?')) return refuse(exchange);
      page += 1;
      const items = [{ id: `op-${page}`, status: 'PENDING' }];
      setTimeout(() => answer(200, JSON.stringify({ items, has_more: true }))(exchange, ''), 500);
      return true;
    };
    await withToloka({ trainings: [describeTraining('21')], onRequest }, async (toloka) => {
      const step = await run(toloka, { timeout: '3s' });
      expect(step.error).toMatch(/^CONFLICT_STATE: .* \(HTTP 409\); the training is CLOSED\n/);
      expect(step.tookMs).toBeLessThan(3_000 + GRACE_MS);
    });
  });

  test.concurrent('are shared by all trainings of a step, at most one list of each kind a second', async () => {
    const trainings = describeTrainings(40, { pendingMs: 0, runningMs: 4_000 });
    await withToloka({ trainings }, async (toloka) => {
      await Promise.all(trainings.map(({ id }) => openFromOutside(toloka, id)));
      const step = await run(toloka, { 'training-id': trainings.map(({ id }) => id).join() });
      expect(step).toMatchObject({ passed: true, warnings: [] });
      expect(resultsOf(step).map((result) => result['operation-id'])).toEqual(toloka.operations.map(({ id }) => id));
      for (const status of ['PENDING', 'RUNNING']) {
        const lists = toloka.requests.filter(({ path }) => path.includes(`status=${status}`));
        expect(lists.length).toBeLessThanOrEqual(3);
        for (const [index, { at }] of lists.entries()) {
          // They start a second apart, but a busy machine may receive one late.
          if (index > 0) expect(at - (lists[index - 1]?.at ?? 0)).toBeGreaterThan(500);
        }
      }
    });
  });
});

describe('a list of operations', () => {
  /** Joins the last of many openings. @returns the query of each list of what is RUNNING */
  async function joinLast(
    count: number,
    onAnswer: (exchange: Exchange) => boolean = () => false,
  ): Promise<URLSearchParams[]> {
    const trainings = describeTrainings(count, { runningMs: 3_600_000 });
    return await withToloka({ trainings, onAnswer }, async (toloka) => {
      for (const { id } of trainings) await openFromOutside(toloka, id);
      const last = toloka.operations.toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1);
      const inputs = { 'training-id': last?.parameters.training_id ?? '', wait: 'false' };
      expect(await run(toloka, inputs)).toMatchObject({ passed: true, outputs: { 'operation-id': last?.id } });
      const lists = toloka.requests.map(({ path }) => path).filter((path) => path.includes('status=RUNNING'));
      return lists.map((path) => new URLSearchParams(path.split('?')[1]));
    });
  }

  test.concurrent('is read page by page', async () => {
    const lists = await joinLast(501);
    expect(lists.map((query) => query.has('id_gt'))).toEqual([false, true]);
  });

  const change = (edit: (items: Record<string, unknown>[]) => unknown[]) => (exchange: Exchange) => {
    if (exchange.answer === undefined || !exchange.path.startsWith('/operations?')) return false;
    const list = JSON.parse(exchange.answer.body);
    exchange.answer.body = JSON.stringify({ ...list, items: edit(list.items) });
    return false;
  };

  test.concurrent('is asked for in halves if a page is larger than the cap', async () => {
    const details = { text: 'x'.repeat(10_000) };
    const lists = await joinLast(
      200,
      change((items) => items.map((one) => ({ ...one, details }))),
    );
    expect(lists.map((query) => Number(query.get('limit'))).slice(0, 4)).toEqual([500, 250, 125, 63]);
  });

  test.concurrent('may hold anything else: it is left out', async () => {
    await joinLast(
      1,
      change((items) => [null, 7, 'text', [], {}, { id: 'a', status: 7 }, ...items]),
    );
  });

  test.concurrent.each<[unknown, boolean]>([
    ['21', true],
    [21, true],
    ['021', false],
    ['21 ', false],
    [21.5, false],
    [['21'], false],
    [null, false],
  ])('matches the training 21 exactly: training_id %j', async (trainingId, matches) => {
    const onAnswer = change((items) => items.map((one) => ({ ...one, parameters: { training_id: trainingId } })));
    await withToloka({ trainings: [describeTraining('21', LONG)], onAnswer }, async (toloka) => {
      await openFromOutside(toloka);
      expect((await run(toloka, { wait: 'false', timeout: '2s' })).passed).toBe(matches);
    });
  });

  test.concurrent('does not match a number too large to be exact', async () => {
    const id = '9007199254740993';
    const onAnswer = ({ answer: given, path }: Exchange): boolean => {
      if (given !== undefined && path.startsWith('/operations?')) given.body = given.body.replaceAll(`"${id}"`, id);
      return false;
    };
    await withToloka({ trainings: [describeTraining(id, LONG)], onAnswer }, async (toloka) => {
      await openFromOutside(toloka, id);
      expect((await run(toloka, { 'training-id': id, wait: 'false', timeout: '2s' })).passed).toBe(false);
    });
  });
});

describe('a 409 that is final', () => {
  test.concurrent.each<[string, Partial<TrainingDescription>, Fault | undefined, RegExp]>([
    [
      'EMPTY_POOL',
      { empty: true },
      undefined,
      /^EMPTY_POOL: .* \(HTTP 409\); the training is CLOSED; upload tasks first\n/,
    ],
    [
      'NOT_ENOUGH_BALANCE',
      {},
      refusal(409, 'NOT_ENOUGH_BALANCE'),
      /^NOT_ENOUGH_BALANCE: .* \(HTTP 409\); the training is CLOSED; top up the account\n/,
    ],
    [
      'of an archived training',
      { status: 'ARCHIVED' },
      undefined,
      /^CONFLICT_STATE: .* \(HTTP 409\); the training is ARCHIVED; clone it and open the clone\n/,
    ],
  ])('%s: fails within seconds, with the refusal, the state and the advice', async (_, rest, fault, says) => {
    const onRequest = fault === undefined ? () => false : failAlways(isOpening, fault);
    await withToloka({ trainings: [describeTraining('21', {}, rest)], onRequest }, async (toloka) => {
      const step = await run(toloka);
      expect(step.passed).toBe(false);
      expect(step.error).toMatch(says);
      expect(step.error).toMatch(/\nPOST \/trainings\/21\/open, request_id \S+$/);
      expect(resultsOf(step)[0]?.error).toBe(step.error.split('\n')[0]);
      expect(titleOf(step)).toBe('Training 21 was refused');
      expect(step.tookMs).toBeLessThan(4_000);
      expect(toloka.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
    });
  });
});

describe('an operation that answers the opening', () => {
  async function openWith(change: object, opening = SLOW, trainingId = '21'): Promise<StepResult> {
    const onAnswer = ({ answer: given, path }: Exchange): boolean => {
      if (given === undefined || !/\/open$|^\/operations\/[^/]+$/.test(path)) return false;
      given.body = JSON.stringify({ ...JSON.parse(given.body), ...change });
      return false;
    };
    const trainings = [describeTraining(trainingId, opening)];
    return await withToloka({ trainings, onAnswer }, (toloka) => run(toloka, { 'training-id': trainingId }));
  }

  test.concurrent.each([
    [{ parameters: { training_id: '22' } }, 'says that it is TRAINING.OPEN for 22; following it'],
    [{ type: 'POOL.CLOSE' }, 'says that it is POOL.CLOSE for 21; following it'],
    [{ type: 'POOL.OPEN', parameters: null }, 'says that it is POOL.OPEN for no training; following it'],
  ])('is followed although it says %j, with a warning', async (change, warning) => {
    const { passed, warnings } = await openWith(change);
    expect([passed, warnings]).toEqual([true, [expect.stringContaining(warning)]]);
  });

  test.concurrent.each([
    ['21', { parameters: {} }],
    ['21', { parameters: null }],
    ['21', { parameters: { training_id: 21 } }],
    ['0021', { parameters: { training_id: '21' } }],
    ['21', { type: undefined }],
  ])('of training %s may say %j', async (trainingId, change) => {
    const { passed, warnings } = await openWith(change, SLOW, trainingId);
    expect([passed, warnings]).toEqual([true, []]);
  });

  test.concurrent.each(['2026-11-24T10:00:00+00:00', '2026-11-24T10:00:00Z', 'yesterday', 1_700_000_000, null, ['x']])(
    'may have been submitted %j',
    async (submitted) => {
      expect((await openWith({ submitted })).passed).toBe(true);
    },
  );
});

describe('a training after success', () => {
  const reads = (...statuses: readonly (string | Fault)[]) => {
    let read = 0;
    return (exchange: Exchange): boolean => {
      if (!isTraining(exchange) || exchange.answer === undefined) return false;
      const next = statuses[Math.min(read, statuses.length - 1)];
      read += 1;
      if (typeof next === 'function') {
        next(exchange, '');
        return true;
      }
      exchange.answer.body = JSON.stringify({ ...JSON.parse(exchange.answer.body), status: next });
      return false;
    };
  };
  const unreadable = answer(503, '');

  test.concurrent.each<[string, (string | Fault)[]]>([
    ['that reads CLOSED at first, then OPEN', ['CLOSED', 'CLOSED', 'OPEN']],
    ["that can't be read", [unreadable]],
    ["that reads CLOSED, then can't be read, then is OPEN", ['CLOSED', unreadable, 'OPEN']],
  ])('%s is open', async (_, statuses) => {
    await withToloka({ onAnswer: reads(...statuses) }, async (toloka) => {
      expect(await run(toloka)).toMatchObject({ passed: true, error: '', warnings: [] });
      expect(toloka.requests.filter(({ method }) => method === 'GET')).toHaveLength(3);
    });
  });

  test.concurrent.each([
    ['202', 'CLOSED', {}],
    ['202', 'LOCKED', {}],
    ['204', 'CLOSED', { status: 'OPEN' } as const],
  ])('that reads after %s for 10 s %s is not open: the step fails', async (_, status, rest) => {
    const trainings = [describeTraining('21', {}, rest)];
    await withToloka({ trainings, onAnswer: reads(status) }, async (toloka) => {
      const step = await run(toloka, { timeout: '60s' });
      expect(step.passed).toBe(false);
      expect(step.error).toMatch(`Toloka reported success, but the training is ${status}`);
      expect(step.outputs.status).toBe('SUCCESS');
      expect(step.tookMs).toBeGreaterThan(9_900);
      expect(step.tookMs).toBeLessThan(20_000);
    });
  });

  test.concurrent('is checked even if the success comes with the last look', async () => {
    const trainings = [describeTraining('21', { runningMs: 300 })];
    await withToloka({ trainings, latencyMs: 700, onAnswer: reads('CLOSED') }, async (toloka) => {
      const step = await run(toloka, { timeout: '1s' });
      expect(step.error).toMatch('Toloka reported success, but the training is CLOSED');
      expect(step.outputs).toMatchObject({ status: 'SUCCESS', 'already-open': 'false' });
    });
  });

  test.concurrent('is explained even if the failure comes with the last look', async () => {
    const log = [{ success: false, output: { code: 'NOT_ENOUGH_BALANCE', message: 'No money' } }];
    const trainings = [describeTraining('21', { runningMs: 300, ends: 'FAIL', log })];
    await withToloka({ trainings, latencyMs: 700 }, async (toloka) => {
      const step = await run(toloka, { timeout: '1s' });
      expect(step.error).toMatch(/^NOT_ENOUGH_BALANCE: No money; top up the account/);
    });
  });

  test.concurrent('that reads CLOSED until the deadline is not open: the step fails then', async () => {
    await withToloka({ onAnswer: reads('CLOSED') }, async (toloka) => {
      const step = await run(toloka, { timeout: '2s' });
      expect(step.passed).toBe(false);
      expect(step.error).toMatch('Toloka reported success, but the training is CLOSED');
      expect(step.tookMs).toBeLessThan(4_000);
    });
  });
});
