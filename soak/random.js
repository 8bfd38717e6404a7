/** @typedef {() => number} Random gives a number from 0 up to, not including, 1 */

/**
 * Numbers that look random and are the same for the same seed: mulberry32.
 *
 * @param {number} seed
 * @returns {Random}
 */
export function seededRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Numbers that follow from what they are made of alone: the seed is the FNV-1a hash of the parts.
 *
 * @param {...(string | number)} parts
 * @returns {Random}
 */
export function randomOf(...parts) {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(parts.join('\n'))) hash = Math.imul(hash ^ byte, 0x01000193);
  return seededRandom(hash);
}

/**
 * One of several, each as often as its weight says.
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
