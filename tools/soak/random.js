import { createHash } from 'node:crypto';

/** @typedef {() => number} Random returns a number from 0 up to, but not including, 1 */

/**
 * Makes numbers that look random but follow from the parts alone: hashes of the parts and a counter.
 *
 * @param {...(string | number)} parts
 * @returns {Random}
 */
export function randomOf(...parts) {
  let count = 0;
  return () => {
    count += 1;
    const hash = createHash('sha256').update([...parts, count].join('\n'));
    return hash.digest().readUInt32BE() / 2 ** 32;
  };
}

/**
 * Picks one of several, each as often as its weight says.
 *
 * @template {string} Name
 * @param {Random} random
 * @param {Readonly<Record<Name, number>>} weights
 * @returns {Name}
 */
export function pick(random, weights) {
  const entries = /** @type {[Name, number][]} */ (Object.entries(weights));
  let rest = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    rest -= weight;
    if (rest < 0) return name;
  }
  throw new Error('there is nothing to pick from');
}

/** @param {Random} random @param {number} from @param {number} to */
export const between = (random, from, to) => Math.round(from + random() * (to - from));
