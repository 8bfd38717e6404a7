import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseDuration } from '../../src/duration.ts';
import { expression, misuses, ownAction, readYaml, stepsOf, type Workflow, workflowsIn } from './yaml.ts';

const examples = workflowsIn('examples');
const named = (name: string) => {
  const example = examples.find(({ path }) => path === `examples/${name}.yml`);
  if (example === undefined) throw new Error(`there is no example ${name}`);
  return example;
};

const TOKEN = expression('secrets.TOLOKA_TOKEN');
const ENVIRONMENT = { name: 'production', url: expression('steps.open.outputs.training-url') };
const ENVIRONMENT_BLOCK = `    environment:
      name: ${ENVIRONMENT.name}
      url: ${ENVIRONMENT.url}`;

test('there are three examples', () => {
  expect(examples.map(({ path }) => path)).toEqual([
    'examples/open-then-notify.yml',
    'examples/rehearse-then-production.yml',
    'examples/release-production.yml',
  ]);
});

describe.each(examples)('$path', (example) => {
  const { workflow, text } = example;

  test('names real inputs and outputs, and gives the inputs that are required', () => {
    expect(misuses(example)).toEqual([]);
  });

  test('uses the action', () => {
    expect(stepsOf(example).some(({ uses }) => ownAction(uses) !== undefined)).toBe(true);
  });

  test('grants nothing by default and at most the reading of the repository to a job', () => {
    expect(workflow.permissions).toEqual({});
    for (const { permissions = {} } of Object.values(workflow.jobs)) {
      expect([{}, { contents: 'read' }]).toContainEqual(permissions);
    }
  });

  test('takes the token from a secret', () => {
    for (const { uses, with: given = {} } of stepsOf(example)) {
      if (ownAction(uses) !== undefined) expect(given.token).toMatch(/^\$\{\{ secrets\.[A-Z_]+ \}\}$/);
    }
  });

  test('says what to create before the first run', () => {
    const [comment = ''] = text.split(/^name:/m);
    const needed = [...text.matchAll(/\$\{\{ (?:secrets|vars)\.([A-Z_]+) \}\}/g)].map(([, name]) => name);
    for (const name of needed) expect(comment).toContain(name);
  });

  test('runs one at a time and cancels none', () => {
    expect(workflow.concurrency).toEqual({ group: expect.any(String), 'cancel-in-progress': false });
  });

  test('gives each job more time than the steps in it may take', () => {
    for (const { steps = [], 'timeout-minutes': minutes = 0 } of Object.values(workflow.jobs)) {
      const own = steps.filter(({ uses }) => ownAction(uses) !== undefined);
      const longest = own.reduce((sum, step) => sum + (parseDuration(String(step.with?.timeout ?? '10m')) ?? 0), 0);
      expect(minutes * 60_000).toBeGreaterThan(longest);
    }
  });

  test('is written in ASCII, so that it survives any editor', () => {
    expect(text).toMatch(/^[\n -~]*$/);
  });
});

test('release-production opens one training in an environment that links it', () => {
  const { text, workflow } = named('release-production');
  expect(Object.values(workflow.jobs)).toEqual([expect.objectContaining({ environment: ENVIRONMENT })]);
  expect(text).toContain(`\n${ENVIRONMENT_BLOCK}\n`);
  const [open] = stepsOf(named('release-production'));
  expect(open?.with).toMatchObject({ 'training-id': expression('vars.TRAINING_ID'), token: TOKEN });
});

test('rehearse-then-production makes a dry run of each change, and opens on a release, in one environment', () => {
  const { text, workflow } = named('rehearse-then-production');
  expect(workflow.on).toEqual({
    push: { branches: ['main'], paths: ['labeling/**'] },
    release: { types: ['published'] },
  });
  expect(Object.values(workflow.jobs)).toEqual([expect.objectContaining({ environment: ENVIRONMENT })]);
  const [open] = stepsOf(named('rehearse-then-production'));
  expect(open?.with).toMatchObject({
    'training-id': expression('vars.TRAINING_ID'),
    token: TOKEN,
    'dry-run': expression("github.event_name != 'release'"),
  });
  expect(text).toContain('A token that pull requests can use is open to everyone');
});

test('README and examples pin the action alike, and name secrets and variables alike', () => {
  const texts = [readFileSync('README.md', 'utf8'), ...examples.map(({ text }) => text)];
  for (const text of texts) {
    const used = [...text.matchAll(/uses: (OWNER\/\S+)/g)].map(([, uses]) => uses);
    expect(new Set(used)).toEqual(new Set(['OWNER/open-toloka-training@v1']));
    const names = [...text.matchAll(/\$\{\{ (?:secrets|vars)\.(\w+) \}\}/g)].map(([, name = '']) => name);
    const ours = names.filter((name) => name !== 'CHAT_WEBHOOK_URL');
    expect(['TOLOKA_TOKEN', 'TRAINING_ID', 'TRAINING_IDS']).toEqual(expect.arrayContaining([...new Set(ours)]));
  }
  expect(texts[0]).toContain(ENVIRONMENT_BLOCK.replaceAll(/^ {2}/gm, ''));
});

test('open-then-notify opens without waiting, joins later, and tells both ends', () => {
  const steps = stepsOf(named('open-then-notify'));
  const [open, join] = steps.filter(({ uses }) => ownAction(uses) !== undefined);
  const { wait, ...inputs } = open?.with ?? {};
  expect(wait).toBe(false);
  expect(join?.with).toMatchObject(inputs);
  expect(join?.with).not.toHaveProperty('wait');
  expect(steps.filter(({ name = '' }) => name.startsWith('Tell')).map((step) => step.if)).toEqual([
    undefined,
    "failure() && steps.open.outcome != 'success'",
  ]);
});

describe('the checks above find', () => {
  const workflow = readYaml<Workflow>('examples/release-production.yml');
  const step = { name: 'last', uses: 'OWNER/open-toloka-training@v1', with: { 'training-id': '1', token: 'x' } };
  const check = (steps: readonly object[]) =>
    misuses({ path: '', text: '', workflow: { ...workflow, jobs: { job: { steps } } } });

  test.each([
    ['an unknown input', [{ ...step, with: { ...step.with, training: '2' } }], 'has no input training'],
    ['a missing input', [{ ...step, with: { token: 'x' } }], 'needs the input training-id'],
    ['an unknown output', [{ ...step, id: 'a' }, { run: expression('steps.a.outputs.state') }], 'has no output state'],
    ['an unknown step', [{ run: expression('steps.a.outputs.status'), name: 'x' }], 'no step before x has the id a'],
    [
      'a later step',
      [
        { run: expression('steps.a.outputs.status'), name: 'x' },
        { ...step, id: 'a' },
      ],
      'no step before x has the id a',
    ],
  ])('%s', (_, steps, finding) => {
    expect(check(steps)).toEqual([expect.stringContaining(finding)]);
  });

  test('nothing in a right workflow', () => {
    expect(check([{ ...step, id: 'a' }, { run: expression('steps.a.outputs.results') }])).toEqual([]);
  });
});
