import { expect, test } from '@jest/globals';
import { backOff, systemClock } from '../../../src/toloka/clock.ts';

const countTimers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('the clock sleeps as long as it is told', async () => {
  const before = systemClock.now();
  await systemClock.sleep(50, new AbortController().signal);
  expect(systemClock.now() - before).toBeGreaterThanOrEqual(40);
});

test('the clock has numbers from 0 up to 1, not always the same', () => {
  const numbers = Array.from({ length: 100 }, systemClock.random);
  expect(numbers.filter((one) => one >= 0 && one < 1)).toEqual(numbers);
  expect(new Set(numbers).size).toBeGreaterThan(1);
});

test.each(['before', 'while'])(
  'the clock is woken by a cancellation %s it sleeps',
  async (when) => {
    const cancel = new AbortController();
    if (when === 'before') cancel.abort();
    const before = countTimers();
    const sleep = systemClock.sleep(3_600_000, cancel.signal);
    cancel.abort('SIGINT');
    await expect(sleep).rejects.toMatchObject({
      message: 'cancelled',
      cause: { name: 'AbortError' },
    });
    expect(countTimers()).toBe(before);
  },
);

test.each([
  [1, 1, undefined, 250],
  [7, 0.5, undefined, 8_000],
  [8, 1, undefined, 20_000],
  [1, 1, 1_000, 1_000],
])(
  'after %d failures, by chance %d, from %p ms on, the back-off is %d ms',
  (failures, random, firstMs, ms) => {
    expect(backOff(failures, random, firstMs)).toBe(ms);
  },
);
