import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hide, printable } from '../../src/printable.ts';
import { parseCommand } from '../../tools/toloka/workflow-commands.js';
import { hostile } from './hostile.ts';
import { inProcess } from './in-process.ts';

describe('printable text', () => {
  test('forges no workflow command, alone or after a prefix, whatever it is', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom('', ' ', 'training 21: '), (text, prefix) => {
        const line = printable(prefix + text, 100_000);
        expect(parseCommand(line)).toBeUndefined();
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(line.isWellFormed()).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is at most as long as it may be, its ends kept', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 20, max: 200 }), (text, limit) => {
        expect(printable(text, limit).length).toBeLessThanOrEqual(limit);
      }),
    );
    expect(printable(`start${'x'.repeat(1_000_000)}end`)).toMatch(/^startx+…x+end$/);
    expect(printable('😀'.repeat(5_000)).isWellFormed()).toBe(true);
  });

  test.each([
    ['a plain line', 'a plain line'],
    ['обучение №21 – done', 'обучение №21 – done'],
    ['ECONNREFUSED ::1:9', 'ECONNREFUSED ::1:9'],
    ['a\nb\rc\td', 'a\\nb\\rc\\td'],
    ['::error::x', '\\::error::x'],
    ['\u3000::error::x', '\u3000\\::error::x'],
    ['a ##[error]x', 'a ##\\[error]x'],
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['\u202egnp', '\\u{202e}gnp'],
    ['\ud800', '\\u{d800}'],
    ['№ ::x', '№ ::x'],
  ])('%j becomes %j', (text, printed) => {
    expect(printable(text)).toBe(printed);
  });

  test('keeps a text that is as long as it may be', () => {
    expect(printable(`${'x'.repeat(9)}y`, 10)).toBe(`${'x'.repeat(9)}y`);
    expect(printable(`${'x'.repeat(10)}y`, 10)).toBe(`${'x'.repeat(6)}…xxy`);
  });
});

describe('a secret', () => {
  const SECRET = 'OAuth hidden/secret+1';
  const url = encodeURIComponent(SECRET);

  test.each([
    ['itself', SECRET],
    ['in base64', Buffer.from(SECRET).toString('base64')],
    ['in base64 without padding', Buffer.from(`${SECRET}?`).toString('base64').replaceAll('=', '')],
    ['in a URL', url],
    ['in a URL, lower case', url.replaceAll('%2F', '%2f').replaceAll('%2B', '%2b')],
    ['in JSON', SECRET.replaceAll('/', '\\/')],
  ])('is not shown %s, not even a part of it at a cut', async (_, form) => {
    await inProcess({}, () => {
      hide('');
      hide(SECRET);
      hide(`${SECRET}?`);
    });
    expect(printable(`a ${form} b`)).toBe('a *** b');
    for (let limit = 10; limit < 60; limit += 1) {
      expect(printable(`${'x'.repeat(30)}${form}`, limit)).not.toContain(form.slice(0, 8));
    }
  });

  test('is not shown if it begins like a shorter one', async () => {
    await inProcess({}, () => {
      hide('begin');
      hide('beginning');
      hide('ending');
      hide('end');
    });
    expect(printable('a beginning, an ending, an end')).toBe('a ***, an ***, an ***');
  });

  test('is masked by the runner in each form, once', async () => {
    const { lines } = await inProcess({}, () => {
      hide('once/only');
      hide('once/only');
    });
    const base64 = Buffer.from('once/only').toString('base64');
    expect(lines.map((line) => line.replace('::add-mask::', ''))).toEqual([
      'once/only',
      base64,
      'once%252Fonly',
      'once%252fonly',
      'once\\/only',
    ]);
  });
});
