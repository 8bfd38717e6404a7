import { describe, expect, test } from '@jest/globals';
import type { Known } from '../../src/toloka/known.ts';
import * as words from '../../src/words.ts';
import { done, failed, late, operation, pool, reading, training } from '../support/states.ts';

const untouched = (id: string) => done({ target: pool(id), result: 'untouched' });
const poolWith = (id: string, known: Partial<words.Done> = {}) =>
  done({ target: pool(id), ...known });

describe('how one target stands', () => {
  test.each<[Partial<words.Done>, string]>([
    [{ result: 'open' }, 'is open'],
    [{ result: 'already open' }, 'was already open'],
    [{ result: 'already open', answerLost: true }, 'is open'],
    [{ result: 'unseen' }, 'should be open'],
    [{ result: 'opening' }, 'is opening'],
    [{ result: 'would open' }, 'would be opened'],
    [{ result: 'reads open' }, 'is already open'],
    [{ result: 'untouched' }, 'was not touched'],
    [failed({ standing: 'may be open' }), 'may be open'],
  ])('%#: %s', (known, standing) => {
    expect(words.standingOf(done(known))).toBe(standing);
    expect(words.describeAll([done(known)], false)).toBe(`Training 21 ${standing}`);
  });
});

const CATS = reading({ name: 'Cats' });
test.each<[string, readonly words.Done[], boolean?]>([
  ['Nothing was sent to Toloka', []],
  ['Training 21 "Cats" is open', [done({ reading: CATS })]],
  ['2 trainings are open', [done(), done({ result: 'already open' })]],
  ['3 trainings failed', [failed(), failed(), failed()]],
  ['1 of 2 trainings is open, 1 should be open', [done({ result: 'unseen' }), done()]],
  ['2 of 3 trainings are open, 1 failed', [failed(), done(), done()]],
  ['1 of 3 trainings is open, 2 are not open yet', [done(), late(), late()]],
  [
    '1 of 3 trainings failed, 1 is not open yet, 1 is opening',
    [...[late(), failed(), done({ result: 'opening' })]],
  ],
  [
    'Training 21 "Cats" and 2 pools are open',
    [...[done({ reading: CATS }), poolWith('77'), poolWith('78', { result: 'already open' })]],
  ],
  ['2 trainings and pool 77 "Cats" are open', [done(), done(), poolWith('77', { reading: CATS })]],
  ['Training 21 is open, pool 77 failed to open', [done(), failed({}, { target: pool() })]],
  [
    'Training 21 is open, 2 of 3 pools are open, 1 failed',
    [...[done(), poolWith('77'), failed({}, { target: pool('78') }), poolWith('79')]],
  ],
  ['Training 21 failed to open, pool 77 was not touched', [failed(), untouched('77')]],
  [
    '1 of 2 trainings is open, 1 is not open yet, 2 pools were not touched',
    [...[done(), late(), untouched('77'), untouched('78')]],
  ],
  ['Dry run: training 21 would be opened', [done({ result: 'would open' })], true],
  [
    'Dry run: training 21 is already open, 2 pools would be opened',
    [
      ...[done({ result: 'reads open' }), poolWith('77', { result: 'would open' })],
      poolWith('78', { result: 'would open' }),
    ],
    true,
  ],
  [
    'Dry run: training 21 and pool 77 would be opened',
    [...[done({ result: 'would open' }), poolWith('77', { result: 'would open' })]],
    true,
  ],
])('the heading: %s', (heading, all, isDryRun = false) => {
  expect(words.describeAll(all, isDryRun)).toBe(heading);
});

const failedBefore = {
  failed: { operation: operation('FAIL', { id: 'op-0' }), reason: new Error() },
};
test.each<[object, string, string]>([
  [{}, '', ''],
  [{ operation: operation('ODD') }, 'ODD', 'op-1'],
  [{ wasOpen: true }, 'SUCCESS', ''],
  [{ operation: operation('RUNNING') }, 'RUNNING', 'op-1'],
  [failedBefore, 'FAIL', 'op-0'],
  [{ ...failedBefore, wasOpen: true }, 'SUCCESS', ''],
  [{ ...failedBefore, operation: operation('SUCCESS') }, 'SUCCESS', 'op-1'],
])('%#: the status is "%s", the operation "%s"', (known, status, id) => {
  const all = { target: training(), ...known } as Known;
  expect([words.statusOf(all), words.operationIdOf(all)]).toEqual([status, id]);
});

test('the status of several is the worst: an unknown one, none, FAIL, PENDING, RUNNING, SUCCESS', () => {
  const statuses = ['ODD', '', 'FAIL', 'PENDING', 'RUNNING', 'SUCCESS'];
  const all = statuses.map((status) => done(status === '' ? {} : { operation: operation(status) }));
  for (const [index, status] of statuses.entries()) {
    expect(words.worstStatus(all.slice(index))).toBe(status);
    expect(words.worstStatus(all.slice(index).reverse())).toBe(status);
  }
  expect(words.worstStatus([])).toBe('');
});

test.each<[boolean, Partial<words.Done>]>([
  [true, { wasOpen: true, result: 'already open' }],
  [true, { wasOpen: true, result: 'unseen' }],
  [true, { result: 'reads open' }],
  [false, { wasOpen: true, answerLost: true, result: 'already open' }],
  [false, { wasOpen: true, answerLost: true, result: 'unseen' }],
  [false, { wasOpen: true, result: 'failed' }],
  [false, { result: 'unseen' }],
  [false, { result: 'open' }],
  [false, { result: 'would open' }],
])('that it was open before is %j of %j', (isOpen, known) => {
  expect(words.isAlreadyOpen(done(known))).toBe(isOpen);
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
  expect(words.describeDoubts(done(known), [training()])).toEqual(doubt ? [doubt] : []);
});

test('lines say why each is not open, and below it what to do; one alone needs no name', () => {
  expect(words.describeFailures([failed()])).toEqual([
    ...['EMPTY_POOL: no tasks', '→ upload tasks first', 'operation op-1, request_id r1'],
  ]);
  const other = failed({ advice: '' }, { target: pool() });
  expect(words.describeFailures([done(), failed(), other, untouched('78')])).toEqual([
    ...['training 21: EMPTY_POOL: no tasks', '→ upload tasks first'],
    'pool 77: EMPTY_POOL: no tasks',
  ]);
});
