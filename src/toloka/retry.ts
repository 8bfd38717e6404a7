import { formatDuration } from '../duration.ts';
import type { Bounds } from './clock.ts';
import { DeadlineError, PermanentError, TolokaError, TransientError } from './errors.ts';

const FIRST_BACK_OFF_MS = 250;
const FIRST_BACK_OFF_THROTTLED_MS = 1_000;
const MAX_BACK_OFF_MS = 20_000;
const DAY_MS = 86_400_000;
const FAILURES_UNTIL_WARNING = 3;

interface RetryOptions extends Bounds {
  /** Called once, at the third failure in a row. */
  readonly onFailing: (fault: TransientError) => void;
}

/** The milliseconds to pause after so many failures in a row: exponential back-off with full jitter (`random`, 0 to 1). */
export const backOff = (failures: number, random: number, firstMs = FIRST_BACK_OFF_MS): number =>
  random * Math.min(MAX_BACK_OFF_MS, firstMs * 2 ** (failures - 1));

/**
 * Tries until a try succeeds. It pauses between tries: up to 0.25 s at first (1 s after a 429), and at least as long as
 * the server asks.
 *
 * @param attempt is told whether an earlier try may have had its effect although its answer was lost
 * @throws DeadlineError; PermanentError if the server asks to wait past the deadline, or if a fault lasts too long to be
 *   tried again; anything but a TransientError that a try throws. Each knows whether an answer was lost.
 */
export async function retry<T>(
  attempt: (answerLost: boolean) => Promise<T>,
  { clock, signal, deadline, onFailing }: RetryOptions,
): Promise<T> {
  let answerLost = false;
  let last: TransientError | undefined;
  let failingSince: number | undefined;
  try {
    for (let failures = 1; ; failures += 1) {
      try {
        return await attempt(answerLost);
      } catch (error) {
        // A try that came too late to be sent says nothing by itself: the fault before it does.
        const fault = error instanceof DeadlineError ? (last ?? error) : error;
        if (!(fault instanceof TransientError)) throw fault;
        last = fault;
        answerLost ||= fault.answerLost;
        if (failures === FAILURES_UNTIL_WARNING) onFailing(fault);

        const now = clock.now();
        const left = deadline - now;
        const details = { cause: fault, requestId: fault.requestId, advice: fault.advice };
        if (left <= 0) throw new DeadlineError(fault.message, details);
        if (fault.retryAfterMs > left) {
          const wait = fault.retryAfterMs > DAY_MS ? 'more than a day' : formatDuration(fault.retryAfterMs);
          throw new PermanentError(
            `${fault.message}; it asks to wait ${wait}, longer than the timeout allows`,
            details,
          );
        }
        failingSince = Number.isFinite(fault.giveUpAfterMs) ? (failingSince ?? now) : undefined;
        const lastTryAt = Math.min(deadline, (failingSince ?? now) + fault.giveUpAfterMs);
        if (lastTryAt <= now) {
          throw new PermanentError(`${fault.message}, for ${formatDuration(fault.giveUpAfterMs)}`, details);
        }
        const first = fault.fault === 'throttled' ? FIRST_BACK_OFF_THROTTLED_MS : FIRST_BACK_OFF_MS;
        const pause = Math.max(fault.retryAfterMs, backOff(failures, clock.random(), first));
        await clock.sleep(Math.min(lastTryAt - now, pause), signal);
      }
    }
  } catch (error) {
    if (error instanceof TolokaError) error.answerLost ||= answerLost;
    throw error;
  }
}
