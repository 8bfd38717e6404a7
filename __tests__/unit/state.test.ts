import { describe, expect, test } from '@jest/globals';
import * as state from '../../src/state.ts';
import { failure, operation, training } from './states.ts';

type Known = Omit<state.State, 'trainingId'>;
const of = (known: Known): state.State => ({ trainingId: '21', ...known });

describe('the heading of one training', () => {
  test.each<[Known, string]>([
    [{}, 'is under way'],
    [{ result: 'open' }, 'is open'],
    [{ result: 'already open' }, 'was already open'],
    [{ result: 'unseen' }, 'should be open, but nobody saw it'],
    [{ result: 'opening' }, 'is opening (not waiting)'],
    [{ result: 'would open' }, 'would be opened'],
    [{ result: 'reads open' }, 'is already open'],
    [
      { result: 'reads otherwise', training: training({ status: 'LOCKED' }) },
      'is LOCKED, so nobody knows whether it would open',
    ],
    [{ result: 'open', failure: failure({ standing: 'may be open' }) }, 'may be open'],
  ])('%j', (known, standing) => {
    expect(state.describeStanding(of(known))).toBe(standing);
    expect(state.describeAll([of(known)])).toBe(`Training 21 ${standing}`);
  });

  test('has the name that people know it by', () => {
    const named = of({ result: 'open', training: training({ name: 'Cats or dogs' }) });
    expect(state.describeAll([named])).toBe('Training 21 "Cats or dogs" is open');
  });
});

test.each<[string, (state.Result | 'failed' | undefined)[]]>([
  ['Nothing was sent to Toloka', []],
  ['2 trainings are open', ['open', 'already open']],
  ['3 trainings failed', ['failed', 'failed', 'failed']],
  ['2 trainings are opening', ['opening', 'opening']],
  ['2 trainings are under way', [undefined, undefined]],
  ['1 of 2 trainings is open, 1 should be open', ['unseen', 'open']],
  ['2 trainings should be open', ['unseen', 'unseen']],
  ['2 of 3 trainings are open, 1 failed', ['failed', 'open', 'already open']],
  [
    '1 of 4 trainings is open, 1 failed, 1 is opening, 1 is under way',
    ['opening', 'failed', 'open', undefined],
  ],
  ['2 of 3 trainings failed, 1 is opening', ['failed', 'opening', 'failed']],
  ['1 of 2 trainings would be opened, 1 is already open', ['reads open', 'would open']],
  [
    '2 of 4 trainings would be opened, 2 are already open',
    ['would open', 'reads open', 'reads open', 'would open'],
  ],
  ['1 of 2 trainings is in doubt, 1 failed', ['failed', 'reads otherwise']],
  ['2 trainings are in doubt', ['reads otherwise', 'reads otherwise']],
])('the heading of several: %s', (heading, results) => {
  const states = results.map((result) =>
    of(result === 'failed' ? { failure: failure() } : result ? { result } : {}),
  );
  expect(state.describeAll(states)).toBe(heading);
});

test.each<[Known, string]>([
  [{}, ''],
  [{ operation: operation('ODD') }, 'ODD'],
  [{ wasOpen: true }, 'SUCCESS'],
  [{ operation: operation('RUNNING'), wasOpen: true }, 'RUNNING'],
])('the status of %j is %s', (known, status) => {
  expect(state.statusOf(of(known))).toBe(status);
});

test('the status of several is the worst: none, FAIL, an unknown one, PENDING, RUNNING, SUCCESS', () => {
  const statuses = ['', 'FAIL', 'ODD', 'PENDING', 'RUNNING', 'SUCCESS'];
  const states = statuses.map((status) =>
    of(status === '' ? {} : { operation: operation(status) }),
  );
  for (const [index, status] of statuses.entries()) {
    expect(state.worstStatus(states.slice(index))).toBe(status);
    expect(state.worstStatus(states.slice(index).reverse())).toBe(status);
  }
  expect(state.worstStatus([])).toBe('');
});

test.each<[boolean, Known]>([
  [true, { wasOpen: true, result: 'already open' }],
  [true, { wasOpen: true, result: 'unseen' }],
  [true, { wasOpen: true, openerUnknown: true, result: 'open' }],
  [true, { result: 'reads open' }],
  [false, { wasOpen: true }],
  [false, { result: 'open' }],
  [false, { result: 'reads otherwise' }],
])('that it was open before is %p of %j', (isOpen, known) => {
  expect(state.isAlreadyOpen(of(known))).toBe(isOpen);
});
