import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { table } from './table.js';

/** @import { Goal, Part } from './part.js' */

/** @typedef {{ date: string, machine: string, versions: string, measured: unknown }} Result */
/** @typedef {Partial<Record<string, Result>>} Results by the part's name */
/** @typedef {Readonly<Record<string, Part<unknown>>>} Parts */

const pathTo = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));

/** What each part measured when it last ran. @returns {Results} */
export function readResults() {
  const path = pathTo('results.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}

/** @param {Results} results @param {Parts} parts */
export function writeResults(results, parts) {
  writeFileSync(pathTo('results.json'), `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(pathTo('RESULTS.md'), `${showAll(results, parts)}\n`);
}

/** @param {string} file @param {string} svg */
export const writePicture = (file, svg) => writeFileSync(pathTo(file), svg);

/** @param {Results} results @param {Parts} parts */
function showAll(results, parts) {
  const there = Object.entries(parts).flatMap(([name, part]) => {
    const result = results[name];
    return result === undefined ? [] : [{ part, result }];
  });
  return [
    '# What a step costs',
    'Written by `npm run bench`, which repeats it on your machine (`npm run bench -- start-up` and so on for one part). Ratios' +
      ' hold from machine to machine better than times do.',
    ...measuredOn(there),
    '## Goals',
    ...showGoals(there.flatMap(({ part, result }) => part.goals(result.measured))),
    ...there.flatMap(({ part, result }) => [`## ${part.title}`, ...part.show(result.measured)]),
  ].join('\n\n');
}

/**
 * On what was measured: once, where it was all on the same machine.
 *
 * @param {readonly { part: Part<unknown>, result: Result }[]} there
 */
function measuredOn(there) {
  const lines = there.map(({ result: { date, machine, versions } }) => `Measured on ${date}: ${machine}; ${versions}.`);
  const [first = ''] = lines;
  if (lines.every((line) => line === first)) return [first];
  return [lines.map((line, index) => `- ${there[index]?.part.title}: ${line}`).join('\n')];
}

/** @param {readonly Goal[]} goals */
export function showGoals(goals) {
  const missed = goals.filter(({ reached, why }) => !reached && why !== undefined);
  return [
    table(
      ['what', 'goal', 'measured', 'reached'],
      goals.map(({ what, goal, measured, reached }) => [what, goal, measured, reached ? 'yes' : 'no']),
      4,
    ),
    ...new Set(missed.map(({ why = '' }) => why)),
  ];
}
