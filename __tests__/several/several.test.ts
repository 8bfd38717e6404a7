import { expect, test } from '@jest/globals';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import { endAfter, isOpening, isPoll, open, RUNS, resultsOf } from '../step.ts';

const isSecondPoll = (exchange: Exchange): boolean => isPoll(exchange) && exchange.tryOf === 2;

test.concurrent('all are opened, each id once, and the outputs keep their order', async () => {
  const trainings = [
    describeTraining('1', RUNS),
    describeTraining('2'),
    describeTraining('3', RUNS),
  ];
  const step = await open({
    trainings,
    ...endAfter(isSecondPoll),
    inputs: { 'training-id': ' 1,\n2,3,1\n' },
  });
  expect(step).toMatchObject({ passed: true, error: '' });
  const idOf = (id: string) =>
    step.operations.find(({ parameters }) => parameters.training_id === id)?.id;
  expect(step.outputs['operation-id']?.split('\n')).toEqual(['1', '2', '3'].map(idOf));
  expect(step.outputs).toMatchObject({
    status: 'SUCCESS',
    'already-open': 'false',
    'training-url': '\n\n',
  });
  expect(resultsOf(step).map((result) => result['training-id'])).toEqual(['1', '2', '3']);
  expect(step.requests.filter(isOpening)).toHaveLength(3);
});

const HANGS = { onRequest: ({ path }: { path: string }) => path.startsWith('/trainings/3/') };
const ONE_OF_EACH = [describeTraining('1'), describeTraining('2', RUNS), describeTraining('3')];

test.concurrent.each([
  ['the deadline', { timeout: '4s' }, () => false, 'timed out after 4s'],
  [
    'a cancel',
    { timeout: '60s' },
    (line: string) => /^training 1 .*is open/.test(line),
    'cancelled',
  ],
])('all end at %s, and say how far they came', async (_, inputs, cancelWhen, says) => {
  const step = await open({ trainings: ONE_OF_EACH, ...HANGS, inputs, step: { cancelWhen } });
  expect([step.passed, step.exitCode]).toEqual([false, 1]);
  expect(resultsOf(step).map(({ status }) => status)).toEqual(['SUCCESS', 'RUNNING', '']);
  expect(step.outputs['operation-id']?.split('\n').map((id) => id !== '')).toEqual([
    true,
    true,
    false,
  ]);
  expect(step.error.split(says)).toHaveLength(3);
});
