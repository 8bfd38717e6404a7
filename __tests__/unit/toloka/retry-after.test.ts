import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { retryAfter } from '../../../src/toloka/retry-after.ts';

const NOW = Date.UTC(2026, 10, 23, 12);

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5_000],
    ['99999999999', 99_999_999_999_000],
    ['Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
    ['Mon, 99 Foo 2026 12:00:00 GMT', 0],
    ['2026-11-23T12:00:30Z', 0],
    ['-1', 0],
    ['1.5', 0],
    ['soon', 0],
    ['', 0],
    [undefined, 0],
  ])('%j asks for %d ms', (header, ms) => {
    expect(retryAfter(header, undefined, NOW)).toBe(ms);
  });

  test.each([
    [{ interval: 'MIN' }, 60_000],
    [{ interval: 'HOUR' }, 3_600_000],
    [{ interval: 'DAY' }, 86_400_000],
    [{ interval: 'constructor' }, 0],
    [{ interval: 5 }, 0],
    [null, 0],
    ['MIN', 0],
  ])("without it, Toloka's payload %j asks for %d ms", (payload, ms) => {
    expect(retryAfter(undefined, payload, NOW)).toBe(ms);
  });

  test('goes before the payload', () => {
    expect(retryAfter('2', { interval: 'DAY' }, NOW)).toBe(2_000);
  });

  test('is a number of milliseconds, 0 or more, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(retryAfter(header, header, NOW)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
