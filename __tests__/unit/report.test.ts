import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import * as report from '../../src/report.ts';
import type { State } from '../../src/state.ts';
import { hostile } from './hostile.ts';
import { inProcess } from './in-process.ts';
import { simulateClock } from './simulated-clock.ts';
import { failure, LINK, operation, training } from './states.ts';

const state = (known: Partial<State> = {}): State => ({ trainingId: '21', ...known });

/** What the annotation, the output `error` and the log say of the reasons of a step. */
async function reportAll(reasons: readonly string[]) {
  const { errors, outputs, log } = await inProcess({}, () => {
    report.setOutputs([], reasons);
    report.fail('title', reasons);
  });
  expect(errors).toEqual([{ title: 'title', message: outputs.error }]);
  return { error: outputs.error ?? '', log };
}

describe('the error of a step, as annotation and as output', () => {
  test('is one text with a line for each reason', async () => {
    expect(await reportAll(['21: a\nb', '22: ::error::b'])).toEqual({ error: '21: a\\nb\n22: ::error::b', log: [] });
  });

  test('has a title of one line', async () => {
    const { errors, lines } = await inProcess({}, () => report.fail('a\nb', ['c', 'd']));
    expect(errors).toEqual([{ title: 'a\\nb', message: 'c\nd' }]);
    expect(lines).toHaveLength(1);
  });

  test('is empty if the step passes', async () => {
    expect((await inProcess({}, () => report.setOutputs([state()], []))).outputs.error).toBe('');
  });

  test.each([1, 2, 4, 100])(
    'fits into the 4,096 characters that the runner keeps, for %d long reasons',
    async (count) => {
      const { error, log } = await reportAll(
        Array.from({ length: count }, (_, index) => `${index}: ${'ж'.repeat(5_000)}`),
      );
      expect(error.replace(/\nand \d+ more: see the log$/, '').length).toBeLessThanOrEqual(4_000);
      expect(error.length).toBeLessThanOrEqual(4_096);
      // Each reason is in one of the two.
      expect([...error.split('\n'), ...log].filter((line) => /^\d+: /.test(line))).toHaveLength(count);
    },
  );

  test('has room for 4,000 characters; the log has the reasons that do not fit', async () => {
    const fits = Array.from({ length: 5 }, (_, index) => String(index).repeat(799)).with(4, '4'.repeat(800));
    expect(await reportAll(fits)).toEqual({ error: fits.join('\n'), log: [] });
    const over = [...fits.with(4, '4'.repeat(801)), 'last'];
    const error = `${fits.slice(0, 4).join('\n')}\nand 2 more: see the log`;
    expect(await reportAll(over)).toEqual({ error, log: ['4'.repeat(801), 'last'] });
  });

  test.each([
    [2, 1_900],
    [3, 1_000],
  ])('of %d lines has up to %d characters of one that has 1,900', async (count, length) => {
    const { error } = await reportAll(Array.from({ length: count }, () => 'x'.repeat(1_900)));
    expect(error.split('\n').map((line) => line.length)).toEqual(Array(count).fill(length));
  });
});

describe('a text', () => {
  test('is one line, whatever it says, and a warning says where it comes from', async () => {
    const { lines } = await inProcess({}, () => {
      report.info('::error::x');
      report.debug('a\nb');
      report.warning('a\nb');
    });
    expect(lines).toEqual(['\\::error::x', '::debug::a\\nb', '::warning title=Toloka training::a\\nb']);
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
    const listen = jest.spyOn(process.stdout, 'on');
    report.ignoreBrokenOutput();
    const [[name, listener] = []] = listen.mock.calls;
    listen.mockRestore();
    expect([name, listener?.(new Error('EPIPE'))]).toEqual(['error', undefined]);
    if (listener !== undefined) process.stdout.off('error', listener);
  });
});

describe('operation-id before the end', () => {
  const states = [state(), state({ operation: operation('PENDING') })];

  test('has a line for each training', async () => {
    const { outputs } = await inProcess({}, () => report.saveOperationIds(states));
    expect(outputs).toEqual({ 'operation-id': '\nop-1' });
  });

  test('may be lost', async () => {
    const { lines } = await inProcess({}, () => {
      process.env.GITHUB_OUTPUT = '/nowhere/output';
      report.saveOperationIds(states);
    });
    expect(lines).toEqual(["::debug::operation-id can't be written: Error: Missing file at path: /nowhere/output"]);
  });
});

describe('the outputs', () => {
  test('of one training', async () => {
    const one = state({
      operation: operation('RUNNING'),
      training: training({ url: LINK }),
      failure: failure({ reason: 'why', code: 'TIMEOUT' }),
    });
    const { outputs } = await inProcess({}, () => report.setOutputs([one], ['why', 'operation op-1']));
    expect(outputs).toEqual({
      'operation-id': 'op-1',
      status: 'RUNNING',
      'already-open': 'false',
      'training-url': LINK,
      error: 'why\noperation op-1',
      results: `[{"training-id":"21","operation-id":"op-1","status":"RUNNING","already-open":false,"training-url":"${LINK}","code":"TIMEOUT","error":"why"}]`,
    });
  });

  test('of a training that nothing is known of are empty', async () => {
    const { outputs } = await inProcess({}, () => report.setOutputs([state()], []));
    expect(outputs).toEqual({
      'operation-id': '',
      status: '',
      'already-open': 'false',
      'training-url': '',
      error: '',
      results:
        '[{"training-id":"21","operation-id":"","status":"","already-open":false,"training-url":"","code":"","error":""}]',
    });
  });

  test('of a step without trainings are empty, too', async () => {
    const { outputs } = await inProcess({}, () => report.setOutputs([], ['token is empty']));
    expect(outputs).toMatchObject({ status: '', 'already-open': 'false', error: 'token is empty', results: '[]' });
  });

  test('of several, a line for each in the order given, the worst status, and whether all were open', async () => {
    const all = [
      state({ operation: operation('SUCCESS'), result: 'open' }),
      state({ wasOpen: true, result: 'already open', training: training({ url: LINK }) }),
      state({ operation: operation('FAIL', { id: 'op-3' }) }),
    ];
    const { outputs } = await inProcess({}, () => report.setOutputs(all, []));
    expect(outputs).toMatchObject({
      'operation-id': 'op-1\n\nop-3',
      status: 'FAIL',
      'already-open': 'false',
      'training-url': `\n${LINK}\n`,
    });
    const results: readonly unknown[] = JSON.parse(outputs.results ?? '');
    expect(results).toMatchObject([false, true, false].map((isOpen) => ({ 'already-open': isOpen })));
    const open = await inProcess({}, () => report.setOutputs([...all.slice(1, 2), ...all.slice(1, 2)], []));
    expect(open.outputs).toMatchObject({ status: 'SUCCESS', 'already-open': 'true' });
  });

  test.each(['ж', '钱', '😀', '"', '\n'])(
    'of 100 trainings with the longest reasons of %j fit into env',
    async (unit) => {
      const id = '0b5f6b1e-7f10-4f0e-9d3c-5c1b1a2f3e4d';
      const all = Array.from({ length: 100 }, (_, index) =>
        state({
          trainingId: String(36_774_607 + index),
          operation: operation('S'.repeat(1_000), { id }),
          training: training({ url: LINK }),
          failure: failure({ reason: unit.repeat(5_000), code: 'C'.repeat(1_000) }),
        }),
      );
      const { outputs } = await inProcess({}, () => report.setOutputs(all, []));
      expect(Buffer.byteLength(outputs.results ?? '')).toBeLessThanOrEqual(130_000);
      const [{ error, status, code, ...ids }] = JSON.parse(outputs.results ?? '');
      expect([error.length, status.length, code.length]).toEqual([300, 64, 64]);
      expect(ids).toMatchObject({ 'operation-id': id, 'training-url': LINK });
      expect(outputs.status).toHaveLength(1_000);
    },
  );

  test('are JSON and lines, whatever a server wrote', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const one = state({
          operation: operation(text, { id: text }),
          training: training({ url: text }),
          failure: failure({ reason: text, code: text }),
        });
        const { outputs } = await inProcess({}, () => report.setOutputs([one], [text]));
        expect(JSON.parse(outputs.results ?? '')).toHaveLength(1);
        for (const value of Object.values(outputs)) expect(value.split('\n')).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });
});
