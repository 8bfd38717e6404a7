import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readActionFile } from '../../tools/toloka/action-file.js';

test('action.yml reads as a YAML library reads it', () => {
  const text = readFileSync('action.yml', 'utf8');
  const { name, inputs, outputs, runs } = parse(text);
  expect(readActionFile(text)).toEqual({
    name,
    inputs: Object.fromEntries(
      Object.keys(inputs).map((input) => [
        input,
        { required: inputs[input].required === true, default: String(inputs[input].default ?? '') },
      ]),
    ),
    outputs: Object.keys(outputs),
    using: runs.using,
    main: runs.main,
  });
});

test.each([
  ['plain text', 'plain text'],
  ["'true'", 'true'],
  ["'it''s # one'", "it's # one"],
  ["''", ''],
  ['"text" # a comment', 'text'],
  ['""', ''],
  ['text # a comment', 'text'],
  ['a#b', 'a#b'],
  ['https://tasks.yandex.ru', 'https://tasks.yandex.ru'],
])('the value %j is %j', (value, text) => {
  const yaml = `name: ${value}\n`;
  expect(readActionFile(yaml).name).toBe(text);
  expect(parse(yaml).name).toBe(text);
});

test.each([
  'name: |\n  text',
  'name: >\n  text',
  'name: "te\\nxt"',
  'name: [a]',
  'name: {a: b}',
  'name: &a b',
  'name: a: b',
  'name: a:',
  'name: - a',
  "name: 'a",
  'name: a\nname: b',
  'name:\n    deep: a',
  'name:\n\ta: b',
  '- a',
  'inputs: a',
  'name:\n  a: b',
])('%j is more than it takes', (yaml) => {
  expect(() => readActionFile(yaml)).toThrow();
});
