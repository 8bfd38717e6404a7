import { expect, test } from '@jest/globals';
import { help, runStory, STORIES } from '../../tools/toloka/stories.js';

const NAMES = Object.keys(STORIES);

test('the help names each story and says what it is about', () => {
  for (const name of ['opens', 'fail', 'several', 'timeout', 'again', 'together', 'wait-later']) {
    expect(NAMES).toContain(name);
  }
  for (const [name, { about }] of Object.entries(STORIES)) {
    expect(help().split('\n')).toContainEqual(`  ${name.padEnd(16)}  ${about}`);
  }
});

test('an unknown story is an error that names all', async () => {
  await expect(runStory('none', () => undefined)).rejects.toThrow(NAMES.join(', '));
});

test.concurrent.each(NAMES)('the story "%s" ends as it should', async (name) => {
  let shown = '';
  const { problems } = await runStory(name, (text) => {
    shown += text;
  });
  expect({ problems, shown }).toEqual({ problems: [], shown });
});
