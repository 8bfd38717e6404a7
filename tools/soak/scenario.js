import { describeTraining } from '../toloka/trainings.js';
import { between, pick, randomOf } from './random.js';

/** @import { TrainingDescription } from '../toloka/trainings.js' */

/** @typedef {keyof typeof FATES} Fate how opening a training goes */
/** @typedef {{ id: string, fate: Fate, openingMs: number, joins: boolean }} SoakTraining */
/** @typedef {{ wait: boolean, timeoutS: number }} SoakStep */

/**
 * @typedef {object} Scenario
 * @property {SoakTraining[]} trainings
 * @property {keyof typeof PLANS} plan
 * @property {SoakStep[]} steps
 * @property {number} aheadMs how far Toloka's clock is ahead of this machine's
 * @property {number | undefined} cancelAfterMs when the workflow is cancelled, if it is
 */

/** Each with its weight. */
const FATES = {
  'opens at once': 15,
  'opens after a while': 40,
  'goes through an unknown status': 5,
  'is already open': 10,
  'was opened by somebody else': 6,
  'is being opened by somebody else': 8,
  'is being opened by somebody else in vain': 4,
  fails: 8,
  'is archived': 6,
  'has no tasks': 4,
};

const PLANS = { wait: 45, 'no wait': 10, 'wait later': 12, again: 15, together: 12, 'too soon': 6 };

/** A timeout that transient faults alone can't use up. */
const FAR_S = 150;
const MAX_AHEAD_MS = 600_000;

/**
 * Everything that happens in the run of a seed, except the faults.
 *
 * @param {number} seed
 * @returns {Scenario}
 */
export function scenarioOf(seed) {
  const random = randomOf('scenario', seed);
  const count = random() < 0.15 ? between(random, 2, 5) : random() < 0.01 ? between(random, 60, 120) : 1;
  const trainings = Array.from({ length: count }, (_, index) => ({
    id: String(100 + index),
    fate: pick(random, FATES),
    openingMs: between(random, 100, 1_500),
    joins: random() < 0.2,
  }));
  const plan = pick(random, PLANS);
  return {
    trainings,
    plan,
    steps: planSteps(plan, between(random, 1, 3)),
    aheadMs: between(random, -MAX_AHEAD_MS, MAX_AHEAD_MS),
    cancelAfterMs: random() < 0.04 ? between(random, 200, 2_000) : undefined,
  };
}

/** @param {keyof typeof PLANS} plan @param {number} nearS @returns {SoakStep[]} */
function planSteps(plan, nearS) {
  const wait = { wait: true, timeoutS: FAR_S };
  const start = { wait: false, timeoutS: FAR_S };
  switch (plan) {
    case 'wait':
      return [wait];
    case 'no wait':
      return [start];
    case 'wait later':
      return [start, wait];
    case 'again':
      return [{ wait: true, timeoutS: nearS }, wait];
    case 'together':
      return [wait, wait];
    case 'too soon':
      return [{ wait: true, timeoutS: nearS }];
  }
}

/** Whether the timeout of a step is so far that transient faults alone can't use it up. @param {SoakStep} step */
export const isFar = ({ timeoutS }) => timeoutS === FAR_S;

const NEVER_OPENS = new Set(/** @type {Fate[]} */ (['fails', 'is archived', 'has no tasks']));

/** Whether a step can only open the training, if there is enough time. @param {SoakTraining} training */
export const endsWell = ({ fate }) => !NEVER_OPENS.has(fate);

/** When somebody else opens the training: long before the step, shortly before it, or never. @param {SoakTraining} training */
export const whenOthersOpen = ({ fate }) => {
  if (fate === 'was opened by somebody else') return 'before';
  return fate.startsWith('is being opened') ? 'now' : 'never';
};

/** @param {SoakTraining} training @returns {TrainingDescription} */
export function describe({ id, fate, openingMs, joins }) {
  const slow = { pendingMs: openingMs / 3, runningMs: (openingMs * 2) / 3 };
  const rest = { private_name: fate, joins };
  switch (fate) {
    case 'opens at once':
    case 'was opened by somebody else':
      return describeTraining(id, {}, rest);
    case 'opens after a while':
    case 'is being opened by somebody else':
      return describeTraining(id, slow, rest);
    case 'goes through an unknown status':
      return describeTraining(id, { ...slow, statuses: ['PENDING', 'QUEUED_V2', 'RUNNING'] }, rest);
    case 'is already open':
      return describeTraining(id, {}, { ...rest, status: 'OPEN' });
    case 'is being opened by somebody else in vain':
      // With `joins` nobody could tell that the opening is older than the step.
      return describeTraining(
        id,
        { ...slow, ends: 'FAIL' },
        { private_name: fate, later: { ...slow, ends: 'SUCCESS' } },
      );
    case 'fails':
      return describeTraining(id, { ...slow, ends: 'FAIL' }, rest);
    case 'is archived':
      return describeTraining(id, {}, { ...rest, status: 'ARCHIVED' });
    case 'has no tasks':
      return describeTraining(id, {}, { ...rest, empty: true });
  }
}
