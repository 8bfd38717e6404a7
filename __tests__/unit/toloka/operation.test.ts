import { describe, expect, test } from '@jest/globals';
import { TransientError } from '../../../src/toloka/errors.ts';
import { isEnded, isKnown, parseLog, parseOperation, parseOperations } from '../../../src/toloka/operation.ts';

const LEAST = { id: 'op', type: 'TRAINING.OPEN', status: 'PENDING', submitted: '2021-02-26T10:13:32.921' };

const NO_PROBLEM = { code: undefined, text: undefined, requestId: undefined, advice: undefined };

describe('an operation', () => {
  test('as Toloka documents it', () => {
    const json = { ...LEAST, status: 'FAIL', progress: 100, parameters: { training_id: '123456' }, details: { a: 1 } };
    expect(parseOperation(json)).toEqual({
      id: 'op',
      status: 'FAIL',
      type: 'TRAINING.OPEN',
      trainingId: '123456',
      submitted: Date.UTC(2021, 1, 26, 10, 13, 32, 921),
      queuedMs: undefined,
      ranMs: undefined,
      percent: 100,
      details: { problem: NO_PROBLEM, text: '{"a":1}' },
    });
  });

  test.each([
    [
      'that has ended',
      { ...LEAST, started: '2021-02-26T10:13:34.921', finished: '2021-02-26T10:13:40Z' },
      { queuedMs: 2_000, ranMs: 5_079 },
    ],
    ['that ends before it starts', { ...LEAST, started: '2021-02-26T09:00:00' }, { queuedMs: undefined }],
    ['that has only ended', { ...LEAST, finished: LEAST.submitted }, { queuedMs: undefined, ranMs: undefined }],
    ['that has no submission', { ...LEAST, submitted: null, started: '2021-02-26T10:13:34' }, { queuedMs: undefined }],
    ['with a time that is a number', { ...LEAST, submitted: 2021 }, { submitted: undefined }],
    ['with a time in a list', { ...LEAST, submitted: [LEAST.submitted] }, { submitted: undefined }],
    ['with a text before its time', { ...LEAST, submitted: `x${LEAST.submitted}` }, { submitted: undefined }],
    ['with a text after its time', { ...LEAST, submitted: `${LEAST.submitted}Zx` }, { submitted: undefined }],
    ['that has only started', { ...LEAST, started: LEAST.submitted }, { queuedMs: 0, ranMs: undefined }],
    ['with progress', { ...LEAST, progress: 49.9 }, { percent: 49 }],
    ['with no progress yet', { ...LEAST, progress: 0 }, { percent: 0 }],
    ['with a progress that is null', { ...LEAST, progress: null }, { percent: undefined }],
    ['with a progress that is too much', { ...LEAST, progress: 101 }, { percent: undefined }],
    ['with a progress that is too little', { ...LEAST, progress: -1 }, { percent: undefined }],
    ['with a progress that is a text', { ...LEAST, progress: '50' }, { percent: undefined }],
    ['with the least', LEAST, { trainingId: undefined, details: undefined }],
    ['with nulls', { ...LEAST, parameters: null, details: null }, { trainingId: undefined, details: undefined }],
    ['with a number for an id of a training', { ...LEAST, parameters: { training_id: 7 } }, { trainingId: '7' }],
    ['with another id of a training', { ...LEAST, parameters: { training_id: '../7' } }, { trainingId: '../7' }],
    ['with an id that is not exact', { ...LEAST, parameters: { training_id: 2 ** 53 } }, { trainingId: undefined }],
    [
      'with an id that is not well-formed',
      { ...LEAST, parameters: { training_id: '\ud800' } },
      { trainingId: '\ufffd' },
    ],
    ['with details that are null', { ...LEAST, status: 'FAIL', details: null }, { details: undefined }],
    ['with empty details', { ...LEAST, status: 'FAIL', details: {} }, { details: undefined }],
    [
      'with details in a list',
      { ...LEAST, status: 'FAIL', details: [1] },
      { details: { problem: NO_PROBLEM, text: '[1]' } },
    ],
    [
      'with details that are a problem',
      { ...LEAST, status: 'FAIL', details: { code: 'X' } },
      { details: { problem: { ...NO_PROBLEM, code: 'X', text: 'X' }, text: '{"code":"X"}' } },
    ],
    ['with details of no failure', { ...LEAST, details: [1] }, { details: undefined }],
    ['with a long status', { ...LEAST, status: 'S '.repeat(2_000) }, { status: `${'S '.repeat(500)}…` }],
    ['of a type that is no text', { ...LEAST, type: 1 }, { type: undefined }],
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
    ['in UTC', { ...LEAST, submitted: '2016-03-07T15:47:00Z' }, { submitted: Date.UTC(2016, 2, 7, 15, 47) }],
    [
      'in a zone',
      { ...LEAST, submitted: '2016-03-07T15:47:00.25+01:30' },
      { submitted: Date.UTC(2016, 2, 7, 14, 17, 0, 250) },
    ],
    ['of an unknown time', { ...LEAST, submitted: 'yesterday' }, { submitted: undefined }],
    ['of an impossible time', { ...LEAST, submitted: '2016-99-07T15:47:00' }, { submitted: undefined }],
    ['with a number for a time', { ...LEAST, submitted: 1 }, { submitted: undefined }],
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
    expect(() => parseOperation(json)).toThrow(TransientError);
  });

  test.each([
    ['PENDING', true, false],
    ['RUNNING', true, false],
    ['SUCCESS', true, true],
    ['FAIL', true, true],
    ['fail', false, false],
    ['constructor', false, false],
  ])('has the status %s: known %p, ended %p', (status, known, ended) => {
    expect([isKnown(status), isEnded(status)]).toEqual([known, ended]);
  });
});

describe('a list of operations', () => {
  test('leaves out what is no operation, and says whether there is more', () => {
    const { items, hasMore } = parseOperations({
      items: [null, LEAST, 1, {}, [], { id: 'op' }, { id: 7 }],
      has_more: true,
    });
    expect(items).toMatchObject([{ id: 'op', status: 'PENDING' }]);
    expect(hasMore).toBe(true);
    expect(parseOperations({ items: [] }).hasMore).toBe(false);
  });

  test.each([undefined, null, [], {}, { items: {} }])('%j is none, and a repeat may do better', (json) => {
    expect(() => parseOperations(json)).toThrow(TransientError);
  });
});

describe('the log of an operation', () => {
  const output = { code: 'EMPTY_POOL', message: 'Pool contains no tasks', request_id: 'r1' };
  const empty = {
    code: 'EMPTY_POOL',
    text: 'EMPTY_POOL: Pool contains no tasks',
    requestId: 'r1',
    advice: 'upload tasks first',
  };
  test.each([
    ['nothing', [], []],
    ['a success', [{ type: 'POOL_OPEN', success: true, output }], []],
    ['a failure', [{ success: false, output }], [empty]],
    ['a failure without a word', [{ success: false, output: {} }], [{ text: '{"success":false,"output":{}}' }]],
    ['a failure with only a code', [{ success: false, output: { code: 'X', message: 1 } }], [{ code: 'X', text: 'X' }]],
    ['a failure with only a message', [{ success: false, output: { message: 'm' } }], [{ text: 'm' }]],
    ['two failures', [{ success: false, output }, 1, { success: false }], [empty, { text: '{"success":false}' }]],
  ])('of %s', (_, json, problems) => {
    expect(parseLog(json)).toEqual(
      problems.map((one) => ({ code: undefined, requestId: undefined, advice: undefined, ...one })),
    );
  });

  test('that is no list is none', () => {
    expect(() => parseLog({ items: [] })).toThrow(TransientError);
  });
});

test.each<[string, (json: unknown) => unknown, unknown, string]>([
  ['an operation', parseOperation, undefined, 'no JSON instead of an operation'],
  ['an operation', parseOperation, [], 'JSON of another shape instead of an operation'],
  ['an id', parseOperation, { ...LEAST, id: 7 }, 'JSON of another shape instead of an operation with an id'],
  ['a status', parseOperation, { ...LEAST, status: '' }, 'JSON of another shape instead of an operation with a status'],
  ['a list', parseOperations, { items: {} }, 'JSON of another shape instead of a list of operations'],
  ['a log', parseLog, {}, 'JSON of another shape instead of the log of an operation'],
])('JSON that is not %s says so', (_, parse, json, message) => {
  expect(() => parse(json)).toThrow(expect.objectContaining({ name: 'TransientError', message }));
});
