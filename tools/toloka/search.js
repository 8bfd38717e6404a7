import { validationFailed } from './refusals.js';

/**
 * @typedef {object} Fields
 * @property {readonly string[]} equal the fields to search by an equal value
 * @property {readonly string[]} times the fields with a time, to compare and sort by; `id` always works too
 * @property {number} maxLimit
 */

/** @type {Record<string, (order: number) => boolean>} */
const COMPARISONS = {
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
};

/**
 * Searches as Toloka does: `<field>=`, `<field>_lt|lte|gt|gte=`, `sort=-field,field`, `limit=`.
 *
 * @template {object} Item
 * @param {readonly Item[]} items
 * @param {URLSearchParams} query
 * @param {Fields} fields
 * @returns {{ items: Item[], has_more: boolean }}
 */
export function search(items, query, { equal, times, maxLimit }) {
  const comparable = ['id', ...times];
  let found = [...items];
  for (const [name, wanted] of query) {
    const [, field = '', suffix = ''] = /^(.+)_(lte?|gte?)$/.exec(name) ?? [];
    const compare = COMPARISONS[suffix];
    if (equal.includes(name)) {
      found = found.filter((item) => read(item, name) === wanted);
    } else if (compare !== undefined && comparable.includes(field)) {
      const bound = times.includes(field) ? toMs(wanted) : wanted;
      if (Number.isNaN(bound)) throw validationFailed({ [name]: 'must be a time such as 2026-11-23T10:15:30' });
      // A time that is not set matches no comparison.
      found = found.filter((item) => {
        const value = keyOf(item, field, times);
        return !Number.isNaN(value) && compare(order(value, bound));
      });
    }
  }

  const sort = query.get('sort')?.split(',') ?? [];
  for (const key of sort.toReversed()) {
    const field = key.replace(/^-/, '');
    if (!comparable.includes(field)) throw validationFailed({ sort: `can't sort by ${field}` });
    const sign = key.startsWith('-') ? -1 : 1;
    // A time that is not set sorts last.
    const keyed = (/** @type {Item} */ item) => keyOf(item, field, times) || Number.POSITIVE_INFINITY;
    found.sort((a, b) => sign * order(keyed(a), keyed(b)));
  }

  const limit = Number(query.get('limit') ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit) {
    throw validationFailed({ limit: `must be a whole number from 1 to ${maxLimit}` });
  }
  return { items: found.slice(0, limit), has_more: found.length > limit };
}

/** @param {object} item @param {string} field @returns {unknown} */
const read = (item, field) => Reflect.get(item, field);

/** @param {object} item @param {string} field @param {readonly string[]} times */
const keyOf = (item, field, times) => {
  const value = String(read(item, field) ?? '');
  return times.includes(field) ? toMs(value) : value;
};

/**
 * Toloka's times have no zone and are UTC; the fraction is optional and can have up to 6 digits. NaN for anything else.
 *
 * @param {string} time
 */
const toMs = (time) => {
  const [, seconds, fraction = ''] = /^(\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d)?)(\.\d{1,6})?$/.exec(time) ?? [];
  return seconds === undefined
    ? Number.NaN
    : Date.parse(seconds.includes('T') ? `${seconds}Z` : seconds) + Number(`0${fraction}`) * 1_000;
};

/**
 * Numbers by value; ids by length first, so that 9 comes before 10.
 *
 * @param {string | number} a
 * @param {string | number} b
 */
const order = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number') return a - b || 0;
  const [left, right] = [String(a), String(b)];
  return left.length - right.length || (left < right ? -1 : Number(left > right));
};
