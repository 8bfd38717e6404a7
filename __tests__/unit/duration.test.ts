import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDuration, parseDuration } from '../../src/duration.ts';

describe('a duration', () => {
  test.each([
    ['90', 90_000],
    ['90s', 90_000],
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['6h', 21_600_000],
    ['1h2m3s', 3_723_000],
    ['1h5s', 3_605_000],
    ['0', 0],
    ['007m', 420_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each([
    '',
    's',
    '-1',
    '+1',
    '1.5m',
    '1e3',
    '10M',
    '10 m',
    '5abc',
    '30m1h',
    '1h30',
    '1m1m',
    '10ms',
    '٣',
    'Infinity',
    '1h ',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  test('of any hours, minutes and seconds is their sum', () => {
    const part = fc.nat({ max: 999 });
    fc.assert(
      fc.property(part, part, part, (hours, minutes, seconds) => {
        expect(parseDuration(`${hours}h${minutes}m${seconds}s`)).toBe(((hours * 60 + minutes) * 60 + seconds) * 1_000);
      }),
    );
  });

  test('is read from digits and h, m, s alone, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (parseDuration(text) !== undefined) expect(text).toMatch(/^[\dhms]+$/);
      }),
    );
  });

  test.each([
    [0, '0s'],
    [1_234, '1.2s'],
    [59_940, '59.9s'],
    [59_960, '1m'],
    [60_000, '1m'],
    [90_400, '1m30s'],
    [600_000, '10m'],
    [5_400_000, '1h30m'],
    [21_600_000, '6h'],
  ])('of %d ms is written %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test('that is written in whole seconds from a minute on reads back as itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 100_000 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds * 1_000))).toBe(seconds * 1_000);
      }),
    );
  });
});
