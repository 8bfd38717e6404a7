import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readYaml } from './yaml.ts';

test.each([
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'action.yml',
  'action-types.yml',
  '.editorconfig',
  '.gitattributes',
  '.node-version',
  '.npmrc',
  '.github/CODEOWNERS',
  '.github/dependabot.yml',
  '.github/ISSUE_TEMPLATE/bug.yml',
  '.github/ISSUE_TEMPLATE/config.yml',
  '.github/ISSUE_TEMPLATE/feature.yml',
  'dist/licenses.txt',
])('there is %s', (path) => {
  expect(existsSync(path)).toBe(true);
});

const { scripts } = readYaml<{ scripts: Record<string, string> }>('package.json');

describe.each(['CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'])('%s', (document) => {
  const text = readFileSync(document, 'utf8');

  test('names files and folders that exist', () => {
    const named = [...text.matchAll(/`((?:[\w.-]+\/)+[\w.-]*|[\w-]+\.(?:md|json))`|\]\((?!https:)([^)#]+)\)/g)];
    const missing = named.map(([, code, link]) => code ?? link ?? '').filter((path) => !existsSync(path));
    expect(missing).toEqual([]);
  });

  test('names scripts of package.json that exist', () => {
    const named = [...text.matchAll(/`npm (?:run )?([\w:]+)/g)].map(([, name = '']) => name);
    const own = named.filter((name) => !['cit', 'ci', 'version', 'install'].includes(name));
    expect(own.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('names the repository as every file does', () => {
    for (const [, repository] of text.matchAll(/github\.com\/([\w.-]+\/open-toloka-training)/g)) {
      expect(repository).toBe('OWNER/open-toloka-training');
    }
  });
});

describe('CODEOWNERS', () => {
  const rules = readFileSync('.github/CODEOWNERS', 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' '));

  test.each(['/dist/', '/action.yml', '/.github/'])('gives %s an owner', (path) => {
    expect(rules).toContainEqual([path, '@OWNER']);
    expect(existsSync(path.slice(1))).toBe(true);
  });
});

describe('issue forms', () => {
  test('are the only way to file an issue, and send vulnerabilities elsewhere', () => {
    expect(readYaml('.github/ISSUE_TEMPLATE/config.yml')).toEqual({
      blank_issues_enabled: false,
      contact_links: [expect.objectContaining({ url: expect.stringMatching(/\/security\/advisories\/new$/) })],
    });
  });

  test.each(['bug', 'feature'])('%s.yml is a form for GitHub', (name) => {
    const form = readYaml<{ body: { type: string; id?: string; attributes: Record<string, unknown> }[] }>(
      `.github/ISSUE_TEMPLATE/${name}.yml`,
    );
    expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) });
    const fields = form.body.filter(({ type }) => type !== 'markdown');
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
    for (const { type, attributes } of fields) {
      expect(['input', 'textarea', 'dropdown', 'checkboxes']).toContain(type);
      expect(attributes).toMatchObject({ label: expect.any(String) });
    }
  });
});

test('git and editors agree on line ends', () => {
  expect(readFileSync('.gitattributes', 'utf8')).toMatch(/^\* text=auto eol=lf$/m);
  expect(readFileSync('.editorconfig', 'utf8')).toMatch(/^end_of_line = lf$/m);
});

const git = (...parameters: string[]): string => execFileSync('git', parameters, { encoding: 'utf8' });
const TRACKED = git('ls-files').trim().split('\n');
const valuesOf = (attribute: string): Map<string, string> =>
  new Map(
    git('check-attr', attribute, '--', ...TRACKED)
      .trim()
      .split('\n')
      .map((line) => [line.replace(/: .*/, ''), line.replace(/.*: /, '')]),
  );

test('git shows what changes in dist, and GitHub folds it', () => {
  expect(valuesOf('diff').get('dist/index.js')).toBe('unspecified');
  expect(valuesOf('linguist-generated').get('dist/index.js')).toBe('true');
});

test('a job downloads what it runs, what explains it and its sources, and nothing else', () => {
  const ignored = valuesOf('export-ignore');
  const kept = TRACKED.filter((path) => ignored.get(path) !== 'set');
  const wanted = ['action.yml', 'action-types.yml', 'LICENSE', 'README.md'];
  expect(kept).toEqual(TRACKED.filter((path) => /^(src|dist)\//.test(path) || wanted.includes(path)));
});

test('what a job downloads has at most 80 kB', () => {
  const archive = execFileSync('git', ['archive', '--format=tar.gz', 'HEAD']);
  expect(archive.length).toBeLessThanOrEqual(80_000);
});

test('.node-version is the runtime of the action', () => {
  const version = readFileSync('.node-version', 'utf8').trim();
  expect(readYaml<{ runs: { using: string } }>('action.yml').runs.using).toBe(`node${version}`);
});
