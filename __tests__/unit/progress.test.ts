import { describe, expect, test } from '@jest/globals';
import { createProgress, type Progress, summarize, worstStatus } from '../../src/progress.ts';

const progress = (known: Partial<Progress> = {}): Progress => ({ ...createProgress('21'), ...known });

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
  const failure = { reason: 'no', reference: '' };
  const open = progress({ status: 'SUCCESS', state: 'is open' });
  const opening = progress({ status: 'RUNNING', state: 'is opening (not waiting)' });
  const failed = progress({ state: 'failed to open', failure });
  test.each<[Progress[], string]>([
    [[], 'Nothing was sent to Toloka'],
    [[progress()], 'Training 21 was not opened'],
    [[open], 'Training 21 is open'],
    [[opening], 'Training 21 is opening (not waiting)'],
    [[failed], 'Training 21 failed to open'],
    [[open, open], '2 trainings are open'],
    [[opening, opening, opening], '3 trainings are opening'],
    [[open, opening, opening], '1 of 3 trainings is open, 2 are opening'],
    [[open, open, opening], '2 of 3 trainings are open, 1 is opening'],
    [[failed, opening, opening], '1 of 3 trainings is not open, 2 are opening'],
    [[open, open, failed], '1 of 3 trainings is not open'],
    [[failed, failed], '2 trainings are not open'],
  ])('of %j', (all, heading) => {
    expect(summarize(all, false)).toBe(heading);
  });

  test.each<[Progress[], string]>([
    [[progress({ state: 'would be opened' })], 'Training 21 would be opened'],
    [[progress({ state: 'would be opened' }), open], '2 trainings were read'],
    [[open, failed], '1 of 2 trainings is not ready'],
  ])('of a dry run of %j', (all, heading) => {
    expect(summarize(all, true)).toBe(heading);
  });
});
