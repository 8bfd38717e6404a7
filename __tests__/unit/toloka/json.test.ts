import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isRecord, parseId, parseJson, shorten, stringify } from '../../../src/toloka/json.ts';

test.each([
  ['exactly ten', 11, 'exactly ten'],
  ['two words', 4, 'two …'],
  ['one', 2, '…'],
  ['a secret+/=%20 b', 12, 'a …'],
  ['😀😀', 3, '😀…'],
])('the text %j, shortened to %d, is %j', (text, limit, short) => {
  expect(shorten(text, limit)).toBe(short);
});

test('a text that is shortened holds no part of a token that it cuts, wherever that stands', () => {
  const token = fc.string({ minLength: 8, unit: fc.constantFrom(...'abcXYZ012._~+/-=%') });
  fc.assert(
    fc.property(
      fc.string(),
      token,
      fc.string(),
      fc.integer({ min: 1, max: 60 }),
      (before, secret, after, limit) => {
        const short = shorten(`${before} ${secret} ${after}`, limit);
        if (!short.includes(secret))
          expect(short.slice(before.length)).not.toContain(secret.slice(0, 4));
      },
    ),
  );
});

test.each([
  ['21', '21'],
  [21, '21'],
  [2 ** 53, undefined],
  ['\ud800', '\ufffd'],
  ['x '.repeat(128), 'x '.repeat(128)],
  ['x '.repeat(129), `${'x '.repeat(128)}…`],
])('the id %j is %j', (json, id) => {
  expect(parseId(json)).toBe(id);
});

test('JSON is read and written, as far as it can be', () => {
  expect([{}, { a: 1 }, [], null, '{}', undefined].map(isRecord)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(parseJson('{"a":[1]}')).toEqual({ a: [1] });
  expect(parseJson('{"a":')).toBeUndefined();
  expect(stringify({ a: [1] })).toBe('{"a":[1]}');
  expect(stringify(Array(501).fill(1))).toBe(`[${'1,'.repeat(499)}…`);
  const deep = Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], []);
  expect(stringify(deep)).toBe('nested too deep to be shown');
});
