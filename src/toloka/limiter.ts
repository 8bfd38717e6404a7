import type { Clock } from './clock.ts';
import { CancelledError, DeadlineError } from './errors.ts';

const IN_FLIGHT = 32;
/** A request that takes longer gives its place back, so that requests that hang do not stop the others. */
const SLOW_MS = 2_000;
const MAX_SLOW = 128;
// Toloka answers 429 past 300 requests a second for an account. The rest is for what else the account does.
const PER_SECOND = 250;
/** The least time between the starts of two polls. Polls that run together hold memory together, and V8 keeps room for it. */
export const POLL_GAP_MS = 10;
const POLLS_PER_SECOND = 1_000 / POLL_GAP_MS;
/** How often it looks whether a request that waits may start. */
const TICK_MS = POLL_GAP_MS;

/** Polls wait until nothing else does. */
const KINDS = ['call', 'poll'] as const;
type Kind = (typeof KINDS)[number];

/**
 * Starts a request as soon as it may start.
 *
 * @param until when it is too late, on the clock's `now`
 * @throws DeadlineError if it is too late; CancelledError; anything that the request throws
 */
export type Limit = <T>(kind: Kind, until: number, request: () => Promise<T>) => Promise<T>;

/** Limits the requests of a step: how many are in flight, and how many come to Toloka in any second. */
export function createLimiter(clock: Clock, signal: AbortSignal): Limit {
  interface Run {
    readonly kind: Kind;
    readonly startedAt: number;
  }
  interface Waiting {
    readonly kind: Kind;
    readonly until: number;
    readonly start: (run: Run) => void;
    readonly fail: (error: Error) => void;
  }
  let waiting: Waiting[] = [];
  const running = new Set<Run>();
  /** When the requests of the last second ended. */
  const ended: Record<Kind, number[]> = { call: [], poll: [] };
  let lastPollAt = Number.NEGATIVE_INFINITY;
  let isTicking = false;

  // A request comes to Toloka between its start and its end, so it counts until a second after its end, unless it was slow.
  const countLately = (kind: Kind, now: number): number => {
    const times = ended[kind];
    while ((times[0] ?? Number.POSITIVE_INFINITY) <= now - 1_000) times.shift();
    return times.length;
  };

  const mayStart = (kind: Kind): boolean => {
    const now = clock.now();
    const fast: Record<Kind, number> = { call: 0, poll: 0 };
    // Not a loop: that makes an object for each run.
    running.forEach((run) => {
      if (now - run.startedAt < SLOW_MS) fast[run.kind] += 1;
    });
    const slow = running.size - fast.call - fast.poll;
    const polls = fast.poll + countLately('poll', now);
    return (
      running.size - Math.min(slow, MAX_SLOW) < IN_FLIGHT &&
      fast.call + countLately('call', now) + polls < PER_SECOND &&
      (kind === 'call' || (polls < POLLS_PER_SECOND && now >= lastPollAt + POLL_GAP_MS))
    );
  };

  const startNext = (): void => {
    for (const kind of KINDS) {
      for (;;) {
        const index = waiting.findIndex((one) => one.kind === kind);
        const next = waiting[index];
        if (next === undefined || !mayStart(kind)) break;
        waiting.splice(index, 1);
        const run = { kind, startedAt: clock.now() };
        running.add(run);
        if (kind === 'poll') lastPollAt = run.startedAt;
        next.start(run);
      }
    }
  };

  const tick = async (): Promise<void> => {
    isTicking = true;
    while (waiting.length > 0) {
      const now = clock.now();
      const late = waiting.filter(({ until }) => until <= now);
      if (late.length > 0) waiting = waiting.filter(({ until }) => until > now);
      for (const { fail } of late) fail(new DeadlineError());
      startNext();
      try {
        await clock.sleep(TICK_MS, signal);
      } catch (error) {
        for (const { fail } of waiting.splice(0)) fail(new CancelledError({ cause: error }));
      }
    }
    isTicking = false;
  };

  return async (kind, until, request) => {
    const run = await new Promise<Run>((start, fail) => {
      waiting.push({ kind, until, start, fail });
      startNext();
      if (!isTicking) void tick();
    });
    try {
      return await request();
    } finally {
      running.delete(run);
      if (clock.now() - run.startedAt < SLOW_MS) ended[run.kind].push(clock.now());
      startNext();
    }
  };
}
