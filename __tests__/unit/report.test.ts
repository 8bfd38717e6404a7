import { EOL } from 'node:os';
import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import * as report from '../../src/report.ts';
import type { Done } from '../../src/words.ts';
import { hostile } from '../support/hostile.ts';
import { inProcess } from '../support/in-process.ts';
import { simulateClock } from '../support/simulated-clock.ts';
import { done, failed, fillWith, LINK, operation, pool, reading } from '../support/states.ts';

const outputsOf = async (all: readonly Done[], why: readonly string[] = []) =>
  (await inProcess({}, () => report.setOutputs(all, why))).outputs;

describe('the error of a step, the same as annotation and as output', () => {
  const failWith = async (...why: readonly string[]) => {
    const { errors } = await inProcess({}, () => report.fail('title\n', why));
    const { error = '' } = await outputsOf([], why);
    expect(errors).toEqual([{ title: 'title\\n', message: error }]);
    return error;
  };

  test('is a line for each reason', async () => {
    expect(await failWith('21: a\nb', '22: ::error::b')).toBe('21: a\\nb\n22: ::error::b');
    expect((await outputsOf([])).error).toBe('');
  });

  test.each([1, 2, 4, 40])(
    'has each of %d lines, and fits where the runner cuts',
    async (count) => {
      const long = Array.from({ length: count }, (_, index) => `${index}: ${'ж'.repeat(5_000)}`);
      const error = await failWith(...long);
      expect(error.length).toBeLessThanOrEqual(4_096);
      expect(error.split('\n').map((line) => line.split(':')[0])).toEqual(
        long.map((_, index) => String(index)),
      );
    },
  );
});

test('a text is one line, whatever it says', async () => {
  const { lines } = await inProcess({}, () => {
    for (const print of [report.info, report.debug, report.warning]) print('::error::x\n');
  });
  expect(lines).toEqual([
    '\\::error::x\\n',
    '::debug::\\::error::x\\n',
    '::warning::\\::error::x\\n',
  ]);
});

test('the end of standard output is awaited, for at most 5 s', async () => {
  const stdout = jest.spyOn(process.stdout, 'write');
  try {
    let written: (() => void) | undefined;
    stdout.mockImplementation((_, finish) => {
      if (typeof finish === 'function') written = finish;
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

describe('the outputs', () => {
  const running = failed(
    { reason: 'why', advice: 'do this', code: 'TIMEOUT' },
    { operation: operation('RUNNING'), reading: reading({ url: LINK }) },
  );
  const wasOpen = done({ result: 'already open', saysOpen: true, reading: reading({ url: LINK }) });
  const RUNNING = { 'operation-id': 'op-1', status: 'RUNNING', 'already-open': false };
  const OPEN = { 'operation-id': '', status: 'SUCCESS', 'already-open': true };

  test.each<[string, Done, object, object]>([
    ['that is opening', running, RUNNING, { code: 'TIMEOUT', error: 'why → do this' }],
    ['that was open', wasOpen, OPEN, { code: '', error: '' }],
  ])('of one training %s', async (_, one, own, more) => {
    const { results = '', error, ...outputs } = await outputsOf([one], ['why', 'operation op-1']);
    const all = { ...own, 'training-url': LINK };
    expect(outputs).toEqual({ ...all, 'already-open': String(one === wasOpen) });
    expect(error).toBe('why\noperation op-1');
    expect(JSON.parse(results)).toEqual([{ 'training-id': '21', ...all, ...more }]);
  });

  const poolRunning = { ...running, target: pool() };
  const untouched = done({ result: 'untouched', target: pool() });
  test.each<[readonly Done[], ...string[]]>([
    [[], '', '', 'false', ''],
    [[running, wasOpen], 'op-1\n', 'RUNNING', 'false', `${LINK}\n${LINK}`],
    [[wasOpen, wasOpen], '\n', 'SUCCESS', 'true', `${LINK}\n${LINK}`],
    [[wasOpen, poolRunning], '', 'RUNNING', 'false', LINK],
    [[wasOpen, untouched], '', 'SUCCESS', 'false', LINK],
  ])(
    '%#: have a line for each training, the worst status, and whether all were open',
    async (...row) => {
      const [all, ...expected] = row;
      const { results = '', error, ...outputs } = await outputsOf(all);
      expect(Object.values(outputs)).toEqual(expected);
      expect(JSON.parse(results)).toHaveLength(all.length);
    },
  );

  test('of a pool have its id and its page, and say if it was not touched', async () => {
    const { results = '' } = await outputsOf([poolRunning, untouched]);
    expect(JSON.parse(results)).toMatchObject([
      { 'pool-id': '77', 'operation-id': 'op-1', 'pool-url': LINK, code: 'TIMEOUT' },
      { 'pool-id': '77', status: '', 'pool-url': '', code: 'TRAINING_NOT_OPEN' },
    ]);
  });

  test.each(['ж', '钱', '😀'])(
    'of 20 with the longest reasons of %j fit into env',
    async (unit) => {
      const id = '0b5f6b1e-7f10-4f0e-9d3c-5c1b1a2f3e4d';
      const known = { operation: operation('RUNNING', { id }), reading: reading({ url: LINK }) };
      const one = failed({ reason: unit.repeat(5_000), code: 'TOO_MANY_REQUESTS' }, known);
      const { results = '' } = await outputsOf(Array<Done>(20).fill(one));
      // On Windows a variable has at most 32,767 characters, on Linux 128 KiB.
      expect(results.length).toBeLessThanOrEqual(32_767);
      expect(Buffer.byteLength(results)).toBeLessThanOrEqual(131_072);
      expect(JSON.parse(results)[0].error.length).toBeGreaterThan(780);
    },
  );

  test('are JSON and lines, whatever a server wrote', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const outputs = await outputsOf([fillWith(text, text)], [text]);
        expect(JSON.parse(outputs.results ?? '')).toHaveLength(1);
        expect(Object.values(outputs).filter((value) => /[\n\r]/.test(value))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

test('lines end as the runner of this system takes them', async () => {
  const printed: string[] = [];
  await inProcess(
    {},
    () => report.info('x'),
    (text) => printed.push(text),
  );
  expect(printed).toEqual([`x${EOL}`]);
});
