import { readFileSync } from 'node:fs';
import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { createProgress, type Progress } from '../../src/progress.ts';
import * as report from '../../src/report.ts';
import { hostile } from './hostile.ts';
import { inProcess } from './in-process.ts';
import { simulateClock } from './simulated-clock.ts';

const training = (known: Partial<Progress>): Progress => ({ ...createProgress('21'), ...known });
const failure = (reason: string) => ({ reason, reference: '' });

describe('the error of a step', () => {
  test('is one annotation with a title, a line for each reason', async () => {
    const { errors, lines } = await inProcess({}, () =>
      report.fail('2 of 2 did not open', ['21: a', '22: ::error::b']),
    );
    expect(errors).toEqual([{ title: '2 of 2 did not open', message: '21: a\n22: ::error::b' }]);
    expect(lines).toHaveLength(1);
  });

  test.each([1, 2, 100, 1_000])('fits into what the runner keeps of one, for %d long reasons', async (count) => {
    const reasons = Array.from({ length: count }, (_, index) => `${index}: ${'x'.repeat(5_000)}`);
    const { errors } = await inProcess({}, () => report.fail('title', reasons));
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message.length).toBeLessThanOrEqual(4_096);
    if (count > 10) expect(errors[0]?.message).toMatch(/\nand \d+ more: see the log$/);
  });

  test('has room for 4,000 characters; the log has the reasons that do not fit', async () => {
    const fits = Array.from({ length: 5 }, (_, index) => String(index).repeat(799));
    const full = await inProcess({}, () => report.fail('title', fits));
    expect([full.errors[0]?.message, full.log]).toEqual([fits.join('\n'), []]);
    const over = await inProcess({}, () => report.fail('title', [...fits, 'last']));
    expect([over.errors[0]?.message, over.log]).toEqual([`${fits.join('\n')}\nand 1 more: see the log`, ['last']]);
  });

  test.each([
    [2, 2_000],
    [3, 1_000],
  ])('of %d lines has up to %d characters in a line', async (count, length) => {
    const reasons = Array.from({ length: count }, () => 'x'.repeat(1_900));
    const { errors } = await inProcess({}, () => report.fail('title', reasons));
    expect(errors[0]?.message.split('\n')[0]).toHaveLength(Math.min(1_900, length));
  });
});

describe('a line', () => {
  test('for those who debug is printed for them alone', async () => {
    const debug = (RUNNER_DEBUG: string) =>
      inProcess({}, () => {
        process.env.RUNNER_DEBUG = RUNNER_DEBUG;
        report.debug('why');
      });
    expect((await debug('1')).lines).toEqual(['::debug::why']);
    expect((await debug('0')).lines).toEqual([]);
  });

  test('that warns says where it comes from', async () => {
    expect((await inProcess({}, () => report.warning('why'))).lines).toEqual(['::warning title=Toloka training::why']);
  });
});

describe('the end of standard output', () => {
  test('is awaited, for at most 5 s', async () => {
    const stdout = jest.spyOn(process.stdout, 'write');
    try {
      let written: (() => void) | undefined;
      stdout.mockImplementation((text, done) => {
        expect(text).toBe('');
        if (typeof done === 'function') written = done;
        return true;
      });
      const never = simulateClock();
      await report.flush(never);
      expect(never.now()).toBe(5_000);

      const slow = simulateClock();
      const flushed = report.flush(slow);
      await slow.sleep(1_000, new AbortController().signal);
      written?.();
      await flushed;
      expect(slow.now()).toBe(1_000);
    } finally {
      stdout.mockRestore();
    }
  });

  test('may break', () => {
    const before = process.stdout.listenerCount('error');
    const listen = jest.spyOn(process.stdout, 'on');
    report.ignoreBrokenOutput();
    const [[name, listener] = []] = listen.mock.calls;
    listen.mockRestore();
    expect([name, process.stdout.listenerCount('error')]).toEqual(['error', before + 1]);
    if (listener !== undefined) process.stdout.off('error', listener);
  });
});

describe('operation-id before the end', () => {
  const [opening, started] = [training({}), training({ operationId: 'op-1', status: 'PENDING' })];
  const [ended, open] = [training({ operationId: 'op-2', status: 'SUCCESS' }), training({ alreadyOpen: true })];
  const failed = training({ failure: failure('no') });

  test.each<[string, (readonly [atMs: number, ...Progress[]])[], number[]]>([
    ['nothing is answered', [[0, opening]], [0]],
    ['nothing is opening', [[0, ended, open, failed]], [0]],
    ['one is opening', [[0, started]], [1]],
    ['one of several is opening', [[0, ended, opening, started]], [1]],
    [
      'it was written less than a second ago',
      [
        [0, started, opening],
        [999, started, opening],
      ],
      [1, 0],
    ],
    [
      'it was written a second ago',
      [
        [0, started, opening],
        [1_000, started, opening],
      ],
      [1, 1],
    ],
    [
      'all are answered',
      [
        [0, started, opening],
        [1, started, ended, open, failed],
      ],
      [1, 1],
    ],
    [
      'all were answered before',
      [
        [0, started, ended],
        [999, started, ended],
      ],
      [1, 0],
    ],
    [
      'all were answered a second before',
      [
        [0, started, ended],
        [1_000, started, ended],
      ],
      [1, 1],
    ],
  ])('if %s', async (_, steps, counts) => {
    const all: Progress[] = [];
    let now = 0;
    const { result } = await inProcess({}, () => {
      const write = report.createEarlyOutput(all, () => now);
      return steps.map(([atMs, ...progress]) => {
        now = atMs;
        all.splice(0, all.length, ...progress);
        const before = countWrites();
        write();
        return countWrites() - before;
      });
    });
    expect(result).toEqual(counts);
  });

  const countWrites = (): number =>
    readFileSync(process.env.GITHUB_OUTPUT ?? '', 'utf8').match(/^operation-id<</gm)?.length ?? 0;

  test('has a line for each training, and its loss is no failure', async () => {
    const { outputs } = await inProcess({}, () => report.createEarlyOutput([opening, started], () => 0)());
    expect(outputs).toEqual({ 'operation-id': '\nop-1' });
    const { lines } = await inProcess({}, () => {
      process.env.GITHUB_OUTPUT = '/nowhere/output';
      report.createEarlyOutput([started], () => 0)();
    });
    expect(lines).toEqual(["::debug::operation-id can't be written: Error: Missing file at path: /nowhere/output"]);
  });
});

describe('the outputs', () => {
  test('of one training', async () => {
    const one = training({
      operationId: 'op',
      status: 'RUNNING',
      trainingUrl: 'https://platform.toloka.ai/x',
      failure: failure('why'),
    });
    const { outputs } = await inProcess({}, () => report.setOutputs([one]));
    expect(outputs).toEqual({
      'operation-id': 'op',
      status: 'RUNNING',
      'already-open': 'false',
      'training-url': 'https://platform.toloka.ai/x',
      results:
        '[{"training-id":"21","operation-id":"op","status":"RUNNING","already-open":false,"training-url":"https://platform.toloka.ai/x","error":"why"}]',
    });
  });

  test('of a training that nothing is known of are empty', async () => {
    const { outputs } = await inProcess({}, () => report.setOutputs([training({})]));
    expect(outputs).toEqual({
      'operation-id': '',
      status: '',
      'already-open': 'false',
      'training-url': '',
      results: '[{"training-id":"21","operation-id":"","status":"","already-open":false,"training-url":"","error":""}]',
    });
  });

  test('of several, a line for each in the order given, and the worst status', async () => {
    const all = [
      training({ operationId: 'op-1', status: 'SUCCESS' }),
      training({ status: 'SUCCESS', alreadyOpen: true, trainingUrl: 'https://platform.toloka.ai/2' }),
      training({ operationId: 'op-3', status: 'FAIL' }),
    ];
    const { outputs } = await inProcess({}, () => report.setOutputs(all));
    expect(outputs).toMatchObject({
      'operation-id': 'op-1\n\nop-3',
      status: 'FAIL',
      'already-open': 'false',
      'training-url': '\nhttps://platform.toloka.ai/2\n',
    });
    expect(JSON.parse(outputs.results ?? '')).toHaveLength(3);
  });

  test.each([
    [[true, true], 'true'],
    [[true, false], 'false'],
    [[], 'false'],
  ])('of trainings that were already open: %j', async (states, expected) => {
    const all = states.map((alreadyOpen) => training({ alreadyOpen }));
    expect((await inProcess({}, () => report.setOutputs(all))).outputs['already-open']).toBe(expected);
  });

  test.each([
    ['nothing', 80, 1_000, 1_000, 1_000],
    ['the errors', 100, 1_000, 250, 1_000],
    ['the errors, as far as 20 characters', 1_000, 80, 20, 80],
    ['all texts in the end', 1_000, 1_000, 20, 62],
  ])('stay below 900 kB: %s of %d trainings cut', async (_, count, given, errorLength, idLength) => {
    const text = (length: number): string => 'x'.repeat(length);
    const one = { operationId: text(given), trainingUrl: text(given), failure: failure(text(1_000)) };
    const all = Array.from({ length: count }, () => training(one));
    const { outputs } = await inProcess({}, () => report.setOutputs(all));
    const bytes = Object.values(outputs).reduce((sum, value) => sum + Buffer.byteLength(value, 'utf16le'), 0);
    expect(bytes).toBeLessThanOrEqual(900_000);
    const [result] = JSON.parse(outputs.results ?? '');
    expect([result.error.length, result['operation-id'].length]).toEqual([errorLength, idLength]);
    expect(outputs['operation-id']?.split('\n')[0]).toBe(result['operation-id']);
  });

  test('are JSON, whatever a server wrote', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const all = [training({ status: text, failure: failure(text), operationId: text })];
        const { outputs } = await inProcess({}, () => report.setOutputs(all));
        expect(JSON.parse(outputs.results ?? '')).toMatchObject([{ status: outputs.status }]);
        expect(outputs['operation-id']?.split('\n')).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });
});
