import { expect, test } from '@jest/globals';
import { summaryText } from '../../tools/toloka/summary-text.js';
import type { Exchange, TolokaOptions } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import { answer, type Fault, refusal } from '../faults/faults.ts';
import { titleOf } from '../faults/meet.ts';
import { runStep, withToloka } from '../step.ts';

/** Makes a dry run, and asserts that it sends nothing but readings and never claims success. */
const rehearse = (options: TolokaOptions, inputs: Record<string, string> = {}) =>
  withToloka(options, async (toloka) => {
    const given = { 'training-id': '21', 'api-url': toloka.url, timeout: '20s', 'dry-run': 'true' };
    const step = await runStep({ inputs: { ...given, ...inputs } });
    expect(toloka.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(step.outputs).toMatchObject({ 'operation-id': '', status: '' });
    return { ...step, requests: toloka.requests.map(({ path }) => path) };
  });

test.concurrent.each([
  ['CLOSED', 'would be opened', 'false'],
  ['OPEN', 'is already open', 'true'],
] as const)('a training that is %s %s', async (status, state, alreadyOpen) => {
  const { passed, outputs, log, annotations, summary, requests } = await rehearse({
    trainings: [describeTraining('21', {}, { status })],
  });
  expect([passed, annotations, requests]).toEqual([true, [], ['/trainings/21']]);
  expect(outputs['already-open']).toBe(alreadyOpen);
  expect(log[1]).toMatch(`training 21 ${state}; took `);
  expect(log.at(-1)).toBe(
    "dry run: nothing was opened; a dry run can't tell whether there are tasks, enough money and the right to open",
  );
  expect(summaryText(summary)).toMatch(`Training 21 ${state}\nDry run: nothing was opened · `);
});

const readAs = (status: unknown) => ({
  onAnswer: ({ answer }: Exchange): boolean => {
    if (answer !== undefined) answer.body = JSON.stringify({ ...JSON.parse(answer.body), status });
    return false;
  },
});

test.concurrent.each(['LOCKED', 'SOMETHING_NEW'])('a training that is %s is a warning', async (status) => {
  const { passed, warnings } = await rehearse(readAs(status));
  expect(passed).toBe(true);
  expect(warnings).toEqual([`training 21 is ${status}, and Toloka does not say whether it can be opened`]);
});

test.concurrent('an archived training fails with what to do', async () => {
  const step = await rehearse(readAs('ARCHIVED'));
  expect([step.passed, step.error]).toEqual([false, 'the training is ARCHIVED; clone it and open the clone']);
  expect(titleOf(step)).toBe("Training 21 can't be opened");
});

test.concurrent.each([401, 403, 404])('HTTP %d fails with the same words as the opening', async (status) => {
  const fault: Fault = refusal(status, 'SOME_CODE');
  const onRequest = (exchange: Exchange): boolean => {
    fault(exchange, '');
    return true;
  };
  const dry = await rehearse({ onRequest });
  const opening = await withToloka({ onRequest }, (toloka) =>
    runStep({ inputs: { 'training-id': '21', 'api-url': toloka.url } }),
  );
  const reasonOf = ({ error }: { error: string }): string | undefined =>
    error.split('\n')[0]?.replace(/127\.0\.0\.1:\d+/, 'HOST');
  expect(dry.passed).toBe(false);
  expect(reasonOf(dry)).toBe(reasonOf(opening));
  expect(titleOf(dry)).toBe(titleOf(opening));
});

test.concurrent('wait is ignored', async () => {
  expect(await rehearse({}, { wait: 'false' })).toMatchObject({ passed: true, requests: ['/trainings/21'] });
});

test.concurrent.each([{ 'dry-run': 'ture' }, { 'dry-run': 'yes' }, { token: '' }])(
  '%j fails, and nothing is sent',
  async (inputs) => {
    const { passed, requests, error } = await rehearse({}, inputs);
    expect([passed, requests]).toEqual([false, []]);
    expect(error).toMatch(/^(dry-run: ".*" is not valid: use true or false|token is empty: .*)$/);
  },
);

test.concurrent('a training that can’t be read until the timeout is not said to be opening', async () => {
  const fault = answer(502, '');
  const step = await rehearse(
    {
      onRequest: (exchange) => {
        fault(exchange, '');
        return true;
      },
    },
    { timeout: '2s' },
  );
  expect(step.passed).toBe(false);
  expect(titleOf(step)).toBe('Training 21 was not read');
  expect(step.error).toMatch(/^timed out after 2s; last fault: HTTP 502; run the step again, or raise timeout\n/);
});
