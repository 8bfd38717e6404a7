import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { pathOf, readSteps } from '../../tools/build/picture.js';

/** Leaves out what differs from run to run: ids of operations and times. */
const settle = (text: string): string =>
  text.replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'ID').replace(/\d+(\.\d+)?s/g, 'TIME');

test.each(['light', 'dark'] as const)(
  'the %s picture shows what a step prints now',
  async (theme) => {
    const svg = readFileSync(pathOf(theme), 'utf8');
    const shown = [
      ...svg.matchAll(/<text class="(\w+)"[^>]*>(?:<tspan>.<\/tspan> )?(.*)<\/text>/g),
    ];
    const lines = await readSteps();
    expect(shown.map(([, kind, text = '']) => [kind, settle(text)])).toEqual(
      lines.map(({ kind, text }) => [kind, settle(text)]),
    );
    // As people see production: no port of this machine.
    expect(svg).toContain('(production)');
    expect(svg).not.toContain('127.0.0.1');
    expect(svg.length).toBeLessThan(6_000);
    expect(readFileSync('README.md', 'utf8')).toContain(pathOf(theme));
  },
);
