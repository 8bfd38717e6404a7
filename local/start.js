import { help, runStory, STORIES } from './stories.js';

// Nothing but a story that ended as it should makes this a success.
process.exitCode = 1;
// By exit, so that the step's process and its files are cleared away.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const [name = 'opens', ...more] = process.argv.slice(2);
if (name === '--help' || name === '-h') {
  console.log(help());
  process.exitCode = 0;
} else if (!Object.hasOwn(STORIES, name) || more.length > 0) {
  const given = [name, ...more].join(' ');
  console.error(`there is no story "${given}"; there are ${Object.keys(STORIES).join(', ')} (npm start -- --help)`);
} else {
  const { NO_COLOR } = process.env;
  const color = process.stdout.isTTY === true && !NO_COLOR;
  const { problems } = await runStory(name, { write: (text) => process.stdout.write(text), color });
  if (problems.length === 0) process.exitCode = 0;
}
