/** @param {readonly number[]} numbers @param {number} share from 0 (the least) to 1 (the most) */
export function quantile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [below = Number.NaN, above = Number.NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

/** @param {readonly number[]} numbers */
export const median = (numbers) => quantile(numbers, 0.5);

/** @param {readonly number[]} numbers */
export const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/**
 * The median of the ratios of what was measured in the same turn.
 *
 * @param {readonly number[]} these
 * @param {readonly number[]} those
 */
export const medianRatio = (these, those) =>
  median(these.map((number, turn) => number / (those[turn] ?? Number.NaN)).filter((ratio) => !Number.isNaN(ratio)));
