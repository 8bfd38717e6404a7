import { expect, test } from '@jest/globals';
import { help, runStory, STORIES } from '../../local/stories.js';

const NAMES = [
  ...[
    'opens',
    'already-open',
    'slow',
    'at-once',
    'fail',
    'archived',
    'empty',
    'wrong-token',
    'unknown-training',
    'no-wait',
  ],
  ...[
    'timeout',
    'unknown-status',
    'flaky',
    'lost-answer',
    'down',
    'bad-input',
    'fork',
    'forged',
    'cancelled',
    'several',
  ],
  'wait-later',
];

test('every story is there, and the help names each with what it is about', () => {
  expect(Object.keys(STORIES)).toEqual(NAMES);
  for (const [name, { about }] of Object.entries(STORIES)) {
    expect(help().split('\n')).toContainEqual(`  ${name.padEnd(16)}  ${about}`);
  }
});

test('a story that is not there is an error that names all', async () => {
  await expect(runStory('none', { write: () => undefined })).rejects.toThrow(NAMES.join(', '));
});

test.concurrent.each(Object.keys(STORIES))('the story "%s" ends as it should', async (name) => {
  let shown = '';
  const { problems } = await runStory(name, { write: (text) => (shown += text) });
  expect({ problems, shown }).toEqual({ problems: [], shown });
});
