import { describe, expect, test } from '@jest/globals';
import { createCancelledError, ifReadable, TolokaError } from '../../../src/toloka/errors.ts';

describe('an error', () => {
  test('with more facts is a new one, which the first has caused', () => {
    const error = new TolokaError('refused', 'no', { code: 'X', status: 409 }, 'why');
    const more = error.with({ request: 'GET /x', status: 404 });
    expect([error.cause, error.facts]).toEqual(['why', { code: 'X', status: 409 }]);
    expect(more).toMatchObject({ name: 'TolokaError', kind: 'refused', message: 'no', cause: error });
    expect(more.facts).toEqual({ code: 'X', status: 404, request: 'GET /x' });
  });

  test('of a cancellation says so', () => {
    const facts = { code: 'CANCELLED' };
    expect(createCancelledError('why')).toMatchObject({ kind: 'cancelled', message: 'cancelled', facts, cause: 'why' });
  });
});

describe('a reading that the step can do without', () => {
  test('gives what was read', async () => {
    expect(await ifReadable(Promise.resolve(7))).toBe(7);
  });

  test.each(['permanent', 'refused', 'deadline'] as const)('gives nothing if it ends as %s', async (kind) => {
    expect(await ifReadable(Promise.reject(new TolokaError(kind, 'no', { code: 'X' })))).toBeUndefined();
  });

  test.each([createCancelledError(), new TypeError('odd'), 'odd'])('throws %s', async (error) => {
    await expect(ifReadable(Promise.reject(error))).rejects.toBe(error);
  });
});
