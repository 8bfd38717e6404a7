import { describe, expect, jest, test } from '@jest/globals';
import {
  CancelledError,
  DeadlineError,
  PermanentError,
  RefusedError,
  TransientError,
} from '../../../src/toloka/errors.ts';
import { retry } from '../../../src/toloka/retry.ts';
import { type SimulatedClock, simulateClock } from '../simulated-clock.ts';

const fault = (
  details: Partial<ConstructorParameters<typeof TransientError>[1]> = {},
  message = 'HTTP 502',
): TransientError => new TransientError(message, { fault: 'answer', ...details });

/** Fails with the faults given, one a try, then gives the value. */
function retrying(faults: readonly Error[], clock: SimulatedClock, deadline = 600_000) {
  const left = [...faults];
  const onFailing = jest.fn();
  const attempt = async (answerLost: boolean): Promise<unknown> => {
    const next = left.shift();
    if (next) throw next;
    return { value: 'value', answerLost };
  };
  const result = retry(attempt, { clock, deadline, onFailing, signal: new AbortController().signal });
  return { result, onFailing };
}

/** A fault that is not worth more than 30 s. */
const lasting = (error: TransientError): TransientError => Object.assign(error, { giveUpAfterMs: 30_000 });

const times = (count: number, error: Error): Error[] => Array.from({ length: count }, () => error);

describe('retrying', () => {
  test('does not pause if the first try succeeds', async () => {
    const clock = simulateClock();
    await expect(retrying([], clock).result).resolves.toEqual({ value: 'value', answerLost: false });
    expect(clock.pauses).toEqual([]);
  });

  test.each([
    ['doubles from 0.25 s to 20 s', 9, fault(), [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]],
    ['starts with 1 s after a 429', 3, fault({ fault: 'throttled' }), [1_000, 2_000, 4_000]],
    ['pauses at least as long as the server asks', 3, fault({ retryAfterMs: 700 }), [700, 700, 1_000]],
  ])('%s', async (_, count, error, pauses) => {
    const clock = simulateClock();
    await retrying(times(count, error), clock).result;
    expect(clock.pauses).toEqual(pauses);
  });

  test('has full jitter', async () => {
    const clock = simulateClock(() => 0.1);
    await retrying(times(3, fault()), clock).result;
    expect(clock.pauses).toEqual([25, 50, 100]);
  });

  test('says once, at the third failure in a row, that it keeps failing', async () => {
    const third = fault();
    const { result, onFailing } = retrying([fault(), fault(), third, fault(), fault()], simulateClock());
    await result;
    expect(onFailing.mock.calls).toEqual([[third]]);
  });

  test('tells a try that an earlier answer may be lost', async () => {
    await expect(retrying([fault(), fault({ answerLost: true }), fault()], simulateClock()).result).resolves.toEqual({
      value: 'value',
      answerLost: true,
    });
  });

  test('names the fault before a try that came too late to be sent', async () => {
    const clock = simulateClock();
    const { result } = retrying([...times(3, fault()), ...times(99, new DeadlineError())], clock, 1_000);
    await expect(result).rejects.toMatchObject({ name: 'DeadlineError', message: 'HTTP 502' });
    await expect(retrying([new DeadlineError()], clock).result).rejects.toMatchObject({ message: '' });
  });

  test('says plainly that a server asks to wait absurdly long', async () => {
    const { result } = retrying([fault({ retryAfterMs: 1e29 }, 'HTTP 429')], simulateClock());
    await expect(result).rejects.toThrow('HTTP 429; it asks to wait more than a day, longer than the timeout allows');
  });

  test('goes on until the deadline, with a last try at it, and names the last fault', async () => {
    const clock = simulateClock();
    const { result } = retrying(times(100, fault()), clock, 10_000);
    await expect(result).rejects.toMatchObject({
      name: 'DeadlineError',
      message: 'HTTP 502',
      cause: expect.any(TransientError),
    });
    expect(clock.pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 2_250]);
  });

  test('fails at once if the server asks to wait past the deadline', async () => {
    const clock = simulateClock();
    const { result } = retrying([fault({ retryAfterMs: 3_600_000 }, 'HTTP 429')], clock, 60_000);
    await expect(result).rejects.toMatchObject({
      name: 'PermanentError',
      message: 'HTTP 429; it asks to wait 1h, longer than the timeout allows',
    });
    expect(clock.now()).toBe(0);
  });

  test('waits as long as the server asks if the deadline comes no sooner', async () => {
    const clock = simulateClock();
    await retrying([fault({ retryAfterMs: 60_000 })], clock, 60_000).result;
    expect(clock.now()).toBe(60_000);
  });

  test('gives up a fault that lasts too long', async () => {
    const clock = simulateClock();
    const notFound = lasting(fault({ fault: 'host-not-found' }, 'ENOTFOUND toloka.dev'));
    await expect(retrying(times(100, notFound), clock).result).rejects.toMatchObject({
      name: 'PermanentError',
      message: 'ENOTFOUND toloka.dev, for 30s',
    });
    expect(clock.now()).toBe(30_000);
  });

  test('counts that time anew if another fault comes between', async () => {
    const clock = simulateClock();
    const notFound = lasting(fault({ fault: 'host-not-found' }));
    await retrying([...times(7, notFound), fault(), ...times(2, notFound)], clock).result;
    expect(clock.now()).toBeGreaterThan(30_000);
  });

  test.each([
    new RefusedError('no', { status: 403, code: undefined }),
    new PermanentError('redirect'),
    new CancelledError(),
    new TypeError('a bug'),
  ])('leaves it at %s', async (error) => {
    const clock = simulateClock();
    await expect(retrying([error], clock).result).rejects.toBe(error);
    expect(clock.pauses).toEqual([]);
  });

  test.each([new RefusedError('no', { status: 403, code: undefined }), new PermanentError('redirect')])(
    'notes in %s that an earlier answer may be lost',
    async (error) => {
      await expect(retrying([fault({ answerLost: true }), fault(), error], simulateClock()).result).rejects.toBe(error);
      expect(error.answerLost).toBe(true);
    },
  );

  test.each([true, false])('tells at the deadline whether an answer may be lost: %p', async (answerLost) => {
    const { result } = retrying(
      [fault({ answerLost, requestId: 'r1' }), ...times(99, fault({ requestId: 'r2' }))],
      simulateClock(),
      1_000,
    );
    await expect(result).rejects.toMatchObject({ name: 'DeadlineError', answerLost, requestId: 'r2' });
  });
});
