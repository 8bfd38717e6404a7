import { describe, expect, test } from '@jest/globals';
import {
  CancelledError,
  DeadlineError,
  NotOpenError,
  PermanentError,
  RefusedError,
  TolokaError,
  TooLargeError,
  TransientError,
} from '../../../src/toloka/errors.ts';

const cause = new Error('why');
const told = { answerLost: true, requestId: 'r1', advice: 'do this', cause };

describe('an error', () => {
  test.each([
    ['TransientError', () => new TransientError('what', { ...told, fault: 'connection' })],
    ['PermanentError', () => new PermanentError('what', told)],
    ['TooLargeError', () => new TooLargeError('what', told)],
    ['RefusedError', () => new RefusedError('what', { ...told, status: 409, code: 'EMPTY_POOL' })],
    ['DeadlineError', () => new DeadlineError('what', told)],
    ['CancelledError', () => new CancelledError(told)],
    ['NotOpenError', () => new NotOpenError('what', told)],
  ])('%s has its name, what it is told, and its cause', (name, make) => {
    const error = make();
    expect(error).toBeInstanceOf(TolokaError);
    expect(String(error)).toBe(name === 'CancelledError' ? 'CancelledError: cancelled' : `${name}: what`);
    expect(error).toMatchObject({ answerLost: true, requestId: 'r1', advice: 'do this', request: '' });
    expect(error.cause).toBe(cause);
  });

  test('says nothing that it is not told', () => {
    const error = new PermanentError('what');
    expect(error).toMatchObject({ answerLost: false, requestId: undefined, advice: undefined, cause: undefined });
  });

  test('that is transient may last for ever, and waits as long as the server asks', () => {
    expect(new TransientError('', { fault: 'answer' })).toMatchObject({
      fault: 'answer',
      retryAfterMs: 0,
      giveUpAfterMs: Number.POSITIVE_INFINITY,
    });
    expect(new TransientError('', { fault: 'throttled', retryAfterMs: 5 }).retryAfterMs).toBe(5);
  });

  test('that is a refusal has the status and the code', () => {
    const error = new RefusedError('', { status: 409, code: 'EMPTY_POOL' });
    expect(error).toMatchObject({ status: 409, code: 'EMPTY_POOL' });
  });
});
