// How the cost of a step grows with its trainings. npm run bench -- several [runs]
import { describeTrainings } from '../toloka/trainings.js';
import { ACTION, measure, median, megabytes, printTable, times } from './measure.js';

const [runs = '3'] = process.argv.slice(2);
const LATENCY_MS = 50;
const CASES = [
  { opens: 'at once', runningMs: 0, counts: [1, 10, 100] },
  { opens: 'after 1 s', runningMs: 1_000, counts: [1, 10, 100] },
  { opens: 'after 10 s', runningMs: 10_000, counts: [1, 100] },
  { opens: 'after 60 s', runningMs: 60_000, counts: [1, 100, 1_000] },
];

console.log(`## Several trainings (answers after ${LATENCY_MS} ms, medians of ${runs} runs)\n`);
const rows = [];
for (const { opens, runningMs, counts } of CASES) {
  let one;
  for (const count of counts) {
    const measured = [];
    for (let run = 0; run < Number(runs); run += 1) {
      measured.push(
        await measure(ACTION, describeTrainings(count, { runningMs }), { latencyMs: LATENCY_MS, peak: true }),
      );
    }
    const ms = median(measured.map((step) => step.ms));
    const peakBytes = median(measured.map((step) => step.peakBytes));
    one ??= { ms, peakBytes };
    rows.push([
      opens,
      count,
      `${(ms / 1_000).toFixed(2)} s`,
      times(ms / one.ms),
      median(measured.map((step) => step.requests)),
      megabytes(peakBytes),
      megabytes(peakBytes - one.peakBytes),
    ]);
  }
}
printTable(['they open', 'trainings', 'time', 'times one', 'requests', 'memory', 'more than one'], rows);
