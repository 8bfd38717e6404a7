import type { Clock } from './clock.ts';
import { clauseOf, DeadlineError, PermanentFault, TransientFault } from './errors.ts';

const FIRST_BACK_OFF_MS = 250;
const FIRST_BACK_OFF_THROTTLED_MS = 1_000;
const MAX_BACK_OFF_MS = 20_000;
const HOST_NOT_FOUND_LIMIT_MS = 30_000;
const FAILURES_WORTH_A_WARNING = 3;

export interface Patience {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** When to give up, on the clock's `now`. */
  readonly deadline: number;
  /** Called once, at the third failure in a row. */
  readonly onFailing: (fault: TransientFault) => void;
}

/**
 * Tries until a try gives a value, with an exponential back-off and full jitter (0.25 s at first, 1 s after a 429, 20 s
 * at most), at least as long as the server asks to wait.
 *
 * @returns the value, and whether an earlier try may have had its effect although its answer was lost
 * @throws DeadlineError with the last fault as its cause; PermanentFault where the server asks to wait past the deadline,
 *   or a host name is not found for 30 s; whatever a try throws that is no TransientFault
 */
export async function retry<T>(
  attempt: () => Promise<T>,
  { clock, signal, deadline, onFailing }: Patience,
): Promise<{ value: T; answerLost: boolean }> {
  let answerLost = false;
  let notFoundSince: number | undefined;
  for (let failures = 1; ; failures += 1) {
    try {
      return { value: await attempt(), answerLost };
    } catch (fault) {
      if (!(fault instanceof TransientFault)) throw fault;
      answerLost ||= fault.answerLost;
      if (failures === FAILURES_WORTH_A_WARNING) onFailing(fault);

      const now = clock.now();
      const left = deadline - now;
      if (left <= 0) throw new DeadlineError(clauseOf(fault), answerLost, { cause: fault });
      if (fault.retryAfterMs > left) {
        const seconds = Math.ceil(fault.retryAfterMs / 1_000);
        throw new PermanentFault(`${fault.message}; it asks to wait ${seconds} s, which the timeout does not allow`, {
          cause: fault,
        });
      }
      notFoundSince = fault.kind === 'host-not-found' ? (notFoundSince ?? now) : undefined;
      const lastTry = Math.min(deadline, (notFoundSince ?? Number.POSITIVE_INFINITY) + HOST_NOT_FOUND_LIMIT_MS);
      if (lastTry <= now) throw new PermanentFault(`${fault.message} for 30 s`, { cause: fault });

      const first = fault.kind === 'throttled' ? FIRST_BACK_OFF_THROTTLED_MS : FIRST_BACK_OFF_MS;
      const backOff = clock.random() * Math.min(MAX_BACK_OFF_MS, first * 2 ** (failures - 1));
      await clock.sleep(Math.min(lastTry - now, Math.max(backOff, fault.retryAfterMs)), signal);
    }
  }
}
