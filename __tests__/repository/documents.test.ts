import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { setOutputs } from '../../src/report.ts';
import { inProcess } from '../unit/in-process.ts';
import { ACTION, readYaml } from './yaml.ts';

const { scripts } = readYaml<{ scripts: Record<string, string> }>('package.json');

describe.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'])('%s', (document) => {
  const text = readFileSync(document, 'utf8');

  test('names files and folders that exist', () => {
    const named = [
      ...text.matchAll(/`((?:[\w.-]+\/)+[\w.-]*|[\w-]+\.(?:md|json))`|\]\((?!https:)([^)#]+)\)/g),
    ];
    const missing = named
      .map(([, code, link]) => code ?? link ?? '')
      .filter((path) => !existsSync(path));
    expect(missing).toEqual([]);
  });

  test('links to headings that it has', () => {
    const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading.toLowerCase().replaceAll(' ', '-'),
    );
    const anchors = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(headings).toEqual(expect.arrayContaining(anchors));
  });

  test('names scripts of package.json that exist', () => {
    const named = [...text.matchAll(/`npm (?:run )?([\w:]+)/g)].map(([, name = '']) => name);
    const own = named.filter((name) => !['cit', 'ci', 'version', 'install'].includes(name));
    expect(own.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

describe('README.md and the code', () => {
  const readme = readFileSync('README.md', 'utf8');
  const read = (path: string): string => readFileSync(path, 'utf8');

  /** The cells of each row of the table below a heading, without its head. */
  const rowsBelow = (heading: string): string[][] => {
    const [section = ''] = (readme.split(`# ${heading}\n`)[1] ?? '').split('\n#');
    const rows = section.split('\n').filter((line) => line.startsWith('|'));
    return rows.slice(2).map((row) => row.slice(2, -2).split(' | '));
  };

  test('there is a row for each input, with its default', () => {
    const wanted = Object.entries(ACTION.inputs).map(([name, { required, default: value }]) => [
      `\`${name}\``,
      required ? '**Required.**' : `Default: ${value ? `\`${value}\`` : 'that of the environment'}`,
    ]);
    const found = rowsBelow('Inputs').map(([name, meaning = '']) => [
      name,
      /^\*\*Required\.\*\*|Default: .*$/.exec(meaning)?.[0],
    ]);
    expect(found).toEqual(wanted);
  });

  test('there is a row for each output, and results has each of its parts', async () => {
    const rows = rowsBelow('Outputs');
    expect(rows.map(([name]) => name)).toEqual(
      Object.keys(ACTION.outputs).map((name) => `\`${name}\``),
    );
    const { outputs } = await inProcess({}, () => setOutputs([{ trainingId: '21' }], []));
    const [result = {}] = JSON.parse(outputs.results ?? '[]');
    const parts = [...(rows.at(-1)?.[1] ?? '').matchAll(/`([\w-]+)`/g)].map(([, part]) => part);
    expect(parts).toEqual(Object.keys(result));
  });

  test('there is a row for each code that the action gives by itself', () => {
    const sources = globSync('src/**/*.ts').map(read).join('\n');
    const given = [...sources.matchAll(/\bcode(?::| =| \?\?) '([A-Z_]+)'/g)].map(
      ([, code]) => `\`${code}\``,
    );
    const listed = rowsBelow('Codes').map(([code]) => code);
    expect(new Set(listed)).toEqual(new Set(given));
  });

  test.each([
    ['src/inputs.ts', /MAX_TRAININGS = (\d+)/, 'at most N, are separated'],
    ['src/inputs.ts', /MAX_TRAININGS = (\d+)/, 'For more than N, use a matrix'],
    ['src/report.ts', /MAX_RESULT_ERROR = (\d+)/, '`error` (at most N characters)'],
    ['src/report.ts', /MAX_MESSAGE = ([\d_]+)/, 'at most about N characters'],
    ['src/toloka/agent.ts', /runner to ([\d.]+)/, 'Any runner N or later'],
  ])('%s: %s is what the README says: %s', (path, pattern, sentence) => {
    const limit = pattern.exec(read(path))?.[1]?.replace('_', ',') ?? 'unknown';
    expect(readme).toContain(sentence.replace('N', limit));
  });

  test('it says what matters in at most 900 words, code and tables not counted', () => {
    const prose = readme
      .replace(/^ *```[\s\S]*?^ *```$/gm, '')
      .replace(/^\|.*$/gm, '')
      .replace(/<[^>]+>/g, '');
    expect(prose.trim().split(/\s+/).length).toBeLessThanOrEqual(900);
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

const git = (...parameters: string[]): string =>
  execFileSync('git', parameters, { encoding: 'utf8' });
test('a job downloads what it runs, what explains it and its sources, and nothing else, in at most 80 kB', () => {
  const tracked = git('ls-files').trim().split('\n');
  const attributes = git('check-attr', 'export-ignore', '--', ...tracked).split('\n');
  const kept = tracked.filter((path) => !attributes.includes(`${path}: export-ignore: set`));
  const wanted = ['action.yml', 'action-types.yml', 'LICENSE', 'README.md'];
  expect(kept).toEqual(
    tracked.filter((path) => /^(src|dist)\//.test(path) || wanted.includes(path)),
  );
  const archive = execFileSync('git', ['archive', '--format=tar.gz', 'HEAD']);
  expect(archive.length).toBeLessThanOrEqual(80_000);
});

test('.node-version is the runtime of the action', () => {
  expect(ACTION.runs.using).toBe(`node${readFileSync('.node-version', 'utf8').trim()}`);
});
