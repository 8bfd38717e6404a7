import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { State } from '../../src/state.ts';
import { type Page, writeSummary } from '../../src/summary.ts';
import { summaryText } from '../../tools/toloka/summary-text.js';
import { hostile } from './hostile.ts';
import { inProcess } from './in-process.ts';
import { failure, fillWith, LINK, operation, training } from './states.ts';

const PAGE: Page = {
  passes: true,
  faults: [],
  environment: 'production',
  isDryRun: false,
  tookMs: 6_500,
};
const DRY_RUN: Partial<Page> = { isDryRun: true };
const OPEN: State = {
  trainingId: '21',
  operation: operation('SUCCESS'),
  result: 'open',
  tookMs: 6_250,
};
const FAILED: State = {
  trainingId: '22',
  operation: operation('FAIL'),
  failure: failure(),
  tookMs: 40,
};

const write = async (states: readonly State[], page: Partial<Page> = {}): Promise<string> =>
  (
    await inProcess({}, () =>
      writeSummary(states, { ...PAGE, passes: !states.includes(FAILED), ...page }),
    )
  ).summary;
const linesOf = (summary: string): readonly string[] => summaryText(summary).split('\n');

describe('the job summary of one training', () => {
  test('is a heading with the name and the link, and a small line', async () => {
    const summary = await write([{ ...OPEN, training: training({ name: 'Cats', url: LINK }) }]);
    const heading = `<h3>✅ <a href="${LINK}">Training 21 &#34;Cats&#34; is open</a></h3>`;
    expect(summary).toBe(`${heading}\n<p><sub>production · took 6.5s · operation op-1</sub></p>\n`);
  });

  test('has the reason first and bold, and what stands behind it small', async () => {
    const summary = await write([FAILED]);
    expect(summary).toContain(
      '<p><b>EMPTY&#95;POOL&#58; no tasks&#59; upload tasks first</b></p>\n<p><sub>',
    );
    expect(linesOf(summary)).toEqual([
      '❌ Training 22 failed to open',
      'EMPTY_POOL: no tasks; upload tasks first',
      'production · took 6.5s · operation op-1, request_id r1',
    ]);
  });

  const took = 'production · took 6.5s';
  const opened = `${took} · operation op-1`;
  const rehearsed = 'dry run: nothing was opened · production';
  const limits = "a dry run can't tell whether there are tasks, enough money or the right to open";
  test.each<[Partial<State>, Partial<Page>, readonly string[]]>([
    [{ joined: true }, {}, ['✅', `${took} · joined an opening that was running · operation op-1`]],
    [
      { result: 'unseen' },
      {},
      ['✅', `${took} · it could not be read, so nobody saw that it is open · operation op-1`],
    ],
    [{ operation: undefined }, { environment: 'a.example:1' }, ['✅', 'a.example:1 · took 6.5s']],
    [{ result: 'opening' }, {}, ['⏳', opened]],
    [
      { result: 'opening' },
      { passes: false, faults: ['cancelled', 'full'] },
      ['❌', 'cancelled', 'full', opened],
    ],
    [{ operation: undefined, result: 'would open' }, DRY_RUN, ['✅', `${rehearsed} · ${limits}`]],
    [{ operation: undefined, result: 'reads open' }, DRY_RUN, ['✅', rehearsed]],
  ])('of %j, %j', async (known, page, [mark, ...lines]) => {
    const [heading, ...rest] = linesOf(await write([{ ...OPEN, ...known }], page));
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
  expect(linesOf(await write([], page))).toEqual(['❌ Nothing was sent to Toloka', ...page.faults]);
});

describe('the job summary of several trainings', () => {
  test('has a section for each that is not open, and then a row for each', async () => {
    const linked = { ...OPEN, joined: true, training: training({ name: 'Cats', url: LINK }) };
    const wasOpen: State = { trainingId: '23', wasOpen: true, result: 'already open' };
    const [above = '', table = ''] = (await write([linked, FAILED, wasOpen])).split('<table>');
    expect(above).toContain('<h4>Training 22 failed to open</h4>\n<p><b>');
    expect(linesOf(above)).toEqual([
      '❌ 2 of 3 trainings are open, 1 failed',
      'Training 22 failed to open',
      'EMPTY_POOL: no tasks; upload tasks first',
      'operation op-1, request_id r1',
      'production · took 6.5s',
    ]);
    expect(
      table
        .split('</tr>')
        .map((row) => row.split('</t').map((cell) => cell.replace(/^.*<t[dh]>/, ''))),
    ).toEqual([
      ['Training', 'Result', 'Took', 'h>'],
      [`<a href="${LINK}">21 &#34;Cats&#34;</a>`, 'is open &#40;joined&#41;', '6.3s', 'd>'],
      ['22', 'failed to open', '0s', 'd>'],
      ['23', 'was already open', '0s', 'd>'],
      expect.anything(),
    ]);
  });

  test('is marked as waiting if one of them is opening', async () => {
    expect((await write([OPEN, { ...OPEN, result: 'opening' }])).slice(0, 6)).toBe('<h3>⏳ ');
  });

  test('has no columns about an opening in a dry run', async () => {
    const archived: State = { trainingId: '22', failure: failure({ reference: '' }) };
    const summary = await write([{ trainingId: '21', result: 'would open' }, archived], DRY_RUN);
    expect(summary).toContain(
      '<tr><th>Training</th><th>Result</th></tr><tr><td>21</td><td>would be opened</td></tr>',
    );
    expect(summary).toContain(
      '<p><b>EMPTY&#95;POOL&#58; no tasks&#59; upload tasks first</b></p>\n<p><sub>dry run',
    );
  });

  test('folds a table of more than ten rows', async () => {
    expect(await write(Array<State>(10).fill(OPEN))).not.toContain('details');
    const summary = await write(Array<State>(11).fill(OPEN));
    expect(summary).toMatch(
      /<details><summary>11 trainings<\/summary>\n<table>.*<\/table>\n<\/details>\n$/s,
    );
  });

  test.each(['{', '<', '钱', '😀'])(
    'has room for 100 with the longest texts of %j',
    async (unit) => {
      const id = '{'.repeat(256);
      const reference = `operation ${id}, request_id ${id}`;
      const one = { ...fillWith(unit.repeat(5_000), LINK), operation: operation('FAIL', { id }) };
      const states = Array<State>(100).fill({
        ...one,
        failure: failure({ reason: unit.repeat(5_000), reference }),
      });
      const summary = await write(states);
      expect(Buffer.byteLength(summary)).toBeLessThan(1_024 * 1_024);
      expect(summary.match(/<h4>/g)).toHaveLength(100);
    },
  );
});

test('the job summary keeps Markdown and HTML of a server inert', async () => {
  const markup = fc.constant('<img src=x>**b**`c`[l](https://x)| a |\n\n# h @me &amp;');
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(hostile, markup),
      fc.integer({ min: 1, max: 2 }),
      async (text, count) => {
        const states = Array<State>(count).fill(fillWith(text));
        const summary = await write(states, { faults: [text], environment: text });
        const texts = summary.replaceAll(/<\/?(h3|h4|p|b|sub|table|tr|th|td)>|&#\d+;/g, '');
        expect(texts).not.toMatch(/[<>&*_`[\]|#@\\~]/);
        // After an empty line, Markdown would begin.
        expect(summary).not.toMatch(/\n\s*\n/);
      },
    ),
    { numRuns: 100 },
  );
});

test('the job summary is left out if there is no file for it', async () => {
  const { summary } = await inProcess({}, async () => {
    delete process.env.GITHUB_STEP_SUMMARY;
    await writeSummary([OPEN], PAGE);
  });
  expect(summary).toBe('');
});
