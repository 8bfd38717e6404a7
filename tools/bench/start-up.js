// The whole process of a step whose training opens at once. npm run bench -- start-up [rounds]
import { describeTraining } from '../toloka/trainings.js';
import {
  ACTION,
  CURL,
  CURL_LEAST,
  FLOOR,
  isInstalled,
  measure,
  median,
  printTable,
  quantile,
  TOLOKA_KIT,
  times,
} from './measure.js';

const [rounds = '60'] = process.argv.slice(2);
const others = [];
for (const contender of [CURL, CURL_LEAST, TOLOKA_KIT]) {
  if (await isInstalled(contender)) others.push(contender);
  else console.log(`${contender.name}: not installed here\n`);
}

for (const latencyMs of [0, 20]) {
  const runs = [FLOOR, ACTION, ...others].map((contender) => ({
    contender,
    /** @type {{ ms: number, firstRequestMs: number }[]} one for each round */
    measured: [],
  }));
  for (let round = 0; round < Number(rounds); round += 1) {
    // In random order, so that no contender always follows the same one.
    for (const { contender, measured } of runs.toSorted(() => Math.random() - 0.5)) {
      // toloka-kit takes as long as twenty of the others.
      if (contender === TOLOKA_KIT && round % 10 > 0) continue;
      measured[round] = await measure(contender, [describeTraining('21')], { latencyMs });
    }
  }
  const [floor] = runs;
  console.log(`## Answers after ${latencyMs} ms (${rounds} rounds)\n`);
  printTable(
    ['step', 'times the floor', 'median', '10 % to 90 %', 'first request later than the floor'],
    runs.map(({ contender, measured }) => {
      const ms = measured.map((one) => one.ms).filter((one) => one !== undefined);
      const paired = measured.flatMap((one, round) => {
        const base = floor?.measured[round];
        return base === undefined ? [] : [{ ratio: one.ms / base.ms, later: one.firstRequestMs - base.firstRequestMs }];
      });
      return [
        contender.name,
        times(median(paired.map(({ ratio }) => ratio))),
        `${median(ms).toFixed(1)} ms`,
        `${quantile(ms, 0.1).toFixed(1)} to ${quantile(ms, 0.9).toFixed(1)} ms`,
        `${median(paired.map(({ later }) => later)).toFixed(1)} ms`,
      ];
    }),
  );
}
