import { help, runScenario, SCENARIOS } from './scenarios.js';

// It fails unless a scenario ends as it should.
process.exitCode = 1;
// exit() clears away the step's process and its files.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

// `npm start | head` reads no further.
process.stdout.once('error', () => process.exit(0));

const name = process.argv.slice(2).join(' ') || 'opens';
if (name === '--help' || name === '-h') {
  console.log(help());
  process.exitCode = 0;
} else if (!Object.hasOwn(SCENARIOS, name)) {
  console.error(
    `there is no scenario "${name}"; there are ${Object.keys(SCENARIOS).join(', ')} (npm start -- --help)`,
  );
} else {
  const problems = await runScenario(name, (text) => process.stdout.write(text));
  if (problems.length === 0) process.exitCode = 0;
}
