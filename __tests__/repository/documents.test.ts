import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ACTION, readYaml } from './yaml.ts';

const { scripts } = readYaml<{ scripts: Record<string, string> }>('package.json');

describe.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'])('%s', (document) => {
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
});

test('scripts of package.json name files that exist', () => {
  const named = Object.values(scripts).flatMap(
    (script) => script.match(/[\w./-]+\/[\w-]+\.(?:js|ts|json|yml)\b/g) ?? [],
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

test.each(['/dist/', '/action.yml', '/.github/'])('CODEOWNERS gives %s an owner', (path) => {
  expect(readFileSync('.github/CODEOWNERS', 'utf8').split('\n')).toContain(`${path} @OWNER`);
  expect(existsSync(path.slice(1))).toBe(true);
});

const git = (...parameters: string[]): string => execFileSync('git', parameters, { encoding: 'utf8' });
test('a job downloads what it runs, what explains it and its sources, and nothing else, in at most 80 kB', () => {
  const tracked = git('ls-files').trim().split('\n');
  const attributes = git('check-attr', 'export-ignore', '--', ...tracked).split('\n');
  const kept = tracked.filter((path) => !attributes.includes(`${path}: export-ignore: set`));
  const wanted = ['action.yml', 'action-types.yml', 'LICENSE', 'README.md'];
  expect(kept).toEqual(tracked.filter((path) => /^(src|dist)\//.test(path) || wanted.includes(path)));
  const archive = execFileSync('git', ['archive', '--format=tar.gz', 'HEAD']);
  expect(archive.length).toBeLessThanOrEqual(80_000);
});

test('.node-version is the runtime of the action', () => {
  expect(ACTION.runs.using).toBe(`node${readFileSync('.node-version', 'utf8').trim()}`);
});
