import { Refusal } from './refusals.js';

/** @import { Operation } from './trainings.js' */
/** @typedef {'id' | 'submitted' | 'finished'} Field a field to compare and sort by */

/** @type {Record<string, (a: string, b: string) => boolean>} */
const COMPARISONS = {
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
};

/**
 * Searches operations as Toloka does: `type=`, `status=`, `<field>_lt|lte|gt|gte=`, `sort=field` or `sort=-field`, `limit=`.
 *
 * @param {readonly Operation[]} operations the oldest first
 * @param {URLSearchParams} query
 * @returns {{ items: Operation[], has_more: boolean }}
 */
export function searchOperations(operations, query) {
  let found = [...operations];
  for (const [name, wanted] of query) {
    if (name === 'type' || name === 'status') found = found.filter((one) => one[name] === wanted);
    const [, field, suffix = ''] = /^(.+)_(lte?|gte?)$/.exec(name) ?? [];
    const compare = COMPARISONS[suffix];
    if (!isField(field) || compare === undefined) continue;
    const bound = keyOf(field, wanted);
    if (bound === undefined) throw notValid(name, 'must be a time such as 2026-11-23T10:15:30');
    // A time that is not set matches no comparison.
    found = found.filter((one) => {
      const key = keyOf(field, one[field]);
      return key !== undefined && compare(key, bound);
    });
  }

  const sort = query.get('sort');
  if (sort !== null) {
    const field = sort.replace(/^-/, '');
    if (!isField(field)) throw notValid('sort', `can't sort by ${field}`);
    // A time that is not set counts as later than all others.
    const keyed = (/** @type {Operation} */ one) => keyOf(field, one[field]) ?? '~';
    found.sort((a, b) => (keyed(a) < keyed(b) ? -1 : Number(keyed(a) > keyed(b))));
    // So of two operations of one millisecond the newest comes first, too.
    if (sort.startsWith('-')) found.reverse();
  }

  const limit = Number(query.get('limit') ?? 50);
  if (!(limit >= 1 && limit <= 500))
    throw notValid('limit', 'must be a whole number from 1 to 500');
  return { items: found.slice(0, limit), has_more: found.length > limit };
}

/** @param {string | undefined} name @returns {name is Field} */
const isField = (name) => ['id', 'submitted', 'finished'].includes(name ?? '');

/**
 * What to compare. Toloka's times are UTC without a zone. The fraction is optional and has up to 6 digits.
 *
 * @param {Field} field
 * @param {string | null} value
 */
function keyOf(field, value) {
  if (field === 'id' || value === null) return value ?? undefined;
  const [, seconds, fraction = ''] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?$/.exec(value) ?? [];
  return seconds === undefined ? undefined : `${seconds}.${fraction.padEnd(6, '0')}`;
}

/** @param {string} name @param {string} message */
const notValid = (name, message) =>
  new Refusal(400, 'VALIDATION_ERROR', 'Validation failed', {
    [name]: { code: 'VALUE_NOT_ALLOWED', message },
  });
