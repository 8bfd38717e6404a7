import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';

const MAX_DIST_BYTES = 250_000;

const folder = mkdtempSync(join(tmpdir(), 'dist-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('dist', () => {
  const bundle = readFileSync('dist/index.js', 'utf8');

  test('is what its sources make: if it is not, run "npm run build"', () => {
    execFileSync(process.execPath, ['tools/build/build.js', folder], { stdio: 'pipe' });
    const read = (dist: string) =>
      readdirSync(dist).map((name) => [name, readFileSync(join(dist, name), 'utf8')]);
    const stale = read(folder).filter(
      ([name, text]) => text !== readFileSync(`dist/${name}`, 'utf8'),
    );
    expect(stale.map(([name]) => `${name} is stale: run "npm run build"`)).toEqual([]);
    expect(readdirSync('dist')).toEqual(readdirSync(folder));
  });

  test('is at most 250 kB, all of it', () => {
    const sizes = readdirSync('dist').map((name) => statSync(`dist/${name}`).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MAX_DIST_BYTES);
  });

  test('is not minified', () => {
    const lines = bundle.split('\n').map((line) => line.length);
    expect(bundle.length / lines.length).toBeLessThan(60);
    expect(Math.max(...lines)).toBeLessThan(400);
  });

  test('has no undici in it, and beside it the licence of each package in it', () => {
    expect(bundle).not.toMatch(/UND_ERR_|node_modules\/undici\//);
    const packages = [...bundle.matchAll(/node_modules\/((?:@[\w-]+\/)?[\w.-]+)\//g)].map(
      ([, name = '']) => name,
    );
    expect(packages).toContain('@actions/core');
    expect(readFileSync('dist/licenses.txt', 'utf8').split('\n')).toEqual(
      expect.arrayContaining(packages),
    );
  });
});
