import { describe, expect, test } from '@jest/globals';
import { createLimiter } from '../../../src/toloka/limiter.ts';
import { simulateClock } from '../simulated-clock.ts';

const { signal } = new AbortController();

describe('the limiter', () => {
  test('lets ten requests through at a time, the others in their order', async () => {
    const pass = createLimiter(simulateClock(), signal);
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
    const clock = simulateClock();
    const pass = createLimiter(clock, signal);
    const starts: number[] = [];
    for (let n = 0; n < 600; n += 1) {
      await pass(async () => {
        starts.push(clock.now());
        await clock.sleep(1, signal);
      });
    }
    for (const [index, start] of starts.entries()) {
      const inSecond = starts.filter((other) => other >= start && other < start + 1_000).length;
      expect([index, inSecond <= 250]).toEqual([index, true]);
    }
    expect(starts.at(-1)).toBeLessThan(2_700);
  });

  test('gives a place back if a request fails', async () => {
    const pass = createLimiter(simulateClock(), signal);
    for (let n = 0; n < 20; n += 1) {
      await expect(pass(() => Promise.reject(new Error('cut')))).rejects.toThrow('cut');
    }
    await expect(pass(async () => 'through')).resolves.toBe('through');
  });
});
