import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import * as report from '../../src/report.ts';
import type { State } from '../../src/state.ts';
import { hostile } from './hostile.ts';
import { inProcess } from './in-process.ts';
import { simulateClock } from './simulated-clock.ts';
import { failure, fillWith, LINK, operation, training } from './states.ts';

const outputsOf = async (states: readonly State[], reasons: readonly string[] = []) =>
  (await inProcess({}, () => report.setOutputs(states, reasons))).outputs;

/** The error of a step, and what is in the log because it has no room for it. */
async function failWith(...reasons: readonly string[]) {
  const { errors, log } = await inProcess({}, () => report.fail('title\n', reasons));
  const { error = '' } = await outputsOf([], reasons);
  expect(errors).toEqual([{ title: 'title\\n', message: error }]);
  return { error, log };
}

describe('the error of a step, the same as annotation and as output', () => {
  test('is a line for each reason, and empty if there is none', async () => {
    expect(await failWith('21: a\nb', '22: ::error::b')).toEqual({
      error: '21: a\\nb\n22: ::error::b',
      log: [],
    });
    expect((await outputsOf([])).error).toBe('');
  });

  test.each([1, 2, 4, 100])(
    'is at most 4,096 characters, as the runner keeps them, of %d reasons',
    async (count) => {
      const long = Array.from({ length: count }, (_, index) => `${index}: ${'ж'.repeat(5_000)}`);
      const { error, log } = await failWith(...long);
      expect(error.length).toBeLessThanOrEqual(4_096);
      // Each reason is in one of the two.
      expect([...error.split('\n'), ...log].filter((line) => /^\d+: /.test(line))).toHaveLength(
        count,
      );
    },
  );

  test('has room for 4,000 characters; the log has the reasons that do not fit', async () => {
    const reasons = ['0', '1', '2', '3'].map((digit) => digit.repeat(799));
    const [fits, isTooLong] = ['4'.repeat(800), '4'.repeat(801)];
    expect(await failWith(...reasons, fits)).toEqual({
      error: [...reasons, fits].join('\n'),
      log: [],
    });
    const error = [...reasons, 'and 2 more: see the log'].join('\n');
    expect(await failWith(...reasons, isTooLong, 'last')).toEqual({
      error,
      log: [isTooLong, 'last'],
    });
  });

  test('has up to 1,000 characters of each of more than two reasons', async () => {
    const reasons = Array.from({ length: 3 }, () => 'x'.repeat(1_900));
    expect((await failWith(...reasons.slice(1))).error).toHaveLength(2 * 1_900 + 1);
    expect((await failWith(...reasons)).error).toHaveLength(3 * 1_000 + 2);
  });
});

test('a text is one line, whatever it says, and a warning says where it comes from', async () => {
  const { lines } = await inProcess({}, () => {
    for (const print of [report.info, report.debug, report.warning]) print('::error::x\n');
  });
  expect(lines).toEqual([
    '\\::error::x\\n',
    '::debug::\\::error::x\\n',
    '::warning title=Toloka training::\\::error::x\\n',
  ]);
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
});

test('operation-id before the end has a line for each training, and may be lost', async () => {
  const states: readonly State[] = [
    { trainingId: '21' },
    { trainingId: '22', operation: operation('PENDING') },
  ];
  const { outputs } = await inProcess({}, () => report.saveOperationIds(states));
  expect(outputs).toEqual({ 'operation-id': '\nop-1' });
  const { lines } = await inProcess({}, () => {
    process.env.GITHUB_OUTPUT = '/nowhere/output';
    report.saveOperationIds(states);
  });
  expect(lines).toEqual([
    "::debug::operation-id can't be written: Error: Missing file at path: /nowhere/output",
  ]);
});

describe('the outputs', () => {
  const running: State = {
    trainingId: '21',
    operation: operation('RUNNING'),
    training: training({ url: LINK }),
    failure: failure({ reason: 'why', code: 'TIMEOUT' }),
  };
  const wasOpen: State = {
    trainingId: '22',
    wasOpen: true,
    result: 'already open',
    training: training({ url: LINK }),
  };
  const NOTHING = { 'operation-id': '', status: '', 'already-open': false, 'training-url': '' };
  const RUNNING = {
    'operation-id': 'op-1',
    status: 'RUNNING',
    'already-open': false,
    'training-url': LINK,
  };
  const OPEN = {
    'operation-id': '',
    status: 'SUCCESS',
    'already-open': true,
    'training-url': LINK,
  };

  test.each<[string, State, object, object]>([
    ['that is opening', running, RUNNING, { code: 'TIMEOUT', error: 'why' }],
    ['that was open', wasOpen, OPEN, { code: '', error: '' }],
    ['that nothing is known of', { trainingId: '23' }, NOTHING, { code: '', error: '' }],
  ])('of one training %s', async (_, state, one, more) => {
    const { results = '', error, ...outputs } = await outputsOf([state], ['why', 'operation op-1']);
    expect(outputs).toEqual({ ...one, 'already-open': String(state === wasOpen) });
    expect(error).toBe('why\noperation op-1');
    expect(JSON.parse(results)).toEqual([{ 'training-id': state.trainingId, ...one, ...more }]);
  });

  test.each([
    [[], '', '', 'false', ''],
    [[running, wasOpen, { trainingId: '23' }], 'op-1\n\n', '', 'false', `${LINK}\n${LINK}\n`],
    [[running, wasOpen], 'op-1\n', 'RUNNING', 'false', `${LINK}\n${LINK}`],
    [[wasOpen, wasOpen], '\n', 'SUCCESS', 'true', `${LINK}\n${LINK}`],
  ])(
    'of several have a line for each, the worst status, and whether all were open',
    async (states, ...expected) => {
      const { results = '', error, ...outputs } = await outputsOf(states);
      expect(Object.values(outputs)).toEqual(expected);
      expect(JSON.parse(results)).toHaveLength(states.length);
    },
  );

  test.each(['ж', '钱', '😀', '"', '\n'])(
    'of 100 with the longest reasons of %j fit into env',
    async (unit) => {
      const id = '0b5f6b1e-7f10-4f0e-9d3c-5c1b1a2f3e4d';
      const [status, code, reason] = ['S'.repeat(1_000), 'C'.repeat(1_000), unit.repeat(5_000)];
      const known = { operation: operation(status, { id }), training: training({ url: LINK }) };
      const one: State = { trainingId: '36774607', ...known, failure: failure({ reason, code }) };
      const outputs = await outputsOf(Array<State>(100).fill(one));
      expect(Buffer.byteLength(outputs.results ?? '')).toBeLessThanOrEqual(130_000);
      const [first] = JSON.parse(outputs.results ?? '');
      // A character of two units that is cut in two goes.
      expect([300, 299]).toContain(first.error.length);
      expect([first.status.length, first.code.length]).toEqual([64, 64]);
      expect(first).toMatchObject({
        'training-id': '36774607',
        'operation-id': id,
        'training-url': LINK,
      });
      expect(outputs.status).toBe(status);
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
