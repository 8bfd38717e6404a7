import { summary } from '@actions/core';
import { describe, expect, jest, test } from '@jest/globals';
import { simulateClock } from '../unit/simulated-clock.ts';
import {
  accepts,
  always,
  broken,
  LIST,
  LOG,
  OPEN,
  open,
  operation,
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
const CLOSED = { [READ]: always(reads('CLOSED')) };
const AGAIN = 'run the step again';

describe('an operation that fails', () => {
  const output = { code: 'EMPTY_POOL', message: 'no tasks', request_id: 'r1' };
  const log: Scripted = [200, [{ type: 'POOL_OPEN', success: false, output }]];
  const more = { code: 'NO_MONEY', message: 'none left' };
  const says = (message: string): Scripted => [200, [{ success: false, output: { message } }]];
  const EMPTY = 'EMPTY_POOL: no tasks; upload tasks first\noperation op-1, request_id r1';
  test.each<[string, unknown, Scripted, string, string]>([
    ['a log', {}, log, EMPTY, 'EMPTY_POOL'],
    [
      'a log and details that say more',
      more,
      log,
      EMPTY.replace('tasks;', 'tasks; NO_MONEY: none left;'),
      'EMPTY_POOL',
    ],
    [
      'a log and details that say the same',
      { ...output, message: 'none' },
      log,
      EMPTY,
      'EMPTY_POOL',
    ],
    ['a log and details of another form', { reason: [{ at: 1 }] }, log, EMPTY, 'EMPTY_POOL'],
    ['details alone', more, [404], 'NO_MONEY: none left\noperation op-1', 'NO_MONEY'],
    [
      'an entry of another form',
      {},
      [200, [{ success: false, output: 7 }]],
      'the operation failed: [{"success":false,"output":7}]\noperation op-1',
      '',
    ],
    ['neither', null, [404], "the operation failed, and its log can't be read\noperation op-1", ''],
    [
      'an empty log',
      {},
      [200, []],
      'the operation failed, and its log gives no reason\noperation op-1',
      '',
    ],
    [
      'details of another form',
      { reason: 'no workers left' },
      [200, []],
      'the operation failed: {"reason":"no workers left"}\noperation op-1',
      '',
    ],
    [
      'a log and details of the same text',
      { message: 'why' },
      says('why'),
      'why\noperation op-1',
      '',
    ],
    [
      'a log and details of two texts',
      { message: 'one' },
      says('two'),
      'two; one\noperation op-1',
      '',
    ],
    ['a text as details', 'why not', [404], 'the operation failed: "why not"\noperation op-1', ''],
  ])('with %s: says the reason first, the ids last', async (_, details, logged, message, code) => {
    for (const wait of ['true', 'false']) {
      const script = { [OPEN]: [accepts('FAIL', { details })], [LOG]: [logged], ...CLOSED };
      const { result, outputs, errors, results } = await open(script, { inputs: { wait } });
      expect([result, outputs.status, outputs['operation-id']]).toEqual([false, 'FAIL', 'op-1']);
      expect(errors).toEqual([{ title: 'Training 21 failed to open', message }]);
      expect(outputs.error).toBe(message);
      expect(results).toMatchObject([
        { code: code || 'OPERATION_FAILED', error: message.split('\n')[0] },
      ]);
    }
  });

  test('and is hidden by pages: each answer that is none is named, and the readings end after 5 s', async () => {
    const page: Scripted = [200, '<html>', { 'content-type': 'text/html' }];
    const script = { [OPEN]: [page, accepts('FAIL')], [LOG]: always(page), [READ]: always(page) };
    const { lines, clock } = await open(script);
    const named = lines.flatMap((line) => /no JSON instead of (.*) \(text/.exec(line)?.[1] ?? []);
    expect(new Set(named)).toEqual(
      new Set(['an operation', 'the log of an operation', 'a training']),
    );
    expect(clock.now()).toBe(5_250);
  });

  test('with details nested thousands of levels deep fails all the same', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const body = JSON.stringify(operation('FAIL')).replace(/}$/, `,"details":${deep}}`);
    const { errors } = await open({ [OPEN]: [[202, body]], [LOG]: [[404]], ...CLOSED });
    expect(errors[0]?.message).toMatch(/^the operation failed: nested too deep to be shown\n/);
  });
});

describe('the timeout', () => {
  test('says that the opening continues, and names the operation', async () => {
    const script = {
      [OPEN]: [accepts('RUNNING')],
      [POLL]: times(4, polls('RUNNING')[0] ?? [501]),
      ...CLOSED,
    };
    const { errors, outputs, results, clock } = await open(script, { inputs: { timeout: '1s' } });
    const reason = `timed out after 1s; the opening is RUNNING and continues at Toloka; ${AGAIN} to join it, or raise timeout`;
    expect(errors).toEqual([
      { title: 'Training 21 is not open yet', message: `${reason}\noperation op-1` },
    ]);
    expect(outputs).toMatchObject({ status: 'RUNNING', 'operation-id': 'op-1' });
    expect(results).toMatchObject([{ code: 'TIMEOUT', error: reason }]);
    expect(clock.now()).toBe(1_000);
  });

  test('names the last fault of a poll', async () => {
    const script = { [OPEN]: [accepts('RUNNING')], [POLL]: always([502]), ...CLOSED };
    const { errors } = await open(script, { inputs: { timeout: '5s' } });
    expect(errors[0]?.message).toBe(
      `timed out after 5s; last fault: HTTP 502; the opening was last RUNNING and may continue at Toloka; ${AGAIN} to join it, or raise timeout\noperation op-1`,
    );
  });

  test('names the last fault of an opening, and that nobody knows whether Toloka took it', async () => {
    const script = { [OPEN]: times(7, [502, problem('BAD')]) };
    const { errors, results } = await open(script, { inputs: { timeout: '10s' } });
    expect(errors).toEqual([
      {
        title: 'Training 21 may be opening',
        message: `timed out after 10s; last fault: BAD: Because (HTTP 502); it is not known whether Toloka took the request; ${AGAIN}, or raise timeout\n${OPEN}, request_id r1`,
      },
    ]);
    expect(results).toMatchObject([{ code: 'TIMEOUT' }]);
  });

  test('leaves no doubt if Toloka was never reached', async () => {
    const refused = broken('ECONNREFUSED', {}, 'connect ECONNREFUSED 127.0.0.1:9');
    const { errors } = await open({ [OPEN]: always(refused) }, { inputs: { timeout: '1s' } });
    expect(errors).toEqual([
      {
        title: 'Training 21 was not opened',
        message: `timed out after 1s; last fault: connect ECONNREFUSED 127.0.0.1:9; ${AGAIN}, or raise timeout\n${OPEN}`,
      },
    ]);
  });

  test('is a timeout, too, if the last poll asks to wait', async () => {
    const clock = simulateClock();
    const late = async (): Promise<Scripted> => {
      await clock.delayAnswer(400);
      return [503, '', { 'retry-after': '1' }];
    };
    const script = { [OPEN]: [accepts('RUNNING')], [POLL]: always(late), ...CLOSED };
    const { results } = await open(script, { clock, inputs: { timeout: '2s' } });
    expect(results).toMatchObject([{ code: 'TIMEOUT' }]);
  });

  test('is not waited for if the server asks to wait longer', async () => {
    const hour: Scripted = [429, { code: 'TOO_MANY_REQUESTS', payload: { interval: 'HOUR' } }];
    const { errors, clock, results } = await open({
      [OPEN]: [accepts('PENDING')],
      [POLL]: [hour],
      ...CLOSED,
    });
    expect(errors[0]?.message).toBe(
      'TOO_MANY_REQUESTS (HTTP 429); it asks to wait 1h, longer than the timeout allows; the opening was last PENDING and may continue at Toloka\noperation op-1',
    );
    expect(results).toMatchObject([{ code: 'TOO_MANY_REQUESTS' }]);
    expect(clock.now()).toBeLessThan(1_000);
  });
});

describe('a cancellation', () => {
  const LOST = {
    title: 'Training 21 may be opening',
    message: `cancelled; it is not known whether Toloka took the request; ${AGAIN}\n${OPEN}`,
  };

  test('ends the wait at once, and the outputs stay', async () => {
    const script = { [OPEN]: [accepts('RUNNING')] };
    const { result, errors, outputs, results, clock } = await open(script, {
      cancelAt: `${OPEN}: HTTP 202`,
    });
    expect([result, outputs.status, outputs['operation-id'], clock.now()]).toEqual([
      false,
      'RUNNING',
      'op-1',
      0,
    ]);
    const reason = `cancelled; the opening is RUNNING and continues at Toloka; ${AGAIN} to join it`;
    expect(errors).toEqual([
      { title: 'Training 21 is not open yet', message: `${reason}\noperation op-1` },
    ]);
    expect(results).toMatchObject([{ code: 'CANCELLED', error: reason }]);
  });

  test('after a lost answer says that it is not known', async () => {
    expect((await open({ [OPEN]: [[502]] }, { cancelAt: `${OPEN}: HTTP 502` })).errors).toEqual([
      LOST,
    ]);
  });

  test('before anything was sent leaves no doubt', async () => {
    const { errors, sent } = await open({}, { cancelAt: 'opening training 21' });
    expect([errors, sent]).toEqual([
      [{ title: 'Training 21 was not opened', message: `cancelled; ${AGAIN}\n${OPEN}` }],
      [],
    ]);
  });

  test('while it looks for the opening to join keeps what was lost before', async () => {
    const script = {
      [OPEN]: [[502], refuses(409, 'LOCKED')],
      [LIST]: [[502]],
      ...CLOSED,
    } satisfies Script;
    const { errors } = await open(script, { cancelAt: 'status=PENDING: HTTP 502' });
    expect(errors[0]?.title).toBe('Training 21 may be opening');
  });

  test('when all was done fails the step all the same', async () => {
    const script = { [OPEN]: [accepts('SUCCESS')], ...IS_OPEN };
    const { result, errors, outputs, results } = await open(script, {
      cancelAt: 'training 21 is open',
    });
    expect([result, outputs.status]).toEqual([false, 'SUCCESS']);
    const message = 'the workflow was cancelled after all was done';
    expect(errors).toEqual([{ title: 'Training 21 is open, but the step failed', message }]);
    expect(outputs.error).toBe(message);
    expect(results).toMatchObject([{ code: '', error: '' }]);
  });

  test('when all was done, but not well, fails the step with what failed', async () => {
    const script = {
      [OPEN]: [[204]],
      ...IS_OPEN,
      'POST /trainings/22/open': [refuses(403, 'NO')],
    } satisfies Script;
    const inputs = { 'training-id': '21,22' };
    const { errors } = await open(script, {
      cancelAt: '1 of 2 trainings is open, 1 failed',
      inputs,
    });
    expect(errors[0]).toEqual({
      title: '1 of 2 trainings is open, 1 failed',
      message: expect.stringMatching(/^training 22: NO: Because [^\n]*$/),
    });
  });

  test.each<[string, Scripted]>([
    ["can't be read", [500]],
    ['still reads CLOSED', reads('CLOSED')],
  ])('before it is known that the training is open says so: it %s', async (_, answer) => {
    for (const opened of [accepts('SUCCESS'), [204]] satisfies Scripted[]) {
      const script = { [OPEN]: [opened], [READ]: [answer] };
      const { errors, outputs, results } = await open(script, { cancelAt: `${READ}: HTTP` });
      const reason = `cancelled; Toloka reported success, but the training was not seen open yet; ${AGAIN}`;
      expect(errors[0]).toMatchObject({
        title: 'Training 21 may be open',
        message: expect.stringContaining(reason),
      });
      expect([outputs.status, outputs['already-open']]).toEqual(['SUCCESS', 'false']);
      expect(results).toMatchObject([{ code: 'CANCELLED' }]);
    }
  });
});

describe('a fault of this machine', () => {
  test('that nobody expects fails the step with one error, and the outputs are set', async () => {
    const clock = simulateClock(() => {
      throw new Error('no chance');
    });
    const { result, errors, outputs, results } = await open({ [OPEN]: [[502]] }, { clock });
    expect(result).toBe(false);
    expect(errors).toEqual([
      {
        title: 'Training 21 may be opening',
        message: 'Error: no chance; it is not known whether Toloka took the request',
      },
    ]);
    expect(Object.keys(outputs)).toEqual([
      'operation-id',
      'status',
      'already-open',
      'training-url',
      'error',
      'results',
    ]);
    expect(results).toMatchObject([{ code: 'OTHER' }]);
  });

  const breakFile =
    (name: string, answer: Scripted): (() => Scripted) =>
    () => {
      process.env[name] = '/nowhere/file';
      return answer;
    };

  test('the step fails if the outputs can’t be written, and says what failed at Toloka too', async () => {
    const script = {
      [OPEN]: [[204]],
      ...IS_OPEN,
      'POST /trainings/22/open': [breakFile('GITHUB_OUTPUT', refuses(403, 'NO'))],
    } satisfies Script;
    const { result, errors } = await open(script, { inputs: { 'training-id': '21,22' } });
    expect(result).toBe(false);
    expect(errors[0]?.message).toMatch(
      /^the outputs can't be written: .*Missing file at path.*\ntraining 22: NO: Because/,
    );
  });

  test('a job summary that can’t be written leaves a warning', async () => {
    const write = jest.spyOn(summary, 'write').mockRejectedValue(new Error('full'));
    const { result, warnings } = await open({ [OPEN]: [[204]], ...IS_OPEN });
    write.mockRestore();
    expect([result, warnings]).toEqual([true, ["the job summary can't be written: Error: full"]]);
  });

  test('a proxy that is no URL fails the step before anything is sent', async () => {
    process.env.https_proxy = 'nonsense';
    const { errors, sent } = await open({});
    delete process.env.https_proxy;
    const message = expect.stringMatching(/^https_proxy is not a usable URL .*; write it as http:/);
    expect([errors, sent]).toEqual([[{ title: 'Nothing was sent to Toloka', message }], []]);
  });

  test('outputs that can’t be written fail a step that would pass', async () => {
    const { result, errors } = await open({
      [OPEN]: [breakFile('GITHUB_OUTPUT', [204])],
      ...IS_OPEN,
    });
    expect(result).toBe(false);
    expect(errors[0]?.title).toBe('Training 21 was already open, but the step failed');
  });
});
