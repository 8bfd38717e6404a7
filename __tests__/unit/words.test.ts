import { expect, test } from '@jest/globals';
import type { Known } from '../../src/toloka/known.ts';
import * as words from '../../src/words.ts';
import { done, failed, late, operation, pool, reading, training } from '../support/states.ts';

const untouched = (id: string) => done({ target: pool(id), result: 'untouched' });
const poolWith = (id: string, known: Partial<words.Done> = {}) =>
  done({ ...known, target: pool(id) });

// One test for each table of words, so that one that is reworded turns one test red.
test('how one target stands, and its mark', () => {
  const rows: readonly (readonly [string, string, Partial<words.Done>])[] = [
    ['✅', 'is open', { result: 'open' }],
    ['✅', 'was already open', { result: 'already open' }],
    ['✅', 'could be opened', { result: 'would open' }],
    ['✅', 'is already open', { result: 'reads open' }],
    ['⚠️', 'should be open', { result: 'unseen', doubts: ['of it'] }],
    ['⏳', 'is opening', { result: 'opening' }],
    ['⏳', 'is not open yet', late()],
    ['⏳', 'may be opening', failed({ standing: 'may be opening', mayOpen: true })],
    ['❌', 'may be open', failed({ standing: 'may be open' })],
    ['❌', 'failed to open', failed({}, { doubts: ['of it'] })],
    ['–', 'was not touched', { result: 'untouched' }],
  ];
  const found = rows.map(([, , known]) => {
    const one = done(known);
    return [words.markOf(one), words.standingOf(one), known];
  });
  expect(found).toEqual(rows);
});

const CATS = reading({ name: 'Cats' });
const refused = failed({ standing: 'was refused' });
const opened = done({ result: 'already open' });
const couldOpen = done({ result: 'would open' });
const HEADINGS: readonly (readonly [string, readonly words.Done[], boolean?])[] = [
  ['Training 21 failed to open', [failed()]],
  ['Nothing was sent to Toloka', []],
  ['Training 21 "Cats" is open', [done({ reading: CATS })]],
  ['2 trainings are open', [done(), opened]],
  ['3 trainings were refused', [refused, refused, refused]],
  ['1 of 2 trainings is open, 1 should be open', [done({ result: 'unseen' }), opened]],
  ['2 of 3 trainings are open, 1 failed to open', [failed(), done(), opened]],
  [
    '1 of 4 trainings was refused, 2 are not open yet, 1 failed to open',
    [...[refused, late(), failed(), late()]],
  ],
  [
    'Training 21 "Cats" and 2 pools are open',
    [...[done({ reading: CATS }), poolWith('77'), poolWith('78', { result: 'already open' })]],
  ],
  ['2 trainings and pool 77 "Cats" are open', [done(), done(), poolWith('77', { reading: CATS })]],
  [
    'Pool 77 failed to open, training 21 was already open',
    [...[opened, failed({}, { target: pool() })]],
  ],
  [
    '2 of 3 pools are open, 1 failed to open, training 21 is open',
    [...[done(), poolWith('77'), failed({}, { target: pool('78') }), poolWith('79')]],
  ],
  ['Training 21 failed to open, pool 77 was not touched', [failed(), untouched('77')]],
  [
    '1 of 2 trainings is open, 1 is not open yet, 2 pools were not touched',
    [...[done(), late(), untouched('77'), untouched('78')]],
  ],
  ['Dry run: training 21 could be opened', [couldOpen], true],
  [
    'Dry run: training 21 is already open, 2 pools could be opened',
    [...[done({ result: 'reads open' }), poolWith('77', couldOpen), poolWith('78', couldOpen)]],
    true,
  ],
  [
    'Dry run: training 21 and pool 77 could be opened',
    [couldOpen, poolWith('77', couldOpen)],
    true,
  ],
];
test('the heading of a step', () => {
  const found = HEADINGS.map(([, all, isDryRun = false]) => words.describeAll(all, isDryRun));
  expect(found).toEqual(HEADINGS.map(([heading]) => heading));
});

const failedBefore = {
  prior: { operation: operation('FAIL', { id: 'op-0' }), reason: new Error() },
};
test.each<[object, string, string]>([
  [{}, '', ''],
  [{ operation: operation('ODD') }, 'ODD', 'op-1'],
  [{ saysOpen: true }, 'SUCCESS', ''],
  [{ operation: operation('RUNNING') }, 'RUNNING', 'op-1'],
  [failedBefore, 'FAIL', 'op-0'],
  [{ ...failedBefore, saysOpen: true }, 'SUCCESS', ''],
  [{ ...failedBefore, operation: operation('SUCCESS') }, 'SUCCESS', 'op-1'],
])('%#: the status is "%s", the operation "%s"', (known, status, id) => {
  const all = { target: training(), ...known } as Known;
  expect([words.statusOf(all), words.operationIdOf(all)]).toEqual([status, id]);
});

test('the status of several is the worst: none, FAIL, an unknown one, PENDING, RUNNING, SUCCESS', () => {
  const statuses = ['', 'FAIL', 'ODD', 'PENDING', 'RUNNING', 'SUCCESS'];
  const all = statuses.map((status) => done(status === '' ? {} : { operation: operation(status) }));
  for (const [index, status] of statuses.entries()) {
    expect(words.worstStatus(all.slice(index))).toBe(status);
    expect(words.worstStatus(all.slice(index).reverse())).toBe(status);
  }
  expect(words.worstStatus([])).toBe('');
});

test.each<[boolean, words.Done['result']]>([
  [true, 'already open'],
  [true, 'reads open'],
  [false, 'open'],
  [false, 'unseen'],
  [false, 'would open'],
  [false, 'failed'],
])('that it was open before is %j of %j', (isOpen, result) => {
  expect(words.isAlreadyOpen(done({ result }))).toBe(isOpen);
});

test.each<[Partial<words.Done>, string | undefined]>([
  [{ result: 'open' }, undefined],
  [{ result: 'unseen' }, "can't be read, so nobody saw that it is open"],
  [{ hasTasks: false }, 'has no tasks: upload them first, or it fails with EMPTY_POOL'],
  [{ result: 'would open', reading: reading({ status: 'CLOSED' }) }, undefined],
  [{ result: 'would open', reading: reading({ status: 'ODD' }) }, 'is ODD, so it may not open'],
  [{ reading: reading({ needs: '21' }) }, undefined],
  [{ reading: reading({ needs: '9' }) }, 'needs training 9, which this step does not open'],
])('what is in doubt about %j: %s', (known, doubt) => {
  expect(words.describeDoubts(done(known), [training(), training('22')])).toEqual(
    doubt ? [doubt] : [],
  );
});

test('lines say why each is not open, below it what to do, and what was not touched', () => {
  const other = failed({ advice: '' }, { target: pool() });
  expect(words.describeFailures([done(), failed(), other, untouched('78')])).toEqual([
    ...['training 21: EMPTY_POOL: no tasks', '→ upload tasks first'],
    ...['pool 77: EMPTY_POOL: no tasks', 'pool 78 was not touched'],
  ]);
  expect(words.describeFailures([done()])).toEqual([]);
});
