import { expect, test } from '@jest/globals';
import { describeTraining } from '../../tools/toloka/trainings.js';
import {
  isLog,
  isTraining,
  type Opened,
  open,
  outcomesOf,
  type Request,
  sequence,
} from '../step.ts';
import { type FaultCase, failAlways, faultNamed, KINDS } from './faults.ts';

// Readings that may fail: the training after success or after a final refusal, and the log of an operation that failed.

const STALL = faultNamed('a stall in a body');
const PASSING = KINDS.filter((one) => one !== STALL);
const ENDING = [
  faultNamed('300 MB without a length'),
  faultNamed('a redirect to another host with 302'),
];
const TEN: readonly FaultCase[] = [...PASSING, STALL, ...ENDING];
/** What may pass is tried as long as there is time; a stall takes all of it. */
const expectTries = (row: FaultCase, tries: number): void =>
  PASSING.includes(row) ? expect(tries).toBeGreaterThan(3) : expect(tries).toBe(1);

/** Runs a step whose readings of a kind meet a fault. @returns also the tries, and the longest time that one could take */
const meetWhenReading = async (
  isRead: (request: Request) => boolean,
  { fault }: FaultCase,
  { training = describeTraining('21'), timeout = '20s' } = {},
) => {
  const onRequest = failAlways(isRead, fault);
  const opened = await open({
    trainings: [training],
    onRequest,
    inputs: { timeout },
    step: { debug: true },
  });
  const limits = outcomesOf(opened, /^GET/).map((text) =>
    Number(/within ([\d.]+)s$/.exec(text)?.[1] ?? 0),
  );
  return { ...opened, tries: opened.requests.filter(isRead).length, limit: Math.max(...limits) };
};

function expectUnread({ passed, error, warnings, outputs, operationId }: Opened): void {
  expect([passed, error]).toEqual([true, '']);
  expect(warnings.at(-1)).toMatch(/^training 21.* could not be read/);
  expect(outputs).toMatchObject({
    'operation-id': operationId,
    status: 'SUCCESS',
    'already-open': 'false',
  });
}

test.concurrent.each(PASSING)(
  'after success: $name: is read on for 10 s, then a warning says so',
  async (row) => {
    const read = await meetWhenReading(isTraining, row);
    expectUnread(read);
    expect(sequence(read.requests)).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
    expect(read.tries).toBeGreaterThan(3);
    expect(read.milliseconds).toBeGreaterThan(9_900);
  },
);

test.concurrent.each([faultNamed('HTTP 403'), ...ENDING])(
  'after success: $name: is read no more',
  async (row) => {
    const read = await meetWhenReading(isTraining, row);
    expectUnread(read);
    expect(read.tries).toBe(1);
  },
);

test.concurrent.each([
  ['20s', 5],
  ['2s', 3],
])(
  'after success: a stall, with the timeout %s: no reading takes more than %d s',
  async (timeout, atMost) => {
    const read = await meetWhenReading(isTraining, STALL, { timeout });
    expectUnread(read);
    expect(read.limit).toBeGreaterThan(0);
    expect(read.limit).toBeLessThanOrEqual(atMost);
  },
);

test.concurrent.each(TEN)(
  'after a final 409: $name: the refusal stands, after tries of 5 s in all',
  async (row) => {
    const read = await meetWhenReading(isTraining, row, {
      training: describeTraining('21', {}, { empty: true }),
    });
    expect(read.passed).toBe(false);
    expect(read.error).toMatch(/^EMPTY_POOL: .* \(HTTP 409\); upload tasks first\n/);
    expect(sequence(read.requests)).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
    expectTries(row, read.tries);
    expect(read.limit).toBeLessThanOrEqual(5);
  },
);

test.concurrent.each(TEN)(
  'after FAIL: the log: $name: the failure stands, after tries of 5 s in all',
  async (row) => {
    const { operationId, ...read } = await meetWhenReading(isLog, row, {
      training: describeTraining('21', { ends: 'FAIL' }),
    });
    expect(read.passed).toBe(false);
    expect(read.error).toMatch("the operation failed, and its log can't be read");
    expect(read.error).toContain(`operation ${operationId}`);
    expect(read.outputs).toMatchObject({ 'operation-id': operationId, status: 'FAIL' });
    // The link is read beside it.
    const lines = [
      `GET /operations/${operationId}/log`,
      'GET /trainings/21',
      'POST /trainings/21/open',
    ];
    expect([...new Set(sequence(read.requests))].toSorted()).toEqual(lines);
    expectTries(row, read.tries);
    expect(read.limit).toBeLessThanOrEqual(5);
  },
);
