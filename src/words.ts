import { printableWord } from './printable.ts';
import { type End, type Known, phaseOf } from './toloka/known.ts';
import type { Operation } from './toloka/operation.ts';
import type { Target } from './toloka/target.ts';

/** Why a target is not open, in words. */
export type Failure = Readonly<{
  /** How the target stands, as a heading says it after the name. */
  standing: string;
  /** What failed, and what continues at Toloka. */
  reason: string;
  /** What to do; empty if nobody knows. */
  advice: string;
  /** What to quote to Toloka's support: the ids. */
  reference: string;
  code: string;
}>;

/** A target on which the work has ended. */
export interface Done extends End {
  readonly failure: Failure | undefined;
  /** What a person should know although the step may pass. */
  readonly doubts: readonly string[];
}

/** A mark, and what a heading says of one and of several, in the order in which it counts them. */
const WORDS = {
  open: ['✅', 'is open', 'are open'],
  unseen: ['✅', 'should be open', 'should be open'],
  'would open': ['✅', 'would be opened', 'would be opened'],
  'reads open': ['✅', 'is already open', 'are already open'],
  failed: ['❌', 'failed', 'failed'],
  late: ['⏳', 'is not open yet', 'are not open yet'],
  untouched: ['–', 'was not touched', 'were not touched'],
  opening: ['⏳', 'is opening', 'are opening'],
} as const;

function keyOf(done: Done): keyof typeof WORDS {
  const { result } = done;
  if (result === 'failed' && phaseOf(done) === 'running') return 'late';
  return result === 'already open' ? 'open' : result;
}

export const markOf = (done: Done): string => WORDS[keyOf(done)][0];

/** Whether the work on a target has ended well. */
export const isGood = ({ result }: Done): boolean => result !== 'failed' && result !== 'untouched';

/** How a target stands, as a heading says it after the name: `is open`. */
export function standingOf(done: Done): string {
  if (done.result === 'already open' && !done.answerLost) return 'was already open';
  return done.failure?.standing ?? WORDS[keyOf(done)][1];
}

/** The operation that opens it, or the one that was joined and failed, if nothing else did. */
const operationOf = ({ operation, wasOpen, failed }: Known): Operation | undefined =>
  operation ?? (wasOpen ? undefined : failed?.operation);
export const operationIdOf = (known: Known): string => operationOf(known)?.id ?? '';

/** The last status that Toloka gave, as it came; `SUCCESS` if it was open; empty if none. */
export const statusOf = (known: Known): string =>
  operationOf(known)?.status ?? (known.wasOpen ? 'SUCCESS' : '');

/** Whether it is certain that it was open before the step. */
export const isAlreadyOpen = (done: Done): boolean =>
  done.result === 'reads open' || (isGood(done) && done.wasOpen === true && !done.answerLost);

/** Such as `training 21 "Cats or dogs"`: the kind, the id, and the name, if it was read. */
export function nameOf({ target: { kind, id }, reading }: Known): string {
  const name = reading?.name && ` "${printableWord(reading.name)}"`;
  return `${kind} ${id}${name ?? ''}`;
}

const groupByKind = <T extends Known>(all: readonly T[]) =>
  (['training', 'pool'] as const)
    .map((kind) => all.filter(({ target }) => target.kind === kind))
    .filter((group) => group.length > 0);

/** Such as `training 21 "Cats or dogs" and 2 pools`. */
export const describeGroups = (all: readonly Known[]): string =>
  groupByKind(all).map(describeGroup).join(' and ');

function describeGroup(group: readonly Known[]): string {
  const [first, second] = group;
  if (first === undefined) return '';
  return second === undefined ? nameOf(first) : `${group.length} ${first.target.kind}s`;
}

/** How targets of one kind stand, such as `2 of 3 pools are open, 1 failed`. */
function describeEnds(group: readonly Done[]): string {
  const [first, second] = group;
  if (first && !second) return `${nameOf(first)} ${standingOf(first)}`;
  const counts = Object.entries(WORDS).flatMap(([key, [, one, several]]) => {
    const count = group.filter((done) => keyOf(done) === key).length;
    return count > 0 ? [{ count, says: count === 1 ? one : several }] : [];
  });
  const all = describeGroup(group);
  const start = counts.length === 1 ? all : `${counts[0]?.count} of ${all}`;
  return counts.map(({ count, says }, at) => `${at === 0 ? start : count} ${says}`).join(', ');
}

/** The heading for all targets of a step, such as `Training 21 "Cats" and 2 pools are open`. */
export function describeAll(done: readonly Done[], isDryRun: boolean): string {
  const groups = groupByKind(done);
  const [key, other] = new Set(done.map(keyOf));
  if (key === undefined) return 'Nothing was sent to Toloka';
  const areAlike = groups.length > 1 && other === undefined;
  const ends = groups.map(describeEnds).join(', ');
  const text = areAlike ? `${describeGroups(done)} ${WORDS[key][2]}` : ends;
  return isDryRun ? `Dry run: ${text}` : text.charAt(0).toUpperCase() + text.slice(1);
}

/** Why targets are not open, and what to do, a line each. For several, the log has the ids. */
export function describeFailures(done: readonly Done[]): readonly string[] {
  const isAlone = done.length === 1;
  const lines = done.flatMap((one) => {
    if (one.failure === undefined) return [];
    const { reason, advice, reference } = one.failure;
    const what = isAlone ? reason : `${nameOf(one)}: ${reason}`;
    return [what, advice && `→ ${advice}`, isAlone ? reference : ''];
  });
  return lines.filter((line) => line !== '');
}

/** What is in doubt about a target that need not have failed. */
export function describeDoubts(end: End, trainings: readonly Target[]): readonly string[] {
  const { result, reading, hasTasks } = end;
  const { status, needs } = reading ?? {};
  const doubts = {
    "can't be read, so nobody saw that it is open": result === 'unseen',
    'has no tasks: upload them first, or it fails with EMPTY_POOL': hasTasks === false,
    [`is ${status}, so it may not open`]: result === 'would open' && status !== 'CLOSED',
    [`needs training ${needs}, which this step does not open`]:
      needs && !trainings.some(({ id }) => id === needs),
  };
  return Object.entries(doubts).flatMap(([doubt, isSo]) => (isSo ? [doubt] : []));
}

/** From the worst on. One that Toloka does not document is worse than all of these. */
const STATUSES = ['', 'FAIL', 'PENDING', 'RUNNING', 'SUCCESS'];

/** The worst status; empty if one target has none. */
export const worstStatus = (all: readonly Known[]): string =>
  all.map(statusOf).sort((a, b) => STATUSES.indexOf(a) - STATUSES.indexOf(b))[0] ?? '';
