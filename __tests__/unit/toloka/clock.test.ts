import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/toloka/clock.ts';
import { CancelledError } from '../../../src/toloka/errors.ts';

const countTimers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('the clock', () => {
  test('sleeps, and its time only grows', async () => {
    const before = systemClock.now();
    await systemClock.sleep(5, new AbortController().signal);
    expect(systemClock.now() - before).toBeGreaterThanOrEqual(4);
    expect(systemClock.random()).toBeLessThan(1);
  });

  test.each(['before', 'while'])('is woken by a cancel %s it sleeps', async (when) => {
    const cancel = new AbortController();
    if (when === 'before') cancel.abort();
    const before = countTimers();
    const sleep = systemClock.sleep(3_600_000, cancel.signal);
    cancel.abort();
    await expect(sleep).rejects.toThrow(new CancelledError());
    expect(countTimers()).toBe(before);
  });

  test('leaves nothing behind at the signal, whether it is cancelled or not', async () => {
    const cancel = new AbortController();
    await systemClock.sleep(1, cancel.signal);
    expect(getEventListeners(cancel.signal, 'abort')).toEqual([]);
    const sleep = systemClock.sleep(3_600_000, cancel.signal);
    expect(getEventListeners(cancel.signal, 'abort')).toHaveLength(1);
    cancel.abort();
    await expect(sleep).rejects.toThrow(CancelledError);
  });
});
