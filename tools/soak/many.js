import { run } from './run.js';

// These are processes of the built action, as a workflow runs it, with real sockets, timers and exit codes. They spend nearly
// all of their time waiting, so many run at a time.
const AT_A_TIME = 16;
const ENOUGH = 0.99;

/** @typedef {Awaited<ReturnType<typeof run>>} Ran */

/**
 * Runs the seeds from one on, and writes a report.
 *
 * @param {number} runs
 * @param {number} seed the first
 * @param {(line: string) => void} write
 * @param {string} [action] the folder of the action; by default this repository
 * @returns {Promise<{ isGood: boolean, all: Ran[] }>}
 */
export async function soak(runs, seed, write, action) {
  /** @type {Ran[]} */
  const all = [];
  const seeds = Array.from({ length: runs }, (_, index) => seed + index).values();
  const work = async () => {
    for (const next of seeds) {
      const ran = await run(next, action);
      all.push(ran);
      for (const what of ran.broken) write(`BROKEN, seed ${next}: ${what}`);
      if (all.length % 100 === 0 && all.length < runs) write(`${all.length} runs so far`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));

  const should = all.filter(({ shouldPass }) => shouldPass);
  const through = should.filter(({ passed }) => passed);
  const broken = all.filter((ran) => ran.broken.length > 0);
  const isGood = broken.length === 0 && through.length >= should.length * ENOUGH;
  for (const line of summaryOf(all, should.length, through.length)) write(line);
  write(broken.length === 0 ? 'no invariant was broken' : `invariants were broken in ${broken.length} runs`);
  for (const { seed: again } of broken) write(`to run it again: npm run soak -- 1 ${again}`);
  return { isGood, all };
}

/** @param {Ran[]} all @param {number} should @param {number} through */
function summaryOf(all, should, through) {
  /** @type {Record<string, number>} */
  const faults = {};
  for (const [name, count] of all.flatMap((ran) => Object.entries(ran.faults)))
    faults[name] = (faults[name] ?? 0) + count;
  const sum = (/** @type {number[]} */ numbers) => numbers.reduce((total, number) => total + number, 0);
  const [requests, failed] = [sum(all.map((ran) => ran.requests)), sum(Object.values(faults))];
  const percent = (/** @type {number} */ part, /** @type {number} */ whole) =>
    `${((part / (whole || 1)) * 100).toFixed(1)} %`;
  const kinds = Object.entries(faults).sort(([, a], [, b]) => b - a);
  const others = all.filter(({ shouldPass }) => !shouldPass);
  /** @type {Record<string, number>} */
  const plans = {};
  for (const { scenario } of all) plans[scenario.plan] = (plans[scenario.plan] ?? 0) + 1;
  return [
    `${all.length} runs: ${requests} requests, of which ${failed} (${percent(failed, requests)}) were made to fail`,
    ...kinds.map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`),
    `${through} of the ${should} that could come through did (${percent(through, should)})`,
    `${others.length} others: ${others.filter(({ cancelled }) => cancelled).length} cancelled, ` +
      `${others.filter(({ scenario }) => scenario.plan === 'too soon').length} with a near deadline, the rest can't be opened`,
    `plans: ${Object.entries(plans)
      .map(([plan, count]) => `${count} ${plan}`)
      .join(', ')}`,
  ];
}
