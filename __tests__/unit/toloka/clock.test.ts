import { describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/toloka/clock.ts';
import { CancelledError } from '../../../src/toloka/errors.ts';

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
    const sleep = systemClock.sleep(3_600_000, cancel.signal);
    cancel.abort();
    await expect(sleep).rejects.toThrow(CancelledError);
  });
});
