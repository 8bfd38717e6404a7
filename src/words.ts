import { word } from './printable.ts';
import type { End, Known, Result } from './toloka/known.ts';
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
  /** Whether it may open yet. */
  mayOpen: boolean;
}>;

/** A target on which the work has ended. */
export interface Done extends End {
  readonly failure?: Failure | undefined;
  /** What a person should know although the step may pass. */
  readonly doubts: readonly string[];
}

/** A mark, and how a target stands, as a heading says it after the name. */
const WORDS: Readonly<Record<Result, readonly [mark: string, standing: string]>> = {
  open: ['✅', 'is open'],
  'already open': ['✅', 'was already open'],
  unseen: ['✅', 'should be open'],
  opening: ['⏳', 'is opening'],
  'would open': ['✅', 'could be opened'],
  'reads open': ['✅', 'is already open'],
  untouched: ['–', 'was not touched'],
  failed: ['❌', 'failed'],
};

export const standingOf = ({ result, failure }: Done): string =>
  failure?.standing ?? WORDS[result][1];

/** What stands before a target: whether it is well, or is not but may yet be. */
export function markOf(done: Done): string {
  const { result, doubts, failure } = done;
  if (isGood(done) && doubts.length > 0) return '⚠️';
  return WORDS[failure?.mayOpen ? 'opening' : result][0];
}

/** Whether the work on a target has ended well. */
export const isGood = ({ result }: Done): boolean => result !== 'failed' && result !== 'untouched';

/** The operation that opens it, or the one that was joined and failed, if nothing else did. */
const operationOf = ({ operation, saysOpen, prior }: Known): Operation | undefined =>
  operation ?? (saysOpen ? undefined : prior?.operation);
export const operationIdOf = (known: Known): string => operationOf(known)?.id ?? '';

/** The last status that Toloka gave, as it came; `SUCCESS` if it says that it is open. */
export const statusOf = (known: Known): string =>
  operationOf(known)?.status ?? (known.saysOpen ? 'SUCCESS' : '');

/** Whether it is certain that it was open before the step. */
export const isAlreadyOpen = ({ result }: Done): boolean =>
  result === 'already open' || result === 'reads open';

/** Such as `training 21 "Cats or dogs"`: the kind, the id, and the name, if it was read. */
export function nameOf({ target: { kind, id }, reading }: Known): string {
  const name = reading?.name && ` "${word(reading.name)}"`;
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
  return first && !second ? nameOf(first) : `${group.length} ${first?.target.kind}s`;
}

/** How one of several stands: since when it is open does not matter. */
const standingAmong = (done: Done) =>
  standingOf(done.result === 'already open' ? { ...done, result: 'open' } : done);

/** Such as `are open` for `is open`. */
const toPlural = (standing: string) => standing.replace(/^is /, 'are ').replace(/^was /, 'were ');

/** How targets of one kind stand, such as `2 of 3 pools are open, 1 was refused`. */
function describeEnds(group: readonly Done[]): string {
  const all = group.map(group.length > 1 ? standingAmong : standingOf);
  const found = [...new Set([WORDS.open[1], ...all])].filter((standing) => all.includes(standing));
  const parts = found.map((standing, at) => {
    const count = all.filter((one) => one === standing).length;
    const whole =
      count === all.length ? describeGroup(group) : `${count} of ${describeGroup(group)}`;
    return `${at === 0 ? whole : count} ${count === 1 ? standing : toPlural(standing)}`;
  });
  return parts.join(', ');
}

/** The heading for all targets of a step, such as `Training 21 "Cats" and 2 pools are open`. */
export function describeAll(done: readonly Done[], isDryRun: boolean): string {
  // What is not open comes first.
  const groups = groupByKind(done).toSorted(
    (a, b) => Number(a.every(isGood)) - Number(b.every(isGood)),
  );
  const [standing, other] = new Set(done.map(standingAmong));
  if (standing === undefined) return 'Nothing was sent to Toloka';
  const areAlike = groups.length > 1 && other === undefined;
  const ends = groups.map(describeEnds).join(', ');
  const text = areAlike ? `${describeGroups(done)} ${toPlural(standing)}` : ends;
  return isDryRun ? `Dry run: ${text}` : text.charAt(0).toUpperCase() + text.slice(1);
}

/** Why targets are not open, and what to do, a line each. */
export function describeFailures(done: readonly Done[]): readonly string[] {
  const lines = done.flatMap((one) => {
    const { reason = '', advice = '' } = one.failure ?? {};
    return [reason && `${nameOf(one)}: ${reason}`, advice && `→ ${advice}`];
  });
  const untouched = done.filter(({ result }) => result === 'untouched');
  return [...lines, describeEnds(untouched)].filter((line) => line !== '');
}

/** What is in doubt about a target that need not have failed. */
export function describeDoubts(end: End, trainings: readonly Target[]): readonly string[] {
  const { result, reading, hasTasks } = end;
  const { status, needs } = reading ?? {};
  const isOther = needs && !trainings.some(({ id }) => id === needs);
  const doubts = [
    result === 'unseen' && "can't be read, so nobody saw that it is open",
    hasTasks === false && 'has no tasks: upload them first, or it fails with EMPTY_POOL',
    result === 'would open' && status !== 'CLOSED' && `is ${status}, so it may not open`,
    isOther && `needs training ${needs}, which this step does not open`,
  ];
  return doubts.filter((doubt) => typeof doubt === 'string');
}

/** From worst to best. One that Toloka does not document is better than FAIL alone. */
const STATUSES = ['', 'FAIL', 'any other', 'PENDING', 'RUNNING', 'SUCCESS'];
const rankOf = (status: string) =>
  STATUSES.indexOf(STATUSES.includes(status) ? status : 'any other');

/** The worst status of all. */
export const worstStatus = (all: readonly Known[]): string =>
  all.map(statusOf).sort((a, b) => rankOf(a) - rankOf(b))[0] ?? '';
