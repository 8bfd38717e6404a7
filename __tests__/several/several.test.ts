import { describe, expect, test } from '@jest/globals';
import type { TolokaOptions } from '../../tools/toloka/toloka.js';
import { describeTraining, describeTrainings, type TrainingDescription } from '../../tools/toloka/trainings.js';
import { resultsOf, runStep, type Toloka, withToloka } from '../step.ts';

const slow = (id: string, ms = 300): TrainingDescription => describeTraining(id, { runningMs: ms });

const failing = (id: string): TrainingDescription => {
  const output = { code: 'NO_MONEY', message: `no money for ${id}`, request_id: `r${id}` };
  return describeTraining(id, { runningMs: 100, ends: 'FAIL', log: [{ success: false, output }] });
};

const isOpen = (id: string): TrainingDescription => describeTraining(id, {}, { status: 'OPEN' });

/** Runs the built action with these ids on a Toloka that has these trainings. */
const open = (
  trainings: readonly TrainingDescription[],
  ids = trainings.map(({ id }) => id).join(),
  inputs: Record<string, string> = {},
  { cancelAfterMs, ...options }: TolokaOptions & { readonly cancelAfterMs?: number } = {},
) =>
  withToloka({ trainings, ...options }, async (toloka) => {
    const given = { 'training-id': ids, 'api-url': toloka.url, ...inputs };
    const step = await runStep({ inputs: given, ...(cancelAfterMs !== undefined && { cancelAfterMs }) });
    return { ...step, toloka, operations: toloka.operations };
  });

const sent = ({ requests }: Toloka, method: string): string[] =>
  requests.filter((request) => request.method === method).map(({ path }) => path);

test.each([
  ['commas', '1,2,3'],
  ['line breaks, as in a YAML block', '1\n2\n3\n'],
  ['both, with white space', ' 1 ,\n 2,3 '],
])('ids separated by %s are all opened, and the outputs keep their order', async (_, ids) => {
  const step = await open([slow('1', 600), slow('2', 300), slow('3', 900)], ids);
  const { passed, outputs, annotations, log, summary, operations } = step;
  expect([passed, annotations]).toEqual([true, []]);
  const wanted = ['1', '2', '3'].map((id) => operations.find(({ parameters }) => parameters.training_id === id)?.id);
  expect(outputs['operation-id']?.split('\n')).toEqual(wanted);
  expect(outputs).toMatchObject({ status: 'SUCCESS', 'already-open': 'false', 'training-url': '\n\n' });
  expect(resultsOf(step).map((result) => result['training-id'])).toEqual(['1', '2', '3']);
  for (const id of ['1', '2', '3']) {
    expect(log.filter((line) => line.startsWith(`training ${id} is open; took `))).toHaveLength(1);
    expect(summary).toContain(`<tr><td>${id}</td>`);
  }
});

test('an id that is given twice is opened once, with a warning', async () => {
  const step = await open([describeTraining('1'), describeTraining('2')], '1,2,1');
  expect(step.passed).toBe(true);
  expect(step.warnings).toEqual(['training-id: 1 is given more than once, and counts once']);
  expect(sent(step.toloka, 'POST')).toEqual(['/trainings/1/open', '/trainings/2/open']);
  expect(resultsOf(step)).toHaveLength(2);
});

test('one bad id stops all, and is named', async () => {
  const { passed, toloka, outputs, error } = await open([describeTraining('1')], '1,2#,3');
  expect([passed, toloka.requests, outputs.results]).toEqual([false, [], '[]']);
  expect(error).toBe('training-id: "2#" is not an id: use letters, digits, - and _');
});

test('more than 1,000 ids are an error, and nothing is sent', async () => {
  const ids = Array.from({ length: 1_001 }, (_, index) => index).join();
  const { passed, toloka, error } = await open([], ids);
  expect([passed, toloka.requests]).toEqual([false, []]);
  expect(error).toBe('training-id: 1001 ids are too many: give at most 1000 to a step');
});

test('some fail: the others open, and one error says which failed and why', async () => {
  const archived = describeTraining('4', {}, { status: 'ARCHIVED' });
  const step = await open([slow('1'), failing('2'), isOpen('3'), archived], '1,2,3,4,5');
  const { passed, annotations, outputs, log, summary } = step;
  expect(passed).toBe(false);
  expect(annotations).toHaveLength(1);
  expect(annotations[0]).toMatchObject({ level: 'error', title: '3 of 5 trainings are not open' });
  const lines = annotations[0]?.message.split('\n') ?? [];
  expect(lines.map((line) => line.slice(0, 11))).toEqual(['training 2:', 'training 4:', 'training 5:']);
  expect(lines.map((line) => /no money for 2|ARCHIVED|HTTP 404/.exec(line)?.[0])).toEqual([
    'no money for 2',
    'ARCHIVED',
    'HTTP 404',
  ]);
  expect(outputs).toMatchObject({ status: '', 'already-open': 'false' });
  expect(resultsOf(step).map(({ status, error }) => [status, error === ''])).toEqual([
    ['SUCCESS', true],
    ['FAIL', false],
    ['SUCCESS', true],
    ['', false],
    ['', false],
  ]);
  // The log has the ids of what failed, and leaves the reasons to the annotation.
  for (const reason of [/no money for 2/, /is ARCHIVED/, /HTTP 404/]) {
    expect(log.filter((line) => reason.test(line))).toHaveLength(1);
  }
  expect(log.some((line) => /^training 2 failed to open; took .*; operation [\w-]+, request_id r2$/.test(line))).toBe(
    true,
  );
  for (const id of ['1', '2', '3', '4', '5']) {
    expect(log.filter((line) => line.startsWith(`training ${id} `))).toHaveLength(1);
    expect(summary).toContain(`<tr><td>${id}</td>`);
  }
});

test.each([
  ['FAIL before SUCCESS', [failing('1'), describeTraining('2')], {}, 'FAIL'],
  ['RUNNING before SUCCESS', [slow('1'), describeTraining('2')], { wait: 'false' }, 'RUNNING'],
])('the status is the worst: %s', async (_, trainings, inputs, status) => {
  expect((await open(trainings, '1,2', inputs)).outputs.status).toBe(status);
});

test.each([
  ['OPEN', 'true'],
  ['CLOSED', 'false'],
] as const)('already-open is true only if all were: the second is %s', async (status, expected) => {
  const { outputs } = await open([isOpen('1'), describeTraining('2', {}, { status })]);
  expect(outputs['already-open']).toBe(expected);
});

test('one training alone has results too', async () => {
  expect(resultsOf(await open([isOpen('1')]))).toEqual([
    { 'training-id': '1', 'operation-id': '', status: 'SUCCESS', 'already-open': true, 'training-url': '', error: '' },
  ]);
});

test('at most 32 requests run at a time', async () => {
  const { passed, toloka } = await open(describeTrainings(80), undefined, {}, { latencyMs: 50 });
  expect(passed).toBe(true);
  expect([toloka.requests.length, toloka.peakInFlight, toloka.connections]).toEqual([160, 32, 32]);
});

test("the step stays below Toloka's 300 requests a second, and polls at most 100 times a second", async () => {
  const { passed, toloka } = await open(describeTrainings(300, { runningMs: 4_000 }));
  expect(passed).toBe(true);
  const mostInASecond = (times: readonly number[]): number =>
    Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));
  const { requests } = toloka;
  expect(requests.length).toBeGreaterThan(900);
  expect(mostInASecond(requests.map(({ at }) => at))).toBeLessThan(300);
  const polls = requests.filter(({ path }) => path.startsWith('/operations/'));
  expect(mostInASecond(polls.map(({ at }) => at))).toBeLessThanOrEqual(100);
});

test('all end at the deadline, and say how far they came', async () => {
  const step = await open(
    [describeTraining('1'), slow('2', 3_600_000)],
    '1,2,3',
    { timeout: '2s' },
    { onRequest: ({ path }) => path.startsWith('/trainings/3/') },
  );
  expect(step.passed).toBe(false);
  expect(step.milliseconds).toBeLessThan(4_500);
  expect(resultsOf(step).map(({ status }) => status)).toEqual(['SUCCESS', 'RUNNING', '']);
  expect(step.outputs['operation-id']?.split('\n').map((id) => id !== '')).toEqual([true, true, false]);
  expect(step.error.match(/timed out after 2s/g)).toHaveLength(2);
});

test('all end when the workflow is cancelled, and say how far they came', async () => {
  const trainings = [describeTraining('1'), slow('2', 3_600_000), slow('3', 3_600_000)];
  const step = await open(trainings, undefined, {}, { cancelAfterMs: 1_000 });
  expect([step.passed, step.exitCode === 0]).toEqual([false, false]);
  expect(resultsOf(step).map(({ status }) => status)).toEqual(['SUCCESS', 'RUNNING', 'RUNNING']);
  expect(step.annotations).toHaveLength(1);
  expect(step.error.match(/continues at Toloka/g)).toHaveLength(2);
});

test('a later step joins what a step with `wait: false` has started, and finds the rest open', async () => {
  const trainings = [slow('1', 1_500), isOpen('2'), slow('3', 1_200)];
  await withToloka({ trainings }, async (toloka) => {
    const inputs = { 'training-id': '1,2,3', 'api-url': toloka.url };
    const first = await runStep({ inputs: { ...inputs, wait: 'false' } });
    expect([first.passed, first.outputs.status]).toEqual([true, 'RUNNING']);
    const second = await runStep({ inputs });
    expect([second.passed, second.outputs.status, second.annotations]).toEqual([true, 'SUCCESS', []]);
    expect(second.outputs['operation-id']).toBe(first.outputs['operation-id']);
    expect(toloka.operations).toHaveLength(2);
  });
});

describe('the outputs together', () => {
  const LIMIT_BYTES = 900_000;

  test('stay under their limit for 1,000 trainings that all fail at length', async () => {
    const output = { code: 'NO', message: 'x"\\é'.repeat(2_000), request_id: 'r' };
    const trainings = describeTrainings(1_000, { ends: 'FAIL', log: [{ success: false, output }] });
    const step = await open(trainings, undefined, { timeout: '25s' });
    const values = Object.values(step.outputs);
    expect(values.reduce((sum, text) => sum + Buffer.byteLength(text, 'utf16le'), 0)).toBeLessThanOrEqual(LIMIT_BYTES);
    expect(values.reduce((sum, text) => sum + Buffer.byteLength(text), 0)).toBeLessThanOrEqual(LIMIT_BYTES);
    // The errors are cut first: everything else is whole.
    const results = resultsOf(step);
    expect(results).toHaveLength(1_000);
    for (const [index, { id }] of step.operations.slice(0, 5).entries()) {
      expect(results[index]).toMatchObject({
        'operation-id': id,
        status: 'FAIL',
        error: expect.stringMatching(/^NO: x.*…/),
      });
    }
  });
});
