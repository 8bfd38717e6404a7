import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { expression, misuses, ownAction, readYaml, stepsOf, workflowsIn } from './yaml.ts';

const workflows = workflowsIn('.github/workflows');
const named = (name: string) => {
  const found = workflows.find(({ path }) => path === `.github/workflows/${name}.yml`);
  if (found === undefined) throw new Error(`there is no workflow ${name}`);
  return found;
};
const permissionsOf = (name: string): unknown[] =>
  Object.values(named(name).workflow.jobs).map((job) => job.permissions);

test('there are a workflow each for changes, releases, analysis, the scorecard and Dependabot', () => {
  expect(workflows.map(({ path }) => path.split('/').at(-1))).toEqual([
    'ci.yml',
    'codeql.yml',
    'dependabot-dist.yml',
    'release.yml',
    'scorecard.yml',
  ]);
});

describe.each(workflows)('$path', (file) => {
  const { text, workflow } = file;
  const jobs = Object.entries(workflow.jobs);

  test('grants nothing by default, and each job says what it needs', () => {
    expect(workflow.permissions).toEqual({});
    for (const [name, { permissions }] of jobs)
      expect({ name, permissions }).toEqual({ name, permissions: expect.any(Object) });
  });

  test('says why a job may write', () => {
    for (const line of text.split('\n').filter((one) => /^ +[\w-]+: write/.test(one))) expect(line).toMatch(/ # \S/);
  });

  test('limits the time of every job and its runs at once', () => {
    for (const [name, job] of jobs) {
      if (job.uses === undefined)
        expect({ name, minutes: job['timeout-minutes'] }).toEqual({ name, minutes: expect.any(Number) });
    }
    expect(workflow.concurrency?.group).toEqual(expect.any(String));
  });

  test('pins what it uses to a commit, with the version as a comment', () => {
    for (const [, uses = ''] of text.matchAll(/uses: (.+)$/gm)) {
      expect(uses).toMatch(/^(?:\.\/\S*|[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
    }
  });

  test('keeps no credentials after a checkout', () => {
    for (const step of stepsOf(file).filter(({ uses = '' }) => uses.startsWith('actions/checkout@'))) {
      expect(step.with).toMatchObject({ 'persist-credentials': false });
    }
  });

  test('puts no expression into a script', () => {
    for (const { run = '' } of stepsOf(file)) expect(run).not.toMatch(/\$\{\{/);
  });

  test('caches nothing', () => {
    for (const { uses = '', with: given } of stepsOf(file)) {
      expect(uses).not.toMatch(/cache/);
      if (uses.startsWith('actions/setup-node@')) expect(given).toMatchObject({ 'package-manager-cache': false });
    }
  });

  test('uses the actions of this repository rightly', () => {
    expect(misuses(file)).toEqual([]);
  });
});

test('an action is pinned to one commit everywhere, the examples included', () => {
  const pins = [...workflows, ...workflowsIn('examples')]
    .flatMap(({ text }) => [...text.matchAll(/uses: ([\w.-]+\/[\w.-]+)\S*@(\S{40} # \S+)$/gm)])
    .map(([, action = '', pin = '']) => `${action} ${pin}`);
  const actions = new Set(pins.map((pin) => pin.split(' ')[0]));
  expect(new Set(pins).size).toBe(actions.size);
});

describe('ci.yml', () => {
  const { workflow } = named('ci');
  const { gate, action, ...others } = workflow.jobs;

  test('has one gate, which needs all other jobs and fails unless each succeeded', () => {
    expect(gate?.needs).toEqual([...Object.keys(others), 'action']);
    expect(gate?.if).toBe('always()');
    expect(gate?.steps?.[0]?.env).toEqual({ RESULTS: expression("join(needs.*.result, ' ')") });
  });

  test('writes nothing', () => {
    for (const permissions of permissionsOf('ci')) expect([{}, { contents: 'read' }]).toContainEqual(permissions);
  });

  test('uses the action as a user would, without any other action but the checkout', () => {
    const used = (action?.steps ?? []).flatMap(({ uses = [] }) => uses);
    expect(used[0]).toMatch(/^actions\/checkout@/);
    expect(new Set(used.slice(1))).toEqual(new Set(['./']));
  });

  test('looks at the outputs of each use in a later step', () => {
    const steps = action?.steps ?? [];
    const checked = steps.map(({ env = {} }) => Object.values(env).join());
    for (const { id, uses } of steps.filter((step) => ownAction(step.uses) !== undefined)) {
      expect({ id, uses, checked: checked.some((env) => env.includes(`steps.${id}.outputs.`)) }).toMatchObject({
        checked: true,
      });
    }
  });

  test('looks at the outcome wherever it lets a step fail', () => {
    const steps = action?.steps ?? [];
    for (const { id } of steps.filter((step) => step['continue-on-error'])) {
      expect(steps).toContainEqual(
        expect.objectContaining({ env: expect.objectContaining({ OUTCOME: expression(`steps.${id}.outcome`) }) }),
      );
    }
  });
});

describe('release.yml', () => {
  const { workflow, text } = named('release');
  const commands = stepsOf(named('release'))
    .map(({ run = '', uses = '' }) => run || uses)
    .join('\n');

  test('runs on version tags alone, not on the moving one, after all of ci.yml', () => {
    expect(workflow.on).toEqual({ push: { tags: ['v[0-9]+.[0-9]+.[0-9]+'] } });
    expect(workflow.jobs.ci?.uses).toBe('./.github/workflows/ci.yml');
    expect(workflow.jobs.release?.needs).toBe('ci');
    expect(named('ci').workflow.on).toHaveProperty('workflow_call');
  });

  test('attests, drafts with the assets, publishes, and moves the tag, in this order', () => {
    const order = ['release-notes.js', 'actions/attest@', 'gh release create', '--draft=false', 'git/refs/tags/$major'];
    const places = order.map((part) => commands.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('runs no code but its own: nothing is installed', () => {
    expect(commands).not.toMatch(/npm|npx|pip|go install/);
    expect(text).not.toContain('setup-node');
  });
});

describe('dependabot-dist.yml', () => {
  const { build, commit } = named('dependabot-dist').workflow.jobs;

  test('the job that runs the new code can only read', () => {
    expect(build?.permissions).toEqual({ contents: 'read' });
    expect(build?.if).toContain("github.event.pull_request.user.login == 'dependabot[bot]'");
    expect(build?.if).toContain('github.event.pull_request.head.repo.full_name == github.repository');
  });

  test('the job that writes checks nothing out and runs nothing of what was built', () => {
    expect(commit?.steps?.map(({ uses = 'run' }) => uses.split('@')[0])).toEqual(['actions/download-artifact', 'run']);
    expect(commit?.steps?.at(-1)?.run).not.toMatch(/node|npm|npx|sh dist|source/);
  });

  test('takes the files that dist is made of', () => {
    const [, names = ''] = /files=\(dist\/\{(.+)\}\)/.exec(commit?.steps?.at(-1)?.run ?? '') ?? [];
    const taken = names.split(',');
    const built = readdirSync('dist', { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath.replaceAll('\\', '/')}/${name}`.replace(/^dist\//, ''));
    expect(taken).toEqual(expect.arrayContaining(built));
  });
});

test('scorecard.yml keeps to what the scorecard takes a published result from', () => {
  const { workflow } = named('scorecard');
  expect(workflow).not.toHaveProperty('env');
  expect(workflow).not.toHaveProperty('defaults');
  expect(permissionsOf('scorecard')).toEqual([{ contents: 'read', 'security-events': 'write', 'id-token': 'write' }]);
});

test('dependabot.yml covers npm and the actions, grouped and with a cool-down', () => {
  const { updates } = readYaml<{ updates: Record<string, unknown>[] }>('.github/dependabot.yml');
  expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions']);
  for (const update of updates) {
    expect(update).toMatchObject({ groups: expect.any(Object), cooldown: { 'default-days': expect.any(Number) } });
  }
});

test('actionlint and zizmor are installed in ci.yml with an exact version', () => {
  expect(readFileSync('.github/workflows/ci.yml', 'utf8')).toMatch(
    /actionlint@v\d+\.\d+\.\d+[\s\S]*zizmor==\d+\.\d+\.\d+/,
  );
});
