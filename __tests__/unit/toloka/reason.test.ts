import { describe, expect, test } from '@jest/globals';
import { explainFail, parseLog, parseProblem } from '../../../src/toloka/reason.ts';

const NO_SKILL = { skill_id: { code: 'ENTITY_DOES_NOT_EXIST', message: 'Entity does not exist' } };
const SKILL = 'skill_id: ENTITY_DOES_NOT_EXIST: Entity does not exist';

// The shapes are those that Toloka and its official clients have published.
test.each<[string, unknown, string | undefined, string | undefined]>([
  [
    'a code and a message',
    { code: 'EMPTY_POOL', message: 'no tasks' },
    'EMPTY_POOL',
    'EMPTY_POOL: no tasks',
  ],
  ['a message alone', { message: 'no tasks', payload: null }, undefined, 'no tasks'],
  ['a code alone', { code: 'X', message: '' }, 'X', 'X'],
  [
    'fields in the payload',
    { code: 'VALIDATION_ERROR', message: 'Validation failed', payload: NO_SKILL },
    'VALIDATION_ERROR',
    `VALIDATION_ERROR: Validation failed: ${SKILL}`,
  ],
  [
    'another payload',
    { code: 'INAPPROPRIATE_STATUS', payload: { appropriate_statuses: ['OPEN'] } },
    'INAPPROPRIATE_STATUS',
    'INAPPROPRIATE_STATUS: {"appropriate_statuses":["OPEN"]}',
  ],
  ['fields alone', NO_SKILL, 'ENTITY_DOES_NOT_EXIST', SKILL],
  ['several fields', { a: { code: 'A' }, b: { code: 'B', message: 'b' } }, 'A', 'a: A; b: B: b'],
  ['a code and more', { code: 'X', note: 'none left' }, 'X', 'X: {"note":"none left"}'],
  ['counts', { total_count: 2, failed_count: 2 }, undefined, undefined],
  ['counts and more', { total_count: 2, why: 'so' }, undefined, '{"why":"so"}'],
  ['counts and fields', { total_count: 2, ...NO_SKILL }, 'ENTITY_DOES_NOT_EXIST', SKILL],
  ['a field without a code', { a: { code: 42 } }, undefined, '{"a":{"code":42}}'],
  ['free JSON', { reason: [{ at: 1 }] }, undefined, '{"reason":[{"at":1}]}'],
  ['a text', 'why not', undefined, '"why not"'],
  ['a list', [7], undefined, '[7]'],
  ['nothing', {}, undefined, undefined],
  ['an empty list', { code: 'X', payload: [] }, 'X', 'X'],
  ['null', null, undefined, undefined],
  ['no JSON', undefined, undefined, undefined],
])('%s: is read whole', (_, json, code, text) => {
  expect(parseProblem(json)).toMatchObject({ code, text });
});

test.each([
  [{ request_id: 'r1' }, 'r1'],
  [{ request_id: 7 }, '7'],
  [{ request_id: null }, undefined],
  [{ request_id: [7] }, undefined],
])('%j has the request id %s', (json, requestId) => {
  expect(parseProblem(json).requestId).toBe(requestId);
});

describe('the log of an operation', () => {
  const entry = { success: false, output: { code: 'EMPTY_POOL' } };
  const found = [expect.objectContaining({ code: 'EMPTY_POOL' })];
  test.each<[string, unknown, unknown]>([
    ['a list', [{ success: true, output: { task_id: '1' } }, entry, {}, 1, null], found],
    ['one entry', entry, found],
    ['an empty list', [], []],
    ['a text', 'log', undefined],
    ['null', null, undefined],
  ])('%s', (_, json, expected) => {
    expect(parseLog(json)).toEqual(expected);
  });
});

describe('an operation that failed', () => {
  const log = (...outputs: unknown[]) =>
    parseLog(outputs.map((output) => ({ success: false, output })));
  const EMPTY = { code: 'EMPTY_POOL', message: 'no tasks', request_id: 'r1' };
  const FAILED = 'OPERATION_FAILED';
  const COUNTS = { total_count: 2, failed_count: 2 };
  test.each<[string, unknown, ReturnType<typeof log>, string, string]>([
    ['a log', {}, log(EMPTY), 'EMPTY_POOL', 'EMPTY_POOL: no tasks'],
    ['a log and counts', COUNTS, log(EMPTY), 'EMPTY_POOL', 'EMPTY_POOL: no tasks'],
    ['a log and details', { why: 1 }, log(EMPTY), 'EMPTY_POOL', 'EMPTY_POOL: no tasks; {"why":1}'],
    ['both the same', EMPTY, log(EMPTY), 'EMPTY_POOL', 'EMPTY_POOL: no tasks'],
    ['details alone', EMPTY, undefined, 'EMPTY_POOL', 'EMPTY_POOL: no tasks'],
    ['fields in the log', {}, log(NO_SKILL), 'ENTITY_DOES_NOT_EXIST', SKILL],
    ['two entries', {}, log({ code: 'A' }, { code: 'B' }), 'A', 'A; B'],
    ['one that is known', {}, log(NO_SKILL, EMPTY), 'EMPTY_POOL', `${SKILL}; EMPTY_POOL: no tasks`],
    ['no code', { why: 1 }, [], FAILED, 'the operation failed: {"why":1}'],
    ['neither', null, undefined, FAILED, "the operation failed: its log can't be read"],
    ['an empty log', {}, [], FAILED, 'the operation failed: its log gives no reason'],
  ])('with %s', (_, details, given, code, reason) => {
    const error = explainFail(details, given);
    expect(error).toMatchObject({ kind: 'failed', message: reason, facts: { code } });
  });

  test('has what to do, and what to quote to the support', () => {
    const facts = { advice: expect.any(String), requestId: 'r1' };
    expect(explainFail(undefined, log(EMPTY))).toMatchObject({ facts });
  });
});
