import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { draw, pathOf, readSteps } from '../../tools/build/picture.js';

test('the pictures of the README show what a step prints now', async () => {
  const lines = await readSteps();
  for (const theme of ['light', 'dark'] as const) {
    expect(readFileSync(pathOf(theme), 'utf8')).toBe(draw(lines, theme));
    expect(readFileSync('README.md', 'utf8')).toContain(pathOf(theme));
  }
});
