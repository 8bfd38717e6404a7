import * as report from './report.ts';
import { formatDuration } from './time.ts';
import type { TolokaError } from './toloka/errors.ts';
import type { Known } from './toloka/known.ts';
import type { Target } from './toloka/target.ts';
import { type Done, nameOf, standingOf } from './words.ts';

/** The least time between two lines about nothing new. A server that asks to wait longer is told. */
const MIN_PAUSE_MS = 10_000;

/**
 * What the log says while the step works: a line for each change, and now and then who is under
 * way.
 *
 * @param now milliseconds since the step began
 */
export function createLog(timeoutMs: number, now: () => number) {
  const underWay = new Map<Target, Known>();
  let lastAt = 0;
  const say = (text: string) => {
    report.info(text);
    lastAt = now();
  };
  // People want to see that something happens, but no line a second.
  const isQuiet = () => now() - lastAt >= Math.max(MIN_PAUSE_MS, now() / 5);

  return {
    /** Tells those who debug of each try. */
    onTry: (request: string, outcome: string) =>
      report.debug(`${request}: ${outcome} (after ${formatDuration(now())})`),

    /** Tells of long pauses, and of requests that fail again and again. */
    onRetry(failures: number, { message, facts }: TolokaError, pauseMs: number): void {
      const { request, retryAfterMs = 0 } = facts;
      if (failures !== 3 && retryAfterMs < MIN_PAUSE_MS && !isQuiet()) return;
      const next = `try ${failures + 1} follows in ${formatDuration(pauseMs)}`;
      say(`${request} failed, ${next}: ${message}`);
    },

    /** Says what has become known of a target. */
    tell(known: Known): void {
      const { target } = known;
      const news = describeNews(underWay.get(target) ?? { target }, known);
      underWay.set(target, known);
      for (const text of news) say(`${target.kind} ${target.id}: ${text}`);
      if (!isQuiet()) return;
      const all = [...underWay.values()].map((one) => `${nameOf(one)} (${describeStatus(one)})`);
      const time = `after ${formatDuration(now())} of ${formatDuration(timeoutMs)}`;
      say(`${time}, under way: ${all.join(', ')}`);
    },

    /** Says how the work on a target has ended. The annotation says why. */
    end(done: Done): void {
      underWay.delete(done.target);
      for (const doubt of done.doubts) report.warning(`${nameOf(done)} ${doubt}`);
      const reference = done.failure?.reference && ` (${done.failure.reference})`;
      say(`${nameOf(done)} ${standingOf(done)}${reference ?? ''}`);
    },
  };
}

function describeStatus({ operation }: Known) {
  const { status = 'no operation yet', progress } = operation ?? {};
  return progress ? `${status}, ${progress}%` : status;
}

/** What is new about a target, a line each. */
function describeNews(before: Known, after: Known): readonly string[] {
  const { operation, reading, joined, prior, obstacle } = after;
  const { status } = operation ?? {};
  const isOther = operation?.id !== before.operation?.id;
  const id = `operation ${operation?.id}`;
  const begins = joined ? `an opening is already running (${id}), joining it` : `${status} (${id})`;
  const news = [
    prior !== before.prior && `that failed, so it is opened once more: ${prior?.reason.message}`,
    obstacle !== before.obstacle && `${obstacle}; trying again`,
    isOther ? status && begins : status !== before.operation?.status && status,
    reading?.url !== before.reading?.url && reading?.url,
  ];
  return news.filter((line) => typeof line === 'string');
}
