import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { State } from '../../src/state.ts';
import { type Page, writeSummary } from '../../src/summary.ts';
import { summaryText } from '../../tools/toloka/summary-text.js';
import { hostile } from './hostile.ts';
import { inProcess } from './in-process.ts';
import { failure, LINK, operation, training } from './states.ts';

const PAGE: Page = { passes: true, faults: [], environment: 'production', isDryRun: false, tookMs: 6_500 };
const OPEN: State = { trainingId: '21', operation: operation('SUCCESS'), result: 'open', tookMs: 6_250 };
const FAILED: State = { trainingId: '22', operation: operation('FAIL'), failure: failure(), tookMs: 40 };
const LIMITS = "Note that a dry run can't tell whether there are tasks, enough money or the right to open";

const write = async (states: readonly State[], page: Partial<Page> = {}): Promise<string> =>
  (await inProcess({}, () => writeSummary(states, { ...PAGE, ...page }))).summary;
const linesOf = async (states: readonly State[], page: Partial<Page> = {}): Promise<readonly string[]> =>
  summaryText(await write(states, page)).split('\n');

describe('the job summary of one training', () => {
  test('is a heading with the name and the link, and a small line', async () => {
    const summary = await write([{ ...OPEN, training: training({ name: 'Cats', url: LINK }) }]);
    expect(summary).toContain(`<h3>✅ <a href="${LINK}">Training 21 &#34;Cats&#34; is open</a></h3>`);
    expect(summary).toContain('<p><sub>production · took 6.5s · operation op-1</sub></p>');
    expect(summary).not.toContain('<table>');
  });

  test('has the reason first and bold, and what stands behind it small', async () => {
    const summary = await write([FAILED], { passes: false });
    expect(summary).toContain('<p><b>EMPTY&#95;POOL&#58; no tasks&#59; upload tasks first</b></p>\n<p><sub>');
    expect(summaryText(summary).split('\n')).toEqual([
      '❌ Training 22 failed to open',
      'EMPTY_POOL: no tasks; upload tasks first',
      'production · took 6.5s · operation op-1, request_id r1',
    ]);
  });

  test('says why the step fails although the training is open', async () => {
    const page = { passes: false, faults: ['it was cancelled', 'no space'] };
    const [heading, ...lines] = await linesOf([OPEN], page);
    expect([heading, ...lines.slice(0, 2)]).toEqual(['❌ Training 21 is open', ...page.faults]);
  });

  test.each<[Partial<State>, Partial<Page>, readonly string[]]>([
    [{ joined: true }, {}, ['✅', 'production · took 6.5s · joined an opening that was running · operation op-1']],
    [{ operation: undefined }, { environment: 'a.example:1' }, ['✅', 'a.example:1 · took 6.5s']],
    [{ result: 'opening' }, {}, ['⏳', 'production · took 6.5s · operation op-1']],
    [{ result: 'opening' }, { passes: false }, ['❌', 'production · took 6.5s · operation op-1']],
    [
      { operation: undefined, result: 'would open' },
      { isDryRun: true },
      ['✅', 'dry run: nothing was opened · production', LIMITS],
    ],
    [
      { operation: undefined, result: 'reads open' },
      { isDryRun: true },
      ['✅', 'dry run: nothing was opened · production'],
    ],
  ])('tells of %j, %j', async (known, page, [mark, ...lines]) => {
    const [heading, ...rest] = await linesOf([{ ...OPEN, ...known }], page);
    expect([heading?.split(' ')[0], ...rest]).toEqual([mark, ...lines]);
  });
});

test('the job summary of bad inputs has each of them', async () => {
  const page = {
    passes: false,
    faults: ['token is empty', 'wait: "x" is not valid'],
    environment: undefined,
    tookMs: 0,
  };
  expect(await linesOf([], page)).toEqual(['❌ Nothing was sent to Toloka', ...page.faults]);
});

describe('the job summary of several trainings', () => {
  test('has a section for each that is not open, and then a row for each', async () => {
    const linked = { ...OPEN, joined: true, training: training({ name: 'Cats', url: LINK }) };
    const wasOpen: State = { trainingId: '23', wasOpen: true, result: 'already open', tookMs: 40 };
    const summary = await write([linked, FAILED, wasOpen], { passes: false });
    const [above = '', table = ''] = summary.split('<table>');
    expect(summaryText(above).split('\n')).toEqual([
      '❌ 2 of 3 trainings are open, 1 failed',
      'production · took 6.5s',
      'Training 22 failed to open',
      'EMPTY_POOL: no tasks; upload tasks first',
      'operation op-1, request_id r1',
    ]);
    expect(above).toContain('<h4>Training 22 failed to open</h4>\n<p><b>');
    expect(table.split('</tr>').slice(0, -1)).toEqual([
      '<tr><th>Training</th><th>Result</th><th>Took</th><th>Operation</th>',
      `<tr><td><a href="${LINK}">21 &#34;Cats&#34;</a></td><td>is open &#40;joined&#41;</td><td>6.3s</td><td>op-1</td>`,
      '<tr><td>22</td><td>failed to open</td><td>0s</td><td>op-1</td>',
      expect.stringMatching(/^<tr><td>23<.td><td>was already open<.td><td>0s<.td>/),
    ]);
  });

  test('has no columns about an opening in a dry run', async () => {
    const states: State[] = [
      { trainingId: '21', result: 'would open' },
      { trainingId: '22', failure: failure({ standing: "can't be opened", reference: '' }) },
    ];
    const summary = await write(states, { isDryRun: true, passes: false });
    expect(summary).toContain('<tr><th>Training</th><th>Result</th></tr><tr><td>21</td><td>would be opened</td></tr>');
    expect(summaryText(summary.split('<table>')[0] ?? '').split('\n')).toEqual([
      '❌ 1 of 2 trainings would be opened, 1 failed',
      'dry run: nothing was opened · production',
      LIMITS,
      "Training 22 can't be opened",
      'EMPTY_POOL: no tasks; upload tasks first',
    ]);
  });

  test.each([
    [10, false],
    [11, true],
  ])('folds a table of %d rows: %s', async (count, isFolded) => {
    const summary = await write(Array<State>(count).fill(OPEN));
    expect(/<details><summary>11 trainings<\/summary>\n<table>.*<\/table>\n<\/details>/s.test(summary)).toBe(isFolded);
    expect(summary.includes('details')).toBe(isFolded);
  });

  test.each(['<', '钱', '😀'])('has room for 100 with the longest texts of %j', async (unit) => {
    const id = '0b5f6b1e-7f10-4f0e-9d3c-5c1b1a2f3e4d';
    const one: State = {
      trainingId: '36774607',
      operation: operation('FAIL', { id }),
      training: training({ name: unit.repeat(1_000), url: LINK }),
      failure: failure({ reason: unit.repeat(5_000), reference: `operation ${id}, request_id ${id}` }),
    };
    const summary = await write(Array<State>(100).fill(one), { passes: false });
    expect(Buffer.byteLength(summary)).toBeLessThan(1_024 * 1_024);
    expect(summary.match(/<h4>/g)).toHaveLength(100);
  });
});

describe('the job summary', () => {
  test('keeps Markdown and HTML of a server inert', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(hostile, fc.constant('<img src=x>**b**`c`[l](https://x)| a |\n\n# h @me &amp;')),
        fc.integer({ min: 1, max: 2 }),
        async (text, count) => {
          const one: State = {
            trainingId: '21',
            operation: operation('FAIL', { id: text }),
            training: training({ name: text }),
            failure: failure({ standing: text, reason: text, reference: text }),
          };
          const summary = await write(Array<State>(count).fill(one), { faults: [text], environment: text });
          const texts = summary.replaceAll(/<\/?(h3|h4|p|b|sub|table|tr|th|td)>/g, '').replaceAll(/&#\d+;/g, '');
          expect(texts).not.toMatch(/[<>&*_`[\]|#@\\~]/);
          // A line without anything would end the HTML, and Markdown would begin.
          expect(summary).not.toMatch(/\n\s*\n/);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('is left out if there is no file for it', async () => {
    const { summary } = await inProcess({}, async () => {
      delete process.env.GITHUB_STEP_SUMMARY;
      await writeSummary([OPEN], PAGE);
    });
    expect(summary).toBe('');
  });
});
