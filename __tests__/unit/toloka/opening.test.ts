import { describe, expect, test } from '@jest/globals';
import type { OpenAnswer } from '../../../src/toloka/client.ts';
import { CancelledError, PermanentError, RefusedError, TolokaError } from '../../../src/toloka/errors.ts';
import { type Opening, requestOpening } from '../../../src/toloka/opening.ts';
import { parseOperation } from '../../../src/toloka/operation.ts';
import { simulateClock } from '../simulated-clock.ts';

const operation = parseOperation({ id: 'op-1', status: 'RUNNING' });
const refusal = (code: string) => new RefusedError('no', { status: 409, code });
const CLOSED = { status: 'CLOSED', projectId: '7' };
const OPEN = { ...CLOSED, status: 'OPEN' };

interface Setting {
  /** What each opening is answered with, in turn. */
  readonly answers: (OpenAnswer | Error)[];
  /** What a look-up finds, or why it fails. */
  readonly found?: typeof operation | Error | undefined;
  readonly training?: typeof CLOSED | Error;
  readonly clock?: ReturnType<typeof simulateClock>;
}

function request({ answers, found, training = CLOSED, clock = simulateClock() }: Setting): Promise<Opening> {
  const give = <T>(value: T | Error): Promise<T> =>
    value instanceof Error ? Promise.reject(value) : Promise.resolve(value);
  const nobody = (): Promise<never> => Promise.reject(new Error('nobody asks'));
  return requestOpening('21', {
    toloka: {
      open: () => give(answers.shift() ?? new Error('no more')),
      getOperation: nobody,
      getTraining: () => give(training),
      tryGetLog: nobody,
      tryGetTraining: () => give(training),
    },
    lookup: { findRunning: () => give(found), findRecent: () => give(found) },
    clock,
    signal: new AbortController().signal,
    deadline: 60_000,
  });
}

describe('a request to open a training', () => {
  const none = { operation: undefined, answerLost: false };
  const lost = { operation: undefined, answerLost: true };
  test.each<[string, Setting, Opening]>([
    ['an operation', { answers: [{ operation, answerLost: true }] }, { how: 'started', operation }],
    ['204', { answers: [none], found: operation }, { how: 'already open' }],
    ['204 after a lost answer', { answers: [lost], found: operation }, { how: 'started', operation }],
    ['204 after a lost answer, and no operation', { answers: [lost] }, { how: 'opened by unknown' }],
    [
      '204 after a lost answer, and no list',
      { answers: [lost], found: new PermanentError('no') },
      { how: 'opened by unknown' },
    ],
    ['409, and an opening is running', { answers: [refusal('X')], found: operation }, { how: 'joined', operation }],
    ['409, and the training is open', { answers: [refusal('X')], training: OPEN }, { how: 'already open' }],
    ['409, then 204', { answers: [refusal('X'), none] }, { how: 'already open' }],
    [
      '409 that says locked, and the training can not be read',
      { answers: [refusal('LOCKED'), none], training: new PermanentError('no') },
      { how: 'already open' },
    ],
  ])('is answered with %s', async (_, setting, opening) => {
    await expect(request(setting)).resolves.toEqual(opening);
  });

  test.each<[string, boolean]>([
    ['LOCKED', true],
    ['POOL_LOCKED', true],
    ['POOL_LOCKED_BY_ANOTHER', true],
    ['BLOCKED', false],
    ['', false],
  ])('that is refused with "%s" believes in 30 s that the training is open: %p', async (code, isLocked) => {
    const clock = simulateClock();
    const answers = Array.from({ length: 50 }, () => refusal(code));
    await expect(request({ answers, training: OPEN, clock })).resolves.toEqual({ how: 'already open' });
    expect(clock.now() >= 30_000).toBe(isLocked);
  });

  test('ends with an error that nobody expects', async () => {
    for (const error of [new Error('odd'), new TypeError('odd')]) {
      await expect(request({ answers: [error] })).rejects.toBe(error);
      await expect(request({ answers: [refusal('X')], found: error })).rejects.toBe(error);
    }
  });

  test('gives each training its own error, even if several share a reading', async () => {
    const shared = new CancelledError();
    const error: unknown = await request({ answers: [refusal('X')], found: shared }).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(CancelledError);
    expect(error).not.toBe(shared);
    expect(error).toMatchObject({ cause: shared, answerLost: false });
  });

  test('remembers in every error that an answer was lost', async () => {
    const first = Object.assign(refusal('X'), { answerLost: true });
    const error: unknown = await request({ answers: [first, new PermanentError('no')] }).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(TolokaError);
    expect(error).toMatchObject({ message: 'no', answerLost: true });
  });
});
