import { afterEach, describe, expect, test } from '@jest/globals';
import { runAction } from '../../local/runner.js';
import { startToloka } from '../../local/toloka.js';
import type { TrainingDescription } from '../../local/trainings.js';

type Toloka = Awaited<ReturnType<typeof startToloka>>;
type Options = NonNullable<Parameters<typeof startToloka>[0]>;

const running: Toloka[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((toloka) => toloka.close()));
});

const training = (id: string, more: Partial<TrainingDescription> = {}): TrainingDescription => ({
  id,
  project_id: '7',
  private_name: id,
  status: 'CLOSED',
  opening: { pendingMs: 0, runningMs: 0, ends: 'SUCCESS' },
  ...more,
});

const slow = (id: string, ms = 300): TrainingDescription =>
  training(id, { opening: { pendingMs: 0, runningMs: ms, ends: 'SUCCESS' } });

const failing = (id: string): TrainingDescription =>
  training(id, { opening: { pendingMs: 0, runningMs: 100, ends: 'FAIL', details: { reason: `no money for ${id}` } } });

const numbered = (count: number): TrainingDescription[] =>
  Array.from({ length: count }, (_, index) => training(String(100 + index)));

async function start(trainings: TrainingDescription[], options: Options = {}): Promise<Toloka> {
  const toloka = await startToloka({ trainings, ...options });
  running.push(toloka);
  return toloka;
}

/** Runs the built action, as the runner does, with the trainings given. */
const open = (toloka: Toloka, ids: string, inputs: Record<string, string> = {}, cancelAfterMs?: number) =>
  runAction({
    action: '.',
    inputs: { 'training-id': ids, token: toloka.token, 'api-url': toloka.url, ...inputs },
    ...(cancelAfterMs === undefined ? {} : { cancelAfterMs }),
  });

const wait = (toloka: Toloka, ids: string, inputs: Record<string, string> = {}) =>
  runAction({
    action: 'wait',
    inputs: { 'operation-id': ids, token: toloka.token, 'api-url': toloka.url, ...inputs },
  });

const sent = (toloka: Toloka, method: string): string[] =>
  toloka.requests.filter((request) => request.method === method).map(({ path }) => path);

const results = (outputs: Record<string, string>): Record<string, unknown>[] => JSON.parse(outputs.results ?? '');

describe('several trainings', () => {
  test.each([
    ['commas', '1,2,3'],
    ['line breaks, as in a YAML block', '1\n2\n3\n'],
    ['both, with white space', ' 1 ,\n 2,3 '],
  ])('separated by %s are all opened, the outputs in the order given', async (_, ids) => {
    const toloka = await start([slow('1', 600), slow('2', 300), slow('3', 900)]);
    const { passed, outputs, annotations, log, summary } = await open(toloka, ids);
    expect([passed, annotations]).toEqual([true, []]);
    const operations = ['1', '2', '3'].map(
      (id) => toloka.operations.find(({ parameters }) => parameters.training_id === id)?.id,
    );
    expect(outputs['operation-id']?.split('\n')).toEqual(operations);
    expect(outputs).toMatchObject({ status: 'SUCCESS', 'already-open': 'false', 'training-url': '\n\n' });
    expect(results(outputs).map((result) => result['training-id'])).toEqual(['1', '2', '3']);
    for (const id of ['1', '2', '3']) {
      expect(log.some((line) => line.startsWith(`training ${id}: SUCCESS`))).toBe(true);
      expect(summary).toContain(`<tr><td>${id}</td>`);
    }
  });

  test('of which one is given twice are opened once each, with a warning', async () => {
    const toloka = await start([training('1'), training('2')]);
    const { passed, annotations, outputs } = await open(toloka, '1,2,1');
    expect(passed).toBe(true);
    expect(annotations.map(({ level, message }) => [level, message])).toEqual([
      ['warning', '1 is given more than once, and counts once'],
    ]);
    expect(sent(toloka, 'POST')).toEqual(['/trainings/1/open', '/trainings/2/open']);
    expect(results(outputs)).toHaveLength(2);
  });

  test('of which one has no id are none of them opened, and it is named', async () => {
    const toloka = await start([training('1')]);
    const { passed, annotations, outputs } = await open(toloka, '1,2#,3');
    expect([passed, toloka.requests, outputs.results]).toEqual([false, [], '[]']);
    expect(annotations.map(({ message }) => message)).toEqual([
      'training-id: "2#" is not an id: use letters, digits, - and _',
    ]);
  });

  test('of which some fail: the others open, and one error says which and why', async () => {
    const toloka = await start([
      slow('1'),
      failing('2'),
      training('3', { status: 'OPEN' }),
      training('4', { status: 'ARCHIVED' }),
    ]);
    const { passed, annotations, outputs, log, summary } = await open(toloka, '1,2,3,4,5');
    expect(passed).toBe(false);
    expect(annotations).toHaveLength(1);
    expect(annotations[0]).toMatchObject({ level: 'error', title: '3 of 5 Toloka trainings did not open' });
    const lines = annotations[0]?.message.split('\n') ?? [];
    expect(lines.map((line) => line.slice(0, 11))).toEqual(['training 2:', 'training 4:', 'training 5:']);
    expect(lines.map((line) => /no money for 2|ARCHIVED|HTTP 404/.exec(line)?.[0])).toEqual([
      'no money for 2',
      'ARCHIVED',
      'HTTP 404',
    ]);
    expect(outputs).toMatchObject({ status: '', 'already-open': 'false' });
    expect(results(outputs).map(({ status, error }) => [status, error === ''])).toEqual([
      ['SUCCESS', true],
      ['FAIL', false],
      ['SUCCESS', true],
      ['', false],
      ['', false],
    ]);
    for (const id of ['1', '2', '3', '4', '5']) {
      expect(log.some((line) => line.startsWith(`training ${id}: `))).toBe(true);
      expect(summary).toContain(`<tr><td>${id}</td>`);
    }
  });

  test.each([
    ['FAIL before what goes on', [failing('1'), training('2')], {}, 'FAIL'],
    ['RUNNING before SUCCESS', [slow('1'), training('2')], { wait: 'false' }, 'RUNNING'],
  ])('have the worst status: %s', async (_, trainings, inputs, status) => {
    expect((await open(await start(trainings), '1,2', inputs)).outputs.status).toBe(status);
  });

  test.each([
    ['OPEN', 'true'],
    ['CLOSED', 'false'],
  ] as const)('were open already only if all were: the second is %s', async (status, expected) => {
    const toloka = await start([training('1', { status: 'OPEN' }), training('2', { status })]);
    expect((await open(toloka, '1,2')).outputs['already-open']).toBe(expected);
  });

  test('one alone has results too', async () => {
    const { outputs } = await open(await start([training('1', { status: 'OPEN' })]), '1');
    expect(results(outputs)).toEqual([
      {
        'training-id': '1',
        'operation-id': '',
        status: 'SUCCESS',
        'already-open': true,
        'training-url': '',
        error: '',
      },
    ]);
  });

  test('are opened side by side, at most ten requests at a time', async () => {
    const toloka = await start(numbered(40), { latencyMs: 20 });
    const { passed } = await open(toloka, toloka.trainings.map(({ id }) => id).join('\n'));
    expect(passed).toBe(true);
    expect([toloka.requests.length, toloka.peakInFlight, toloka.connections]).toEqual([80, 10, 10]);
  });

  test("stay below Toloka's 300 requests a second", async () => {
    const toloka = await start(numbered(300));
    const { passed } = await open(toloka, toloka.trainings.map(({ id }) => id).join(','));
    expect(passed).toBe(true);
    const times = toloka.requests.map(({ at }) => at);
    expect(times).toHaveLength(600);
    for (const from of times)
      expect(times.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(300);
  });

  test('end together at the deadline, and say how far each came', async () => {
    const toloka = await start([training('1'), slow('2', 3_600_000)], {
      onRequest: ({ path }) => path.startsWith('/trainings/3/'),
    });
    const { passed, outputs, annotations, milliseconds } = await open(toloka, '1,2,3', { timeout: '2s' });
    expect(passed).toBe(false);
    expect(milliseconds).toBeLessThan(4_000);
    expect(results(outputs).map(({ status }) => status)).toEqual(['SUCCESS', 'RUNNING', '']);
    expect(outputs['operation-id']?.split('\n').map((id) => id !== '')).toEqual([true, true, false]);
    expect(annotations.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(annotations.at(-1)?.message.match(/timed out after 2s/g)).toHaveLength(2);
  });

  test('end together where the workflow is cancelled, and say how far each came', async () => {
    const toloka = await start([training('1'), slow('2', 3_600_000), slow('3', 3_600_000)]);
    const { passed, exitCode, outputs, annotations } = await open(toloka, '1,2,3', {}, 1_000);
    expect([passed, exitCode === 0]).toEqual([false, false]);
    expect(results(outputs).map(({ status }) => status)).toEqual(['SUCCESS', 'RUNNING', 'RUNNING']);
    expect(annotations).toHaveLength(1);
    expect(annotations[0]?.message.match(/goes on at Toloka/g)).toHaveLength(2);
  });
});

describe('waiting later', () => {
  test('joins what the first action put out: what was open already has nothing to wait for', async () => {
    const toloka = await start([slow('1', 1_000), training('2', { status: 'OPEN' }), slow('3', 700)]);
    const first = await open(toloka, '1,2,3', { wait: 'false' });
    expect([first.passed, first.outputs.status]).toEqual([true, 'RUNNING']);
    const second = await wait(toloka, first.outputs['operation-id'] ?? '');
    expect([second.passed, second.outputs.status, second.annotations]).toEqual([true, 'SUCCESS', []]);
    expect(results(second.outputs).map((result) => result['training-id'])).toEqual(['1', '3']);
  });

  test.each(['', '\n\n'])('passes at once for %j, and asks nothing', async (ids) => {
    const toloka = await start([]);
    const { passed, outputs } = await wait(toloka, ids);
    expect([passed, outputs, toloka.requests]).toEqual([true, { status: 'SUCCESS', results: '[]' }, []]);
  });

  test('fails where one failed, and says which and why', async () => {
    const toloka = await start([slow('1'), failing('2')]);
    const first = await open(toloka, '1,2', { wait: 'false' });
    const { passed, outputs, annotations } = await wait(toloka, first.outputs['operation-id'] ?? '');
    expect([passed, outputs.status]).toEqual([false, 'FAIL']);
    expect(annotations).toHaveLength(1);
    expect(annotations[0]).toMatchObject({ title: '1 of 2 Toloka operations did not succeed' });
    expect(annotations[0]?.message).toMatch(/^training 2: operation \S+ ended with FAIL; .*no money for 2/);
  });

  test('ends at its timeout, and says what goes on', async () => {
    const toloka = await start([slow('1', 3_600_000)]);
    const first = await open(toloka, '1', { wait: 'false' });
    const { passed, outputs, annotations } = await wait(toloka, first.outputs['operation-id'] ?? '', { timeout: '1s' });
    expect([passed, outputs.status]).toEqual([false, 'RUNNING']);
    expect(annotations[0]?.message).toMatch(/^timed out after 1s; operation \S+ is RUNNING and goes on at Toloka/);
  });
});
