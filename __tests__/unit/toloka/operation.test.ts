import { describe, expect, test } from '@jest/globals';
import { TransientFault } from '../../../src/toloka/errors.ts';
import { isEnded, parseLog, parseOperation, phaseOf } from '../../../src/toloka/operation.ts';

const LEAST = { id: 'op', type: 'TRAINING.OPEN', status: 'PENDING', submitted: '2021-02-26T10:13:32.921' };

describe('an operation', () => {
  test('as Toloka documents it', () => {
    const json = { ...LEAST, progress: 100, parameters: { training_id: '123456' }, details: { a: 1 } };
    expect(parseOperation(json)).toEqual({
      id: 'op',
      status: 'PENDING',
      type: 'TRAINING.OPEN',
      trainingId: '123456',
      submitted: Date.UTC(2021, 1, 26, 10, 13, 32, 921),
      details: { a: 1 },
    });
  });

  test.each([
    ['with the least', LEAST, { trainingId: undefined, details: undefined }],
    ['with nulls', { ...LEAST, parameters: null, details: null }, { trainingId: undefined, details: undefined }],
    ['with a number for an id of a training', { ...LEAST, parameters: { training_id: 7 } }, { trainingId: '7' }],
    ['with no id of a training', { ...LEAST, parameters: { training_id: '../7' } }, { trainingId: undefined }],
    ['with empty details', { ...LEAST, details: {} }, { details: undefined }],
    ['with details in a list', { ...LEAST, details: [1] }, { details: [1] }],
    ['of a type that is none', { ...LEAST, type: 1 }, { type: undefined }],
    ['of a new status', { ...LEAST, status: 'QUEUED' }, { status: 'QUEUED' }],
    ['without a fraction', { ...LEAST, submitted: '2016-03-07T15:47:00' }, { submitted: Date.UTC(2016, 2, 7, 15, 47) }],
    [
      'with microseconds',
      { ...LEAST, submitted: '2016-03-07T15:47:00.123456' },
      { submitted: Date.UTC(2016, 2, 7, 15, 47, 0, 123) },
    ],
    [
      'with a tenth',
      { ...LEAST, submitted: '2016-03-07T15:47:00.5' },
      { submitted: Date.UTC(2016, 2, 7, 15, 47, 0, 500) },
    ],
    ['with a zone', { ...LEAST, submitted: '2016-03-07T15:47:00Z' }, { submitted: Date.UTC(2016, 2, 7, 15, 47) }],
    ['of no known time', { ...LEAST, submitted: 'yesterday' }, { submitted: undefined }],
    ['of no time at all', { ...LEAST, submitted: '2016-99-07T15:47:00' }, { submitted: undefined }],
    ['of a number for a time', { ...LEAST, submitted: 1 }, { submitted: undefined }],
  ])('%s', (_, json, expected) => {
    expect(parseOperation(json)).toMatchObject(expected);
  });

  test.each([
    undefined,
    null,
    1,
    'text',
    [],
    {},
    { ...LEAST, id: 1 },
    { ...LEAST, id: 'a b' },
    { ...LEAST, status: '' },
    { ...LEAST, status: null },
  ])('%j is none, and a repeat may do better', (json) => {
    expect(() => parseOperation(json)).toThrow(TransientFault);
  });

  test.each([
    ['PENDING', 'going on', false],
    ['RUNNING', 'going on', false],
    ['SUCCESS', 'succeeded', true],
    ['FAIL', 'failed', true],
    ['fail', 'unknown', false],
    ['constructor', 'unknown', false],
  ])('with the status %s is %s', (status, phase, ended) => {
    expect([phaseOf(status), isEnded(status)]).toEqual([phase, ended]);
  });
});

describe('the log of an operation', () => {
  const output = { code: 'EMPTY_POOL', message: 'Pool contains no tasks', request_id: 'r1' };
  test.each([
    ['nothing', [], ''],
    ['a success', [{ type: 'POOL_OPEN', success: true, output }], ''],
    ['a failure', [{ success: false, output }], 'EMPTY_POOL: Pool contains no tasks (request_id r1)'],
    ['a failure without a word', [{ success: false, output: {} }], '{"success":false,"output":{}}'],
    ['a failure with a code alone', [{ success: false, output: { code: 'X', message: 1 } }], 'X'],
    ['a failure with a request_id alone', [{ success: false, output: { request_id: 'r2' } }], '(request_id r2)'],
    [
      'two failures',
      [{ success: false, output }, 1, { success: false }],
      'EMPTY_POOL: Pool contains no tasks (request_id r1); {"success":false}',
    ],
  ])('of %s', (_, json, text) => {
    expect(parseLog(json)).toBe(text);
  });

  test('that is no list is none', () => {
    expect(() => parseLog({ items: [] })).toThrow(TransientFault);
  });
});
