import { seededRandom } from '../soak/random.js';
import { drawWaiting } from './picture.js';
import { SCHEDULES, waitAsTheActionDoes } from './schedules.js';
import { mean } from './statistics.js';
import { seconds, table, times } from './table.js';

const SEED = 20_261_123;
const OPERATIONS = 2_000;
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const LATENESS_GOAL_MS = 10_000;
/** A fifth of what the official clients take, who ask every second. */
const POLLS_GOAL = 120;

const CURVE_POINTS = 40;
const LONGEST_SECONDS = 1_800;

const CLASSES = [
  { name: '1–10 s', fromMs: SECOND_MS, toMs: 10 * SECOND_MS },
  { name: '10–60 s', fromMs: 10 * SECOND_MS, toMs: MINUTE_MS },
  { name: '1–5 min', fromMs: MINUTE_MS, toMs: 5 * MINUTE_MS },
  { name: '5–30 min', fromMs: 5 * MINUTE_MS, toMs: 30 * MINUTE_MS },
];

/** @import { Goal, Part } from './part.js' */
/** @typedef {Awaited<ReturnType<typeof measure>>} Waiting */

/** How late each schedule notices the end of an operation, and how many requests it takes, on a simulated clock. */
async function measure() {
  const random = seededRandom(SEED);
  const rows = [];
  for (const { name, fromMs, toMs } of CLASSES) {
    const durations = Array.from({ length: OPERATIONS }, () => fromMs + random() * (toMs - fromMs));
    for (const schedule of SCHEDULES) {
      const waits = await Promise.all(durations.map(schedule.wait));
      const lateness = waits.map(({ latenessMs }) => latenessMs);
      rows.push({
        operations: name,
        schedule: schedule.name,
        polls: mean(waits.map(({ polls }) => polls)),
        meanMs: mean(lateness),
        worstMs: Math.max(...lateness),
      });
    }
  }
  return { operations: OPERATIONS, rows, bounds: await measureBounds() };
}

/** What the goals bound: lateness for operations of 0.1 s to 6 h, and polls for one of ten minutes. */
async function measureBounds() {
  const durations = [];
  for (let ms = 100; ms < 6 * HOUR_MS; ms *= 1.0007) durations.push(ms);
  const waits = [];
  for (const ms of durations) waits.push({ ms, ...(await waitAsTheActionDoes(ms)) });
  return {
    operations: durations.length,
    worstMs: Math.max(...waits.map(({ latenessMs }) => latenessMs)),
    /** Lateness beside what is allowed: 1 is all of it. */
    worstShare: Math.max(...waits.map(({ ms, latenessMs }) => latenessMs / Math.max(ms / 10, 250))),
    pollsForTenMinutes: (await waitAsTheActionDoes(10 * MINUTE_MS)).polls,
  };
}

/** For each schedule, mean lateness and requests by the time that an operation takes: a curve each. */
async function measureCurves() {
  const steps = Array.from(
    { length: CURVE_POINTS + 1 },
    (_, step) => SECOND_MS * LONGEST_SECONDS ** (step / CURVE_POINTS),
  );
  const curves = [];
  for (const { name, wait } of SCHEDULES) {
    const points = [];
    for (const aroundMs of steps) {
      const durations = Array.from({ length: 400 }, (_, index) => aroundMs * 1.3 ** (index / 200 - 1));
      const waits = await Promise.all(durations.map(wait));
      points.push({
        durationMs: aroundMs,
        latenessMs: mean(waits.map(({ latenessMs }) => latenessMs)),
        polls: mean(waits.map(({ polls }) => polls)),
      });
    }
    curves.push({ name, points });
  }
  return curves;
}

/** @param {Waiting} waiting */
const show = ({ operations, rows }) => [
  `From the end of an operation to the end of the wait, on a simulated clock, for ${operations.toLocaleString('en')}` +
    ` operations of each kind (drawn evenly, seed ${SEED}). Toloka answers at once here, so lateness is the schedule's alone.`,
  table(
    ['operations', 'schedule', 'requests, mean', 'lateness, mean', 'lateness, worst'],
    rows.map((row) => [row.operations, row.schedule, row.polls.toFixed(1), seconds(row.meanMs), seconds(row.worstMs)]),
    2,
  ),
];

/** @param {Waiting} waiting @returns {Goal[]} */
const goals = ({ bounds: { worstShare, worstMs, pollsForTenMinutes } }) => [
  {
    what: 'end of the operation to end of the wait, operations of 0.1 s to 6 h',
    goal: `at most a tenth of the operation's own time, or 0.25 s; never more than ${LATENESS_GOAL_MS / 1_000} s`,
    measured: `at most ${times(worstShare)} that; never more than ${seconds(worstMs)}`,
    reached: worstShare <= 1 && worstMs <= LATENESS_GOAL_MS,
  },
  {
    what: 'polls for an operation of ten minutes',
    goal: `at most ${POLLS_GOAL}, a fifth of one a second`,
    measured: String(pollsForTenMinutes),
    reached: pollsForTenMinutes <= POLLS_GOAL,
  },
];

/** @type {Part<Waiting>} */
export const waiting = {
  title: 'Waiting',
  measure,
  show,
  goals,
  draw: async () => ({ file: 'waiting.svg', svg: drawWaiting(await measureCurves()) }),
};
