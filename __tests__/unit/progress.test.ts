import { describe, expect, test } from '@jest/globals';
import { nameOf, startOf, worstStatus } from '../../src/progress.ts';

const with_ = (status: string) => ({ ...startOf({ trainingId: '21' }), status });

describe('the worst status', () => {
  test.each([
    [['SUCCESS'], 'SUCCESS'],
    [['SUCCESS', 'RUNNING'], 'RUNNING'],
    [['RUNNING', 'PENDING'], 'PENDING'],
    [['PENDING', 'QUEUED'], 'QUEUED'],
    [['QUEUED', 'FAIL'], 'FAIL'],
    [['FAIL', '', 'SUCCESS'], ''],
    [[], ''],
  ])('of %j is %j', (statuses, worst) => {
    expect(worstStatus(statuses.map(with_))).toBe(worst);
    expect(worstStatus(statuses.map(with_).reverse())).toBe(worst);
  });
});

test('what is worked on has the name of its training, once that is known', () => {
  expect(nameOf(startOf({ trainingId: '21' }))).toBe('training 21');
  expect(nameOf(startOf({ operationId: 'op' }))).toBe('operation op');
});
