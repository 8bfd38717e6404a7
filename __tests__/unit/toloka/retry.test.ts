import { describe, expect, jest, test } from '@jest/globals';
import { CancelledError, PermanentFault, Refusal, TransientFault } from '../../../src/toloka/errors.ts';
import { retry } from '../../../src/toloka/retry.ts';
import { type FakeClock, fakeClock } from '../fake-clock.ts';

const fault = (
  details: Partial<ConstructorParameters<typeof TransientFault>[1]> = {},
  message = 'HTTP 502',
): TransientFault => new TransientFault(message, { source: 'answer', answerLost: false, ...details });

/** Fails with the faults given, one a try, then gives the value. */
function retrying(faults: readonly Error[], clock: FakeClock, deadline = 600_000) {
  const left = [...faults];
  const onFailing = jest.fn();
  const attempt = async (): Promise<string> => {
    const next = left.shift();
    if (next) throw next;
    return 'value';
  };
  const result = retry(attempt, { clock, deadline, onFailing, signal: new AbortController().signal });
  return { result, onFailing };
}

const times = (count: number, error: Error): Error[] => Array.from({ length: count }, () => error);

describe('retrying', () => {
  test('does not pause where the first try gives a value', async () => {
    const clock = fakeClock();
    await expect(retrying([], clock).result).resolves.toEqual({ value: 'value', answerLost: false });
    expect(clock.pauses).toEqual([]);
  });

  test.each([
    ['doubles from 0.25 s to 20 s', 9, fault(), [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]],
    ['starts with 1 s after a 429', 3, fault({ kind: 'throttled' }), [1_000, 2_000, 4_000]],
    ['pauses at least as long as the server asks', 3, fault({ retryAfterMs: 700 }), [700, 700, 1_000]],
  ])('%s', async (_, count, error, pauses) => {
    const clock = fakeClock();
    await retrying(times(count, error), clock).result;
    expect(clock.pauses).toEqual(pauses);
  });

  test('has full jitter', async () => {
    const clock = fakeClock(() => 0.1);
    await retrying(times(3, fault()), clock).result;
    expect(clock.pauses).toEqual([25, 50, 100]);
  });

  test('says once, at the third failure in a row, that it keeps failing', async () => {
    const third = fault();
    const { result, onFailing } = retrying([fault(), fault(), third, fault(), fault()], fakeClock());
    await result;
    expect(onFailing.mock.calls).toEqual([[third]]);
  });

  test('tells that an answer may have been lost on the way to the value', async () => {
    await expect(retrying([fault(), fault({ answerLost: true }), fault()], fakeClock()).result).resolves.toEqual({
      value: 'value',
      answerLost: true,
    });
  });

  test('goes on until the deadline, with a last try at it, and names the last fault', async () => {
    const clock = fakeClock();
    const { result } = retrying(times(100, fault()), clock, 10_000);
    await expect(result).rejects.toMatchObject({ name: 'DeadlineError', message: 'the last answer was HTTP 502' });
    expect(clock.pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 2_250]);
  });

  test('fails at once where the server asks to wait past the deadline', async () => {
    const clock = fakeClock();
    const { result } = retrying([fault({ retryAfterMs: 3_600_000 }, 'HTTP 429')], clock, 60_000);
    await expect(result).rejects.toMatchObject({
      name: 'PermanentFault',
      message: 'HTTP 429; it asks to wait 3600 s, which the timeout does not allow',
    });
    expect(clock.now()).toBe(0);
  });

  test('gives up a host name that is not found for 30 s', async () => {
    const clock = fakeClock();
    const notFound = fault({ source: 'connection', kind: 'host-not-found' }, 'ENOTFOUND toloka.dev');
    await expect(retrying(times(100, notFound), clock).result).rejects.toMatchObject({
      name: 'PermanentFault',
      message: 'ENOTFOUND toloka.dev for 30 s',
    });
    expect(clock.now()).toBe(30_000);
  });

  test('counts those 30 s anew where another fault came between', async () => {
    const clock = fakeClock();
    const notFound = fault({ source: 'connection', kind: 'host-not-found' });
    await retrying([...times(7, notFound), fault(), ...times(2, notFound)], clock).result;
    expect(clock.now()).toBeGreaterThan(30_000);
  });

  test.each([
    new Refusal('no', 403),
    new PermanentFault('redirect'),
    new CancelledError('cancelled'),
    new TypeError('a bug'),
  ])('leaves it at %s', async (error) => {
    const clock = fakeClock();
    await expect(retrying([error], clock).result).rejects.toBe(error);
    expect(clock.pauses).toEqual([]);
  });
});
