import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { readYaml } from './yaml.ts';

const run = (tag: string, cwd = process.cwd()) => {
  const script = resolve('tools/build/release-notes.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, tag], {
    cwd,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

/** Runs it with a changelog and a package of its own. */
const notes = (
  tag: string,
  { heading = '## [1.0.0] - 2026-11-23', body = '### Added\n\n- this', version = '1.0.0' } = {},
) => {
  const folder = mkdtempSync(join(tmpdir(), 'repository-'));
  const before = '## [0.9.0] - 2026-01-02\n\n- before\n\n[1.0.0]: https://example.com/a\n';
  const changelog = `# Changelog\n\n## [Unreleased]\n\n- later\n\n${heading}\n\n${body}\n\n${before}`;
  writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }));
  try {
    return run(tag, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

test('prints the section of the version and no more, without the links at the end', () => {
  expect(notes('v1.0.0')).toEqual({ status: 0, stdout: '### Added\n\n- this\n', stderr: '' });
  expect(notes('v0.9.0', { version: '0.9.0' }).stdout).toBe('- before\n');
});

test.each([
  ['v1.0', {}, '"v1.0" is not a version tag such as v1.2.3'],
  ['v1.0.0', { version: '1.0.1' }, 'package.json says 1.0.1, the tag v1.0.0'],
  [
    'v1.0.0',
    { heading: '## [1.0.0] - soon' },
    'CHANGELOG.md has no line "## [1.0.0] - YYYY-MM-DD"',
  ],
  ['v1.0.0', { body: '' }, 'CHANGELOG.md says nothing about 1.0.0'],
])('refuses %s with %j', (tag, files, problem) => {
  expect(notes(tag, files)).toEqual({ status: 1, stdout: '', stderr: `${problem}\n` });
});

test('has notes for the version of this repository', () => {
  expect(run(`v${readYaml<{ version: string }>('package.json').version}`).status).toBe(0);
});
