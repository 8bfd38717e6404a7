import { expect, test } from '@jest/globals';
import { applyMasks, parseCommand, splitLines } from '../../tools/toloka/workflow-commands.js';

test.each<[line: string, command: ReturnType<typeof parseCommand>]>([
  ['::error::no', { name: 'error', properties: {}, data: 'no' }],
  ['::ERROR::no', { name: 'error', properties: {}, data: 'no' }],
  ['\u0085\u2028\u00a0\u3000::error::no', { name: 'error', properties: {}, data: 'no' }],
  ['::error title=a,file=b::no', { name: 'error', properties: { title: 'a', file: 'b' }, data: 'no' }],
  ['::error Title=a::no', { name: 'error', properties: { title: 'a' }, data: 'no' }],
  [
    '::error title=a%3Ab%2Cc%25%0D%0A::%0D%0A%253A%3A',
    { name: 'error', properties: { title: 'a:b,c%\r\n' }, data: '\r\n%3A%3A' },
  ],
  ['::error  title=a ::no', { name: 'error', properties: { title: 'a' }, data: 'no' }],
  ['::error title==a,=b,c=,d=e=f,,g::no', { name: 'error', properties: { title: 'a', d: 'e=f' }, data: 'no' }],
  ['::error title=%250A::%250A', { name: 'error', properties: { title: '%0A' }, data: '%0A' }],
  ['##[error]%250A', { name: 'error', properties: {}, data: '%0A' }],
  ['##[error]no', { name: 'error', properties: {}, data: 'no' }],
  ['text ##[error]no', { name: 'error', properties: {}, data: 'no' }],
  [
    '##[error title=a;file=b%3Bc%5D]%5D%3B%0A%25',
    { name: 'error', properties: { title: 'a', file: 'b;c]' }, data: '];\n%' },
  ],
  ['::nothing::##[error]no', { name: 'error', properties: {}, data: 'no' }],
  ['text ::error::no', undefined],
  ['\ufeff::error::no', undefined],
  ['::nothing::no', undefined],
  ['::error:no', undefined],
  [':: error::no', undefined],
  ['##[nothing]##[error]no', undefined],
  ['##[error no', undefined],
  ['# #[error]no', undefined],
  ['', undefined],
])('%j is the command %j', (line, command) => {
  expect(parseCommand(line)).toEqual(command);
});

test.each([
  ['a carriage return', ['a\rb'], ['a', 'b']],
  ['both', ['a\r\nb'], ['a', 'b']],
  ['both, in two pieces', ['a\r', '\nb'], ['a', 'b']],
  ['a carriage return at the end', ['a\r'], ['a']],
  ['carriage returns between pieces', ['a\r', '\r', 'b'], ['a', '', 'b']],
  ['line feeds alone', ['\n\n'], ['', '']],
  ['nothing else', ['a\v\f\u0085\u2028\u2029b\n'], ['a\v\f\u0085\u2028\u2029b']],
])('a line ends at %s', (_, pieces, lines) => {
  const found: string[] = [];
  const splitter = splitLines((line) => found.push(line));
  pieces.forEach(splitter.write);
  splitter.end();
  expect(found).toEqual(lines);
});

test.each([
  ['a secret here', ['secret'], 'a *** here'],
  ['abcde', ['abc', 'cde'], '***'],
  ['abcdef', ['abc', 'def'], '***'],
  ['abc-def', ['abc', 'def'], '***-***'],
  ['aaa', ['aa'], '***'],
  ['abcdefg', ['abcdef', 'bc'], '***g'],
  ['nothing', ['secret'], 'nothing'],
])('%j with the masks %j reads %j', (text, masks, shown) => {
  expect(applyMasks(text, masks)).toBe(shown);
});
