import { describe, expect, test } from '@jest/globals';
import { createShapeError, parseProblem } from '../../../src/toloka/problem.ts';

describe('a problem', () => {
  test.each<[unknown, object]>([
    [
      { code: 'EMPTY_POOL', message: 'no tasks' },
      { code: 'EMPTY_POOL', text: 'EMPTY_POOL: no tasks' },
    ],
    [{ code: 'EMPTY_POOL' }, { text: 'EMPTY_POOL', advice: 'upload tasks first' }],
    [{ code: 'NOT_ENOUGH_BALANCE' }, { advice: 'top up the account' }],
    [{ message: 'no tasks' }, { code: undefined, text: 'no tasks', advice: undefined }],
    [
      { code: 7, message: ['x'], request_id: 'r1' },
      { code: undefined, text: undefined, requestId: 'r1' },
    ],
    [{ code: 'x'.repeat(2_000) }, { code: '…', text: '…' }],
    [null, { code: undefined, text: undefined, requestId: undefined, advice: undefined }],
    [['EMPTY_POOL'], { code: undefined, text: undefined }],
  ])('%j', (json, problem) => {
    expect(parseProblem(json)).toMatchObject(problem);
  });
});

describe('an answer of the wrong shape', () => {
  test.each([
    [undefined, 'no JSON instead of a training'],
    [null, 'JSON of another shape instead of a training'],
    [[], 'JSON of another shape instead of a training'],
  ])('%j may be answered better next time, but Toloka may have taken the request', (json, message) => {
    expect(createShapeError('a training', json)).toMatchObject({
      name: 'TransientError',
      message,
      fault: 'answer',
      answerLost: true,
    });
  });
});
