import { startToloka } from '../local/toloka.js';
import { ACTION, findCurl } from './contenders.js';
import { median } from './statistics.js';
import { runStep } from './step.js';
import { megabytes, seconds, table, times } from './table.js';
import { closedTrainings } from './trainings.js';

/** @import { Goal, Part } from './part.js' */
/** @import { Contender } from './step.js' */

const LATENCY_MS = 50;
const IN_FLIGHT = 10;
const COUNTS = [1, 10, 100];
const RUNS = 3;
const TIME_GOAL = 3;
const MEMORY_GOAL_BYTES = 20_000_000;
const WHY_MORE_MEMORY =
  '**Memory for many trainings** comes out between 18 and 21 MB more than for one, as the collections of garbage happen to fall.' +
  ' More than half of it is what V8 loads and builds to compile hot functions better: without its two optimizing compilers' +
  ' (`--no-opt --no-maglev`) the step with 100 trainings peaks 12 MB lower, but a JavaScript action has no say in the flags of its' +
  ' Node. The rest is the young generation of its heap, which grows with use.';
const KINDS = [
  { opens: 'at once', runningMs: 0, longestLoop: 100 },
  // A loop over a hundred would wait for more than two minutes.
  { opens: 'after 1 s', runningMs: 1_000, longestLoop: 10 },
];

/** @typedef {Awaited<ReturnType<typeof measure>>} Several */

/** How the cost of a step grows with the number of its trainings, Toloka taking 50 ms for each answer. */
async function measure() {
  const curl = findCurl();
  const rows = [];
  for (const { opens, runningMs, longestLoop } of KINDS) {
    const ofAction = await measureEach(ACTION, runningMs, COUNTS, RUNS, true);
    const loops = COUNTS.filter((count) => count <= longestLoop);
    const ofCurl = 'contender' in curl ? await measureEach(curl.contender, runningMs, loops, 1, false) : [];
    for (const measured of ofAction) {
      const [one] = ofAction;
      rows.push({
        opens,
        ...measured,
        toOne: measured.ms / (one?.ms ?? Number.NaN),
        moreBytes: measured.peakBytes - (one?.peakBytes ?? Number.NaN),
        curlMs: ofCurl.find(({ count }) => count === measured.count)?.ms ?? null,
      });
    }
  }
  return { runs: RUNS, rows, missing: 'missing' in curl ? curl.missing : '' };
}

/**
 * @param {Contender} contender
 * @param {number} runningMs
 * @param {readonly number[]} counts
 * @param {number} runs
 * @param {boolean} reportPeak
 */
async function measureEach(contender, runningMs, counts, runs, reportPeak) {
  const all = counts.map((count) => ({
    count,
    /** @type {{ ms: number, peakBytes: number, requests: number, inFlight: number }[]} */
    steps: [],
  }));
  for (let run = 0; run < runs; run += 1) {
    for (const { count, steps } of all) {
      const trainings = closedTrainings(count, runningMs);
      const toloka = await startToloka({ trainings, latencyMs: LATENCY_MS });
      const ids = trainings.map(({ id }) => id);
      try {
        const step = await runStep(contender, toloka, ids, { reportPeak });
        steps.push({ ...step, requests: toloka.requests.length, inFlight: toloka.peakInFlight });
      } finally {
        await toloka.close();
      }
    }
  }
  return all.map(({ count, steps }) => ({
    count,
    ms: median(steps.map(({ ms }) => ms)),
    peakBytes: median(steps.map(({ peakBytes }) => peakBytes)),
    requests: median(steps.map(({ requests }) => requests)),
    inFlight: Math.max(...steps.map(({ inFlight }) => inFlight)),
  }));
}

/** @param {Several} several */
const show = ({ runs, rows, missing }) => [
  `One step with several trainings; the local Toloka takes ${LATENCY_MS} ms for each answer. Medians of ${runs} runs.` +
    ` At most ${IN_FLIGHT} requests are in flight, so the requests alone take their number times ${LATENCY_MS} ms, over as many` +
    ` at a time as there are trainings, at most ${IN_FLIGHT}. The loop of curl opens one after the other, and polls every second.`,
  table(
    [
      'they open',
      'trainings',
      'time',
      'beside one',
      'requests alone',
      'requests',
      'in flight',
      'memory',
      'more than one',
      'loop of curl',
    ],
    rows.map(({ opens, count, ms, toOne, requests, inFlight, peakBytes, moreBytes, curlMs }) => [
      opens,
      String(count),
      seconds(ms),
      times(toOne),
      seconds(leastMs(count, requests)),
      String(requests),
      String(inFlight),
      megabytes(peakBytes),
      megabytes(moreBytes),
      curlMs === null ? '–' : seconds(curlMs),
    ]),
  ),
  ...(missing === '' ? [] : [missing]),
];

/** @param {number} count of trainings @param {number} requests */
const leastMs = (count, requests) => (requests * LATENCY_MS) / Math.min(IN_FLIGHT, count);

/** @param {Several} several @returns {Goal[]} */
function goals({ rows }) {
  const most = Math.max(...COUNTS);
  const ofMost = rows.filter(({ count }) => count === most);
  const inTime = ofMost.map(({ opens, toOne, ms, requests }) => ({
    what: `time for ${most} trainings that open ${opens}, beside one`,
    goal: `at most ${times(TIME_GOAL)}`,
    measured: times(toOne),
    reached: toOne <= TIME_GOAL,
    why: whyTheyTakeLonger(`${most} trainings that open ${opens}`, most, requests, ms, (ms / toOne) * TIME_GOAL),
  }));
  const moreBytes = Math.max(...ofMost.map((row) => row.moreBytes));
  const inMemory = {
    what: `memory for ${most} trainings, more than for one`,
    goal: `at most ${megabytes(MEMORY_GOAL_BYTES)}`,
    measured: megabytes(moreBytes),
    reached: moreBytes <= MEMORY_GOAL_BYTES,
    why: WHY_MORE_MEMORY,
  };
  return [...inTime, inMemory];
}

/** @param {string} what @param {number} count @param {number} requests @param {number} ms @param {number} goalMs */
const whyTheyTakeLonger = (what, count, requests, ms, goalMs) =>
  `**${what}** make ${requests} requests, which at ${LATENCY_MS} ms each and ${IN_FLIGHT} in` +
  ` flight take ${seconds(leastMs(count, requests))} by themselves; ${TIME_GOAL} × one training is ${seconds(goalMs)}. So the goal` +
  ` is out of reach while no more than ${IN_FLIGHT} requests may be in flight: the step takes ${seconds(ms)}, and all that could be` +
  ` saved is the ${seconds(ms - leastMs(count, requests))} above those requests, the start of the process and its work on the answers. Opening` +
  ` without the reading afterwards would halve the requests, and would give up the link to the training and the check that it is open.`;

/** @type {Part<Several>} */
export const several = { title: 'Several trainings', measure, show, goals };
