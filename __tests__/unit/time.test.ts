import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDuration, parseDuration, systemClock } from '../../src/time.ts';

test.each([
  ['90', 90_000],
  ['90s', 90_000],
  ['10m', 600_000],
  ['1h30m', 5_400_000],
  ['1h5s', 3_605_000],
  ['007m', 420_000],
  ['0', 0],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

const WORDS = 's h -1 +1 1.5m 1e3 10M 5abc a5s 30m1h 1h30 1m1m 10ms ٣ Infinity'.split(' ');
test.each(['', '10 m', '1h ', ...WORDS])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test.each([
  [0, 'under 0.1s'],
  [1_234, '1.2s'],
  [59_940, '59.9s'],
  [59_960, '1m'],
  [90_400, '1m30s'],
  [5_400_000, '1h30m'],
])('%d ms are written %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('whole seconds from a minute on read back as themselves', () => {
  fc.assert(
    fc.property(fc.integer({ min: 60, max: 100_000 }), (seconds) => {
      expect(parseDuration(formatDuration(seconds * 1_000))).toBe(seconds * 1_000);
    }),
  );
});

const countTimers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('the clock grows while it sleeps', async () => {
  const before = systemClock.now();
  await systemClock.sleep(20, new AbortController().signal);
  expect(systemClock.now()).toBeGreaterThan(before);
});

test.each(['before', 'while'])('the clock is woken by a cancel %s it sleeps', async (when) => {
  const cancel = new AbortController();
  if (when === 'before') cancel.abort();
  const before = countTimers();
  const sleep = systemClock.sleep(3_600_000, cancel.signal);
  cancel.abort('SIGINT');
  await expect(sleep).rejects.toMatchObject({ name: 'AbortError' });
  expect(countTimers()).toBe(before);
});
