import { expect, test } from '@jest/globals';
import { describeTraining, describeTrainings, type TrainingDescription } from '../../tools/toloka/trainings.js';
import { runStep, withToloka } from '../step.ts';

// The rules of the log are tested with a clock of their own. Here the built action follows openings of 13 s.

const SLOW = { pendingMs: 500, runningMs: 12_500 };

const logOf = (trainings: readonly TrainingDescription[]) =>
  withToloka({ trainings }, async (toloka) => {
    const inputs = { 'training-id': trainings.map(({ id }) => id).join(), 'api-url': toloka.url };
    const { passed, log, annotations } = await runStep({ inputs });
    expect([passed, annotations]).toEqual([true, []]);
    return log.map((line) => line.replace(/operation [\w-]+/, 'operation ID').replace(/\d+(\.\d+)?s/g, 'TIME'));
  });

test.concurrent('the log of one training says how far it is, sparsely', async () => {
  expect(await logOf([describeTraining('21', SLOW)])).toEqual([
    expect.stringMatching(/^opening training 21 /),
    'training 21: PENDING (operation ID)',
    expect.stringMatching(/^training 21: RUNNING(, \d %)? \(after TIME of 10m\)$/),
    expect.stringMatching(/^training 21: RUNNING, [789]\d % \(after TIME of 10m\)$/),
    'training 21: SUCCESS (after TIME of 10m)',
    'training 21 is open; took TIME',
  ]);
});

test.concurrent('the log of several has one line about all, and one for each that ends', async () => {
  const log = await logOf([...describeTrainings(5), describeTraining('21', SLOW), describeTraining('22', SLOW)]);
  expect(log.slice(6)).toEqual([
    '5 of 7 open, 2 opening (after TIME of 10m)',
    expect.stringMatching(/^training 2[12] is open; took TIME$/),
    expect.stringMatching(/^training 2[12] is open; took TIME$/),
    '7 trainings are open',
  ]);
});
