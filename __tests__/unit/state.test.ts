import { describe, expect, test } from '@jest/globals';
import {
  describeAll,
  describeStanding,
  isAlreadyOpen,
  isOpening,
  type Result,
  type State,
  statusOf,
  worstStatus,
} from '../../src/state.ts';
import { failure, operation, training } from './states.ts';

const state = (known: Partial<State>): State => ({ trainingId: '21', ...known });

const RESULTS: readonly Result[] = ['open', 'already open', 'opening', 'would open', 'reads open', 'reads otherwise'];

describe('the heading of one training', () => {
  test.each<[Partial<State>, string]>([
    [{}, 'is opening (not waiting)'],
    [{ result: 'open' }, 'is open'],
    [{ result: 'already open' }, 'was already open'],
    [{ result: 'opening' }, 'is opening (not waiting)'],
    [{ result: 'would open' }, 'would be opened'],
    [{ result: 'reads open' }, 'is already open'],
    [{ result: 'reads otherwise' }, 'is in doubt'],
    [{ failure: failure({ standing: 'was refused' }) }, 'was refused'],
    [{ result: 'open', failure: failure({ standing: 'may be open' }) }, 'may be open'],
  ])('%j', (known, standing) => {
    expect(describeStanding(state(known))).toBe(standing);
    expect(describeAll([state(known)])).toBe(`Training 21 ${standing}`);
  });

  test('has the name that people know it by', () => {
    const known = { result: 'open', training: training({ name: 'Cats or dogs' }) } as const;
    expect(describeAll([state(known)])).toBe('Training 21 "Cats or dogs" is open');
  });
});

describe('the heading of several trainings', () => {
  const count = (counts: Readonly<Partial<Record<Result | 'failed', number>>>): readonly State[] =>
    Object.entries(counts).flatMap(([name, times]) => {
      const result = RESULTS.find((one) => one === name);
      return Array<State>(times).fill(state(result === undefined ? { failure: failure() } : { result }));
    });

  test.each<[Parameters<typeof count>[0], string]>([
    [{}, 'Nothing was sent to Toloka'],
    [{ open: 2 }, '2 trainings are open'],
    [{ failed: 3 }, '3 trainings failed'],
    [{ opening: 2 }, '2 trainings are opening'],
    [{ failed: 1, open: 2 }, '2 of 3 trainings are open, 1 failed'],
    [{ 'already open': 1, open: 1, failed: 1 }, '2 of 3 trainings are open, 1 failed'],
    [{ opening: 2, failed: 1, open: 1 }, '1 of 4 trainings is open, 1 failed, 2 are opening'],
    [{ opening: 1, failed: 2 }, '2 of 3 trainings failed, 1 is opening'],
    [{ 'reads open': 1, 'would open': 1 }, '1 of 2 trainings would be opened, 1 is already open'],
    [{ 'reads open': 2, 'would open': 2 }, '2 of 4 trainings would be opened, 2 are already open'],
    [{ 'reads otherwise': 1, failed: 1 }, '1 of 2 trainings is in doubt, 1 failed'],
    [{ 'reads otherwise': 2 }, '2 trainings are in doubt'],
  ])('%j', (counts, heading) => {
    expect(describeAll(count(counts))).toBe(heading);
  });
});

describe('the status', () => {
  test.each<[Partial<State>, string | undefined]>([
    [{}, undefined],
    [{ operation: operation('ODD') }, 'ODD'],
    [{ wasOpen: true }, 'SUCCESS'],
    [{ wasOpen: false }, undefined],
    [{ operation: operation('RUNNING'), wasOpen: true }, 'RUNNING'],
  ])('of %j is %s', (known, status) => {
    expect(statusOf(state(known))).toBe(status);
  });

  test('of several is the worst: none, FAIL, an unknown one, PENDING, RUNNING, SUCCESS', () => {
    const statuses = [undefined, 'FAIL', 'ODD', 'PENDING', 'RUNNING', 'SUCCESS'];
    const states = statuses.map((status) => state({ operation: status === undefined ? status : operation(status) }));
    for (const [index, status] of statuses.entries()) {
      expect(worstStatus(states.slice(index))).toBe(status);
      expect(worstStatus(states.slice(index).reverse())).toBe(status);
    }
    expect(worstStatus([])).toBeUndefined();
  });
});

test.each(RESULTS)('a training that is "%s" was open before only if it says so', (result) => {
  expect(isAlreadyOpen(state({ result }))).toBe(['already open', 'reads open'].includes(result));
});

test.each([
  ['PENDING', true],
  ['ODD', true],
  ['SUCCESS', false],
  ['FAIL', false],
])('an operation that is %s goes on: %s', (status, goesOn) => {
  expect(isOpening(state({ operation: operation(status) }))).toBe(goesOn);
  expect(isOpening(state({}))).toBe(false);
});
