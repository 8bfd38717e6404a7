// The most memory that a step with one training ever holds. npm run bench -- memory [runs]
import { describeTrainings } from '../toloka/trainings.js';
import { ACTION, FLOOR, measure, median, megabytes, printTable } from './measure.js';

const [runs = '5'] = process.argv.slice(2);
const CASES = [
  { contender: FLOOR, opens: 'at once', runningMs: 0 },
  { contender: ACTION, opens: 'at once', runningMs: 0 },
  { contender: ACTION, opens: 'after 1 s', runningMs: 1_000 },
  { contender: ACTION, opens: 'after 60 s', runningMs: 60_000 },
];

console.log(`## Memory (${runs} runs)\n`);
const rows = [];
for (const { contender, opens, runningMs } of CASES) {
  const peaks = [];
  for (let run = 0; run < Number(runs); run += 1) {
    peaks.push((await measure(contender, describeTrainings(1, { runningMs }), { peak: true })).peakBytes);
  }
  rows.push([contender.name, opens, megabytes(median(peaks)), megabytes(Math.max(...peaks))]);
}
printTable(['step', 'the training opens', 'median', 'most'], rows);
