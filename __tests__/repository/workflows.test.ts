import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { isOwn, readYaml, stepsOf, type Workflow } from './yaml.ts';

// What actionlint and zizmor find is not looked for here: npm run lint:workflows.
const read = (name: string) => readYaml<Workflow>(`.github/workflows/${name}.yml`);

describe('ci.yml', () => {
  const { gate, ...others } = read('ci').jobs;
  const steps = others.action?.steps ?? [];

  test('has one gate, which needs all other jobs and fails unless each succeeded', () => {
    expect(gate?.needs).toEqual(Object.keys(others));
    expect(gate?.if).toBe('always()');
    const results = `\${{ join(needs.*.result, ' ') }}`;
    expect(gate?.steps).toEqual([expect.objectContaining({ env: { RESULTS: results } })]);
    expect(gate?.steps?.[0]?.run).toContain('[ "$result" = success ]');
  });

  test('tests on three systems, rebuilds dist, checks types, lints, starts on a fresh clone, and uses the action', () => {
    const ran = Object.values(others).flatMap((job) =>
      (job.steps ?? []).map(({ run = '' }) => run.trim()),
    );
    expect(ran).toEqual(
      expect.arrayContaining([
        'npm cit',
        'npm run typecheck',
        'npm run lint',
        'npm run lint:workflows',
        'npm start',
      ]),
    );
    expect(others.test).toMatchObject({
      strategy: { matrix: { os: ['ubuntu-latest', 'macos-latest', 'windows-latest'] } },
    });
    expect(ran.join('\n')).toContain(
      'git status --porcelain --untracked-files=all --ignored -- dist',
    );
    expect(steps.filter(isOwn)).not.toEqual([]);
  });

  test('looks at the outputs of each use in a later step, and at the outcome of each that may fail', () => {
    const checked = steps.map(({ env = {} }) => Object.values(env).join()).join();
    for (const { id, 'continue-on-error': mayFail } of steps.filter(isOwn)) {
      expect(checked).toContain(`steps.${id}.outputs.`);
      if (mayFail) expect(checked).toContain(`steps.${id}.outcome`);
    }
  });
});

describe('release.yml', () => {
  const { on, jobs } = read('release');
  const commands = stepsOf({ on, jobs })
    .map(({ run = '', uses = '' }) => run || uses)
    .join('\n');

  test('runs on version tags alone, not on the moving one, after all of ci.yml', () => {
    expect(on).toEqual({ push: { tags: ['v[0-9]+.[0-9]+.[0-9]+'] } });
    expect(jobs.ci?.uses).toBe('./.github/workflows/ci.yml');
    expect(jobs.release?.needs).toBe('ci');
    expect(read('ci').on).toHaveProperty('workflow_call');
  });

  test('attests, drafts with the assets, publishes, and moves the tag, in this order', () => {
    const order = [
      'release-notes.js',
      'actions/attest@',
      'gh release create',
      '--draft=false',
      'git/refs/tags/$major',
    ];
    const places = order.map((part) => commands.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(commands).not.toMatch(/npm|npx|pip|go install|setup-node/);
  });
});

describe('dependabot-dist.yml', () => {
  const { build, commit } = read('dependabot-dist').jobs;

  test('the job that runs the new code can only read, and the job that writes runs nothing of it', () => {
    expect(build?.permissions).toEqual({ contents: 'read' });
    expect(build?.if).toContain("github.event.pull_request.user.login == 'dependabot[bot]'");
    expect(build?.if).toContain(
      'github.event.pull_request.head.repo.full_name == github.repository',
    );
    expect(commit?.steps?.map(({ uses = 'run' }) => uses.split('@')[0])).toEqual([
      'actions/download-artifact',
      'run',
    ]);
    expect(commit?.steps?.at(-1)?.run).not.toMatch(/node|npm|npx|sh dist|source/);
  });

  test('takes the files that dist is made of', () => {
    const [, names = ''] = /files=\(dist\/\{(.+)\}\)/.exec(commit?.steps?.at(-1)?.run ?? '') ?? [];
    expect(names.split(',')).toEqual(expect.arrayContaining(readdirSync('dist')));
  });
});
