import { describe, expect, test } from '@jest/globals';
import { type Progress, summarize, worstStatus } from '../../src/progress.ts';

const progress = (known: Partial<Progress> = {}): Progress => ({
  trainingId: '21',
  alreadyOpen: false,
  ...known,
});

describe('the worst status', () => {
  test.each<[(string | undefined)[], string | undefined]>([
    [['SUCCESS'], 'SUCCESS'],
    [['SUCCESS', 'RUNNING'], 'RUNNING'],
    [['RUNNING', 'PENDING'], 'PENDING'],
    [['PENDING', 'QUEUED'], 'QUEUED'],
    [['QUEUED', 'FAIL'], 'FAIL'],
    [['FAIL', undefined, 'SUCCESS'], undefined],
    [[], undefined],
  ])('of %j is %j', (statuses, worst) => {
    const all = statuses.map((status) => progress(status === undefined ? {} : { status }));
    expect(worstStatus(all)).toBe(worst);
    expect(worstStatus(all.toReversed())).toBe(worst);
  });
});

describe('the heading', () => {
  const failure = { reason: 'no', reference: '', state: 'failed to open' };
  const open = progress({ status: 'SUCCESS' });
  const opening = progress({ status: 'RUNNING' });
  test.each<[Progress[], string]>([
    [[], 'Nothing was sent to Toloka'],
    [[open], 'Training 21 is open'],
    [[progress({ status: 'SUCCESS', alreadyOpen: true })], 'Training 21 was already open'],
    [[opening], 'Training 21 is opening (not waiting)'],
    [[progress({ failure })], 'Training 21 failed to open'],
    [[open, open], '2 trainings are open'],
    [[open, opening, opening], '3 trainings are opening'],
    [[open, open, progress({ failure })], '1 of 3 trainings is not open'],
    [[progress({ failure }), progress({ failure })], '2 of 2 trainings are not open'],
  ])('of %j', (all, heading) => {
    expect(summarize(all)).toBe(heading);
  });
});
