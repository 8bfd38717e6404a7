import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseOperation } from '../../../src/toloka/operation.ts';
import { isTrainingId, parseTraining } from '../../../src/toloka/training.ts';

describe('the id of a training', () => {
  test.each([
    ['21', true],
    ['abc-DEF_9', true],
    ['', false],
    ['21#', false],
    ['21/..', false],
    ['..', false],
    ['2 1', false],
    ['21\n', false],
    ['двадцать', false],
    ['1.2E+18', false],
  ])('%j: %p', (text, valid) => {
    expect(isTrainingId(text)).toBe(valid);
  });
});

describe('the id of an operation', () => {
  const isOperationId = (id: unknown): boolean => {
    try {
      return parseOperation({ id, status: 'RUNNING' }).id === id;
    } catch {
      return false;
    }
  };

  test.each([
    ['52829015-033f-4c3a-a7cc-0d7eff235663', true],
    ['5f0d8f1d3f1b4a0001c6b9a2', true],
    ['a:b/c?d', true],
    ['', false],
    ['.', false],
    ['..', false],
    ['...', true],
    ['a.', true],
    ['.a', true],
    ['..a', true],
    ['a,b', false],
    ['a b', false],
    ['a\nb', false],
    ['é', false],
    ['x'.repeat(256), true],
    ['x'.repeat(257), false],
  ])('%j: %p', (text, valid) => {
    expect(isOperationId(text)).toBe(valid);
  });

  test('stays in its place in a path, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(isOperationId(text) || isTrainingId(text));
        const { pathname } = new URL(`https://toloka.dev/api/v1/operations/${encodeURIComponent(text)}/log`);
        expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'api', 'v1', 'operations', text, 'log']);
      }),
    );
  });
});

describe('a training', () => {
  test.each([
    [
      { status: 'OPEN', project_id: '7' },
      { status: 'OPEN', projectId: '7' },
    ],
    [
      { status: 'NEW', project_id: 7 },
      { status: 'NEW', projectId: '7' },
    ],
    [
      { status: 'CLOSED', project_id: null },
      { status: 'CLOSED', projectId: undefined },
    ],
  ])('%j', (json, training) => {
    expect(parseTraining(json)).toEqual(training);
  });

  test.each([undefined, null, [], 'OPEN', {}, { status: 1 }])('%j is none, and a repeat may do better', (json) => {
    const message = expect.stringMatching(/ instead of a training$/);
    expect(() => parseTraining(json)).toThrow(expect.objectContaining({ name: 'TransientError', message }));
  });
});
