import { describeMachine } from './machine.js';
import { readResults, showGoals, writePicture, writeResults } from './results.js';

/** @param {readonly string[]} asked the parts to run; all where there is none */
async function runBench(asked) {
  // Node 24 alone reads the sources, whose own schedule is measured: so not before its version is known.
  const { parts } = await import('./parts.js');
  const unknown = asked.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: use ${Object.keys(parts).join(', ')}`);

  const results = readResults();
  for (const [name, part] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.log(`\n${part.title} …\n`);
    const measured = await part.measure();
    results[name] = { date: new Date().toISOString().slice(0, 10), ...describeMachine(), measured };
    console.log([...part.show(measured), ...showGoals(part.goals(measured))].join('\n\n'));
    if (part.draw !== undefined) {
      const { file, svg } = await part.draw();
      writePicture(file, svg);
    }
  }
  writeResults(results, parts);
}

if (process.versions.node.startsWith('24.')) {
  await runBench(process.argv.slice(2));
} else {
  console.error(
    `the bench measures on Node 24, the action's runtime; this is ${process.version}: use "npm run bench" after "npm ci"`,
  );
  process.exitCode = 1;
}
