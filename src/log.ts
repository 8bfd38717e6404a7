import { formatDuration } from './duration.ts';
import { isDone, type Progress, summarize } from './progress.ts';
import * as report from './report.ts';
import type { Operation } from './toloka/operation.ts';

// People want to see that something happens, but no line a second.
const PAUSE_MS = 10_000;
const LONG_PAUSE_MS = 60_000;
const STEP_PERCENT = 10;

/**
 * What the log says about the trainings. One training has a line for each change. Several share one line about all of
 * them, and each has a line of its own only when it ends.
 */
export interface Log {
  /** Something about one training. Several have no line for it. */
  readonly detail: (progress: Progress, text: string) => void;
  /** The operation that opens a training, as it is at first. */
  readonly started: (progress: Progress, operation: Operation) => void;
  /** The same operation, as it is now. */
  readonly followed: (progress: Progress, operation: Operation) => void;
  /** The end of the work on a training. */
  readonly ended: (progress: Progress) => void;
  /** The end of the work on all of them. */
  readonly allEnded: (isDryRun: boolean) => void;
}

/** @param now milliseconds since the step began */
export function createLog(all: readonly Progress[], timeoutMs: number, now: () => number): Log {
  const isAlone = all.length === 1;
  let last = { at: 0, percent: 0, status: '', done: 0 };
  const after = (): string => `after ${formatDuration(now())} of ${formatDuration(timeoutMs)}`;
  const detail = ({ trainingId }: Progress, text: string): void => {
    if (isAlone) report.info(`training ${trainingId}: ${text}`);
    else report.debug(`training ${trainingId}: ${text}`);
  };
  /** Whether it is time for a line: soon if much has changed, and otherwise once a minute. */
  const isDue = (hasGrown: boolean): boolean => now() - last.at >= (hasGrown ? PAUSE_MS : LONG_PAUSE_MS);

  return {
    detail,
    started(progress, { id, status, percent = 0 }) {
      const join = `an opening is already running (operation ${id}), joining it`;
      detail(progress, progress.joined ? join : `${status} (operation ${id})`);
      if (isAlone) last = { ...last, at: now(), percent, status };
    },
    followed(progress, { status, percent = 0 }) {
      if (isAlone) {
        if (status === last.status && !isDue(percent - last.percent >= STEP_PERCENT)) return;
        detail(progress, `${status}${status === 'RUNNING' && percent > 0 ? `, ${percent} %` : ''} (${after()})`);
        last = { ...last, at: now(), percent, status };
        return;
      }
      const done = all.filter(isDone).length;
      if (!isDue((done - last.done) / all.length >= STEP_PERCENT / 100)) return;
      report.info(`${countAll(all)} (${after()})`);
      last = { ...last, at: now(), done };
    },
    ended({ trainingId, state, failure, tookMs = 0 }) {
      // The annotation says why one training is not open. For several it has no room for the ids.
      if (isAlone && failure) return;
      const reference = failure?.reference ? `; ${failure.reference}` : '';
      report.info(`training ${trainingId} ${state}; took ${formatDuration(tookMs)}${reference}`);
    },
    allEnded(isDryRun) {
      if (isAlone) return;
      const joined = all.filter((progress) => progress.joined).length;
      const linked = all.filter(({ trainingUrl }) => trainingUrl !== undefined).length;
      const more = [joined > 0 && `${joined} joined`, linked > 0 && `${linked} linked in the job summary`];
      report.info([summarize(all, isDryRun), ...more].filter(Boolean).join(', '));
    },
  };
}

/** Such as `12 of 100 open, 1 failed, 87 opening`. */
export function countAll(all: readonly Progress[]): string {
  const failed = all.filter(({ failure }) => failure !== undefined).length;
  const open = all.filter((progress) => isDone(progress) && progress.status === 'SUCCESS' && !progress.failure).length;
  const parts = { failed, opening: all.length - open - failed };
  const rest = Object.entries(parts).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : []));
  return [`${open} of ${all.length} open`, ...rest].join(', ');
}
