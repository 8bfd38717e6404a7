import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readRetryAfter } from '../../../src/toloka/retry-after.ts';

const date = 'Mon, 23 Nov 2026 12:00:00 GMT';
const asked = (header: string | undefined, payload?: unknown): number =>
  readRetryAfter(header === undefined ? { date } : { date, 'retry-after': header }, payload);

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['120', 120_000],
    ['99999999999', 99_999_999_999_000],
    ['Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
    ['Mon, 99 Foo 2026 12:00:00 GMT', 0],
    ['2026-11-23T12:00:30Z', 0],
    ['x Mon, 23 Nov 2026 12:00:30 GMT', 0],
    ['Mon, 23 Nov 2026 12:00:30 GMT (x)', 0],
    ['x Mon Nov 23 12:00:30 2026', 0],
    ['Mon Nov 23 12:00:30 2026 (x)', 0],
    ['-1', 0],
    ['1.5', 1_500],
    ['1.25', 1_250],
    ['Monday, 23-Nov-26 12:00:30 GMT', 30_000],
    ['Mon Nov 23 12:00:30 2026', 30_000],
    ['Wed Nov  4 12:00:30 2026', 0],
    ['1.', 0],
    ['.5', 0],
    ['soon', 0],
    ['', 0],
    [undefined, 0],
  ])('%j asks for %d ms', (header, ms) => {
    expect(asked(header)).toBe(ms);
  });

  test('as a date is ignored without the Date of the answer', () => {
    expect(readRetryAfter({ 'retry-after': 'Mon, 23 Nov 2026 12:00:30 GMT' }, undefined)).toBe(0);
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
    expect(asked(undefined, payload)).toBe(ms);
  });

  test('goes before the payload', () => {
    expect(asked('2', { interval: 'DAY' })).toBe(2_000);
  });

  test('is a number of milliseconds, 0 or more, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(asked(header, header)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
