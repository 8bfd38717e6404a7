import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readInputs } from '../../src/inputs.ts';
import { fail, setOutputs } from '../../src/report.ts';
import { explainAnswer } from '../../src/toloka/answer.ts';
import { notOpen, timeOut } from '../../src/toloka/errors.ts';
import { explainNoAnswer } from '../../src/toloka/fault.ts';
import { workOn } from '../../src/toloka/known.ts';
import { explainFail } from '../../src/toloka/reason.ts';
import { addState } from '../../src/toloka/target.ts';
import type { Done } from '../../src/words.ts';
import { inProcess } from '../support/in-process.ts';
import { done, failed, pool, reading, training, WAY } from '../support/states.ts';
import { ACCOUNT, ACTION, SCRIPTS } from '../support/yaml.ts';

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];

describe.each(DOCUMENTS)('%s', (document) => {
  const text = readFileSync(document, 'utf8');

  test('names files and folders that exist', () => {
    const names = /`((?:[\w.-]+\/)+[\w.-]*|[\w-]+\.(?:md|json))`|\]\((?!https:)([^)#]+)\)/g;
    const named = [...text.matchAll(names)].map(([, code, link]) => code ?? link ?? '');
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  test('links to headings that it has', () => {
    const toAnchor = (heading: string) => heading.toLowerCase().replaceAll(' ', '-');
    const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => toAnchor(heading));
    const anchors = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(headings).toEqual(expect.arrayContaining(anchors));
  });

  test('names scripts of package.json that exist', () => {
    const named = [...text.matchAll(/`npm (?:run )?([\w:]+)/g)].map(([, name = '']) => name);
    const own = named.filter((name) => !['cit', 'ci', 'version', 'install'].includes(name));
    expect(own.filter((name) => SCRIPTS[name] === undefined)).toEqual([]);
  });
});

describe('README.md and the code', () => {
  const readme = readFileSync('README.md', 'utf8');

  /** The cells of each row of the table below a heading, without its head. */
  const rowsBelow = (heading: string): string[][] => {
    const [section = ''] = (readme.split(`# ${heading}\n`)[1] ?? '').split('\n#');
    const rows = section.split('\n').filter((line) => line.startsWith('|'));
    return rows.slice(2).map((row) => row.slice(2, -2).split(' | '));
  };
  /** The number that stands in place of N in a sentence. */
  const limitIn = (sentence: string): number => {
    const [before = '', after = ''] = sentence.split('N');
    const [, number = ''] = new RegExp(`${before}([\\d,]+)${after}`).exec(readme) ?? [];
    return Number(number.replace(',', ''));
  };

  test('there is a row for each input, with its default', () => {
    const rows = rowsBelow('Inputs').map(([name, meaning = '']) => [
      name,
      /^\*\*Required\.\*\*|Default: (?:`.*`|that of the environment|no pool)$/.exec(meaning)?.[0],
    ]);
    const nothing = { 'pool-id': 'no pool', 'api-url': 'that of the environment' };
    const wanted = Object.entries(ACTION.inputs).map(([name, { required, default: value }]) => {
      const otherwise = value
        ? `\`${value}\``
        : Object.entries(nothing).find(([one]) => one === name);
      return [`\`${name}\``, required ? '**Required.**' : `Default: ${[otherwise].flat().at(-1)}`];
    });
    expect(rows).toEqual(wanted);
  });

  test('there is a row for each output, and the text below has each part of results', async () => {
    const names = Object.keys(ACTION.outputs).map((name) => `\`${name}\``);
    expect(rowsBelow('Outputs').map(([name]) => name)).toEqual(names);
    const all = [done(), done({ target: pool() })];
    const { outputs } = await inProcess({}, () => setOutputs(all, []));
    const [result, ofPool] = JSON.parse(outputs.results ?? '[]').map(Object.keys);
    const [sentence = ''] = /^An object of `results` has .*$/m.exec(readme) ?? [];
    const parts = [...sentence.matchAll(/`([a-z-]+)`/g)].map(([, part]) => part);
    const own = ['pool-id', 'pool-url'];
    expect(parts).toEqual(['results', ...result, ...own]);
    expect(ofPool).toEqual(expect.arrayContaining(own));
  });

  test('there is a row for each code that the action gives by itself', async () => {
    const error = new Error('odd');
    const endOf = async (cancel: AbortController) => {
      const bounds = { signal: cancel.signal };
      const toloka = { target: training(), bounds } as Parameters<typeof workOn>[0];
      const end = await workOn(
        toloka,
        () => undefined,
        () => Promise.reject(error),
      );
      return end.error;
    };
    const cancelled = new AbortController();
    cancelled.abort('SIGINT');
    const question = { way: WAY, target: training(), wanted: '', mayLag: false };
    const answer = (json: unknown) => explainAnswer({ status: 400, headers: {}, json }, question);
    const errors = [
      ...[timeOut(), await endOf(cancelled), notOpen('')],
      addState(notOpen(''), training(), reading({ status: 'ARCHIVED' })),
      ...[explainFail(undefined, undefined), answer({ message: 'no' }), answer('no')],
      ...[explainNoAnswer(error, WAY, false), await endOf(new AbortController())],
    ];
    const { outputs } = await inProcess({}, () => setOutputs([done({ result: 'untouched' })], []));
    const [{ code }] = JSON.parse(outputs.results ?? '[]');
    const codes = [...errors.map((one) => one?.facts.code), code];
    const listed = rowsBelow('Codes').map(([one]) => one);
    expect(new Set(listed)).toEqual(new Set(codes.map((one) => `\`${one}\``)));
  });

  test('what it says of limits is so', async () => {
    const faultsOf = async (count: number, timeout: string) => {
      const ids = Array.from({ length: count }, (_, index) => index).join();
      const inputs = { 'training-id': ids, token: 'made-up-token', timeout };
      const { result } = await inProcess(inputs, readInputs);
      return 'faults' in result ? result.faults.length : 0;
    };
    const most = limitIn('At most N ids in both');
    expect(limitIn('For more than N, use a matrix')).toBe(most);
    const longest = limitIn('`1h30m`, at most `N');
    expect(await faultsOf(most, `${longest}h`)).toBe(0);
    expect(await faultsOf(most + 1, `${longest}h1s`)).toBe(2);

    const long = 'x'.repeat(9_999);
    const lines = [...Array(4).keys()].map(() => long);
    const one: Done = failed({ reason: long });
    const { outputs, errors } = await inProcess({}, () => {
      setOutputs([one], lines);
      fail('', lines);
    });
    const [{ error }] = JSON.parse(outputs.results ?? '[]');
    expect(error).toHaveLength(limitIn('`error` \\(at most N characters\\)'));
    const about = limitIn('in at most about N characters');
    expect(outputs.error?.length).toBeGreaterThan(about - 10);
    expect(errors[0]?.message.length).toBeLessThanOrEqual(about);
  });
});

test('scripts of package.json name files that exist', () => {
  const named = Object.values(SCRIPTS).flatMap(
    (script) => script.match(/[\w./-]+\/[\w-]+\.(?:js|ts|json|yml|txt)\b/g) ?? [],
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

test.each(['/dist/', '/action.yml', '/.github/'])('CODEOWNERS gives %s an owner', (path) => {
  expect(readFileSync('.github/CODEOWNERS', 'utf8').split('\n')).toContain(`${path} @${ACCOUNT}`);
  expect(existsSync(path.slice(1))).toBe(true);
});

test('a job downloads what it runs, what explains it and its sources, and nothing else', () => {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' });
  const tracked = git('ls-files').trim().split('\n');
  const attributes = git('check-attr', 'export-ignore', '--', ...tracked).split('\n');
  const kept = tracked.filter((path) => !attributes.includes(`${path}: export-ignore: set`));
  const wanted = ['action.yml', 'action-types.yml', 'LICENSE', 'README.md'];
  const isWanted = (path: string) => /^(src|dist)\//.test(path) || wanted.includes(path);
  expect(kept).toEqual(tracked.filter(isWanted));
});

test('.node-version is the runtime of the action', () => {
  expect(ACTION.runs.using).toBe(`node${readFileSync('.node-version', 'utf8').trim()}`);
});
