import { EOL } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Page, writeSummary } from '../../src/summary.ts';
import { type Done, describeAll } from '../../src/words.ts';
import { summaryText } from '../../tools/toloka/summary-text.js';
import { hostile } from '../support/hostile.ts';
import { inProcess } from '../support/in-process.ts';
import {
  done,
  failed,
  fillWith,
  LINK,
  late,
  operation,
  reading,
  training,
} from '../support/states.ts';

const OPEN = done({ operation: operation('SUCCESS') });
const FAILED = failed({}, { target: training('22'), operation: operation('FAIL') });

const write = async (all: readonly Done[], page: Partial<Page> = {}): Promise<string> => {
  const passes = all.every(({ result }) => result !== 'failed');
  const defaults = { heading: describeAll(all, false), passes, faults: [] };
  const full = { ...defaults, footer: ['production', 'took 6.5s'], ...page };
  return (await inProcess({}, () => writeSummary(all, full))).summary.replaceAll(EOL, '\n');
};
const linesOf = (summary: string): readonly string[] => summaryText(summary).split('\n');

describe('the job summary of one training', () => {
  test('is a heading with the name and the link, and a small line', async () => {
    const summary = await write([{ ...OPEN, reading: reading({ name: 'Cats', url: LINK }) }]);
    const href = LINK.replaceAll(':', '&#58;').replaceAll('/', '&#47;');
    const heading = `<h3>✅ <a href="${href}">Training 21 &#34;Cats&#34; is open</a></h3>`;
    const small = '<p><sub>production · took 6.5s</sub></p>';
    expect(summary).toBe(`${heading}\n${small}\n`);
  });

  test('has the reason, below it what to do, and what to quote to the support', async () => {
    expect(linesOf(await write([FAILED]))).toEqual([
      '❌ Training 22 failed to open',
      'training 22: EMPTY_POOL: no tasks',
      '→ upload tasks first',
      'operation op-1, request_id r1',
      'production · took 6.5s',
    ]);
  });

  test('has what is in doubt', async () => {
    const summary = await write([{ ...OPEN, doubts: ['needs training 9'] }]);
    expect(linesOf(summary)[1]).toBe('⚠️ training 21 needs training 9');
  });

  test.each<[string, Done, boolean]>([
    ['✅', OPEN, true],
    ['⏳', { ...OPEN, result: 'opening' }, true],
    ['❌', late(), false],
  ])('is marked with %s', async (mark, one, passes) => {
    expect((await write([one], { passes })).slice(4, 5)).toBe(mark);
  });
});

test('the job summary of bad inputs has each of them', async () => {
  const faults = ['token is empty', 'wait: "x" is not valid'];
  const summary = await write([], { passes: false, faults, footer: [] });
  expect(linesOf(summary)).toEqual(['❌ Nothing was sent to Toloka', ...faults]);
});

test('the job summary of several has a row for each, and then a reason for each that failed', async () => {
  const linked = { ...OPEN, reading: reading({ name: 'Cats', url: LINK }) };
  const untouched = done({ result: 'untouched' });
  const summary = await write([linked, FAILED, late(), untouched]);
  const cells = [...summary.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell = '']) => summaryText(cell));
  expect(cells.filter((_, index) => index % 3 === 0)).toEqual(['✅', '❌', '⏳', '–']);
  expect(cells.slice(1, 3)).toEqual([`training 21 "Cats" (${LINK})`, 'is open']);
  const [, below = ''] = summary.split('</table>');
  expect(linesOf(below)).toEqual([
    ...['training 22: EMPTY_POOL: no tasks', '→ upload tasks first'],
    'operation op-1, request_id r1',
    ...['training 21: EMPTY_POOL: no tasks', '→ upload tasks first'],
    'operation op-1, request_id r1',
    'production · took 6.5s',
  ]);
});

test('the job summary keeps Markdown and HTML of a server inert', async () => {
  const markup = fc.constant('<img src=x>**b**`c`[l](https://x)| a |\n\n# h @me &amp;');
  const texts = fc.oneof(hostile, markup);
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 1, max: 2 }), async (text, count) => {
      const all = Array<Done>(count).fill(fillWith(text, text));
      const summary = await write(all, { faults: [text], footer: [text] });
      const own = /<\/?(h3|p|br|sub|table|tr|th|td|a|a href="[^"<>]*")>|&#\d+;/g;
      expect(summary.replaceAll(own, '')).not.toMatch(/[<>&*_`[\]|#@\\~]/);
      // After an empty line, Markdown would begin.
      expect(summary).not.toMatch(/\n\s*\n/);
    }),
    { numRuns: 100 },
  );
});

test('the job summary has room for 20 with the longest texts', async () => {
  const id = '{'.repeat(256);
  const one = { ...fillWith('钱'.repeat(5_000), LINK), operation: operation('FAIL', { id }) };
  expect(Buffer.byteLength(await write(Array<Done>(20).fill(one)))).toBeLessThan(1_024 * 1_024);
});

test('the job summary is left out if there is no file for it', async () => {
  const { summary } = await inProcess({}, async () => {
    delete process.env.GITHUB_STEP_SUMMARY;
    await writeSummary([OPEN], { heading: '', passes: true, faults: [], footer: [] });
  });
  expect(summary).toBe('');
});
