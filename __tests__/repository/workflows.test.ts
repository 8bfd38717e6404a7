import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ACTION, isOwn, readYaml, stepsOf, type Workflow } from '../support/yaml.ts';

// What actionlint and zizmor find is not looked for here: npm run lint:workflows.
const read = (name: string) => readYaml<Workflow>(`.github/workflows/${name}.yml`);

describe('ci.yml', () => {
  const { gate, ...others } = read('ci').jobs;

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
  });

  test('uses the action with many inputs, and says of each what is expected', () => {
    const { steps = [], strategy } = others.action ?? {};
    const { include } = strategy?.matrix ?? {};
    for (const row of Array.isArray(include) ? include : [])
      expect(row.expected).toMatch(/^(success|failure) [A-Z]* (true|false) -[A-Z_,]*$/);
    const inputs = Object.keys(steps.find(isOwn)?.with ?? {});
    expect(Object.keys(ACTION.inputs)).toEqual(expect.arrayContaining(inputs));
    expect(steps.find(({ env }) => env?.EXPECTED)?.run).toContain('[ "$found" = "$EXPECTED" ]');
  });

  test('a schedule tries the action on the real Toloka, with a dry run', () => {
    const { on, jobs } = read('probe');
    expect(on).toHaveProperty('schedule');
    expect(jobs.probe?.if).toBe("vars.PROBE_TRAINING_ID != ''");
    expect(jobs.probe?.steps?.find(isOwn)?.with).toMatchObject({ 'dry-run': true });
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
      'CHANGELOG.md',
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
