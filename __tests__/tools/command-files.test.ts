import { expect, test } from '@jest/globals';
import { readCommandFile } from '../../tools/toloka/command-files.js';

test.each([
  ['', {}],
  ['\n\n', {}],
  ['a=b\n', { a: 'b' }],
  ['a=b', { a: 'b' }],
  ['a=\n', { a: '' }],
  ['a=b=c<<d\n', { a: 'b=c<<d' }],
  ['a=1\na=2\n', { a: '2' }],
  ['a<<END\none\ntwo\nEND\nb=c\n', { a: 'one\ntwo', b: 'c' }],
  ['a<<END\nEND\n', { a: '' }],
  ['a<<END\n\nEND', { a: '' }],
  ['a<<END\none\r\nEND\n', { a: 'one\r' }],
  ['a<<=\none\n=\n', { a: 'one' }],
])('%j holds %j', (text, pairs) => {
  expect(readCommandFile(text)).toEqual(pairs);
});

test.each([
  ['a\n', "Invalid format 'a'"],
  ['a=b\nc\n', "Invalid format 'c'"],
  ['=b\n', 'Name must not be empty'],
  ['<<END\nEND\n', 'Name must not be empty and delimiter must not be empty'],
  ['a<<\n\n', 'Name must not be empty and delimiter must not be empty'],
  ['a<<END\none\n', "Matching delimiter not found 'END'"],
  ['a<<END\none\n END\n', "Matching delimiter not found 'END'"],
])('%j is refused', (text, message) => {
  expect(() => readCommandFile(text)).toThrow(message);
});
