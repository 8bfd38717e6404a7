import { describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import {
  endAfter,
  isList,
  isOpening,
  open,
  openFromOutside,
  type Request,
  RUNS,
  runOn,
  withToloka,
} from '../step.ts';
import { failFirst, faultNamed } from './faults.ts';

// A step is safe to run again: it joins an opening that is running.

const isListOf =
  (status: string) =>
  (request: Request): boolean =>
    isList(request) && request.path.includes(`status=${status}`);
const isRunningList = isListOf('RUNNING');

const RUNNING = [describeTraining('21', RUNS)];

test.concurrent.each([
  ['a timeout', { timeout: '4s' }, false],
  ['`wait: false`', { wait: 'false' }, true],
])('an opening is RUNNING after %s: the same step joins it', async (_, inputs, passed) => {
  await withToloka({ trainings: RUNNING, ...endAfter(isRunningList) }, async (toloka) => {
    const first = await runOn(toloka, inputs);
    const [{ id } = { id: '' }] = toloka.operations;
    expect(first).toMatchObject({ passed, outputs: { 'operation-id': id, status: 'RUNNING' } });
    const second = await runOn(toloka);
    expect(second).toMatchObject({ passed: true, error: '', warnings: [] });
    expect(second.log.filter((line) => line.includes('joining'))).toEqual([
      `training 21: an opening is already running (operation ${id}), joining it`,
    ]);
    expect(second.outputs).toMatchObject({
      'operation-id': id,
      status: 'SUCCESS',
      'already-open': 'false',
    });
  });
});

test.concurrent.each([
  ['409 LOCKED', false, isRunningList],
  ['202 with the first operation', true, (one: Exchange) => isOpening(one) && one.tryOf === 2],
])(
  'two steps at the same time, and the second gets %s: both follow one operation',
  async (_, joins, isMoment) => {
    const options = { trainings: [describeTraining('21', RUNS, { joins })], ...endAfter(isMoment) };
    await withToloka(options, async (toloka) => {
      const steps = await Promise.all([runOn(toloka), runOn(toloka)]);
      expect(toloka.operations).toHaveLength(1);
      const outputs = {
        'operation-id': toloka.operations[0]?.id,
        status: 'SUCCESS',
        'already-open': 'false',
      };
      for (const one of steps) expect(one).toMatchObject({ passed: true, warnings: [], outputs });
      expect(steps.filter(({ raw }) => raw.includes('joining it'))).toHaveLength(joins ? 0 : 1);
    });
  },
);

describe.each(['PENDING', 'RUNNING'])('409 LOCKED, and then the list of what is %s', (status) => {
  test.concurrent.each(['HTTP 503', 'a close in a body with a length'])(
    'meets %s: it is retried',
    async (name) => {
      const onRequest = failFirst(isListOf(status), faultNamed(name).fault);
      const inputs = { wait: 'false' };
      const opened = await open({ trainings: RUNNING, onRequest, inputs, before: openFromOutside });
      expect(opened).toMatchObject({
        passed: true,
        warnings: [],
        outputs: { 'operation-id': opened.operationId },
      });
      // Two openings: somebody else's and the step's own. Neither is repeated.
      expect(opened.requests.filter(isOpening)).toHaveLength(2);
    },
  );
});
