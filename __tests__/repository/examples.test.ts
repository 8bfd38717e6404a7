import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parseDuration } from '../../src/time.ts';
import {
  ACTION,
  isOwn,
  type Job,
  misuses,
  REPOSITORY,
  stepsOf,
  type Workflow,
  workflowsIn,
} from '../support/yaml.ts';

const README = readFileSync('README.md', 'utf8');
const examples = workflowsIn('examples');

describe.each(examples)('$path', ({ path, text, workflow }) => {
  const steps = stepsOf(workflow);

  test('uses the action with real inputs and outputs, and with the token from a secret', () => {
    expect(misuses(steps)).toEqual([]);
    const tokens = steps.filter(isOwn).map(({ with: given = {} }) => given.token);
    expect(tokens).not.toEqual([]);
    for (const token of tokens) expect(token).toMatch(/^\$\{\{ secrets\.[A-Z_]+ \}\}$/);
  });

  test('says what to create before the first run', () => {
    const [comment = ''] = text.split(/^name:/m);
    const needed = [...text.matchAll(/\$\{\{ (?:secrets|vars)\.([A-Z_]+) \}\}/g)].map(
      ([, name]) => name,
    );
    for (const name of needed) expect(comment).toContain(name);
  });

  test('gives each job more time than the steps in it may take', () => {
    for (const { steps: own = [], 'timeout-minutes': minutes = 0 } of Object.values(
      workflow.jobs,
    )) {
      const timeouts = own
        .filter(isOwn)
        .map((step) => parseDuration(String(step.with?.timeout ?? '10m')) ?? 0);
      expect(minutes * 60_000).toBeGreaterThan(timeouts.reduce((sum, timeout) => sum + timeout, 0));
    }
  });

  test('has a link in the README, and is written in ASCII, so that it survives any editor', () => {
    expect(README).toContain(`](${path})`);
    expect(text).toMatch(/^[\n -~]*$/);
  });
});

describe.each(
  [...README.matchAll(/^( *)```yaml\n([\s\S]*?)^\1```$/gm)].map(([, indent = '', code = '']) => ({
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  })),
)('this snippet of the README is a part of a workflow:\n$code', ({ code }) => {
  // Values of the step that the README shows first, to which a snippet may belong.
  const given = { 'training-id': '21', token: 'made-up' };
  const snippet: Partial<Workflow & Job> = parse(code.startsWith('- ') ? `steps:\n${code}` : code, {
    uniqueKeys: true,
  });
  const isInputs = Object.keys(snippet).every((name) => Object.hasOwn(ACTION.inputs, name));
  const { on = {}, jobs = {}, steps: own = [] } = snippet;
  const steps = isInputs
    ? [{ uses: './', with: { ...given, ...snippet } }]
    : [...stepsOf({ on, jobs }), ...own];

  test('its keys are those of a workflow, a job, steps or inputs', () => {
    const keys = [isInputs ? [] : Object.keys(snippet), ...steps.map(Object.keys)].flat();
    const known = [
      ...['name', 'on', 'permissions', 'jobs', 'runs-on', 'environment', 'strategy', 'steps'],
      ...['id', 'if', 'uses', 'with', 'env', 'run'],
    ];
    expect(known).toEqual(expect.arrayContaining(keys));
  });

  test('it uses the action with real inputs and outputs', () => {
    expect(misuses([{ id: 'open', uses: './', with: given }, ...steps])).toEqual([]);
  });

  test('its expressions close what they open, and name what GitHub knows', () => {
    const expressions = [...code.matchAll(/\$\{\{(.*?)\}\}|\bif: (.*)/g)].map(
      ([, inner, condition]) => inner ?? condition,
    );
    for (const text of expressions.map((one = '') => one.replaceAll(/'[^']*'/g, "''"))) {
      expect(text.split('(').length).toBe(text.split(')').length);
      const names = [...text.matchAll(/(?<![\w.-])[a-z][\w-]*/gi)].map(([name]) => name);
      const known = ['steps', 'secrets', 'vars', 'github', 'env', 'matrix'];
      const functions = ['fromJSON', 'join', 'failure', 'contains'];
      expect([...known, ...functions]).toEqual(expect.arrayContaining(names));
    }
    expect(code.split('${'.concat('{')).length).toBe(code.split('}'.concat('}')).length);
  });
});

test('README and examples pin the action alike, and name secrets and variables alike', () => {
  for (const text of [README, ...examples.map((example) => example.text)]) {
    const used = [...text.matchAll(/uses: (\S+)/g)].map(([, uses]) => uses);
    const own = used.filter((uses) => uses?.startsWith(REPOSITORY));
    expect(new Set(own)).toEqual(new Set([`${REPOSITORY}@v1`]));
    const names = [...text.matchAll(/\b(?:secrets|vars)\.([A-Z]\w+)/g)].map(([, name]) => name);
    const ids = ['TRAINING_ID', 'TRAINING_IDS', 'POOL_IDS'];
    const known = ['TOLOKA_TOKEN', 'CHAT_WEBHOOK_URL', ...ids];
    expect(known).toEqual(expect.arrayContaining(names));
  }
});

test('a misuse is an unknown input, a missing one, or an unknown output', () => {
  const step = { id: 'a', uses: './', with: { 'training-id': '1', token: 'x' } };
  const read = (output: string) => ({ run: `\${{ steps.a.outputs.${output} }}` });
  expect(misuses([step, read('status')])).toEqual([]);
  expect(misuses([{ ...step, with: { ...step.with, training: '2' } }])).toEqual(['training']);
  expect(misuses([{ ...step, with: { token: 'x' } }])).toEqual(['training-id']);
  expect(misuses([step, read('state')])).toEqual(['steps.a.outputs.state']);
});

// GitHub evaluates `env` before `if`: after a step that never ran, fromJSON('') would fail the job.
const WORKFLOWS = [...examples, ...workflowsIn('.github/workflows')].map(({ path }) => path);
describe.each(['README.md', ...WORKFLOWS])('%s', (path) => {
  const text = readFileSync(path, 'utf8');

  test('gives fromJSON a default for the outputs of a step that never ran', () => {
    const parsed = [...text.matchAll(/fromJSON\((\w+\.[^)]*)\)/gi)];
    const withoutDefault = parsed.filter(([, given = '']) => !/ \|\| '[^']+'$/.test(given));
    expect(withoutDefault).toEqual([]);
  });

  test('looks at all results, not at the first alone', () => {
    expect(text).not.toMatch(/\)\[\d\]/);
  });
});

test.each(['README.md', ...examples.map(({ path }) => path)])(
  '%s never hides a failure',
  (path) => {
    expect(readFileSync(path, 'utf8')).not.toContain('continue-on-error');
  },
);
