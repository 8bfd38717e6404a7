import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAuthorization } from '../../../src/toloka/authorization.ts';

const key = (firstDot: number): string => `${'k'.repeat(firstDot)}.middle.end`;

test.each([
  ['made-up_token', 'OAuth made-up_token'],
  ['  made-up_token\n', 'OAuth made-up_token'],
  [`OAuth ${key(22)}`, `OAuth ${key(22)}`],
  ['ApiKey   made-up_token', 'ApiKey made-up_token'],
  [key(21), `OAuth ${key(21)}`],
  [key(22), `ApiKey ${key(22)}`],
  [key(24), `ApiKey ${key(24)}`],
  [key(25), `OAuth ${key(25)}`],
  [`${key(23)}.more`, `OAuth ${key(23)}.more`],
  [`${'k'.repeat(23)}.end`, `OAuth ${'k'.repeat(23)}.end`],
  ['dGVzdA==', 'OAuth dGVzdA=='],
])('the token %j goes out as %j', (text, header) => {
  expect(parseAuthorization(text)).toEqual({ token: header.split(' ')[1], header });
});

test.each([
  ...['', ' ', 'OAuth', 'Bearer made-up', 'oauth made-up', 'OAuth two words', 'two words'],
  ...['a\nb', 'a"b', 'naïve', '=', 'a=b'],
])('%j is no token', (text) => {
  expect(parseAuthorization(text)).toBeUndefined();
});

test('a token never makes a header that Node would not send, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const header = parseAuthorization(text)?.header ?? 'OAuth x';
      expect(header).toMatch(/^(OAuth|ApiKey) [!-~]+$/);
    }),
  );
});
