import { expect, test } from '@jest/globals';
import { pauseAfter } from '../../../src/toloka/client.ts';

test.each([
  [0, 1, 250],
  [3_000, 1, 300],
  [100_000, 1, 10_000],
  [3_600_000, 1, 10_000],
  [0, 26, 260],
  [0, 100, 1_000],
  [20_000, 100, 2_000],
])(
  'after %d ms, each of %d trainings pauses for %d ms before its next poll',
  (waitedMs, trainings, pause) => {
    expect(pauseAfter(waitedMs, trainings)).toBe(pause);
  },
);
