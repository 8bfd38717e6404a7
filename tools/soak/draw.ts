import { createHash } from 'node:crypto';
import { type Fault, STALLS, TRANSIENT, WAITS } from '../../__tests__/faults/faults.ts';
import type { Exchange } from '../toloka/toloka.js';
import { describeTraining, type Opening, type TrainingDescription } from '../toloka/trainings.js';

/** Gives a number from 0 up to, but not including, 1. */
type Random = () => number;

interface Fate {
  readonly name: string;
  readonly weight: number;
  readonly isSlow?: boolean;
  readonly opening?: Partial<Opening>;
  readonly training?: Partial<TrainingDescription>;
  /** When somebody else opens it: long before the step, or shortly before it. */
  readonly others?: 'before' | 'now';
  readonly neverOpens?: boolean;
}

/** How opening a training goes. */
const FATES: readonly Fate[] = [
  { name: 'opens at once', weight: 15 },
  { name: 'opens after a while', weight: 40, isSlow: true },
  {
    name: 'goes through an unknown status',
    weight: 5,
    isSlow: true,
    opening: { statuses: ['PENDING', 'QUEUED_V2'] },
  },
  { name: 'is already open', weight: 10, training: { status: 'OPEN' } },
  { name: 'was opened by somebody else', weight: 6, others: 'before' },
  { name: 'is being opened by somebody else', weight: 8, isSlow: true, others: 'now' },
  {
    name: 'is being opened by somebody else in vain',
    weight: 4,
    isSlow: true,
    opening: { ends: 'FAIL' },
    // If a second opening joined the first, nobody could tell that it is older than the step.
    training: { joins: false, later: { pendingMs: 300, runningMs: 600, ends: 'SUCCESS' } },
    others: 'now',
  },
  { name: 'fails', weight: 8, isSlow: true, opening: { ends: 'FAIL' }, neverOpens: true },
  { name: 'is archived', weight: 6, training: { status: 'ARCHIVED' }, neverOpens: true },
  { name: 'has no tasks', weight: 4, training: { empty: true }, neverOpens: true },
];

/** What the steps of a case do. `near` waits, too, but its deadline is near. */
const PLANS = [
  { name: 'wait', weight: 45, steps: ['wait'] },
  { name: 'no wait', weight: 10, steps: ['start'] },
  { name: 'wait later', weight: 12, steps: ['start', 'wait'] },
  { name: 'again', weight: 15, steps: ['near', 'wait'] },
  { name: 'together', weight: 12, steps: ['wait', 'wait'] },
  { name: 'too soon', weight: 6, steps: ['near'] },
] as const;

export type SoakStep = ReturnType<typeof drawCase>['steps'][number];
export type Case = ReturnType<typeof drawCase>;

/** A timeout that transient faults alone can't use up. */
const FAR_S = 150;

/** Everything that happens in the run of a seed, except the faults. */
export function drawCase(seed: number) {
  const random = randomOf('case', seed);
  const count =
    random() < 0.15 ? between(random, 2, 5) : random() < 0.01 ? between(random, 60, 100) : 1;
  const trainings = Array.from({ length: count }, (_, index) =>
    drawTraining(random, String(100 + index)),
  );
  const plan = pick(random, PLANS);
  const nearS = between(random, 1, 3);
  return {
    trainings,
    plan: plan.name,
    steps: plan.steps.map((kind) => ({
      wait: kind !== 'start',
      isFar: kind !== 'near',
      timeoutS: kind === 'near' ? nearS : FAR_S,
    })),
    /** How far Toloka's clock is ahead of this machine's. */
    aheadMs: between(random, -600_000, 600_000),
    /** The workflow is cancelled when this request arrives. */
    cancelAt: random() < 0.04 ? between(random, 1, 8) : undefined,
  };
}

function drawTraining(random: Random, id: string) {
  const fate = pick(random, FATES);
  const openingMs = between(random, 100, 1_500);
  const slow = fate.isSlow ? { pendingMs: openingMs / 3, runningMs: (openingMs * 2) / 3 } : {};
  const rest = { private_name: fate.name, joins: random() < 0.2, ...fate.training };
  return { fate, ...describeTraining(id, { ...slow, ...fate.opening }, rest) };
}

/** A server that lags behind does not know a fresh operation. */
const UNKNOWN: { readonly name: string; readonly fault: Fault } = {
  name: 'an unknown operation',
  fault: ({ res }) =>
    res.writeHead(404, { 'Content-Type': 'application/json' }).end('{"code":"DOES_NOT_EXIST"}'),
};

/**
 * The fault that a request meets, if any. It follows from the seed, the method, the path and the number of the try, not from
 * the time or from other requests.
 *
 * @param isNear whether the deadline is near: stalls would use up a far one
 * @param isCrowded whether there are so many trainings that some first tries may hang for as long as they can
 */
export function drawFault(
  seed: number,
  { method, path, tryOf }: Exchange,
  isNear: boolean,
  isCrowded: boolean,
) {
  // An operation's id differs from run to run, so it is left out.
  const kind = path.replace(/\?.*/s, '').replace(/^\/operations\/[^/]+/, '/operations/id');
  const random = randomOf('fault', seed, method, kind, tryOf);
  // A quarter of the answers fail.
  if (random() >= 0.25) return undefined;
  const rare = random();
  // Looking up an operation takes at most 30 s, so a list that hangs for 30 s may end it.
  const mayHang = isCrowded && tryOf === 1 && !path.startsWith('/operations?');
  const isStall = (isNear && rare < 0.2) || (mayHang && rare < 0.1);
  const isUnknown = kind === '/operations/id' && rare > 0.9;
  const isWait = random() < 0.1;
  const faults = isStall ? STALLS : isUnknown ? [UNKNOWN] : isWait ? WAITS : TRANSIENT;
  const alike = faults.map(({ name, fault }) => ({ name, fault, weight: 1 }));
  const { name, fault } = pick(random, alike);
  // These say that Toloka did not take the request.
  const hasNoEffect = isUnknown || isWait || name.includes('429');
  return { name, fault, isAfter: !hasNoEffect && random() < 0.5 };
}

/** Makes numbers that look random but follow from the parts alone: hashes of the parts and a counter. */
function randomOf(...parts: readonly (string | number)[]): Random {
  let count = 0;
  return () => {
    count += 1;
    const hash = createHash('sha256').update([...parts, count].join('\n'));
    return hash.digest().readUInt32BE() / 2 ** 32;
  };
}

/** Picks one of several, each as often as its weight says. */
function pick<T extends { readonly weight: number }>(random: Random, all: readonly T[]): T {
  let rest = random() * all.reduce((sum, { weight }) => sum + weight, 0);
  const found = all.find(({ weight }) => {
    rest -= weight;
    return rest < 0;
  });
  if (found === undefined) throw new Error('there is nothing to pick from');
  return found;
}

const between = (random: Random, from: number, to: number): number =>
  Math.round(from + random() * (to - from));
