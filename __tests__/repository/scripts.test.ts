import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readYaml } from './yaml.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'repository-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (script: string, args: readonly string[], options: { cwd?: string; path?: string } = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve('tools/build', script), ...args], {
    cwd: options.cwd ?? process.cwd(),
    env: { ...process.env, ...(options.path !== undefined && { PATH: options.path }) },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

describe('release-notes.js', () => {
  const changelog = (heading: string, body: string) =>
    `# Changelog\n\n## [Unreleased]\n\n- later\n\n${heading}\n\n${body}\n\n## [0.9.0] - 2026-01-02\n\n- before\n\n[1.0.0]: https://example.com/a\n`;
  const notes = (
    tag: string,
    { heading = '## [1.0.0] - 2026-11-23', body = '### Added\n\n- this', version = '1.0.0' } = {},
  ) => {
    writeFileSync(join(folder, 'CHANGELOG.md'), changelog(heading, body));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }));
    return run('release-notes.js', [tag], { cwd: folder });
  };

  test('prints the section of the version and no more', () => {
    expect(notes('v1.0.0')).toEqual({ status: 0, stdout: '### Added\n\n- this\n', stderr: '' });
  });

  test('leaves out the links at the end of the file', () => {
    expect(notes('v0.9.0', { version: '0.9.0' }).stdout).toBe('- before\n');
  });

  test.each([
    ['v1.0', {}, '"v1.0" is not a version tag such as v1.2.3'],
    ['', {}, '"" is not a version tag such as v1.2.3'],
    ['v1.0.0', { version: '1.0.1' }, 'package.json says 1.0.1, the tag v1.0.0'],
    ['v1.0.0', { heading: '## [1.0.0]' }, 'CHANGELOG.md has no line "## [1.0.0] - YYYY-MM-DD"'],
    ['v1.0.0', { heading: '## [1.0.0] - soon' }, 'CHANGELOG.md has no line "## [1.0.0] - YYYY-MM-DD"'],
    ['v2.0.0', { version: '2.0.0' }, 'CHANGELOG.md has no line "## [2.0.0] - YYYY-MM-DD"'],
    ['v1.0.0', { body: '' }, 'CHANGELOG.md says nothing about 1.0.0'],
  ])('refuses %s with %j', (tag, files, problem) => {
    expect(notes(tag, files)).toEqual({ status: 1, stdout: '', stderr: `${problem}\n` });
  });

  test('has notes for the version of this repository', () => {
    const { version } = readYaml<{ version: string }>('package.json');
    expect(run('release-notes.js', [`v${version}`])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('### Added'),
    });
  });
});

/** A program on the PATH that does nothing but end as it is told to. */
const program = (name: string, script: string) => {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
};
const onPosix = process.platform === 'win32' ? describe.skip : describe;

onPosix('lint-workflows.js', () => {
  test('says which of the two is not installed, and that is no failure', () => {
    const { status, stdout } = run('lint-workflows.js', [], { path: folder });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^actionlint: not installed, .+\nzizmor: not installed, .+\n$/);
  });

  test.each([
    ['neither finds anything', 'exit 0', 'exit 0', 0],
    ['actionlint finds something', 'exit 1', 'exit 0', 1],
    ['zizmor finds something', 'exit 0', 'exit 13', 1],
  ])('%s', (_, actionlint, zizmor, expected) => {
    program('actionlint', actionlint);
    program('zizmor', zizmor);
    expect(run('lint-workflows.js', [], { path: folder }).status).toBe(expected);
  });

  test('looks at the workflows and the examples with both, with zizmor at the actions too', () => {
    program('actionlint', 'echo "actionlint $*"');
    program('zizmor', 'echo "zizmor $*"');
    const { stdout } = run('lint-workflows.js', [], { path: folder });
    const [actionlint, zizmor] = stdout.split('\n').filter((line) => line.includes('.yml '));
    for (const line of [actionlint, zizmor]) {
      expect(line).toMatch(/\.github\/workflows\/ci\.yml.* examples\/release-production\.yml/);
    }
    expect(zizmor).toMatch(/ action\.yml/);
  });
});

onPosix('mutation.js', () => {
  test('says how to install Stryker if it is not', () => {
    expect(run('mutation.js', [], { path: folder })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('npm install --no-save @stryker-mutator/core@10 @stryker-mutator/jest-runner@10'),
    });
  });

  test('passes on which files to change, and the exit code', () => {
    program('stryker', 'echo "$*"; exit 3');
    expect(run('mutation.js', ['--mutate', 'src/links.ts'], { path: folder })).toMatchObject({
      status: 3,
      stdout: 'run tools/build/stryker.json --mutate src/links.ts\n',
    });
  });
});

onPosix('act.js', () => {
  const path = () => `${folder}${delimiter}${dirname(process.execPath)}${delimiter}/usr/bin${delimiter}/bin`;

  test('says how to install act where it is not', () => {
    expect(run('act.js', [], { path: folder })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('go install github.com/nektos/act@latest'),
    });
  });

  test('runs the one job in host mode, in a clean environment with Node 24', () => {
    program('act', '[ "$1" = --version ] || { echo "$*"; env; node --version; exit 3; }');
    const { status, stdout } = run('act.js', [], { path: path() });
    const [args, ...rest] = stdout.trim().split('\n');
    expect(status).toBe(3);
    expect(readFileSync('CONTRIBUTING.md', 'utf8')).toContain(` act ${args}\n`);
    expect(args).toContain(' --platform ubuntu-latest=-self-hosted --no-cache-server');
    expect(
      rest
        .filter((line) => /^[A-Z_]+=/.test(line))
        .map((line) => line.split('=')[0])
        .filter((name) => !['PWD', 'SHLVL', '_', 'OLDPWD'].includes(`${name}`))
        .toSorted(),
    ).toEqual(['HOME', 'PATH']);
    expect(rest.at(-1)).toMatch(/^v24\./);
  });
});
