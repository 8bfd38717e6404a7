import { expect, test } from '@jest/globals';
import { startStepLog } from '../../tools/toloka/step-log.js';
import { applyMasks, parseCommand, splitLines } from '../../tools/toloka/workflow-commands.js';

/** An error command. */
const error = (data: string, properties: Record<string, string> = {}) => ({
  name: 'error',
  properties,
  data,
});

test.each<[line: string, command: ReturnType<typeof parseCommand>]>([
  ['::error::no', error('no')],
  ['::ERROR::no', error('no')],
  ['\u0085\u2028\u00a0\u3000::error::no', error('no')],
  ['::error title=a,file=b::no', error('no', { title: 'a', file: 'b' })],
  ['::error Title=a::no', error('no', { title: 'a' })],
  [
    '::error title=a%3Ab%2Cc%25%0D%0A::%0D%0A%253A%3A',
    error('\r\n%3A%3A', { title: 'a:b,c%\r\n' }),
  ],
  ['::error  title=a ::no', error('no', { title: 'a' })],
  ['::error title==a,=b,c=,d=e=f,,g::no', error('no', { title: 'a', d: 'e=f' })],
  ['##[error]%250A', error('%0A')],
  ['text ##[error]no', error('no')],
  ['##[error title=a;file=b%3Bc%5D]%5D%3B%0A%25', error('];\n%', { title: 'a', file: 'b;c]' })],
  ['::nothing::##[error]no', error('no')],
  ['text ::error::no', undefined],
  ['\ufeff::error::no', undefined],
  ['::nothing::no', undefined],
  ['::error:no', undefined],
  [':: error::no', undefined],
  ['##[nothing]##[error]no', undefined],
  ['##[error no', undefined],
  ['# #[error]no', undefined],
])('%j is the command %j', (line, command) => {
  expect(parseCommand(line)).toEqual(command);
});

const FOREIGN =
  'notice group endgroup set-output save-state set-env add-path add-matcher remove-matcher echo stop-commands';
test.each(FOREIGN.split(' '))('%s fails the step, in both forms', (name) => {
  for (const line of [`::${name}::`, `text ##[${name}]on`]) {
    const log = startStepLog({ debug: false, onLine: undefined });
    log.take(line);
    expect(log).toMatchObject({ failed: true, commands: [{ name }] });
  }
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
