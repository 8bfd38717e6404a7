import { expect, test } from '@jest/globals';
import type { StepResult } from '../../tools/toloka/runner.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import { isLog, isTraining, outcomesOf, type Request, runStep, sequence, withToloka } from '../step.ts';
import { type FaultCase, failAlways, faultNamed, KINDS } from './faults.ts';

// Readings that may fail: the training after success or after a final refusal, and the log of an operation that failed.

const STALL = faultNamed('a stall in a body');
/** Kinds of faults that are tried again at once. */
const PASSING = KINDS.filter((one) => one !== STALL).map((one) => ({ ...one, tries: 3 }));
const ENDING = [faultNamed('300 MB without a length'), faultNamed('a redirect to another host with 302')];
const TEN = [...PASSING, ...[STALL, ...ENDING].map((one) => ({ ...one, tries: 1 }))];

/** Runs a step whose readings of a kind meet a fault. */
const meetWhenReading = (
  isRead: (request: Request) => boolean,
  { fault }: FaultCase,
  training = describeTraining('21'),
  timeout = '20s',
) =>
  withToloka({ trainings: [training], onRequest: failAlways(isRead, fault) }, async (toloka) => {
    const ended = await runStep({ inputs: { 'training-id': '21', 'api-url': toloka.url, timeout }, debug: true });
    const limits = outcomesOf(ended, /^GET/).map((text) => Number(/within ([\d.]+)s$/.exec(text)?.[1] ?? 0));
    const operationId = toloka.operations.at(-1)?.id ?? '';
    const tries = toloka.requests.filter(isRead).length;
    return { ended, operationId, lines: sequence(toloka.requests), tries, limit: Math.max(...limits) };
  });

function expectUnread({ passed, error, warnings }: StepResult): void {
  expect([passed, error]).toEqual([true, '']);
  expect(warnings.at(-1)).toMatch(/^training 21.* could not be read/);
}

test.concurrent.each(PASSING)(
  'after success: $name: the training is read on for 10 s, then a warning says so',
  async (row) => {
    const { ended, operationId, lines, tries } = await meetWhenReading(isTraining, row);
    expectUnread(ended);
    expect(lines).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
    expect(tries).toBeGreaterThan(3);
    expect(ended.milliseconds).toBeGreaterThan(9_900);
    const outputs = { status: 'SUCCESS', 'already-open': 'false', 'training-url': '' };
    expect(ended.outputs).toMatchObject({ 'operation-id': operationId, ...outputs });
  },
);

test.concurrent.each([faultNamed('HTTP 403'), ...ENDING])(
  'after success: $name: ends the reading at once, with the same warning',
  async (row) => {
    const { ended, tries } = await meetWhenReading(isTraining, row);
    expectUnread(ended);
    expect(tries).toBe(1);
  },
);

test.concurrent.each([
  ['20s', 10],
  ['2s', 3],
])('after success: a stall, with the timeout %s: no reading takes more than %d s', async (timeout, atMost) => {
  const { ended, limit } = await meetWhenReading(isTraining, STALL, describeTraining('21'), timeout);
  expectUnread(ended);
  expect(limit).toBeGreaterThan(0);
  expect(limit).toBeLessThanOrEqual(atMost);
});

test.concurrent.each(TEN)('after a final 409: $name: the refusal stands, after tries of 5 s in all', async (row) => {
  const training = describeTraining('21', {}, { empty: true });
  const { ended, lines, tries, limit } = await meetWhenReading(isTraining, row, training);
  expect(ended.passed).toBe(false);
  expect(ended.error).toMatch(/^EMPTY_POOL: .* \(HTTP 409\); upload tasks first\n/);
  expect(lines).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
  expect([tries, limit <= 5]).toEqual([row.tries, true]);
});

test.concurrent.each(TEN)('after FAIL: the log: $name: the failure stands, after tries of 5 s in all', async (row) => {
  const { ended, operationId, ...read } = await meetWhenReading(isLog, row, describeTraining('21', { ends: 'FAIL' }));
  expect(ended.passed).toBe(false);
  expect(ended.error).toMatch("the operation failed, and its log can't be read");
  expect(ended.error).toContain(`operation ${operationId}`);
  expect(ended.outputs).toMatchObject({ 'operation-id': operationId, status: 'FAIL' });
  // The link is read beside it.
  expect([...new Set(read.lines)].toSorted()).toEqual([
    `GET /operations/${operationId}/log`,
    'GET /trainings/21',
    'POST /trainings/21/open',
  ]);
  expect([read.tries, read.limit <= 5]).toEqual([row.tries, true]);
});
