import { expect, test } from '@jest/globals';
import { runScenario, SCENARIOS } from '../../tools/toloka/scenarios.js';

test.concurrent.each(Object.keys(SCENARIOS))('npm start -- %s ends as it should', async (name) => {
  let shown = '';
  const problems = await runScenario(name, (text) => {
    shown += text;
  });
  expect({ problems, shown }).toEqual({ problems: [], shown });
});
