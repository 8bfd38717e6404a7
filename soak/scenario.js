import { between, pick, randomOf } from './random.js';

/**
 * What becomes of a training when the step asks for it to be opened.
 *
 * @typedef {keyof typeof FATES} Fate
 */

/** @typedef {{ id: string, fate: Fate, openingMs: number }} SoakTraining */

/**
 * @typedef {object} Scenario
 * @property {SoakTraining[]} trainings
 * @property {keyof typeof PLANS} plan
 * @property {number} timeoutS the step's timeout, in seconds
 * @property {boolean} isFar whether that is so far that transient faults alone can't use it up
 * @property {number} aheadMs how far Toloka's clock is ahead of this machine's
 * @property {number | undefined} cancelAfterMs when the workflow is cancelled, if it is
 */

/** Each with how often it comes. */
const FATES = {
  'opens at once': 15,
  'opens after a while': 40,
  'goes through an unknown status': 5,
  'is open already': 10,
  'was opened by somebody else just before': 6,
  'is being opened by somebody else': 4,
  fails: 10,
  'is archived': 6,
  'has no tasks': 4,
};

const PLANS = { wait: 70, 'no wait': 12, 'wait later': 18 };

const FAR_S = 90;

/** Toloka's and this machine's clock may be a minute apart. */
const MAX_AHEAD_MS = 50_000;

/**
 * What happens in the run of a seed; the faults aside.
 *
 * @param {number} seed
 * @returns {Scenario}
 */
export function scenarioOf(seed) {
  const random = randomOf('scenario', seed);
  const count = random() < 0.15 ? between(random, 2, 5) : 1;
  const trainings = Array.from({ length: count }, (_, index) => ({
    id: String(100 + index),
    fate: pick(random, FATES),
    openingMs: between(random, 100, 1_500),
  }));
  const isFar = random() < 0.9;
  return {
    trainings,
    plan: pick(random, PLANS),
    timeoutS: isFar ? FAR_S : between(random, 1, 3),
    isFar,
    aheadMs: between(random, -MAX_AHEAD_MS, MAX_AHEAD_MS),
    cancelAfterMs: random() < 0.04 ? between(random, 200, 2_000) : undefined,
  };
}

const ENDS_WELL = new Set(
  /** @type {Fate[]} */ ([
    'opens at once',
    'opens after a while',
    'goes through an unknown status',
    'is open already',
    'was opened by somebody else just before',
  ]),
);

/** Whether a step on this training can only end well, transient faults aside. @param {SoakTraining} training */
export const endsWell = ({ fate }) => ENDS_WELL.has(fate);

/** @param {SoakTraining} training */
export const isOpenBefore = ({ fate }) =>
  fate === 'is open already' || fate === 'was opened by somebody else just before';

/** @param {SoakTraining} training */
export const isOpenedByOthers = ({ fate }) =>
  fate === 'is being opened by somebody else' || fate === 'was opened by somebody else just before';
