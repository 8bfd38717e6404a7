import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createProgress, type Progress } from '../../src/progress.ts';
import { type Page, writeSummary } from '../../src/summary.ts';
import { summaryText } from '../../tools/toloka/summary-text.js';
import { hostile } from './hostile.ts';
import { inProcess } from './in-process.ts';

const PAGE: Page = { environment: 'production', isDryRun: false, tookMs: 6_500 };
const LINK = 'https://platform.toloka.ai/requester/project/7/training/21';

const progress = (known: Partial<Progress> = {}): Progress => ({
  ...createProgress('21'),
  status: 'SUCCESS',
  state: 'is open',
  tookMs: 6_250,
  ...known,
});
const failed: Partial<Progress> = {
  status: 'FAIL',
  state: 'failed to open',
  failure: { reason: 'EMPTY_POOL: no tasks; upload tasks first', reference: 'operation op-2, request_id r1' },
};

async function write(all: readonly Progress[], page: Partial<Page> = {}): Promise<string> {
  return (await inProcess({}, () => writeSummary(all, { ...PAGE, ...page }))).summary;
}

describe('the job summary of one training', () => {
  test('is a heading with the link and one line', async () => {
    const summary = await write([progress({ trainingUrl: LINK, queuedMs: 2_000, ranMs: 4_000 })]);
    expect(summary).toContain(`<h3><a href="${LINK}">Training 21 is open</a></h3>`);
    expect(summaryText(summary)).toBe(`Training 21 is open (${LINK})\nproduction · took 6.5s · queued 2s, ran 4s`);
    expect(summary).not.toContain('<table>');
  });

  test('says why it is not open, and the ids last', async () => {
    expect(summaryText(await write([progress(failed)]))).toBe(
      [
        'Training 21 failed to open',
        'production · took 6.5s',
        'EMPTY_POOL: no tasks; upload tasks first',
        'operation op-2, request_id r1',
      ].join('\n'),
    );
  });

  test.each<[string, Partial<Progress>, Partial<Page>, string]>([
    ['an opening that was joined', { joined: true }, {}, 'production · took 6.5s · joined an opening that was running'],
    ['an operation whose end is not known', { queuedMs: 2_000 }, {}, 'production · took 6.5s'],
    ['an operation whose submission is not known', { ranMs: 2_000 }, {}, 'production · took 6.5s'],
    ['a dry run', {}, { isDryRun: true }, 'Dry run: nothing was opened · production · took 6.5s'],
  ])('tells of %s', async (_, known, page, line) => {
    expect(summaryText(await write([progress(known)], page)).split('\n')[1]).toBe(line);
  });
});

describe('the job summary of several trainings', () => {
  test('has a section for each that is not open, and then a row for each', async () => {
    const all = [
      progress({ trainingUrl: LINK, operationId: 'op-1', joined: true }),
      progress({ trainingId: '22', operationId: 'op-2', ...failed }),
      progress({ trainingId: '23', alreadyOpen: true, state: 'was already open', tookMs: 40 }),
    ];
    const summary = await write(all);
    expect(summary).toContain('<tr><th>Training</th><th>Result</th><th>Took</th><th>Operation</th></tr>');
    expect(summary).toContain(
      `<td><a href="${LINK}">21</a></td><td>is open &#40;joined&#41;</td><td>6.3s</td><td>op-1</td>`,
    );
    expect(summary).toContain('<td>23</td><td>was already open</td><td>0s</td><td>-</td>');
    expect(summary.match(/<tr>/g)).toHaveLength(4);
    const text = summaryText(summary);
    expect(text.split('\n').slice(0, 5)).toEqual([
      '1 of 3 trainings is not open',
      'production · took 6.5s',
      'Training 22 failed to open',
      'EMPTY_POOL: no tasks; upload tasks first',
      'operation op-2, request_id r1',
    ]);
    expect(text.match(/EMPTY_POOL/g)).toHaveLength(1);
  });

  test('says in its one line only what is true of all', async () => {
    const one = progress({ queuedMs: 2_000, ranMs: 4_000, joined: true });
    const [, line] = summaryText(await write([one, one])).split('\n');
    expect(line).toBe('production · took 6.5s');
  });

  test('stays below what the runner takes, and says what is left out', async () => {
    const reason = '<&>'.repeat(400);
    const all = Array.from({ length: 1_000 }, (_, index) =>
      progress({ trainingId: String(index), ...failed, failure: { reason, reference: '' } }),
    );
    const summary = await write(all);
    expect(Buffer.byteLength(summary)).toBeLessThan(1_024 * 1_024);
    expect(Buffer.byteLength(summary)).toBeGreaterThan(900_000);
    expect(summaryText(summary)).toMatch(/The rest does not fit in here: see the log$/);
    expect(summaryText(await write(all.slice(0, 10)))).not.toContain('does not fit');
  });

  test('cuts the table at a row', async () => {
    const all = Array.from({ length: 1_000 }, () => progress({ operationId: '<'.repeat(256) }));
    const summary = await write(all);
    const row = '<tr><td>21</td><td>is open</td><td>6.3s</td><td></td></tr>'.length + 256 * '&#60;'.length;
    expect(summary.match(/<tr><td>/g)).toHaveLength(Math.floor(1_000_000 / row));
    expect(summary).toMatch(/<\/tr><\/table>\n<p>The rest does not fit in here&#58; see the log<\/p>\n$/);
  });
});

describe('the job summary', () => {
  test('keeps Markdown and HTML of a server inert', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(hostile, fc.constant('<img src=x>**b**`c`[l](https://x)| a |\n\n# h @me &amp;')),
        fc.integer({ min: 1, max: 2 }),
        async (text, count) => {
          const one = progress({ ...failed, operationId: text, failure: { reason: text, reference: text } });
          const summary = await write(Array.from({ length: count }, () => one));
          const texts = summary.replaceAll(/<\/?(h3|h4|p|table|tr|th|td)>/g, '').replaceAll(/&#\d+;/g, '');
          expect(texts.replaceAll(' · ', ' ')).toMatch(/^[\p{L}\p{M}\p{N} .,\n-]*$/u);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('is left out if there is no file for it, or nothing to say', async () => {
    const { summary } = await inProcess({}, () => {
      writeSummary([], PAGE);
      delete process.env.GITHUB_STEP_SUMMARY;
      writeSummary([progress()], PAGE);
    });
    expect(summary).toBe('');
  });
});
