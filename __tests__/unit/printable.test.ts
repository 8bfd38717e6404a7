import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hide, html, printable } from '../../src/printable.ts';
import { parseCommand } from '../../tools/toloka/workflow-commands.js';
import { hostile } from '../support/hostile.ts';
import { inProcess } from '../support/in-process.ts';

describe('printable text', () => {
  test('forges no workflow command, alone or after a prefix, whatever it is and wherever it is cut', () => {
    const limits = fc.oneof(fc.integer({ min: 20, max: 200 }), fc.constant(100_000));
    fc.assert(
      fc.property(
        hostile,
        fc.constantFrom('', ' ', 'training 21: '),
        limits,
        (text, prefix, limit) => {
          const line = printable(prefix + text, limit);
          expect(parseCommand(line)).toBeUndefined();
          expect(line.replace(/[\u200c\u200d]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
          expect(line.isWellFormed()).toBe(true);
          expect(line.length).toBeLessThanOrEqual(limit);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('is cut in its middle if it is too long', () => {
    expect(printable(`start${'x'.repeat(1_000_000)}end`)).toMatch(/^startx{1394}…x{597}end$/);
    expect(printable(`${'x'.repeat(9)}y`, 10)).toBe(`${'x'.repeat(9)}y`);
    expect(printable(`${'x'.repeat(10)}y`, 10)).toBe(`${'x'.repeat(6)}…xxy`);
  });

  test.each([
    ['обучение №21, 训练 – done', 'обучение №21, 训练 – done'],
    ['ECONNREFUSED ::1:9', 'ECONNREFUSED ::1:9'],
    ['a\nb\rc\td', 'a\\nb\\rc\\td'],
    ['\u3000::error::x', '\u3000\\::error::x'],
    ['a ##[error]##[x', 'a ##\\[error]##\\[x'],
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['👩\u200d💻, می\u200cخواهم', '👩\u200d💻, می\u200cخواهم'],
    ['a\u200bb\ufeffc\u00add', 'a\\u{200b}b\\u{feff}c\\u{ad}d'],
    ['\u202egnp\u2028\u2029\ud800', '\\u{202e}gnp\\u{2028}\\u{2029}\\u{d800}'],
  ])('%j becomes %j', (text, printed) => {
    expect(printable(text)).toBe(printed);
  });
});

describe('printable text in the job summary', () => {
  test.each([
    [
      'Недостаточно средств, 4-5 кошек. 钱不够 – données, 😀',
      'Недостаточно средств, 4-5 кошек. 钱不够 – données, 😀',
    ],
    ['<b>&amp;', '&#60;b&#62;&#38;amp&#59;'],
    ['*_`[x](y)|#~', '&#42;&#95;&#96;&#91;x&#93;&#40;y&#41;&#124;&#35;&#126;'],
    ['a\nb', 'a&#92;nb'],
  ])('%j becomes %j', (text, printed) => {
    expect(html`${text}`.text).toBe(printed);
  });

  test('has no character that markup uses, and is cut before they are escaped', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(html`${text}`.text.replace(/&#\d+;/g, '')).not.toMatch(/(?![-,.])[!-/:-@[-`{-~\n]/);
      }),
    );
    expect(html`${'<'.repeat(3_000)}`.text.match(/&#60;/g)).toHaveLength(1_999);
  });

  test('has only the markup of its template, and of those that are put into it', () => {
    const link = html`<a href="${'https://a/?"b'}">${'<c>'}</a>`;
    expect(html`<p>${'1 < 2'}: ${link}</p>`.text).toBe(
      '<p>1 &#60; 2: <a href="https&#58;&#47;&#47;a&#47;&#63;&#34;b">&#60;c&#62;</a></p>',
    );
  });
});

describe('a secret', () => {
  const SECRET = 'OAuth hidden/secret+1';
  const url = encodeURIComponent(SECRET);

  test.each([
    ['itself', SECRET],
    ['in base64', btoa(SECRET)],
    ['in base64 without padding', btoa(`${SECRET}?`).replaceAll('=', '')],
    ['in a URL', url],
    ['in a URL, lower case', url.replaceAll('%2F', '%2f').replaceAll('%2B', '%2b')],
    ['in JSON', SECRET.replaceAll('/', '\\/')],
  ])('is not shown %s, not even a part of it at a cut', async (_, form) => {
    await inProcess({}, () => [SECRET, `${SECRET}?`].map(hide));
    expect(printable(`a ${form} b ${form}`)).toBe('a *** b ***');
    for (let limit = 10; limit < 60; limit += 1) {
      expect(printable(`${'x'.repeat(30)}${form}`, limit)).not.toContain(form.slice(0, 8));
    }
  });

  test('is not shown if it begins like a shorter one', async () => {
    await inProcess({}, () =>
      ['beginner', 'beginner-longer', 'ending-longer', 'ending-l'].map(hide),
    );
    expect(printable('a beginner-longer, an ending-longer, a beginner')).toBe(
      'a ***, an ***, a ***',
    );
  });

  test('of less than 8 characters is left to the runner: it may be a part of other words', async () => {
    const { masks } = await inProcess({}, () => ['1234567', '12345678'].map(hide));
    expect(masks).toEqual(expect.arrayContaining(['1234567', btoa('1234567'), '12345678']));
    expect(printable('op-1234567, op-12345678')).toBe('op-1234567, op-***');
  });

  test('is masked by the runner in each form, once', async () => {
    const { masks } = await inProcess({}, () => hide('once/only'));
    expect(masks).toEqual([
      'once/only',
      btoa('once/only'),
      'once%2Fonly',
      'once%2fonly',
      'once\\/only',
    ]);
  });
});
