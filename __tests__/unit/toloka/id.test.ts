import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isOperationId, isTrainingId } from '../../../src/toloka/id.ts';

describe('an id', () => {
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
  ])('%j of a training: %p', (text, valid) => {
    expect(isTrainingId(text)).toBe(valid);
  });

  test.each([
    ['52829015-033f-4c3a-a7cc-0d7eff235663', true],
    ['5f0d8f1d3f1b4a0001c6b9a2', true],
    ['a:b/c?d', true],
    ['', false],
    ['.', false],
    ['..', false],
    ['a,b', false],
    ['a b', false],
    ['a\nb', false],
    ['é', false],
    ['x'.repeat(257), false],
  ])('%j of an operation: %p', (text, valid) => {
    expect(isOperationId(text)).toBe(valid);
  });

  test('that is accepted stays in its place in a path, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(isOperationId(text) || isTrainingId(text));
        const { pathname } = new URL(`https://toloka.dev/api/v1/operations/${encodeURIComponent(text)}/log`);
        expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'api', 'v1', 'operations', text, 'log']);
      }),
    );
  });
});
