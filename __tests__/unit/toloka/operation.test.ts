import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Answer } from '../../../src/toloka/answer.ts';
import {
  isEnded,
  isKnown,
  parseLog,
  parseOperation,
  parseOperations,
} from '../../../src/toloka/operation.ts';

const LEAST = { id: 'op', status: 'PENDING' };
const FAIL = { ...LEAST, status: 'FAIL' };
const NOON = Date.UTC(2021, 1, 26, 12);

const answer = (json: unknown): Answer => ({ status: 200, headers: {}, json });

describe('an operation', () => {
  test('as Toloka documents it', () => {
    const own = { ...FAIL, type: 'TRAINING.OPEN', details: { reason: 'no workers left' } };
    const json = {
      ...own,
      submitted: '2021-02-26T12:00:00.921',
      progress: 100,
      parameters: { training_id: '1234' },
    };
    expect(parseOperation(json)).toEqual({
      ...own,
      submitted: NOON + 921,
      percent: 100,
      trainingId: '1234',
    });
  });

  test.each<[object, object]>([
    [{}, {}],
    [{ type: 1, parameters: null, submitted: null, progress: null, details: null }, {}],
    [{ status: 'S '.repeat(501) }, { status: `${'S '.repeat(500)}…` }],
    [{ parameters: { training_id: 7 } }, { trainingId: '7' }],
    [{ progress: 49.9 }, { percent: 49 }],
    [{ progress: 0 }, { percent: 0 }],
    [{ progress: 100.5 }, {}],
    [{ progress: -1 }, {}],
    [{ progress: '50' }, {}],
    [{ details: { a: 1 } }, {}],
  ])('with %j', (json, more) => {
    expect(parseOperation({ ...LEAST, ...json })).toEqual({ ...LEAST, ...more });
  });

  test('has the details of a failure, if they say something', () => {
    const details = [{}, null, [], '', { a: 1 }].map(
      (given) => parseOperation({ ...FAIL, details: given })?.details,
    );
    expect(details).toEqual([undefined, undefined, [], '', { a: 1 }]);
  });

  test.each([
    ['2021-02-26T12:00:00', NOON],
    ['2021-02-26T12:00:00.5', NOON + 500],
    ['2021-02-26T12:00:00.123456', NOON + 123],
    ['2021-02-26T12:00:00.25+01:30', NOON + 250 - 90 * 60_000],
    ['2021-02-26T12:00:00-11:00', NOON + 11 * 3_600_000],
  ])('submitted at %j, which is UTC unless it says otherwise', (submitted, ms) => {
    expect(parseOperation({ ...LEAST, submitted })?.submitted).toBe(ms);
  });

  test.each([
    ...[
      '2021-02-26',
      'x2021-02-26T12:00:00',
      '2021-02-26T12:00:00Zx',
      '2021-02-26T12:00:00.',
      '2021-99-26T12:00:00',
    ],
    ...[2021, ['2021-02-26T12:00:00']],
  ])('submitted at %j: nobody knows when', (submitted) => {
    expect(parseOperation({ ...LEAST, submitted })?.submitted).toBeUndefined();
  });

  test.each([undefined, null, 'op', [], {}, { id: 'op' }, { ...LEAST, status: '' }])(
    '%j is none',
    (json) => {
      expect(parseOperation(json)).toBeUndefined();
    },
  );

  test('has ended or not, and has a status that is known or not', () => {
    const statuses = ['PENDING', 'RUNNING', 'SUCCESS', 'FAIL', 'fail'];
    expect(statuses.filter(isKnown)).toEqual(['PENDING', 'RUNNING', 'SUCCESS', 'FAIL']);
    expect(statuses.filter(isEnded)).toEqual(['SUCCESS', 'FAIL']);
  });
});

const isOperationId = (id: unknown): boolean => parseOperation({ ...LEAST, id })?.id === id;

test('the id of an operation is visible and has no comma, so that it is safe in a list', () => {
  const ids = [
    '52829015-033f-4c3a-a7cc-0d7eff235663',
    'a:b/c?d!~',
    '...',
    'a.',
    '.a',
    '..a',
    'x'.repeat(256),
  ];
  const others = ['', '.', '..', 'a,b', 'a b', 'a\n', 'é', 'x'.repeat(257), 7];
  expect([...ids, ...others].filter(isOperationId)).toEqual(ids);
});

test('the id of an operation stays in its place in a path, whatever the text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(isOperationId(text));
      const { pathname } = new URL(
        `https://toloka.dev/api/v1/operations/${encodeURIComponent(text)}/log`,
      );
      expect(pathname.split('/').map(decodeURIComponent)).toEqual([
        '',
        'api',
        'v1',
        'operations',
        text,
        'log',
      ]);
    }),
  );
});

test('a list of operations leaves out what is no operation', () => {
  const items = [null, LEAST, 1, {}, [], { id: 'op' }, { ...LEAST, id: 7 }];
  expect(parseOperations(answer({ items }))).toMatchObject([LEAST]);
});

test.each([undefined, [], {}, { items: {} }])('%j is no list of operations', (json) => {
  expect(parseOperations(answer(json))).toBeUndefined();
});

test('the log of an operation has the entries that tell of failures', () => {
  const failures = [{ success: false, output: { code: 'EMPTY_POOL' } }, { success: false }];
  expect(parseLog(answer([{ success: true }, ...failures, {}, 1, null]))).toEqual(failures);
});

test('a log that is no list is none', () => {
  expect(parseLog(answer({ items: [] }))).toBeUndefined();
});
