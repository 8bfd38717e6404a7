import { readFileSync } from 'node:fs';
import { EOL } from 'node:os';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readActionFile } from '../../tools/toloka/action-file.js';
import { readCommandFile } from '../../tools/toloka/command-files.js';
import { onPosix } from '../support/platform.ts';

test('action.yml reads as a YAML library reads it', () => {
  const text = readFileSync('action.yml', 'utf8');
  const { inputs, runs } = parse(text);
  const names = Object.keys(inputs);
  const defaults = Object.fromEntries(
    names.map((name) => [name, String(inputs[name].default ?? '')]),
  );
  expect(readActionFile(text)).toEqual({ main: runs.main, defaults });
});

test.each(['|', '>', '"a\\nb"', '[a]', 'a b', '# a', "'a"])(
  'a default of %j is more than it takes',
  (value) => {
    expect(() => readActionFile(`inputs:\n  a:\n    default: ${value}\n`)).toThrow(
      'default has a value',
    );
  },
);

test.each([
  ['', {}],
  ['a=b\n', { a: 'b' }],
  ['a=b', { a: 'b' }],
  ['a=\n', { a: '' }],
  ['a=b=c<<d\n', { a: 'b=c<<d' }],
  ['a<<END\none\ntwo\nEND\nb=c\n', { a: 'one\ntwo', b: 'c' }],
  ['a<<END\n\nEND', { a: '' }],
])('the command file %j holds %j', (text, pairs) => {
  expect(readCommandFile(text)).toEqual(pairs);
});

test("a command file has the ends of lines of the runner's system", () => {
  expect(readCommandFile(['a<<END', 'one', 'END', ''].join(EOL))).toEqual({ a: 'one' });
  onPosix(() => expect(readCommandFile('a<<END\none\r\nEND\n')).toEqual({ a: 'one\r' }));
});

test.each([
  'a\n',
  'a=b\nc\n',
  '=b\n',
  '<<END\nEND\n',
  'a<<\n\n',
  'a<<END\none=1\n',
  'a<<END\none\n END\n',
])('the command file %j is refused', (text) => {
  expect(() => readCommandFile(text)).toThrow('Invalid');
});
