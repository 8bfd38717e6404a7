import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { summaryText } from '../../tools/toloka/summary-text.js';
import { simulateClock } from '../unit/simulated-clock.ts';
import {
  accepts,
  always,
  LIST,
  LOG,
  lists,
  OPEN,
  open,
  operation,
  PAGE,
  POLL,
  polls,
  problem,
  READ,
  reads,
  refuses,
  type Script,
  type Scripted,
  times,
} from './script.ts';

const IS_OPEN = { [READ]: always(reads('OPEN')) };

describe('opening', () => {
  test('takes no poll if Toloka opens at once', async () => {
    const ran = await open({
      [OPEN]: [accepts('SUCCESS')],
      [READ]: [reads('OPEN', { private_name: 'Cats or dogs' })],
    });
    expect(ran).toMatchObject({ result: true, errors: [], warnings: [] });
    expect(ran.outputs).toMatchObject({
      'operation-id': 'op-1',
      status: 'SUCCESS',
      'already-open': 'false',
      'training-url': PAGE,
      error: '',
    });
    expect(ran.log).toEqual([
      'opening training 21 (production), for at most 10m',
      'training 21: SUCCESS (operation op-1)',
      `training 21: ${PAGE}`,
      'training 21 "Cats or dogs" is open; took 0s',
    ]);
  });

  test.each([200, 201])('takes an operation with HTTP %d too', async (status) => {
    const [, body] = accepts('SUCCESS') as readonly [number, Record<string, unknown>];
    expect((await open({ [OPEN]: [[status, body]], ...IS_OPEN })).outputs.status).toBe('SUCCESS');
  });

  test('passes if the training is already open', async () => {
    const { result, outputs, log, results } = await open({
      [OPEN]: [[204]],
      [READ]: [reads('OPEN')],
    });
    expect(result).toBe(true);
    expect(outputs).toMatchObject({
      'operation-id': '',
      status: 'SUCCESS',
      'already-open': 'true',
      'training-url': PAGE,
    });
    expect(log).toContain('training 21 was already open; took 0s');
    expect(results).toMatchObject([
      { status: 'SUCCESS', 'already-open': true, code: '', error: '' },
    ]);
  });

  test('waits, says each status once, and reads the link before the first poll', async () => {
    const { result, log, sent } = await open({
      [OPEN]: [accepts('PENDING')],
      [POLL]: polls('PENDING', 'RUNNING', 'RUNNING', 'SUCCESS'),
      [READ]: [reads('CLOSED'), reads('OPEN')],
    });
    expect(result).toBe(true);
    expect(log).toEqual([
      'opening training 21 (production), for at most 10m',
      'training 21: PENDING (operation op-1)',
      `training 21: ${PAGE}`,
      'training 21: RUNNING (after 0.5s of 10m)',
      'training 21: SUCCESS (after 1s of 10m)',
      'training 21 is open; took 1s',
    ]);
    expect(sent).toEqual([OPEN, READ, POLL, POLL, POLL, POLL, READ]);
  });

  test('says how far a long opening is', async () => {
    const running = (progress: number): Scripted => [
      200,
      { ...(accepts('RUNNING') as [number, object])[1], progress },
    ];
    const script = { [OPEN]: [accepts('RUNNING')], [POLL]: always(running(40)), ...IS_OPEN };
    const { log } = await open(script, { inputs: { timeout: '1m' } });
    expect(log.filter((line) => line.includes('RUNNING, 40%')).length).toBeGreaterThanOrEqual(3);
    expect(log.length).toBeLessThan(12);
  });

  test('polls on for 30 s if Toloka does not know the operation yet', async () => {
    const unknown = times(7, refuses(404, 'DOES_NOT_EXIST'));
    const script = { [OPEN]: [accepts('PENDING')], ...IS_OPEN };
    expect((await open({ ...script, [POLL]: [...unknown, ...polls('SUCCESS')] })).result).toBe(
      true,
    );
    const { errors, clock, results } = await open({
      ...script,
      [POLL]: [...unknown, ...unknown.slice(0, 1)],
    });
    expect(errors[0]?.message).toBe(
      'DOES_NOT_EXIST: Because (HTTP 404), for 30s; the opening was last PENDING and may continue at Toloka\noperation op-1, request_id r1',
    );
    expect(results).toMatchObject([{ code: 'DOES_NOT_EXIST' }]);
    expect(clock.now()).toBe(30_250);
  });

  test('warns of each unknown status once, and goes on', async () => {
    const polled = polls('ODD', 'QUEUED', 'ODD', 'SUCCESS');
    const { result, warnings } = await open({
      [OPEN]: [accepts('QUEUED')],
      [POLL]: polled,
      ...IS_OPEN,
    });
    expect(result).toBe(true);
    expect(warnings).toEqual(
      ['QUEUED', 'ODD'].map((odd) => `training 21: Toloka gives the unknown status "${odd}"`),
    );
  });

  test('follows the operation of a 2xx, whatever it says that it does: it answers this very request', async () => {
    const other = { type: 'POOL.OPEN', parameters: { training_id: '0022' } };
    const { result, outputs } = await open({ [OPEN]: [accepts('SUCCESS', other)], ...IS_OPEN });
    expect([result, outputs['operation-id']]).toEqual([true, 'op-1']);
  });

  test('sets operation-id as soon as the opening is answered, and once', async () => {
    const seen: string[] = [];
    const see = (answer: Scripted) => (): Scripted => {
      seen.push(readFileSync(process.env.GITHUB_OUTPUT ?? '', 'utf8'));
      return answer;
    };
    const script = {
      [POLL]: [see([200, operation('SUCCESS')])],
      [READ]: [see(reads('CLOSED')), see(reads('OPEN'))],
    };
    await open({ [OPEN]: [accepts('PENDING')], ...script });
    const once = expect.stringMatching(/^operation-id<<(\S+)\nop-1\n\1\n$/);
    expect(seen).toEqual([once, once, once]);
  });

  test('measures times from the start of the step, whatever the clock shows', async () => {
    const clock = simulateClock();
    await clock.sleep(7_000, new AbortController().signal);
    const script = { [OPEN]: [accepts('PENDING')], [POLL]: polls('SUCCESS'), ...IS_OPEN };
    const { log, lines, summary } = await open(script, { clock });
    expect(log.slice(-2)).toEqual([
      'training 21: SUCCESS (after 0.3s of 10m)',
      'training 21 is open; took 0.3s',
    ]);
    expect(lines).toContain(`::debug::${POLL}: HTTP 200 (after 0.3s)`);
    expect(summaryText(summary)).toContain('production · took 0.3s');
  });

  test('passes at once with `wait: false`, with the status as it is and the link', async () => {
    const script = { [OPEN]: [accepts('PENDING')], [READ]: [reads('CLOSED')] };
    const { result, outputs, log } = await open(script, { inputs: { wait: 'false' } });
    expect(result).toBe(true);
    expect(outputs).toMatchObject({
      status: 'PENDING',
      'operation-id': 'op-1',
      'training-url': PAGE,
    });
    expect(log.slice(-2)).toEqual([
      `training 21: ${PAGE}`,
      'training 21 is opening (not waiting); took 0s',
    ]);
  });

  test.each([
    ['sandbox', '', 'sandbox', PAGE.replace('platform.', 'platform.sandbox.')],
    ['production', 'https://tasks.yandex.ru', 'tasks.yandex.ru', ''],
    [
      'production',
      'https://sandbox.toloka.dev',
      'sandbox',
      PAGE.replace('platform.', 'platform.sandbox.'),
    ],
  ])(
    'in %s at %j names the API %s, and links the page that is known',
    async (environment, apiUrl, name, page) => {
      const script = { [OPEN]: [accepts('SUCCESS')], ...IS_OPEN };
      const { outputs, log, summary } = await open(script, {
        inputs: { environment, 'api-url': apiUrl },
      });
      expect(log[0]).toBe(`opening training 21 (${name}), for at most 10m`);
      expect(summaryText(summary)).toContain(`${name} · took`);
      expect(outputs['training-url']).toBe(page);
      expect(log.join()).not.toContain('undefined');
    },
  );
});

describe('after success, the training is read until it is OPEN', () => {
  const CLOSED = reads('CLOSED');
  const UNREAD = [
    'training 21: it should be open, but it could not be read, so nobody saw that it is open',
  ];
  test.each<[string, readonly Scripted[], boolean, readonly string[]]>([
    ['OPEN after 3 s', [...times(3, CLOSED), reads('OPEN')], true, []],
    ['CLOSED, then unreadable, then OPEN', [CLOSED, [500], reads('OPEN')], true, []],
    ['unreadable for a moment, then CLOSED', [[500], ...times(11, CLOSED)], false, []],
    ['unreadable for 10 s', times(7, [500]), true, UNREAD],
    ['throttled for a minute', times(2, [429, { payload: { interval: 'MIN' } }]), true, UNREAD],
    ['refused', [refuses(403, 'ACCESS_DENIED')], true, UNREAD],
    ['of another shape for 10 s', times(7, [200, []]), true, UNREAD],
    ['CLOSED, then refused, then OPEN', [CLOSED, [403], reads('OPEN')], true, []],
    ['CLOSED for 10 s', times(11, CLOSED), false, []],
  ])('%s: passes or fails, and says what was not seen', async (_, answers, passes, expected) => {
    for (const [opened, status] of [
      [accepts('SUCCESS'), 'op-1'],
      [[204], ''],
    ] satisfies [Scripted, string][]) {
      const { result, errors, warnings, clock, results } = await open({
        [OPEN]: [opened],
        [READ]: answers,
      });
      expect([result, warnings]).toEqual([passes, expected]);
      expect(clock.now()).toBeLessThanOrEqual(10_000);
      const reason = 'Toloka reported success, but the training is CLOSED';
      const message = `${reason}${status === '' ? '' : '\noperation op-1'}`;
      expect(errors).toEqual(passes ? [] : [{ title: 'Training 21 failed to open', message }]);
      expect(results).toMatchObject([
        { code: passes ? '' : 'NOT_OPEN', error: passes ? '' : reason },
      ]);
    }
  });

  test('once a second, and no longer if it can’t be read any more', async () => {
    const script = {
      [OPEN]: [accepts('SUCCESS')],
      [READ]: [...times(3, CLOSED), ...times(6, [500])],
    } satisfies Script;
    const { result, clock } = await open(script);
    expect([result, clock.now()]).toEqual([false, 10_000]);
    expect(clock.pauses).toEqual([1_000, 1_000, 1_000, 250, 500, 1_000, 2_000, 3_250]);
  });

  test('but a reading after a 409 that says OPEN has seen it, so nothing is in doubt', async () => {
    const conflict = refuses(409, 'CONFLICT_STATE');
    const script: Script = {
      [OPEN]: [conflict],
      [LIST]: always(lists()),
      [READ]: [reads('OPEN'), [403]],
    };
    const { result, warnings } = await open(script);
    expect([result, warnings]).toEqual([true, []]);
  });

  test('and no longer than the deadline', async () => {
    const script = { [OPEN]: [accepts('SUCCESS')], [READ]: always(CLOSED) };
    const { result, clock } = await open(script, { inputs: { timeout: '3s' } });
    expect([result, clock.now()]).toEqual([false, 3_000]);
  });

  test('and if it is CLOSED, the link is known all the same', async () => {
    const { outputs } = await open({ [OPEN]: [accepts('SUCCESS')], [READ]: always(CLOSED) });
    expect(outputs['training-url']).toBe(PAGE);
  });
});

describe('at the last moment', () => {
  const script = (answer: Scripted): Script => ({
    [OPEN]: [accepts('RUNNING')],
    [POLL]: [...polls('RUNNING', 'RUNNING', 'RUNNING'), answer],
    [READ]: always(reads('CLOSED')),
  });
  const inputs = { timeout: '1s' };

  test('a success is checked as at any time', async () => {
    const { errors, results, clock } = await open(script(polls('SUCCESS')[0] ?? [501]), { inputs });
    const message =
      'timed out after 1s; Toloka reported success, but the training is CLOSED; run the step again, or raise timeout\noperation op-1';
    expect(errors).toEqual([{ title: 'Training 21 is not open yet', message }]);
    expect([results[0]?.code, clock.now()]).toEqual(['TIMEOUT', 1_000]);
  });

  test('an operation is polled once, even if the answer to its opening comes as late as the deadline', async () => {
    const clock = simulateClock();
    const late = async (): Promise<Scripted> => {
      await clock.delayAnswer(950);
      return accepts('RUNNING');
    };
    const linkTakesTooLong = async (): Promise<Scripted> => {
      await clock.delayAnswer(100);
      return reads('OPEN');
    };
    const script = {
      [OPEN]: [late],
      [POLL]: polls('SUCCESS'),
      [READ]: [linkTakesTooLong, reads('OPEN')],
    };
    expect((await open(script, { clock, inputs })).result).toBe(true);
  });

  test('a failure is explained as at any time', async () => {
    const log: Scripted = [200, [{ success: false, output: problem('NO_MONEY') }]];
    const { errors } = await open(
      { ...script(polls('FAIL')[0] ?? [501]), [LOG]: [log] },
      { inputs },
    );
    expect(errors[0]?.message).toMatch(/^NO_MONEY: Because/);
  });
});

describe('the link to a training', () => {
  const CLOSED = { [READ]: [reads('CLOSED')] };
  const NO_LOG = { [LOG]: [refuses(404, 'DOES_NOT_EXIST')] };
  const RUNS = { [OPEN]: [accepts('PENDING')], ...CLOSED };
  test.each<[string, Script, Parameters<typeof open>[1], boolean]>([
    ['after a failure at once', { [OPEN]: [accepts('FAIL')], ...NO_LOG, ...CLOSED }, {}, false],
    ['after a failure', { ...RUNS, [POLL]: polls('FAIL'), ...NO_LOG }, {}, false],
    ['after a timeout', { ...RUNS, [POLL]: always([502]) }, { inputs: { timeout: '1s' } }, false],
    [
      'after a cancellation',
      { ...RUNS, [POLL]: polls('RUNNING') },
      { cancelAt: `${POLL}: HTTP` },
      false,
    ],
    ['without a wait', RUNS, { inputs: { wait: 'false' } }, true],
  ])('is set %s', async (_, script, options, passes) => {
    const { result, outputs } = await open(script, options);
    expect([result, outputs['training-url']]).toEqual([passes, PAGE]);
  });

  test('keeps a step that does not wait for at most a second', async () => {
    const clock = simulateClock();
    const slow = async (): Promise<Scripted> => {
      await clock.delayAnswer(4_000);
      return reads('CLOSED');
    };
    const script = { [OPEN]: [accepts('PENDING')], [READ]: [slow] };
    const { result, outputs, log } = await open(script, { clock, inputs: { wait: 'false' } });
    expect([result, outputs['training-url']]).toEqual([true, '']);
    expect(log.at(-1)).toBe('training 21 is opening (not waiting); took 1s');
  });

  test('is made of any project_id', async () => {
    const odd: Scripted = [200, '{"status":"OPEN","project_id":"\\ud800"}'];
    const { outputs } = await open({ [OPEN]: [[204]], [READ]: [odd] });
    expect(outputs['training-url']).toBe(
      'https://platform.toloka.ai/requester/project/%EF%BF%BD/training/21',
    );
    const none = await open({
      [OPEN]: [[204]],
      [READ]: [[200, { status: 'OPEN', project_id: {} }]],
    });
    expect([none.result, none.outputs['training-url']]).toEqual([true, '']);
  });
});
