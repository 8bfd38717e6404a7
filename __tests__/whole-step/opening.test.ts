import { describe, expect, test } from '@jest/globals';
import {
  accepts,
  always,
  IS_CLOSED,
  IS_OPEN,
  LOG,
  OPEN,
  operation,
  PAGE,
  POLL,
  play,
  polls,
  READ,
  reads,
  refuses,
  type Script,
  type Scripted,
  times,
} from '../support/script.ts';
import { simulateClock } from '../support/simulated-clock.ts';

const CLOSED = reads('CLOSED');

describe('opening', () => {
  test('takes two requests and three lines if Toloka opens at once', async () => {
    const named = reads('OPEN', { private_name: 'Cats or dogs' });
    const ran = await play({ [OPEN]: [accepts('SUCCESS')], [READ]: [named] });
    expect(ran).toMatchObject({ result: true, errors: [], warnings: [] });
    expect(ran.sent).toEqual([OPEN, READ]);
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
      'training 21 "Cats or dogs" is open',
    ]);
  });

  test.each([200, 201])('takes an operation with HTTP %d too', async (status) => {
    const script = { [OPEN]: [[status, operation('SUCCESS')]], ...IS_OPEN } satisfies Script;
    expect((await play(script)).outputs.status).toBe('SUCCESS');
  });

  test('passes if the training is already open', async () => {
    const { result, outputs, sent, results } = await play({ [OPEN]: [[204]], ...IS_OPEN });
    expect([result, sent]).toEqual([true, [OPEN, READ]]);
    expect(outputs).toMatchObject({
      ...{ 'operation-id': '', status: 'SUCCESS', 'already-open': 'true', 'training-url': PAGE },
    });
    expect(results).toMatchObject([{ status: 'SUCCESS', 'already-open': true, code: '' }]);
  });

  test('waits, says each status once, and reads the link before the first poll', async () => {
    const { result, log, sent } = await play({
      [OPEN]: [accepts('PENDING')],
      [POLL]: polls('PENDING', 'RUNNING', 'RUNNING', 'SUCCESS'),
      [READ]: [CLOSED, reads('OPEN')],
    });
    expect(result).toBe(true);
    expect(log).toEqual([
      'opening training 21 (production), for at most 10m',
      'training 21: PENDING (operation op-1)',
      `training 21: ${PAGE}`,
      'training 21: RUNNING',
      'training 21: SUCCESS',
      'training 21 is open',
    ]);
    expect(sent).toEqual([OPEN, READ, POLL, POLL, POLL, POLL, READ]);
  });

  test('polls after a tenth of the wait so far, between 0.25 s and 10 s', async () => {
    const script = { [OPEN]: [accepts('RUNNING')], [POLL]: always([200, operation('RUNNING')]) };
    const { clock } = await play({ ...script, ...IS_CLOSED }, { inputs: { timeout: '30m' } });
    expect(clock.pauses.slice(0, 2)).toEqual([250, 250]);
    const at = (index: number) => clock.pauses.slice(0, index).reduce((sum, ms) => sum + ms, 0);
    for (const [index, ms] of clock.pauses.slice(0, -1).entries()) {
      expect(ms).toBeCloseTo(Math.min(10_000, Math.max(250, at(index) / 10)));
    }
  });

  test('says now and then how far a long opening is', async () => {
    const running = [200, operation('RUNNING', { progress: 40 })] as const;
    const script = { [OPEN]: [accepts('RUNNING')], [POLL]: always(running), ...IS_CLOSED };
    const { log } = await play(script, { inputs: { timeout: '1m' } });
    const lines = log.filter((line) => /^after .* of 1m, under way: .*RUNNING, 40%/.test(line));
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(log.length).toBeLessThan(12);
  });

  test('polls on for 30 s if Toloka does not know the operation yet', async () => {
    const unknown = times(7, refuses(404, 'DOES_NOT_EXIST'));
    const script = { [OPEN]: [accepts('PENDING')], ...IS_OPEN };
    expect((await play({ ...script, [POLL]: [...unknown, ...polls('SUCCESS')] })).result).toBe(
      true,
    );
    const { title, clock, results } = await play({
      ...script,
      [POLL]: [...unknown, ...unknown.slice(0, 1)],
    });
    expect(title).toBe('Training 21 is not open yet');
    expect(results).toMatchObject([{ code: 'DOES_NOT_EXIST', status: 'PENDING' }]);
    expect(clock.now()).toBe(30_250);
  });

  test('waits on after a status that nobody knows', async () => {
    const polled = polls('ODD', 'QUEUED', 'SUCCESS');
    const script = { [OPEN]: [accepts('QUEUED')], [POLL]: polled, ...IS_OPEN };
    expect(await play(script)).toMatchObject({ result: true, outputs: { status: 'SUCCESS' } });
  });

  test('follows the operation of a 2xx, whatever it says that it does: it answers this request', async () => {
    const other = { type: 'POOL.OPEN', parameters: { training_id: '0022' } };
    const { result, outputs } = await play({ [OPEN]: [accepts('SUCCESS', other)], ...IS_OPEN });
    expect([result, outputs['operation-id']]).toEqual([true, 'op-1']);
  });

  test('measures times from the start of the step, whatever the clock shows', async () => {
    const clock = simulateClock();
    await clock.sleep(7_000, new AbortController().signal);
    const script = { [OPEN]: [accepts('PENDING')], [POLL]: polls('SUCCESS'), ...IS_OPEN };
    const { lines, summary } = await play(script, { clock });
    expect(summary).toContain('took 0.3s');
    expect(lines).toContain(`::debug::${POLL}: HTTP 200 (after 0.3s)`);
  });

  test('passes at once with `wait: false`, with the status as it is and the link', async () => {
    const script = { [OPEN]: [accepts('PENDING')], [READ]: [CLOSED] };
    const { result, outputs, log } = await play(script, { inputs: { wait: 'false' } });
    expect(result).toBe(true);
    expect(outputs).toMatchObject({
      ...{ status: 'PENDING', 'operation-id': 'op-1', 'training-url': PAGE },
    });
    expect(log.at(-1)).toBe('training 21 is opening');
  });

  test.each([
    ['sandbox', '', 'sandbox', PAGE.replace('platform.', 'platform.sandbox.')],
    ['production', 'https://tasks.yandex.ru', 'tasks.yandex.ru', ''],
    ['production', 'https://sandbox.toloka.dev', 'sandbox', /platform\.sandbox\./],
  ])('in %s at %j names the API %s, and links the page that is known', async (...row) => {
    const [environment, apiUrl, name, page] = row;
    const script = { [OPEN]: [accepts('SUCCESS')], ...IS_OPEN };
    const { outputs, log } = await play(script, { inputs: { environment, 'api-url': apiUrl } });
    expect(log[0]).toBe(`opening training 21 (${name}), for at most 10m`);
    if (typeof page === 'string') expect(outputs['training-url']).toBe(page);
    else expect(outputs['training-url']).toMatch(page);
  });
});

describe('after success, the training is read until it is OPEN', () => {
  test.each<[string, readonly Scripted[], 'open' | 'unseen' | 'NOT_OPEN']>([
    ['OPEN after 3 s', [...times(3, CLOSED), reads('OPEN')], 'open'],
    ['CLOSED, then unreadable, then OPEN', [CLOSED, [500], reads('OPEN')], 'open'],
    ['CLOSED, then refused, then OPEN', [CLOSED, [403], reads('OPEN')], 'open'],
    ['unreadable for a moment, then CLOSED', [[500], ...times(11, CLOSED)], 'NOT_OPEN'],
    ['unreadable for 10 s', times(7, [500]), 'unseen'],
    ['of another shape for 10 s', times(7, [200, []]), 'unseen'],
    ['refused', [refuses(403, 'ACCESS_DENIED')], 'unseen'],
    ['CLOSED for 10 s', times(11, CLOSED), 'NOT_OPEN'],
  ])('%s: %j ends as %s', async (_, answers, end) => {
    const script = { [OPEN]: [accepts('SUCCESS')], [READ]: answers };
    const { result, warnings, clock, results, outputs } = await play(script);
    expect([result, warnings.length]).toEqual([end !== 'NOT_OPEN', end === 'unseen' ? 1 : 0]);
    expect(clock.now()).toBeLessThanOrEqual(10_000);
    expect(results).toMatchObject([{ code: end === 'NOT_OPEN' ? end : '', status: 'SUCCESS' }]);
    expect(outputs['already-open']).toBe('false');
  });

  test('once a second, and no longer if it can’t be read any more', async () => {
    const answers = [...times(3, CLOSED), ...times(6, [500])];
    const script = { [OPEN]: [accepts('SUCCESS')], [READ]: answers };
    const { result, clock, outputs } = await play(script);
    expect([result, clock.now(), outputs['training-url']]).toEqual([false, 10_000, PAGE]);
    expect(clock.pauses).toEqual([1_000, 1_000, 1_000, 250, 500, 1_000, 2_000, 3_250]);
  });

  test('but what a reading after a 409 has seen OPEN is not read again', async () => {
    const script = { [OPEN]: [refuses(409, 'CONFLICT_STATE')], [READ]: [reads('OPEN')] };
    expect(await play(script)).toMatchObject({ result: true, warnings: [] });
  });

  test('and no longer than the deadline', async () => {
    const script = { [OPEN]: [accepts('SUCCESS')], ...IS_CLOSED };
    const { results, title, clock } = await play(script, { inputs: { timeout: '3s' } });
    expect([results[0]?.code, clock.now()]).toEqual(['TIMEOUT', 3_000]);
    expect(title).toBe('Training 21 is not open yet');
  });

  test.each([
    ['an old one, so nothing follows from it', 'COMPLETED', false],
    ['a new one, so what to do follows from it', 'MANUAL', true],
  ])('and the reason for which it was closed is shown: %s', async (_, before, isNew) => {
    const closed = (reason: string) => reads('CLOSED', { last_close_reason: reason });
    const { errors } = await play({
      [OPEN]: [accepts('PENDING')],
      [POLL]: polls('SUCCESS'),
      [READ]: [closed(before), ...times(11, closed('COMPLETED'))],
    });
    expect(errors[0]?.message).toContain(
      'Toloka reported success; the training is CLOSED (last_close_reason: COMPLETED)',
    );
    expect(errors[0]?.message.includes('→ upload more tasks')).toBe(isNew);
  });
});

describe('at the last moment', () => {
  const inputs = { timeout: '1s' };
  const script = (answer: Scripted): Script => ({
    [OPEN]: [accepts('RUNNING')],
    [POLL]: [...polls('RUNNING', 'RUNNING', 'RUNNING'), answer],
    ...IS_CLOSED,
  });

  test('a success is checked as at any time', async () => {
    const { results, title, clock } = await play(script(polls('SUCCESS')[0] ?? [501]), { inputs });
    expect(title).toBe('Training 21 is not open yet');
    expect([results[0]?.code, clock.now()]).toEqual(['TIMEOUT', 1_000]);
  });

  test('an operation is polled once, even if its opening is answered as late as the deadline', async () => {
    const clock = simulateClock();
    const answerAfter = (ms: number, answer: Scripted) => async (): Promise<Scripted> => {
      await clock.delayAnswer(ms);
      return answer;
    };
    const late = {
      [OPEN]: [answerAfter(950, accepts('RUNNING'))],
      [POLL]: polls('SUCCESS'),
      [READ]: [answerAfter(100, reads('OPEN')), reads('OPEN')],
    };
    expect((await play(late, { clock, inputs })).result).toBe(true);
  });

  test('a failure is explained as at any time', async () => {
    const log: Scripted = [200, [{ success: false, output: { code: 'NO_MONEY' } }]];
    const failing = { ...script(polls('FAIL')[0] ?? [501]), [LOG]: [log] };
    expect((await play(failing, { inputs })).results).toMatchObject([{ code: 'NO_MONEY' }]);
  });

  test('all that is late shares two seconds', async () => {
    const clock = simulateClock();
    const slow = (answer: Scripted) => async (): Promise<Scripted> => {
      await clock.delayAnswer(700);
      return answer;
    };
    const failing = {
      ...script(slow(polls('FAIL')[0] ?? [501])),
      [READ]: [CLOSED, slow(CLOSED)],
      [LOG]: [slow([200, []])],
    };
    const { results, summary } = await play(failing, { clock, inputs });
    expect(results).toMatchObject([{ status: 'FAIL' }]);
    expect(summary).toMatch(/took (1(\.\d)?|2(\.\d)?|3)s/);
  });
});

describe('the link to a training', () => {
  const READ_ONCE = { [READ]: [CLOSED] };
  const NO_LOG = { [LOG]: [refuses(404, 'DOES_NOT_EXIST')] };
  const RUNS = { [OPEN]: [accepts('PENDING')], ...READ_ONCE };
  const FAILS = { [POLL]: polls('FAIL'), ...NO_LOG, ...IS_CLOSED };
  test.each<[string, Script, Parameters<typeof play>[1]]>([
    ['after a failure at once', { [OPEN]: [accepts('FAIL')], ...NO_LOG, ...READ_ONCE }, {}],
    ['after a failure', { ...RUNS, ...FAILS }, {}],
    ['after a timeout', { ...RUNS, [POLL]: always([502]) }, { inputs: { timeout: '1s' } }],
    ['after a cancel', { ...RUNS, [POLL]: polls('RUNNING') }, { cancelAt: `${POLL}: HTTP` }],
    ['without a wait', RUNS, { inputs: { wait: 'false' } }],
  ])('is set %s', async (_, script, options) => {
    expect((await play(script, options)).outputs['training-url']).toBe(PAGE);
  });

  test('keeps a step that does not wait for at most 5 s', async () => {
    const clock = simulateClock();
    const slow = async (): Promise<Scripted> => {
      await clock.delayAnswer(7_000);
      return CLOSED;
    };
    const script = { [OPEN]: [accepts('PENDING')], [READ]: [slow] };
    const { outputs, summary } = await play(script, { clock, inputs: { wait: 'false' } });
    expect(outputs['training-url']).toBe('');
    expect(summary).toContain('took 5s');
  });
});
