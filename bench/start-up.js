import { spawnSync } from 'node:child_process';
import { startToloka } from '../local/toloka.js';
import { ACTION, actionWithUndici, CURL_LEAST, CURL_NAME, FLOOR, findCurl, findTolokaKit } from './contenders.js';
import { median, medianRatio, quantile } from './statistics.js';
import { runStep } from './step.js';
import { milliseconds, table, times } from './table.js';
import { closedTrainings } from './trainings.js';
import { withUndiciBundle } from './undici-bundle.js';

const ROUNDS = 30;
/** toloka-kit takes as long as twenty of the others. */
const EVERY_NTH_ROUND_SLOW = 5;
const FLOOR_GOAL = 1.15;
const CURL_GOAL = 0.85;

/** @import { Goal, Part } from './part.js' */
/** @typedef {Awaited<ReturnType<typeof measure>>} StartUp */

/** The whole process of a step whose training opens at once, on the loopback; all contenders in turn, round for round. */
const measure = () =>
  withUndiciBundle(async (bundle) => {
    const [curl, kit] = [findCurl(), findTolokaKit()];
    const withCurl = 'contender' in curl ? [curl.contender, CURL_LEAST] : [];
    const slow = 'contender' in kit ? [kit.contender] : [];
    const contenders = [FLOOR, ACTION, actionWithUndici(bundle), ...withCurl, ...slow];
    const runs = contenders.map((contender) => ({
      contender,
      /** @type {number[]} milliseconds, by round */
      ms: [],
      requests: 0,
      connections: 0,
    }));

    const trainings = closedTrainings((ROUNDS + 1) * contenders.length, 0);
    const toloka = await startToloka({ trainings });
    try {
      // Round 0 warms up, and is not counted.
      for (let round = 0; round <= ROUNDS; round += 1) {
        for (const run of round % 2 === 0 ? runs : runs.toReversed()) {
          if (slow.includes(run.contender) && round % EVERY_NTH_ROUND_SLOW !== 0) continue;
          const before = { requests: toloka.requests.length, connections: toloka.connections };
          const { ms } = await runStep(run.contender, toloka, [trainings.pop()?.id ?? '']);
          if (round > 0) run.ms[round] = ms;
          run.requests = toloka.requests.length - before.requests;
          run.connections = toloka.connections - before.connections;
        }
      }
    } finally {
      await toloka.close();
    }

    const [floor, action] = runs;
    return {
      rounds: ROUNDS,
      rows: runs.map(({ contender, ms, requests, connections }) => {
        const measured = ms.filter((one) => one !== undefined);
        return {
          name: contender.name,
          toFloor: medianRatio(ms, floor?.ms ?? []),
          actionToIt: medianRatio(action?.ms ?? [], ms),
          ms: median(measured),
          from: quantile(measured, 0.1),
          to: quantile(measured, 0.9),
          requests,
          connections,
        };
      }),
      jqMs: 'contender' in curl ? measureJq() : null,
      missing: [curl, kit].flatMap((one) => ('missing' in one ? [one.missing] : [])),
    };
  });

/** How long jq takes to start, which depends on its version more than anything else in the script does. */
function measureJq() {
  const ms = Array.from({ length: ROUNDS }, () => {
    const began = process.hrtime.bigint();
    spawnSync('jq', ['--null-input', '1']);
    return Number(process.hrtime.bigint() - began) / 1e6;
  });
  return median(ms);
}

/** @param {StartUp} startUp */
const show = ({ rounds, rows, jqMs, missing }) => [
  `The whole process of a step whose training opens at once, the local Toloka on the loopback, ${rounds} rounds in turn` +
    ` (toloka-kit in every ${EVERY_NTH_ROUND_SLOW}th). Ratios are medians of the ratios within a round.`,
  table(
    ['step', 'beside the floor', 'the action beside it', 'median', '10 % to 90 %', 'requests', 'connections'],
    rows.map(({ name, toFloor, actionToIt, ms, from, to, requests, connections }) => [
      name,
      times(toFloor),
      times(actionToIt),
      milliseconds(ms),
      `${Math.round(from)}–${milliseconds(to)}`,
      String(requests),
      String(connections),
    ]),
  ),
  ...(jqMs === null
    ? []
    : [
        `jq alone takes ${milliseconds(jqMs)} to start here, three times in the script with curl: 1.6, which Debian 12 and Ubuntu` +
          ' 22.04 have, is known to be slow at that, and 1.7 (Ubuntu 24.04) is not, so beside 1.7 the action fares less well.',
      ]),
  ...missing,
];

/** @param {StartUp} startUp @returns {Goal[]} */
function goals({ rows }) {
  const rowOf = (/** @type {string} */ name) => rows.find((row) => row.name === name);
  const toFloor = rowOf(ACTION.name)?.toFloor ?? Number.NaN;
  const toCurl = rowOf(CURL_NAME)?.actionToIt;
  return [
    {
      what: 'the whole process, beside the floor',
      goal: `at most ${times(FLOOR_GOAL)}`,
      measured: times(toFloor),
      reached: toFloor <= FLOOR_GOAL,
      why: whyAboveTheFloor(toFloor),
    },
    {
      what: 'the same, beside bash, curl and jq',
      goal: `at most ${times(CURL_GOAL)}`,
      measured: toCurl === undefined ? 'not installed' : times(toCurl),
      reached: toCurl !== undefined && toCurl <= CURL_GOAL,
    },
  ];
}

/** @param {number} toFloor */
const whyAboveTheFloor = (toFloor) =>
  `**The floor** is missed by ${(100 * (toFloor - FLOOR_GOAL)).toFixed(0)} % of it. What is above it is code that runs for the` +
  ' first time: Node compiles the bundle and sets up what its libraries ask for, and the first line on standard output, the' +
  ' first pattern and the first collection of garbage each take a millisecond.\n\n' +
  'What is done, with what each gained when it was measured, in turn with the rest (milliseconds, of a floor of 47): undici left' +
  ' out of the bundle (27), the bundle as CommonJS instead of an ES module (4), `performance.now()` avoided (4), `tunnel`, and' +
  " Node's `assert` with it, loaded only for a proxy (3), no classes of Unicode in the pattern of the summary's cells (1)," +
  ' `node:http` imported without its namespace (1).\n\n' +
  'Tried and left, because they gain less than 1 ms or nothing: minifying, no comments, ASCII alone, no `await` at the top, bodies' +
  ' read through events, one `createRequire` instead of fifteen. Left although they gain something: the job summary written by' +
  ' our own code instead of `@actions/core` (2), an end of the process that does not wait for what is still to be printed (1), forty' +
  ' lines in the place of all of `@actions/core` (2), whose summary loads `fs.promises`; and with that' +
  " Node's own support of proxies in the place of `@actions/http-client` (2), which together come to about 1.15. They would give" +
  ' up two libraries that readers know and trust, for a part of Node that its documentation still calls in development.';

/** @type {Part<StartUp>} */
export const startUp = { title: 'Start-up', measure, show, goals };
