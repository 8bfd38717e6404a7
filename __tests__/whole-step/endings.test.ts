import { EOL } from 'node:os';
import { summary } from '@actions/core';
import { describe, expect, jest, test } from '@jest/globals';
import {
  accepts,
  always,
  broken,
  IS_CLOSED,
  IS_OPEN,
  LIST,
  LOG,
  OPEN,
  operation,
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

const RUNS = { [OPEN]: [accepts('RUNNING')] };
const RUNS_ON = { ...RUNS, [POLL]: always([200, operation('RUNNING')]), ...IS_CLOSED };

test.each([
  ['a refusal', 400, 'VALIDATION_ERROR', 'was refused'],
  ['a wrong token', 403, 'ACCESS_DENIED', 'was refused'],
  ['an unknown id', 404, 'DOES_NOT_EXIST', 'was not found'],
  ['what is not implemented', 501, 'NOT_IMPLEMENTED', 'was refused'],
])('%s fails at once', async (_, status, code, standing) => {
  const { result, title, outputs, sent, results } = await play({ [OPEN]: [refuses(status, code)] });
  expect([result, title, sent]).toEqual([false, `Training 21 ${standing}`, [OPEN]]);
  expect(outputs).toMatchObject({ 'operation-id': '', status: '', 'already-open': 'false' });
  expect(results).toMatchObject([{ code }]);
});

test('a redirect fails at once, and nothing is sent there', async () => {
  const location = 'https://elsewhere.example/open';
  const { title, sent, results } = await play({ [OPEN]: [[307, '', { location }]] });
  expect([title, sent]).toEqual(['Training 21 was not opened', [OPEN]]);
  expect(results).toMatchObject([{ code: 'NOT_TOLOKA' }]);
});

test('a refusal of a poll leaves what goes on at Toloka', async () => {
  const script = { ...RUNS, [POLL]: [refuses(403, 'ACCESS_DENIED')], ...IS_CLOSED };
  const { title, outputs, results } = await play(script);
  expect([title, results[0]?.code]).toEqual(['Training 21 is not open yet', 'ACCESS_DENIED']);
  expect(outputs).toMatchObject({ 'operation-id': 'op-1', status: 'RUNNING' });
});

describe('an operation that fails', () => {
  test.each(['true', 'false'])('says why, also with wait: %s', async (wait) => {
    const output = { code: 'EMPTY_POOL', message: 'no tasks', request_id: 'r1' };
    const script: Script = {
      [OPEN]: [accepts('FAIL')],
      [LOG]: [[200, [{ type: 'POOL_OPEN', success: false, output }]]],
      ...IS_CLOSED,
    };
    const { title, errors, outputs, results } = await play(script, { inputs: { wait } });
    expect(title).toBe('Training 21 failed to open');
    const lines = ['training 21: EMPTY_POOL: no tasks', expect.stringMatching(/^→ ./)];
    expect(errors[0]?.message.split('\n')).toEqual(lines);
    expect(outputs).toMatchObject({ status: 'FAIL', 'operation-id': 'op-1' });
    expect(results).toMatchObject([{ code: 'EMPTY_POOL' }]);
  });

  test('of a training that is OPEN all the same stays red, and says so', async () => {
    const { errors } = await play({ [OPEN]: [accepts('FAIL')], [LOG]: [[404]], ...IS_OPEN });
    expect(errors[0]?.message).toContain('the training is OPEN');
  });

  test('and whose reasons can’t be read fails within ten seconds', async () => {
    const page: Scripted = [200, '<html>', { 'content-type': 'text/html' }];
    const script = { [OPEN]: [accepts('FAIL')], [LOG]: always(page), [READ]: always(page) };
    const { results, clock } = await play(script);
    expect(results).toMatchObject([{ code: 'OPERATION_FAILED' }]);
    expect(clock.now()).toBe(10_000);
  });
});

describe('the timeout', () => {
  test.each<[string, Script, string, string]>([
    ['while it waits', RUNS_ON, 'is not open yet', 'RUNNING'],
    ['while polls fail', { ...RUNS_ON, [POLL]: always([502]) }, 'is not open yet', 'RUNNING'],
    ['while openings fail', { [OPEN]: always([502]) }, 'may be opening', ''],
    ['while no connection stands', { [OPEN]: always(broken('EAI_AGAIN')) }, 'was not opened', ''],
  ])('%s ends the step in time', async (_, script, standing, status) => {
    const { title, outputs, results, clock } = await play(script, { inputs: { timeout: '5s' } });
    expect([title, outputs.status]).toEqual([`Training 21 ${standing}`, status]);
    expect(results).toMatchObject([{ code: 'TIMEOUT' }]);
    expect(clock.now()).toBe(5_000);
  });

  test('is a timeout, too, if the last poll asks to wait', async () => {
    const clock = simulateClock();
    const late = async (): Promise<Scripted> => {
      await clock.delayAnswer(400);
      return [503, '', { 'retry-after': '1' }];
    };
    const inputs = { timeout: '2s' };
    const { results } = await play({ ...RUNS_ON, [POLL]: always(late) }, { clock, inputs });
    expect(results).toMatchObject([{ code: 'TIMEOUT' }]);
  });

  test('is not waited for if the server asks to wait longer', async () => {
    const hour: Scripted = [429, { code: 'TOO_MANY_REQUESTS', payload: { interval: 'HOUR' } }];
    const { results, clock } = await play({ ...RUNS, [POLL]: [hour], ...IS_CLOSED });
    expect(results).toMatchObject([{ code: 'TOO_MANY_REQUESTS', status: 'RUNNING' }]);
    expect(clock.now()).toBeLessThan(1_000);
  });

  test.each([
    ['ENOTFOUND', 30_000],
    ['EPROTO', 30_000],
    ['PATH_LENGTH_EXCEEDED', 0],
    ['EAI_AGAIN', 60_000],
  ])('is not waited for if nothing can be reached: %s ends after %d ms', async (code, ms) => {
    const script = { [OPEN]: always(broken(code)) };
    const { results, clock } = await play(script, { inputs: { timeout: '1m' } });
    expect(results[0]?.code).toBe(ms === 60_000 ? 'TIMEOUT' : 'NOT_REACHED');
    expect(clock.now()).toBe(ms);
  });

  test('is waited for if the host was reached before', async () => {
    const script = { ...RUNS, [POLL]: always(broken('ENOTFOUND')), ...IS_CLOSED };
    const { results, clock } = await play(script, { inputs: { timeout: '1m' } });
    expect([results[0]?.code, clock.now()]).toEqual(['TIMEOUT', 60_000]);
  });
});

describe('a cancellation', () => {
  test('ends the wait at once, and the outputs stay', async () => {
    const { result, title, outputs, results, clock } = await play(RUNS, {
      cancelAt: `${OPEN}: HTTP 202`,
    });
    expect([result, title, clock.now()]).toEqual([false, 'Training 21 is not open yet', 0]);
    expect(outputs).toMatchObject({ status: 'RUNNING', 'operation-id': 'op-1' });
    expect(results).toMatchObject([
      { code: 'CANCELLED', error: expect.stringMatching(/^cancelled; /) },
    ]);
  });

  test('before anything was sent leaves no doubt', async () => {
    const { title, sent } = await play({}, { cancelAt: 'opening training 21' });
    expect([title, sent]).toEqual(['Training 21 was not opened', []]);
  });

  test.each<[string, Script, string]>([
    ['after a lost answer', { [OPEN]: [[502]] }, `${OPEN}: HTTP 502`],
    [
      'while it looks for the opening to join',
      { [OPEN]: [[502], refuses(409, 'LOCKED')], [LIST]: [[502]], ...IS_CLOSED },
      'status=PENDING&sort=-submitted&limit=300: HTTP 502',
    ],
  ])('%s keeps what was lost', async (_, script, cancelAt) => {
    expect((await play(script, { cancelAt })).title).toBe('Training 21 may be opening');
  });

  test.each<[string, Scripted, Scripted]>([
    ["after SUCCESS, while it can't be read", accepts('SUCCESS'), [500]],
    ['after SUCCESS, while it reads CLOSED', accepts('SUCCESS'), reads('CLOSED')],
    ["after 204, while it can't be read", [204], [500]],
    ['after SUCCESS, and a reading that is refused', accepts('SUCCESS'), [403]],
  ])('%s says that it may be open', async (_, opened, answer) => {
    const script = { [OPEN]: [opened], [READ]: [answer] };
    const { title, outputs, results } = await play(script, { cancelAt: `${READ}: HTTP` });
    expect(title).toBe('Training 21 may be open');
    expect(outputs).toMatchObject({ status: 'SUCCESS', 'already-open': 'false' });
    expect(results).toMatchObject([{ code: 'CANCELLED' }]);
  });

  test('after all was done changes nothing: GitHub marks the step by itself', async () => {
    const script = { [OPEN]: [accepts('SUCCESS')], ...IS_OPEN };
    expect(await play(script, { cancelAt: 'training 21 is open' })).toMatchObject({ result: true });
  });
});

describe('transient faults', () => {
  test('are tried again, when opening and when polling', async () => {
    const { result, errors, warnings, lines } = await play({
      [OPEN]: [[502], accepts('PENDING')],
      [POLL]: [[502], [200, []], [200, operation('SUCCESS', { id: 'op-2' })], ...polls('SUCCESS')],
      ...IS_OPEN,
    });
    expect([result, errors, warnings]).toEqual([true, [], []]);
    // Those who debug see each try.
    expect(lines.filter((line) => line.startsWith(`::debug::${POLL}: `))).toHaveLength(4);
  });

  test('are told at the third in a row', async () => {
    const { log } = await play({ [OPEN]: [...times(4, [502]), accepts('SUCCESS')], ...IS_OPEN });
    expect(log.filter((line) => line.startsWith(OPEN))).toEqual([
      `${OPEN} failed, try 4 follows in 1s: HTTP 502`,
    ]);
  });

  test('after which Toloka asks to wait for long are told at once', async () => {
    const quota: Scripted = [429, { code: 'TOO_MANY', payload: { interval: 'MIN' } }];
    const { result, clock, log } = await play({ [OPEN]: [quota, accepts('SUCCESS')], ...IS_OPEN });
    expect([result, clock.pauses]).toEqual([true, [60_000]]);
    expect(log).toContain(
      `${OPEN} failed, try 2 follows in 1m: TOO_MANY: {"interval":"MIN"} (HTTP 429)`,
    );
  });
});

describe('a fault of this machine', () => {
  test('that nobody expects fails the step with one error, and the outputs are set', async () => {
    const random = (): number => {
      throw new Error('no chance');
    };
    const { result, errors, title, outputs, results } = await play({ [OPEN]: [[429]] }, { random });
    expect([result, errors.length, title]).toEqual([false, 1, 'Training 21 may be opening']);
    expect(outputs.error).toContain('Error: no chance');
    expect(results).toMatchObject([{ code: 'OTHER' }]);
  });

  test('before anything is sent is one error, too', async () => {
    const createSend = (): never => {
      throw new Error('no sockets');
    };
    const { result, errors, outputs, summary } = await play({}, { createSend });
    const title = 'Nothing was sent to Toloka';
    expect([result, errors]).toEqual([false, [{ title, message: 'Error: no sockets' }]]);
    expect(outputs).toMatchObject({ error: 'Error: no sockets', results: '[]' });
    expect(summary.split(EOL).filter(Boolean)).toEqual([
      ...[`<h3>❌ ${title}</h3>`, '<p>Error&#58; no sockets</p>'],
    ]);
  });

  test('outputs that can’t be written fail the step, and it says what failed at Toloka too', async () => {
    const breakFile = (answer: Scripted) => (): Scripted => {
      process.env.GITHUB_OUTPUT = '/nowhere/file';
      return answer;
    };
    const unwritten = /^the outputs can't be written: .*Missing file at path/;
    const well = await play({ [OPEN]: [breakFile([204])], ...IS_OPEN });
    expect([well.result, well.errors]).toEqual([
      ...[false, [{ title: expect.any(String), message: expect.stringMatching(unwritten) }]],
    ]);
    const badly = await play({ [OPEN]: [breakFile(refuses(403, 'NO'))] });
    expect(badly.errors[0]?.message.split('\n').slice(0, 2)).toEqual([
      ...[expect.stringMatching(unwritten), expect.stringMatching(/^training 21: NO: Because/)],
    ]);
  });

  test('a job summary that can’t be written leaves a warning', async () => {
    const write = jest.spyOn(summary, 'write').mockRejectedValue(new Error('full'));
    const { result, warnings } = await play({ [OPEN]: [[204]], ...IS_OPEN });
    write.mockRestore();
    expect([result, warnings]).toEqual([true, ["the job summary can't be written: Error: full"]]);
  });

  test.each(['nonsense', 'http://somebody:made#up@proxy.example:3128'])(
    'https_proxy=%s fails the step before anything is sent, and does not show',
    async (https_proxy) => {
      Object.assign(process.env, { https_proxy, no_proxy: '.toloka.dev' });
      const { title, errors, sent, lines } = await play({});
      delete process.env.https_proxy;
      delete process.env.no_proxy;
      expect([title, sent]).toEqual(['Nothing was sent to Toloka', []]);
      expect(errors[0]?.message).toMatch(/^https_proxy: .* is not a usable URL/);
      expect(lines.join()).not.toContain(https_proxy);
    },
  );
});
