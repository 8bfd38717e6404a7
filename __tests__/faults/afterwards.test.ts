import { expect, test } from '@jest/globals';
import type { StepResult } from '../../tools/toloka/runner.js';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import { runStep, sequence, withToloka } from '../step.ts';
import { answer, type FaultCase, PERMANENT, STALLS, TRANSIENT } from './faults.ts';
import { GRACE_MS } from './table.ts';

// Optional reads: the training after success or after a final refusal, and the log of an operation that failed.

const ALL: readonly FaultCase[] = [
  // Those are operations of the wrong shape.
  ...[...TRANSIENT, ...PERMANENT, ...STALLS].filter(({ name }) => !name.includes('JSON of the wrong shape')),
  ...['[]', 'null', '{}', '{"status":["OPEN"]}', '{"project_id":"7"}'].map((body) => ({
    name: `JSON of the wrong shape, ${body}`,
    fault: answer(200, body),
    says: '',
  })),
];

/** A read that may pass is tried three times; one that stalls takes its time limit of 5 s, and is tried once. */
const triesOf = (one: FaultCase): number => (PERMANENT.includes(one) || STALLS.includes(one) ? 1 : 3);
const AT_MOST_MS = 5_000 + GRACE_MS;

interface Read {
  readonly ended: StepResult;
  readonly operationId: string;
  readonly lines: readonly string[];
  readonly reads: number;
}

const isTraining = ({ method, path }: Exchange): boolean => method === 'GET' && path.startsWith('/trainings/');
const isLog = ({ path }: Exchange): boolean => path.endsWith('/log');

/** Runs a step whose optional reads meet a fault. */
async function meetWhenReading(
  { fault }: FaultCase,
  isRead: (exchange: Exchange) => boolean,
  training = describeTraining('21'),
  timeout = '20s',
): Promise<Read> {
  let reads = 0;
  const onRequest = (exchange: Exchange): boolean => {
    if (!isRead(exchange)) return false;
    reads += 1;
    fault(exchange, 'http://127.0.0.1:9');
    return true;
  };
  return await withToloka({ trainings: [training], onRequest }, async (toloka) => {
    const ended = await runStep({ inputs: { 'training-id': '21', 'api-url': toloka.url, timeout } });
    const operationId = toloka.operations.at(-1)?.id ?? '';
    return { ended, operationId, lines: sequence(toloka.requests), reads };
  });
}

function expectGreen(one: FaultCase, { ended, operationId, lines, reads }: Read): void {
  expect(ended).toMatchObject({ passed: true, error: '', warnings: [] });
  expect(lines).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
  expect(reads).toBe(triesOf(one));
  const outputs = { status: 'SUCCESS', 'already-open': 'false', 'training-url': '' };
  expect(ended.outputs).toMatchObject({ 'operation-id': operationId, ...outputs });
}

test.concurrent.each(ALL)('the training after success: $name: changes nothing', async (one) => {
  const read = await meetWhenReading(one, isTraining);
  expectGreen(one, read);
  expect(read.ended.tookMs).toBeLessThan(AT_MOST_MS);
});

test.concurrent.each(STALLS)(
  'the training after success: $name: does not hold the step past its deadline',
  async (one) => {
    const read = await meetWhenReading(one, isTraining, describeTraining('21'), '2s');
    expectGreen(one, read);
    expect(read.ended.tookMs).toBeLessThan(2_000 + GRACE_MS);
  },
);

test.concurrent.each(ALL)('the training after a final refusal: $name: the refusal stands', async (one) => {
  const { ended, lines, reads } = await meetWhenReading(one, isTraining, describeTraining('21', {}, { empty: true }));
  expect(ended.passed).toBe(false);
  expect(ended.error).toMatch(/^EMPTY_POOL: .* \(HTTP 409\); upload tasks first\n/);
  expect(lines).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
  expect(reads).toBe(triesOf(one));
  expect(ended.tookMs).toBeLessThan(AT_MOST_MS);
});

// An empty list is a log.
const NO_LOGS = ALL.filter(({ name }) => !name.endsWith(', []'));

test.concurrent.each(NO_LOGS)('the log of an operation that failed: $name: the failure stands', async (one) => {
  const training = describeTraining('21', { ends: 'FAIL' });
  const { ended, operationId, lines, reads } = await meetWhenReading(one, isLog, training);
  expect(ended.passed).toBe(false);
  expect(ended.error).toContain("the operation failed, and its log can't be read");
  expect(ended.error).toContain(`operation ${operationId}`);
  expect(ended.outputs).toMatchObject({ 'operation-id': operationId, status: 'FAIL' });
  // The link is read beside it.
  expect([...new Set(lines)].toSorted()).toEqual([
    `GET /operations/${operationId}/log`,
    'GET /trainings/21',
    'POST /trainings/21/open',
  ]);
  expect(reads).toBe(triesOf(one));
  expect(ended.tookMs).toBeLessThan(AT_MOST_MS);
});
