import { formatDuration } from './duration.ts';
import * as report from './report.ts';
import { describeAll, describeStanding, nameTraining, type State } from './state.ts';
import { isKnown } from './toloka/operation.ts';

/** The least time between two lines about nothing new. People want to see that something happens, but no line a second. */
const MIN_PAUSE_MS = 10_000;

/**
 * What the log says while the step works. One training has a line for each change. Several share one line about all of them,
 * and each has a line of its own only when it ends.
 *
 * @param now milliseconds since the step began
 */
export function createLog(timeoutMs: number, now: () => number) {
  const warned = new Set<string>();
  let lastAt = 0;

  /** Says how far it is, if that is news, or if nothing was said for a fifth of the time so far. */
  const showProgress = (text: string, isNews: boolean): void => {
    if (!isNews && now() - lastAt < Math.max(MIN_PAUSE_MS, now() / 5)) return;
    lastAt = now();
    report.info(`${text} (after ${formatDuration(lastAt)} of ${formatDuration(timeoutMs)})`);
  };
  const warnOnce = (text: string, about = text): void => {
    if (!warned.has(about)) report.warning(text);
    warned.add(about);
  };

  return {
    warnOnce,
    /** Says what has changed of one training. @param states all of them as they are now */
    show(before: State, after: State, states: readonly State[]): void {
      const name = `training ${after.trainingId}`;
      const isAlone = states.length === 1;
      const print = isAlone ? report.info : report.debug;
      const news = [...describeNews(before, after)];
      for (const line of news) print(`${name}: ${line}`);
      if (news.length > 0) lastAt = now();
      for (const { text, about } of describeDoubts(after))
        warnOnce(`${name}: ${text}`, about ?? `${name}: ${text}`);

      const { operation, result, failure, tookMs } = after;
      const isSame = operation !== undefined && operation.id === before.operation?.id;
      if (!isAlone) showProgress(describeAll(states), false);
      else if (isSame && result === undefined && failure === undefined) {
        const percent =
          operation.status === 'RUNNING' && operation.percent ? `, ${operation.percent}%` : '';
        showProgress(
          `${name}: ${operation.status}${percent}`,
          operation.status !== before.operation?.status,
        );
      }
      // The annotation says why one training is not open. For several it has no room for what the support asks for.
      if (tookMs === undefined || (isAlone && failure)) return;
      const reference = failure?.reference ? `; ${failure.reference}` : '';
      const took = `took ${formatDuration(tookMs)}${reference}`;
      report.info(`training ${nameTraining(after)} ${describeStanding(after)}; ${took}`);
    },
  };
}

/** What is new about one training, a line each. */
function* describeNews(before: State, { operation, training, joined }: State): Generator<string> {
  if (operation !== undefined && operation.id !== before.operation?.id) {
    const join = `an opening is already running (operation ${operation.id}), joining it`;
    yield joined ? join : `${operation.status} (operation ${operation.id})`;
  }
  if (operation === undefined && before.operation !== undefined) {
    yield 'the opening that was running failed, perhaps before the last change: opening once more';
  }
  if (training?.url !== undefined && training.url !== before.training?.url) yield training.url;
}

/** What a person should know although the step may pass. One warning serves for all that is `about` the same. */
function* describeDoubts({ operation, openerUnknown, result, training }: State) {
  const { status = 'PENDING' } = operation ?? {};
  const odd = `Toloka gives the unknown status ${JSON.stringify(status)}`;
  const doubtful = `it is ${training?.status}, and Toloka does not say whether it can be opened`;
  if (!isKnown(status)) yield { text: odd, about: odd };
  if (openerUnknown && result)
    yield { text: 'an answer was lost, so it is not known who opened it' };
  if (result === 'unseen')
    yield { text: 'it should be open, but it could not be read, so nobody saw that it is open' };
  if (result === 'reads otherwise') yield { text: doubtful, about: doubtful };
}
