import type { Opening } from './toloka/opening.ts';

/** How the work on a training ended, if nothing went wrong. `unseen` is open by Toloka's word. The last three are of a dry run. */
export type Result =
  | 'open'
  | 'already open'
  | 'unseen'
  | 'opening'
  | 'would open'
  | 'reads open'
  | 'reads otherwise';

export interface Failure {
  /** How the training stands, as a heading says it after the name. */
  readonly standing: string;
  /** What failed, what continues at Toloka, and what to do. */
  readonly reason: string;
  /** What to quote to Toloka's support: the ids. */
  readonly reference: string;
  readonly code: string;
}

/** What is known of one training. Log, outputs, summary and error are made of it. */
export interface State extends Opening {
  readonly result?: Result;
  readonly failure?: Failure;
  /** Milliseconds from the start of the step to the end of the work on this training. */
  readonly tookMs?: number;
}

/** The last status that Toloka gave, as it came; `SUCCESS` if the training was already open; empty if there is none. */
export const statusOf = ({ operation, wasOpen }: State): string =>
  operation?.status ?? (wasOpen ? 'SUCCESS' : '');

export const isAlreadyOpen = ({ result, wasOpen }: State): boolean =>
  Boolean(wasOpen && result) || result === 'reads open';

/** Such as `21 "Cats or dogs"`: the id, and the name that people know it by, if it was read. */
export const nameTraining = ({ trainingId, training }: State): string =>
  training?.name === undefined ? trainingId : `${trainingId} "${training.name}"`;

/** What a heading says of a training alone, of one among several, and of several. */
const WORDS: Readonly<
  Record<Result | 'failed' | 'working', readonly [alone: string, one: string, several: string]>
> = {
  open: ['is open', 'is open', 'are open'],
  'already open': ['was already open', 'is open', 'are open'],
  unseen: ['should be open, but nobody saw it', 'should be open', 'should be open'],
  'would open': ['would be opened', 'would be opened', 'would be opened'],
  'reads open': ['is already open', 'is already open', 'are already open'],
  'reads otherwise': ['is in doubt', 'is in doubt', 'are in doubt'],
  failed: ['failed', 'failed', 'failed'],
  opening: ['is opening (not waiting)', 'is opening', 'are opening'],
  working: ['is under way', 'is under way', 'are under way'],
};
const wordsOf = ({ failure, result }: State) =>
  WORDS[failure === undefined ? (result ?? 'working') : 'failed'];

/** How a training stands, as a heading says it after the name: `is open`. */
export function describeStanding(state: State): string {
  if (state.result === 'reads otherwise')
    return `is ${state.training?.status}, so nobody knows whether it would open`;
  return state.failure?.standing ?? wordsOf(state)[0];
}

/** The heading for all trainings of a step, such as `2 of 3 trainings are open, 1 failed`. */
export function describeAll(states: readonly State[]): string {
  const [first, second] = states;
  if (first === undefined) return 'Nothing was sent to Toloka';
  if (second === undefined) return `Training ${nameTraining(first)} ${describeStanding(first)}`;
  const groups = new Map(Object.values(WORDS).map(([, one, several]) => [several, one]));
  const counts = [...groups].flatMap(([several, one]) => {
    const count = states.filter((state) => wordsOf(state)[2] === several).length;
    return count > 0 ? [{ count, says: count === 1 ? one : several }] : [];
  });
  const start = `${counts.length === 1 ? '' : `${counts[0]?.count} of `}${states.length} trainings`;
  return counts.map(({ count, says }, at) => `${at === 0 ? start : count} ${says}`).join(', ');
}

// The worst comes first. Between FAIL and PENDING is every status that Toloka does not document.
const RANKS = ['', 'FAIL', undefined, 'PENDING', 'RUNNING', 'SUCCESS'];

/** The worst status; empty if one training has none. */
export function worstStatus(states: readonly State[]): string {
  const rank = (status: string): number => RANKS.indexOf(RANKS.find((known) => known === status));
  return states.map(statusOf).sort((a, b) => rank(a) - rank(b))[0] ?? '';
}
