import { describe, expect, test } from '@jest/globals';
import { createLimiter } from '../../../src/toloka/limiter.ts';
import { fakeClock } from '../fake-clock.ts';

const { signal } = new AbortController();

describe('the limiter', () => {
  test('lets ten requests through at a time, the others in their order', async () => {
    const pass = createLimiter(fakeClock(), signal);
    const started: number[] = [];
    const finish: (() => void)[] = [];
    const all = Array.from({ length: 25 }, (_, index) =>
      pass(async () => {
        started.push(index);
        await new Promise<void>((resolve) => finish.push(resolve));
      }),
    );
    for (const open of [10, 10, 5]) {
      await new Promise((resolve) => setImmediate(resolve));
      expect(finish).toHaveLength(open);
      for (const done of finish.splice(0)) done();
    }
    await Promise.all(all);
    expect(started).toEqual(Array.from({ length: 25 }, (_, index) => index));
  });

  test('lets at most 250 through in any second', async () => {
    const clock = fakeClock();
    const pass = createLimiter(clock, signal);
    const starts: number[] = [];
    for (let n = 0; n < 600; n += 1) {
      await pass(async () => {
        starts.push(clock.now());
        clock.pass(1);
      });
    }
    for (const [index, start] of starts.entries()) {
      const inSecond = starts.filter((other) => other >= start && other < start + 1_000).length;
      expect([index, inSecond <= 250]).toEqual([index, true]);
    }
    expect(starts.at(-1)).toBeLessThan(2_700);
  });

  test('gives a place back where a request fails', async () => {
    const pass = createLimiter(fakeClock(), signal);
    for (let n = 0; n < 20; n += 1) {
      await expect(pass(() => Promise.reject(new Error('cut')))).rejects.toThrow('cut');
    }
    await expect(pass(async () => 'through')).resolves.toBe('through');
  });
});
