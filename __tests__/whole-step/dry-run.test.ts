import { describe, expect, test } from '@jest/globals';
import { always, lists, OPEN, PAGE, play, READ, reads, refuses } from '../support/script.ts';

const DRY = { inputs: { 'dry-run': 'true' } };
const TASKS = 'GET /tasks';
const HAS_TASKS = { [TASKS]: always(lists({ id: 'task-1' })) };

describe('a dry run', () => {
  test('of a CLOSED training says that it could be opened, and opens nothing', async () => {
    const script = { [READ]: [reads('CLOSED')], ...HAS_TASKS };
    const { result, outputs, log, warnings, sent, summary } = await play(script, DRY);
    expect([result, warnings]).toEqual([true, []]);
    expect(sent).toEqual([READ, `${TASKS}?pool_id=21&limit=1`]);
    expect(outputs).toMatchObject({
      ...{ 'operation-id': '', status: '', 'already-open': 'false', 'training-url': PAGE },
    });
    expect(log).toEqual([
      'dry run: reading training 21 (production), for at most 10m',
      `training 21: ${PAGE}`,
      'training 21 could be opened',
    ]);
    expect(summary).toContain('Dry run&#58; training 21 could be opened');
  });

  test('of an OPEN training says that it is already open', async () => {
    const { result, outputs, sent } = await play({ [READ]: [reads('OPEN')] }, DRY);
    expect([result, outputs['already-open'], outputs.status, sent]).toEqual([
      ...[true, 'true', '', [READ]],
    ]);
  });

  test.each([
    ['has no tasks', reads('CLOSED'), lists(), ['training 21 has no tasks: ']],
    ['has tasks that nobody can list', reads('CLOSED'), refuses(403, 'NO'), []],
    ['is LOCKED', reads('LOCKED'), lists({}), ['training 21 is LOCKED, so it may not open']],
  ])('of a training that %s passes, and says so', async (_, read, tasks, expected) => {
    const { result, warnings } = await play({ [READ]: [read], [TASKS]: always(tasks) }, DRY);
    expect(result).toBe(true);
    expect(warnings).toEqual(expected.map((text) => expect.stringContaining(text)));
  });

  test('of an ARCHIVED training fails', async () => {
    const { title, outputs, results } = await play({ [READ]: [reads('ARCHIVED')] }, DRY);
    expect([title, outputs['training-url']]).toEqual([
      ...["Dry run: training 21 can't be opened", PAGE],
    ]);
    expect(results).toMatchObject([{ code: 'ARCHIVED' }]);
  });

  test.each([401, 403, 404])('fails with %d as the opening would', async (status) => {
    const dry = await play({ [READ]: [refuses(status, 'CODE')] }, DRY);
    const wet = await play({ [OPEN]: [refuses(status, 'CODE')] });
    expect(dry.results).toEqual(wet.results);
    const standing = status === 404 ? 'was not found' : "can't be read";
    expect(dry.title).toBe(`Dry run: training 21 ${standing}`);
  });

  test('tries again like any request, and never says that something may be opening', async () => {
    const retried = await play({ [READ]: [[502], reads('OPEN')] }, DRY);
    expect([retried.result, retried.sent]).toEqual([true, [READ, READ]]);
    const inputs = { ...DRY.inputs, timeout: '1s' };
    const late = await play({ [READ]: always([502]) }, { inputs });
    expect(late.title).toBe("Dry run: training 21 can't be read");
  });

  test('reads trainings and pools side by side', async () => {
    const inputs = { ...DRY.inputs, 'training-id': '21,22', 'pool-id': '77' };
    const script = {
      ...{ [READ]: [reads('CLOSED')], 'GET /trainings/22': [reads('ARCHIVED')], ...HAS_TASKS },
      'GET /pools/77': [reads('CLOSED')],
    };
    const { title, log } = await play(script, { inputs });
    expect(log[0]).toMatch(/^dry run: reading 2 trainings and pool 77 /);
    expect(title).toBe(
      "Dry run: 1 of 2 trainings could be opened, 1 can't be opened, pool 77 could be opened",
    );
  });
});
