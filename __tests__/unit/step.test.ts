import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { runStep } from '../../src/step.ts';
import { summaryText } from '../../tools/toloka/summary-text.js';
import { inProcess, type Ran } from './in-process.ts';
import { drainRequests, type SimulatedClock, simulateClock } from './simulated-clock.ts';

const GIVEN = { 'training-id': '21', token: 'made-up-token' };
const NOON = '2026-11-23T12:00:00.000';

type Json = Record<string, unknown> | readonly unknown[] | string;
type Scripted =
  | readonly [status: number, body?: Json, headers?: Record<string, string>]
  | Error
  | (() => Scripted | Promise<Scripted>);
/** The answers to each request, in turn. Anything else that is asked gets 501. An answer that is left fails the test. */
type Script = Record<string, readonly Scripted[]>;

interface Options {
  readonly inputs?: Record<string, string>;
  readonly clock?: SimulatedClock;
  /** Cancels the step as soon as it has printed this. */
  readonly cancelAt?: string;
}

beforeAll(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
});
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

/** Runs a step in this process against scripted answers. `sent` has the requests, with their queries. */
async function open(
  script: Script,
  options: Options = {},
): Promise<Ran<boolean> & { sent: string[]; clock: SimulatedClock }> {
  const { inputs = {}, clock = simulateClock(), cancelAt } = options;
  const cancel = new AbortController();
  const left = new Map(Object.entries(script).map(([request, answers]) => [request, [...answers]]));
  const sent: string[] = [];
  const answer = async ({ method, url }: Request): Promise<nock.ReplyFnResult> => {
    const { pathname, search } = new URL(url);
    const request = `${method} ${pathname.replace('/api/v1', '')}`;
    sent.push(request + search);
    let next = left.get(request)?.shift();
    while (typeof next === 'function') next = await next();
    if (next === undefined) return [501];
    if (next instanceof Error) throw next;
    const [status, body = '', headers = {}] = next;
    return [status, typeof body === 'string' ? body : JSON.stringify(body), headers];
  };
  const server = nock(/./).persist();
  for (const method of ['GET', 'POST']) server.intercept(/./, method).reply(answer);
  const ran = await inProcess(
    { ...GIVEN, ...inputs },
    () => runStep(cancel.signal, clock),
    (line) => {
      if (cancelAt !== undefined && line.includes(cancelAt)) cancel.abort('SIGINT');
    },
  );
  await drainRequests();
  nock.cleanAll();
  expect([...left].filter(([, answers]) => answers.length > 0)).toEqual([]);
  return { ...ran, sent, clock };
}

/** A connection that fails with a code of Node. */
const broken = (code: string, more: Record<string, unknown> = {}): Error =>
  Object.assign(new Error(`read ${code}`), { code, ...more });

const operation = (status: string, more: Record<string, unknown> = {}) => ({
  id: 'op-1',
  type: 'TRAINING.OPEN',
  status,
  submitted: NOON,
  parameters: { training_id: '21' },
  ...more,
});
const training = (status: string) => ({ id: '21', project_id: '7', status });
const problem = (code: string) => ({ request_id: 'r1', code, message: 'Because', payload: null });
const times = (count: number, answer: Scripted): Scripted[] => Array.from({ length: count }, () => answer);

const OPEN = 'POST /trainings/21/open';
const POLL = 'GET /operations/op-1';
const LOG = 'GET /operations/op-1/log';
const LIST = 'GET /operations';
const LOOK = 'GET /trainings/21';
const IS_OPEN: Scripted = [200, training('OPEN')];
const PAGE = 'https://platform.toloka.ai/requester/project/7/training/21';

describe('opening', () => {
  test('takes no poll if Toloka opens at once', async () => {
    const ran = await open({ [OPEN]: [[202, operation('SUCCESS')]], [LOOK]: [IS_OPEN] });
    expect(ran).toMatchObject({ result: true, errors: [], warnings: [] });
    expect(ran.outputs).toMatchObject({
      'operation-id': 'op-1',
      status: 'SUCCESS',
      'already-open': 'false',
      'training-url': PAGE,
    });
    expect(ran.log).toEqual([
      'opening training 21 (production), for at most 10m',
      'training 21: SUCCESS (operation op-1)',
      `training 21: ${PAGE}`,
      'training 21 is open; took 0s',
    ]);
    expect(ran.summary).toContain(`<h3><a href="${PAGE}">Training 21 is open</a></h3>`);
  });

  test.each([200, 201])('takes an operation with HTTP %d too', async (status) => {
    const { outputs } = await open({ [OPEN]: [[status, operation('SUCCESS')]], [LOOK]: [IS_OPEN] });
    expect(outputs.status).toBe('SUCCESS');
  });

  test('passes if the training is already open', async () => {
    const { result, outputs, log } = await open({ [OPEN]: [[204]], [LOOK]: [IS_OPEN] });
    expect(result).toBe(true);
    expect(outputs).toMatchObject({
      'operation-id': '',
      status: 'SUCCESS',
      'already-open': 'true',
      'training-url': PAGE,
    });
    expect(log).toContain('training 21 was already open; took 0s');
  });

  test('waits, says each status once, and reads the link before the first poll', async () => {
    const { result, log, sent } = await open({
      [OPEN]: [[202, operation('PENDING')]],
      [POLL]: ['PENDING', 'RUNNING', 'RUNNING', 'SUCCESS'].map((status): Scripted => [200, operation(status)]),
      [LOOK]: [[200, training('CLOSED')], IS_OPEN],
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
    expect(sent).toEqual([OPEN, LOOK, POLL, POLL, POLL, POLL, LOOK]);
  });

  test('polls on for 30 s if Toloka does not know the operation yet', async () => {
    const unknown = times(7, [404, problem('DOES_NOT_EXIST')]);
    const script = {
      [OPEN]: [[202, operation('PENDING')]],
      [POLL]: [...unknown, [200, operation('SUCCESS')]],
      [LOOK]: [IS_OPEN],
    } satisfies Script;
    expect((await open(script)).result).toBe(true);
    const { errors, clock } = await open({
      [OPEN]: [[202, operation('PENDING')]],
      [POLL]: [...unknown, ...unknown.slice(0, 1)],
    });
    expect(errors[0]?.message).toBe(
      'Toloka does not know the operation (HTTP 404), for 30s; the opening was last PENDING and may continue at Toloka\noperation op-1, request_id r1',
    );
    expect(clock.now()).toBe(30_250);
  });

  test('sets operation-id before the wait', async () => {
    const { result, outputs } = await open({ [OPEN]: [[202, operation('PENDING')]], [POLL]: [[403]] });
    expect([result, outputs['operation-id'], outputs.status]).toEqual([false, 'op-1', 'PENDING']);
  });

  test('goes on after an unknown status, with one warning', async () => {
    const { result, warnings } = await open({
      [OPEN]: [[202, operation('QUEUED')]],
      [POLL]: ['RUNNING', 'QUEUED', 'SUCCESS'].map((status): Scripted => [200, operation(status)]),
      [LOOK]: [IS_OPEN],
    });
    expect([result, warnings]).toEqual([true, ['training 21: Toloka gives the unknown status "QUEUED"; waiting on']]);
  });

  test('warns of each unknown status once, and says that it waits if it does', async () => {
    const polled = ['ODD', 'QUEUED', 'ODD', 'SUCCESS'].map((status): Scripted => [200, operation(status)]);
    const waits = await open({ [OPEN]: [[202, operation('QUEUED')]], [POLL]: polled, [LOOK]: [IS_OPEN, IS_OPEN] });
    expect(waits.warnings).toEqual([
      'training 21: Toloka gives the unknown status "QUEUED"; waiting on',
      'training 21: Toloka gives the unknown status "ODD"; waiting on',
    ]);
    const script = { [OPEN]: [[202, operation('QUEUED')]], [LOOK]: [IS_OPEN] } satisfies Script;
    const passes = await open(script, { inputs: { wait: 'false' } });
    expect(passes.warnings).toEqual(['training 21: Toloka gives the unknown status "QUEUED"']);
  });

  test.each<[Record<string, unknown>, string[]]>([
    [{}, []],
    [{ type: undefined, parameters: null }, []],
    [{ parameters: { training_id: '0021' } }, []],
    [{ parameters: { training_id: '2100' } }, ['TRAINING.OPEN for 2100']],
    [{ parameters: { training_id: '201' } }, ['TRAINING.OPEN for 201']],
    [{ type: 'POOL.OPEN' }, ['POOL.OPEN for 21']],
    [{ type: 'POOL.OPEN', parameters: {} }, ['POOL.OPEN for no training']],
  ])('follows an operation that is %j, and warns if it is of something else', async (more, says) => {
    const script = { [OPEN]: [[202, operation('SUCCESS', more)]], [LOOK]: [IS_OPEN] } satisfies Script;
    const { result, warnings } = await open(script);
    const expected = says.map((what) => `training 21: operation op-1 says that it is ${what}; following it`);
    expect([result, warnings]).toEqual([true, expected]);
  });

  test('sets operation-id as soon as the opening is answered', async () => {
    let seen = '';
    const poll = (): Scripted => {
      seen = readFileSync(process.env.GITHUB_OUTPUT ?? '', 'utf8');
      return [200, operation('SUCCESS')];
    };
    await open({ [OPEN]: [[202, operation('PENDING')]], [POLL]: [poll], [LOOK]: [IS_OPEN, IS_OPEN] });
    expect(seen).toMatch(/^operation-id<<\S+\nop-1\n/);
  });

  test('measures times from the start of the step, whatever the clock shows', async () => {
    const clock = simulateClock();
    await clock.sleep(7_000, new AbortController().signal);
    const script = {
      [OPEN]: [[202, operation('PENDING')]],
      [POLL]: [[200, operation('SUCCESS')]],
      [LOOK]: [IS_OPEN, IS_OPEN],
    } satisfies Script;
    const { log, lines, summary } = await open(script, { clock });
    expect(log.slice(-2)).toEqual(['training 21: SUCCESS (after 0.3s of 10m)', 'training 21 is open; took 0.3s']);
    expect(lines).toContain(`::debug::${POLL}: HTTP 200 (after 0.3s)`);
    expect(summaryText(summary)).toContain('production · took 0.3s');
  });

  test('passes at once with `wait: false`, with the status as it is and the link', async () => {
    const script = { [OPEN]: [[202, operation('PENDING')]], [LOOK]: [[200, training('CLOSED')]] } satisfies Script;
    const { result, outputs, log } = await open(script, { inputs: { wait: 'false' } });
    expect(result).toBe(true);
    expect(outputs).toMatchObject({ status: 'PENDING', 'operation-id': 'op-1', 'training-url': PAGE });
    expect(log.slice(-2)).toEqual([`training 21: ${PAGE}`, 'training 21 is opening (not waiting); took 0s']);
  });

  test.each([
    ['sandbox', '', 'opening training 21 (sandbox), for at most 10m', PAGE.replace('platform.', 'platform.sandbox.')],
    ['production', 'https://tasks.yandex.ru', 'opening training 21 (production, tasks.yandex.ru), for at most 10m', ''],
  ])('in %s at %j says so, and links the page that is known', async (environment, apiUrl, first, page) => {
    const script = { [OPEN]: [[202, operation('SUCCESS')]], [LOOK]: [IS_OPEN] } satisfies Script;
    const { outputs, log } = await open(script, { inputs: { environment, 'api-url': apiUrl } });
    expect(log[0]).toBe(first);
    expect(outputs['training-url']).toBe(page);
    expect(log.join()).not.toContain('undefined');
  });

  test.each<[string, Scripted[], boolean]>([
    ['OPEN after 3 s', [...times(3, [200, training('CLOSED')]), IS_OPEN], true],
    ['CLOSED, then unreadable, then OPEN', [[200, training('CLOSED')], [500], IS_OPEN], true],
    ['unreadable for a moment, then CLOSED', [[500], ...times(11, [200, training('CLOSED')])], false],
    ['unreadable, three times', times(3, [500]), true],
    ['refused', [[403]], true],
    ['of another shape', [[200, []]], true],
    ['CLOSED for 10 s', times(11, [200, training('CLOSED')]), false],
  ])('checks that the training is open: it reads %s', async (_, answers, passes) => {
    const { result, errors, warnings, clock } = await open({ [OPEN]: [[202, operation('SUCCESS')]], [LOOK]: answers });
    expect([result, warnings]).toEqual([passes, []]);
    expect(clock.now()).toBeLessThanOrEqual(10_000);
    expect(errors).toEqual(
      passes
        ? []
        : [
            {
              title: 'Training 21 failed to open',
              message: 'Toloka reported success, but the training is CLOSED\noperation op-1',
            },
          ],
    );
  });
});

describe('at the last moment', () => {
  const RUNNING: Scripted = [200, operation('RUNNING')];
  const last = (answer: Scripted): Script => ({
    [OPEN]: [[202, operation('RUNNING')]],
    [POLL]: [...times(3, RUNNING), answer],
  });
  const CLOSED: Scripted = [200, training('CLOSED')];
  const options = { inputs: { timeout: '1s' } };

  test('a success is checked as at any time', async () => {
    const { errors, clock } = await open({ ...last([200, operation('SUCCESS')]), [LOOK]: [CLOSED, CLOSED] }, options);
    expect(errors[0]?.message).toBe('Toloka reported success, but the training is CLOSED\noperation op-1');
    expect(clock.now()).toBe(1_000);
  });

  test('a failure is explained as at any time', async () => {
    const script = {
      ...last([200, operation('FAIL')]),
      [LOG]: [[200, [{ success: false, output: problem('NO_MONEY') }]]],
      [LOOK]: [CLOSED],
    } satisfies Script;
    expect((await open(script, options)).errors[0]?.message).toMatch(/^NO_MONEY: Because/);
  });
});

describe('an operation that fails', () => {
  const output = { code: 'EMPTY_POOL', message: 'no tasks', request_id: 'r1' };
  const log = [{ type: 'POOL_OPEN', success: false, output }];
  const more = { code: 'NO_MONEY', message: 'none left' };
  test.each<[string, unknown, Scripted, string]>([
    ['with a log', {}, [200, log], 'EMPTY_POOL: no tasks; upload tasks first\noperation op-1, request_id r1'],
    [
      'with details that say more',
      more,
      [200, log],
      'EMPTY_POOL: no tasks; NO_MONEY: none left; upload tasks first\noperation op-1, request_id r1',
    ],
    [
      'with details that say the same',
      { ...output, message: 'none' },
      [200, log],
      'EMPTY_POOL: no tasks; upload tasks first\noperation op-1, request_id r1',
    ],
    [
      'with other details',
      { reason: [{ at: 1 }] },
      [200, log],
      'EMPTY_POOL: no tasks; upload tasks first\noperation op-1, request_id r1',
    ],
    ['with details alone', more, [404], 'NO_MONEY: none left\noperation op-1'],
    ['with neither', null, [200, '<html>'], "the operation failed, and its log can't be read\noperation op-1"],
    ['with an empty log', 'a text', [200, []], 'the operation failed, and its log gives no reason\noperation op-1'],
  ])('%s: the reason comes first, the ids last', async (_, details, logged, message) => {
    for (const wait of ['true', 'false']) {
      const script = { [OPEN]: [[202, operation('FAIL', { details })]], [LOG]: [logged] } satisfies Script;
      const { result, outputs, errors } = await open(script, { inputs: { wait } });
      expect([result, outputs.status, outputs['operation-id']]).toEqual([false, 'FAIL', 'op-1']);
      expect(errors).toEqual([{ title: 'Training 21 failed to open', message }]);
      expect(JSON.parse(outputs.results ?? '')).toMatchObject([{ error: message.split('\n')[0] }]);
    }
  });

  test('shows raw details to those who debug alone', async () => {
    const script = { [OPEN]: [[202, operation('FAIL', { details: { a: [1] } })]], [LOG]: [[404]] } satisfies Script;
    const { lines } = await open(script);
    expect(lines).toContain('::debug::operation op-1 has the details {"a":[1]}');
    const none = { [OPEN]: [[202, operation('FAIL', { details: {} })]], [LOG]: [[404]] } satisfies Script;
    expect((await open(none)).lines.filter((line) => line.includes('details'))).toEqual([]);
  });

  test('with details nested thousands of levels deep fails all the same', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const body = JSON.stringify(operation('FAIL')).replace(/}$/, `,"details":${deep}}`);
    const { lines, errors } = await open({ [OPEN]: [[202, body]], [LOG]: [[404]] });
    expect(lines).toContain('::debug::operation op-1 has the details nested too deep to be shown');
    expect(errors).toHaveLength(1);
  });
});

describe('odd answers of a server', () => {
  test('a project_id that is not well-formed makes a link all the same', async () => {
    const script = { [OPEN]: [[204]], [LOOK]: [[200, '{"status":"OPEN","project_id":"\\ud800"}']] } satisfies Script;
    const { result, outputs } = await open(script);
    expect(result).toBe(true);
    expect(outputs['training-url']).toBe('https://platform.toloka.ai/requester/project/%EF%BF%BD/training/21');
  });

  test('ids that are no ids are no reason to fail', async () => {
    const odd = operation('SUCCESS', { parameters: { training_id: { toString: 1 } } });
    const { result, warnings } = await open({
      [OPEN]: [[202, odd]],
      [LOOK]: [[200, { status: 'OPEN', project_id: {} }]],
    });
    expect([result, warnings]).toEqual([true, []]);
  });

  test('a redirect without a target is a refusal', async () => {
    expect((await open({ [OPEN]: [[304]] })).errors[0]?.message).toBe('HTTP 304\nPOST /trainings/21/open');
  });

  test('a redirect names its target, and nothing is sent there', async () => {
    const location = 'https://elsewhere.example/open';
    const { errors, sent } = await open({ [OPEN]: [[307, '', { location }]] });
    expect(sent).toEqual([OPEN]);
    expect(errors).toEqual([
      {
        title: 'Training 21 was not opened',
        message: `HTTP 307 redirects to ${location}, but the token is not sent on; check that this is the API of Toloka\n${OPEN}`,
      },
    ]);
  });

  test('an operation that says something else is followed, with a warning', async () => {
    const other = operation('SUCCESS', { type: 'POOL.OPEN', parameters: { training_id: '0022' } });
    const { result, warnings } = await open({ [OPEN]: [[202, other]], [LOOK]: [IS_OPEN] });
    expect(result).toBe(true);
    expect(warnings).toEqual(['training 21: operation op-1 says that it is POOL.OPEN for 0022; following it']);
  });

  test('an answer about another operation is none', async () => {
    const { outputs, warnings } = await open({
      [OPEN]: [[202, operation('PENDING')]],
      [POLL]: [...times(3, [200, operation('SUCCESS', { id: 'op-2' })]), [200, operation('FAIL')]],
      [LOG]: [[404]],
    });
    expect(outputs.status).toBe('FAIL');
    expect(warnings[0]).toMatch(/ still trying: JSON of another shape instead of operation op-1$/);
  });
});

describe('a refusal', () => {
  const HOST = 'belongs to this environment (toloka.dev)';
  test.each<[number, string, string]>([
    [400, 'VALIDATION_ERROR', ''],
    [401, 'AUTHENTICATION_ERROR', `; check that the token is valid and ${HOST}`],
    [403, 'ACCESS_DENIED', `; check that the token is valid and ${HOST}`],
    [404, 'DOES_NOT_EXIST', `; check that the id is right and ${HOST}`],
    [400, 'NOT_ENOUGH_BALANCE', '; top up the account'],
    [400, 'EMPTY_POOL', '; upload tasks first'],
    [415, 'constructor', ''],
    [501, 'NOT_IMPLEMENTED', ''],
  ])('with %d %s says what was answered and what to do, and is not repeated', async (status, code, advice) => {
    const { result, errors, outputs, sent } = await open({ [OPEN]: [[status, problem(code)]] });
    expect([result, sent]).toEqual([false, [OPEN]]);
    const message = `${code}: Because (HTTP ${status})${advice}\n${OPEN}, request_id r1`;
    expect(errors).toEqual([{ title: 'Training 21 was refused', message }]);
    expect(outputs).toMatchObject({ 'operation-id': '', status: '', 'already-open': 'false' });
  });

  test('while the opening runs says that it continues', async () => {
    const script = {
      [OPEN]: [[202, operation('RUNNING')]],
      [POLL]: [[403, problem('ACCESS_DENIED')]],
    } satisfies Script;
    expect((await open(script)).errors[0]).toEqual({
      title: 'Training 21 is not open yet',
      message: `ACCESS_DENIED: Because (HTTP 403); the opening was last RUNNING and may continue at Toloka; check that the token is valid and ${HOST}\noperation op-1, request_id r1`,
    });
  });

  test.each<[string, Json, string]>([
    ['HTML', '<html>no</html>', 'HTTP 400'],
    ['nothing', '', 'HTTP 400'],
    ['only a code', { code: 'X', message: 7, request_id: [7] }, 'X (HTTP 400)'],
    ['only a message', { code: null, message: 'why' }, 'why (HTTP 400)'],
    ['a list', [], 'HTTP 400'],
  ])('with %s says what it can', async (_, body, text) => {
    expect((await open({ [OPEN]: [[400, body]] })).errors[0]?.message).toBe(`${text}\n${OPEN}`);
  });
});

describe('a 409', () => {
  const CONFLICT: Scripted = [409, problem('CONFLICT_STATE')];
  const LOCKED: Scripted = [409, problem('POOL_LOCKED_BY_ANOTHER_OPERATION')];
  const NONE: Scripted = [200, { items: [], has_more: false }];
  const CLOSED: Scripted = [200, training('CLOSED')];

  test('looks for the opening that is running, and joins it', async () => {
    const { result, outputs, log, sent } = await open({
      [OPEN]: [LOCKED],
      [LIST]: [NONE, [200, { items: [operation('RUNNING')], has_more: false }]],
      [POLL]: [[200, operation('SUCCESS')]],
      [LOOK]: [CLOSED, IS_OPEN],
    });
    expect(result).toBe(true);
    expect(outputs).toMatchObject({ 'operation-id': 'op-1', status: 'SUCCESS', 'already-open': 'false' });
    expect(log).toContain('training 21: an opening is already running (operation op-1), joining it');
    // The first reading has told the link.
    expect(sent.filter((request) => request === LOOK)).toHaveLength(2);
    const query = (status: string): string => `GET /operations?type=TRAINING.OPEN&limit=500&status=${status}&sort=id`;
    expect(sent.filter((request) => request.includes('?'))).toEqual([query('PENDING'), query('RUNNING')]);
  });

  test('takes an operation that has ended meanwhile for none', async () => {
    const { outputs } = await open({
      [OPEN]: [LOCKED, [204]],
      [LIST]: [NONE, [200, { items: [operation('SUCCESS')], has_more: false }]],
      [LOOK]: [CLOSED, IS_OPEN],
    });
    expect(outputs).toMatchObject({ 'operation-id': '', 'already-open': 'true' });
  });

  test('joins the newest of several', async () => {
    const older = operation('RUNNING', { id: 'op-0', submitted: '2026-11-23T11:00:00' });
    const odd = operation('RUNNING', { id: 'op-9', submitted: null });
    const items = [older, operation('RUNNING'), odd];
    const script = { [OPEN]: [LOCKED], [LIST]: [NONE, [200, { items }]], [LOOK]: [CLOSED] } satisfies Script;
    expect((await open(script, { inputs: { wait: 'false' } })).outputs['operation-id']).toBe('op-1');
  });

  test('repeats the request with back-off for 30 s if nothing is running, then fails with the refusal', async () => {
    const rounds = 8;
    const { result, errors, clock } = await open({
      [OPEN]: times(rounds, CONFLICT),
      [LIST]: times(2 * rounds, NONE),
      [LOOK]: times(rounds, CLOSED),
    });
    expect(result).toBe(false);
    expect(errors).toEqual([
      {
        title: 'Training 21 was refused',
        message: `CONFLICT_STATE: Because (HTTP 409); the training is CLOSED\n${OPEN}, request_id r1`,
      },
    ]);
    expect(clock.now()).toBe(30_000);
  });

  test('that says locked is repeated until the deadline', async () => {
    const rounds = 10;
    const script = {
      [OPEN]: times(rounds, LOCKED),
      [LIST]: times(2 * (rounds - 1), NONE),
      [LOOK]: times(rounds - 1, CLOSED),
    };
    const { errors, clock } = await open(script, { inputs: { timeout: '1m' } });
    expect(errors[0]?.message).toMatch(
      /^POOL_LOCKED_BY_ANOTHER_OPERATION: Because \(HTTP 409\); the training is CLOSED/,
    );
    expect(clock.now()).toBe(60_000);
  });

  test('whose readings fail until the deadline is what the step fails with', async () => {
    const script = { [OPEN]: [LOCKED], [LIST]: times(7, [502]), [LOOK]: times(7, [502]) };
    const { errors, clock } = await open(script, { inputs: { timeout: '10s' } });
    expect(errors[0]?.message).toMatch(/^POOL_LOCKED_BY_ANOTHER_OPERATION: Because \(HTTP 409\)\n/);
    expect(clock.now()).toBe(10_000);
  });

  test.each(['EMPTY_POOL', 'NOT_ENOUGH_BALANCE'])('with %s is final', async (code) => {
    const { errors, sent } = await open({ [OPEN]: [[409, problem(code)]], [LOOK]: [CLOSED] });
    expect(errors[0]?.message).toMatch(`${code}: Because (HTTP 409); the training is CLOSED; `);
    expect(sent).toEqual([OPEN, LOOK]);
  });

  test.each<[string, Scripted, Scripted, boolean]>([
    ['reads OPEN', [200, training('OPEN')], IS_OPEN, true],
    ['reads ARCHIVED', [200, training('ARCHIVED')], IS_OPEN, false],
  ])('waits for no list that fails if the training %s', async (_, read, check, passes) => {
    const clock = simulateClock();
    const later = async (): Promise<Scripted> => {
      await clock.delayAnswer(1_000);
      return read;
    };
    const script = { [OPEN]: [CONFLICT], [LIST]: times(3, [503]), [LOOK]: passes ? [later, check] : [later] };
    const { result } = await open(script, { clock });
    expect([result, clock.now()]).toEqual([passes, 1_000]);
  });

  test('waits for no reading of the training that fails if an opening is running', async () => {
    const running: Scripted = [200, { items: [operation('RUNNING')] }];
    const script = { [OPEN]: [CONFLICT], [LIST]: [running, NONE], [LOOK]: [[503]] } satisfies Script;
    const { outputs } = await open(script, { inputs: { wait: 'false' } });
    expect(outputs['operation-id']).toBe('op-1');
  });

  test('that says locked does not believe that the training is OPEN: it may be closing', async () => {
    const { result, outputs } = await open({
      [OPEN]: [LOCKED, LOCKED, [202, operation('SUCCESS')]],
      [LIST]: times(4, NONE),
      [LOOK]: times(3, IS_OPEN),
    });
    expect([result, outputs['already-open']]).toEqual([true, 'false']);
  });

  test('that says locked for 30 s of a training that is OPEN believes it', async () => {
    const script = { [OPEN]: times(8, LOCKED), [LIST]: times(14, NONE), [LOOK]: times(9, IS_OPEN) } satisfies Script;
    const { result, outputs, clock } = await open(script);
    expect([result, outputs['already-open']]).toEqual([true, 'true']);
    expect(clock.now()).toBeGreaterThanOrEqual(30_000);
  });

  test.each(['REQUESTER_BLOCKED', 'UNLOCKED'])('with %s does not say locked', async (code) => {
    const script = { [OPEN]: times(8, [409, problem(code)]), [LIST]: times(16, NONE), [LOOK]: times(8, CLOSED) };
    expect((await open(script)).clock.now()).toBe(30_000);
  });

  test('with EMPTY_POOL of a training that is open passes', async () => {
    const { result, outputs } = await open({ [OPEN]: [[409, problem('EMPTY_POOL')]], [LOOK]: [IS_OPEN, IS_OPEN] });
    expect([result, outputs['already-open']]).toEqual([true, 'true']);
  });

  test('of an archived training is final', async () => {
    const { errors, outputs } = await open({
      [OPEN]: [CONFLICT],
      [LOOK]: [[200, training('ARCHIVED')]],
    });
    expect(errors[0]?.message).toBe(
      `CONFLICT_STATE: Because (HTTP 409); the training is ARCHIVED; clone it and open the clone\n${OPEN}, request_id r1`,
    );
    expect(outputs['training-url']).toBe(PAGE);
  });
});

describe('a joined opening that fails', () => {
  const NONE: Scripted = [200, { items: [] }];
  const JOIN: Script = { [LIST]: [NONE, [200, { items: [operation('RUNNING')] }]], [POLL]: [[200, operation('FAIL')]] };
  const LOCKED: Scripted = [409, problem('LOCKED')];
  const CLOSED: Scripted = [200, training('CLOSED')];

  test('is opened once more, and that result counts', async () => {
    const { result, outputs, log } = await open({
      ...JOIN,
      [OPEN]: [LOCKED, [202, operation('SUCCESS', { id: 'op-2' })]],
      [LOOK]: [CLOSED, IS_OPEN],
    });
    expect(result).toBe(true);
    expect(outputs).toMatchObject({ 'operation-id': 'op-2', status: 'SUCCESS' });
    expect(log).toContain(
      'training 21: the opening that was running failed, perhaps before the last change: opening once more',
    );
  });

  test('can have opened the training after all', async () => {
    const { result, outputs } = await open({ ...JOIN, [OPEN]: [LOCKED, [204]], [LOOK]: [CLOSED, IS_OPEN] });
    expect(result).toBe(true);
    expect(outputs).toMatchObject({ 'operation-id': '', status: 'SUCCESS', 'already-open': 'true' });
  });

  test('fails the step if the second opening is refused', async () => {
    const { errors } = await open({ ...JOIN, [OPEN]: [LOCKED, [400, problem('NO')]], [LOOK]: [CLOSED] });
    expect(errors).toEqual([
      { title: 'Training 21 was refused', message: `NO: Because (HTTP 400)\n${OPEN}, request_id r1` },
    ]);
  });

  test('is not opened once more after the deadline', async () => {
    const list: Scripted = [200, { items: [operation('RUNNING')] }];
    const running: Scripted = [200, operation('RUNNING')];
    const { errors, sent } = await open(
      {
        [OPEN]: [LOCKED],
        [LIST]: [list, NONE],
        [POLL]: [...times(3, running), [200, operation('FAIL')]],
        [LOG]: [[404]],
        [LOOK]: [CLOSED],
      },
      { inputs: { timeout: '1s' } },
    );
    expect(errors[0]?.title).toBe('Training 21 failed to open');
    expect(sent.filter((request) => request === OPEN)).toHaveLength(1);
  });

  test('is not what the step speaks of if the answer to the second opening is lost', async () => {
    const script = { ...JOIN, [OPEN]: [LOCKED, [502]], [LOOK]: [CLOSED] } satisfies Script;
    const { errors, outputs, summary } = await open(script, { cancelAt: `${OPEN}: HTTP 502` });
    expect(errors).toEqual([
      {
        title: 'Training 21 may be opening',
        message: `cancelled; it is not known whether Toloka took the request; run the step again\n${OPEN}`,
      },
    ]);
    expect([outputs.status, outputs['operation-id']]).toEqual(['', '']);
    expect(summary).not.toMatch(/joined|queued/);
  });

  test('leaves no times behind if the training is open after all', async () => {
    const [started, finished] = ['2026-11-23T12:00:05.000', '2026-11-23T12:00:09.000'];
    const failed: Scripted = [200, operation('FAIL', { started, finished })];
    const script = { ...JOIN, [POLL]: [failed], [OPEN]: [LOCKED, [204]], [LOOK]: [CLOSED, IS_OPEN] } satisfies Script;
    expect((await open(script)).summary).not.toMatch(/joined|queued/);
  });
});

describe('transient faults', () => {
  const reset = broken('ECONNRESET');
  const refused = broken('ECONNREFUSED', { address: '127.0.0.1', port: 9 });

  test.each<[string, Scripted]>([
    ...[408, 425, 429, 500, 502, 503, 504, 505, 511, 520, 599].map((status): [string, Scripted] => [
      `HTTP ${status}`,
      [status],
    ]),
    ['a reset connection', reset],
    ['a page', [200, '<html>']],
    ['JSON of another shape', [200, { status: 'SUCCESS' }]],
  ])('are tried again, when opening and when polling: %s', async (_, fault) => {
    const { result, errors, warnings } = await open({
      [OPEN]: [fault, [202, operation('PENDING')]],
      [POLL]: [fault, [200, operation('SUCCESS')]],
      [LOOK]: [IS_OPEN],
    });
    expect([result, errors, warnings]).toEqual([true, [], []]);
  });

  test('with a quota of requests a minute are waited for', async () => {
    const { result, clock } = await open({
      [OPEN]: [
        [429, { code: 'TOO_MANY_REQUESTS', payload: { interval: 'MIN' } }],
        [202, operation('SUCCESS')],
      ],
      [LOOK]: [IS_OPEN],
    });
    expect(result).toBe(true);
    expect(clock.pauses).toEqual([60_000]);
  });

  test('are warned of once, at the third in a row', async () => {
    const { warnings, lines } = await open({
      [OPEN]: [...times(4, [502]), [202, operation('PENDING')]],
      [POLL]: [...times(3, reset), [200, operation('SUCCESS')]],
      [LOOK]: [IS_OPEN],
    });
    expect(warnings).toEqual(['POST /trainings/21/open failed three times in a row, still trying: HTTP 502']);
    expect(lines).toContain('::debug::GET /operations/op-1 failed three times in a row, still trying: read ECONNRESET');
  });

  test('until the deadline are named by the error', async () => {
    const { result, errors } = await open({ [OPEN]: times(7, [502, problem('BAD')]) }, { inputs: { timeout: '10s' } });
    expect(result).toBe(false);
    expect(errors).toEqual([
      {
        title: 'Training 21 may be opening',
        message: `timed out after 10s; last fault: BAD: Because (HTTP 502); it is not known whether Toloka took the request; run the step again, or raise timeout\n${OPEN}, request_id r1`,
      },
    ]);
  });

  test('that never reached Toloka leave no doubt', async () => {
    const { errors } = await open({ [OPEN]: times(4, refused) }, { inputs: { timeout: '1s' } });
    expect(errors).toEqual([
      {
        title: 'Training 21 was not opened',
        message: `timed out after 1s; last fault: ECONNREFUSED 127.0.0.1:9; run the step again, or raise timeout\n${OPEN}`,
      },
    ]);
  });

  test('leave a debug line for each try', async () => {
    const { lines } = await open({ [OPEN]: [[429], refused, [204]], [LOOK]: [IS_OPEN] });
    expect(lines.filter((line) => line.startsWith('::debug::'))).toEqual([
      '::debug::POST /trainings/21/open: HTTP 429 (after 0s)',
      '::debug::POST /trainings/21/open: ECONNREFUSED 127.0.0.1:9 (after 1s)',
      '::debug::POST /trainings/21/open: HTTP 204 (after 1.5s)',
      '::debug::GET /trainings/21: HTTP 200 (after 1.5s)',
    ]);
  });
});

describe('a lost answer', () => {
  // The step begins at noon: these answers come 1 s later.
  const DATE = { date: 'Mon, 23 Nov 2026 12:00:00 GMT' };
  const list = (items: unknown[], headers: Record<string, string> = DATE): Scripted => [200, { items }, headers];
  const lost = (submitted: unknown, more: Record<string, unknown> = {}) => operation('SUCCESS', { submitted, ...more });

  async function openAfterLoss(...lists: Scripted[]) {
    const clock = simulateClock(() => 0.5);
    const ran = await open({ [OPEN]: [[502], [204]], [LIST]: lists, [LOOK]: [IS_OPEN] }, { clock });
    expect(ran.result).toBe(true);
    return ran;
  }

  test.each([
    ['now', NOON],
    ['59 s before', '2026-11-23T11:59:01.000'],
    ['59 s before, in another zone', '2026-11-23T14:59:01.5+03:00'],
  ])('is found by its operation, submitted %s', async (_, submitted) => {
    const { outputs, warnings } = await openAfterLoss(list([lost(submitted)]));
    expect(outputs).toMatchObject({ 'operation-id': 'op-1', 'already-open': 'false', status: 'SUCCESS' });
    expect(warnings).toEqual([]);
  });

  test('is looked for among all openings, newest first', async () => {
    const { sent } = await openAfterLoss(list([]));
    expect(sent[2]).toBe('GET /operations?type=TRAINING.OPEN&limit=500&sort=-submitted');
  });

  test('is looked for page by page, as far back as a minute before the step', async () => {
    const others = (seconds: string) =>
      lost(`2026-11-23T${seconds}`, { id: `op-${seconds}`, parameters: { training_id: '22' } });
    const first: Scripted = [200, { items: [others('11:59:50'), others('11:59:40.123')], has_more: true }, DATE];
    const second: Scripted = [
      200,
      { items: [others('11:59:40.123'), lost('2026-11-23T11:59:30')], has_more: true },
      DATE,
    ];
    const third: Scripted = [200, { items: [others('11:58:00')], has_more: true }, DATE];
    const { outputs, sent } = await openAfterLoss(first, second, third);
    expect(outputs['operation-id']).toBe('op-1');
    expect(sent.filter((request) => request.includes('submitted_lte'))).toEqual([
      expect.stringContaining('submitted_lte=2026-11-23T11%3A59%3A40.124'),
      expect.stringContaining('submitted_lte=2026-11-23T11%3A59%3A30.001'),
    ]);
  });

  test('is looked for no further if a page brings nothing new', async () => {
    const page: Scripted = [200, { items: [lost(NOON, { parameters: {} })], has_more: true }, DATE];
    const { outputs } = await openAfterLoss(page, page);
    expect(outputs['already-open']).toBe('true');
  });

  test.each<[string, Scripted[]]>([
    ['nothing', [list([])]],
    ['an older one', [list([lost('2026-11-23T11:58:58.000')])]],
    ["another training's", [list([lost(NOON, { parameters: { training_id: '22' } })])]],
    ['one of another type', [list([lost(NOON, { type: 'TRAINING.CLOSE' })])]],
    ['one of no known time', [list([lost('some day')])]],
    ['one that failed', [list([lost(NOON, { status: 'FAIL' })])]],
    ['no Date', [list([lost(NOON)], {})]],
    ['no list', [[200, []], [200, { items: {} }], [403]]],
    ['a refusal', [[403]]],
  ])('is not found if the list has %s: it is not known who opened the training', async (_, lists) => {
    const { outputs, warnings } = await openAfterLoss(...lists);
    expect(outputs).toMatchObject({ 'operation-id': '', 'already-open': 'true', status: 'SUCCESS' });
    expect(warnings).toEqual(['training 21: is open, but an answer was lost, so it is not known who opened it']);
  });

  test('is given up after 30 s if the list fails', async () => {
    const { clock, outputs } = await openAfterLoss(...times(10, [502]));
    expect(outputs['already-open']).toBe('true');
    expect(clock.now()).toBeLessThan(31_000);
    expect(clock.now()).toBeGreaterThan(30_000);
  });

  test('is followed if its operation still runs', async () => {
    const { outputs } = await open({
      [OPEN]: [[502], [204]],
      [LIST]: [list([lost(NOON, { status: 'RUNNING' })])],
      [POLL]: [[200, operation('SUCCESS')]],
      [LOOK]: [IS_OPEN],
    });
    expect(outputs).toMatchObject({ 'operation-id': 'op-1', 'already-open': 'false', status: 'SUCCESS' });
  });

  test('is not looked for after a 429, which has no effect', async () => {
    const { outputs, warnings } = await open({ [OPEN]: [[429], [204]], [LOOK]: [IS_OPEN] });
    expect([outputs['already-open'], warnings]).toEqual(['true', []]);
  });

  test('and a training that a later 409 finds open are looked up as well', async () => {
    const { outputs } = await open({
      [OPEN]: [[502], [409, problem('CONFLICT_STATE')]],
      [LIST]: times(3, list([lost(NOON)])),
      [LOOK]: [IS_OPEN, IS_OPEN],
    });
    expect(outputs).toMatchObject({ 'operation-id': 'op-1', 'already-open': 'false' });
  });

  test('before a refusal leaves it open whether Toloka took the request', async () => {
    const { errors } = await open({ [OPEN]: [[502], [403, problem('ACCESS_DENIED')]] });
    expect(errors[0]).toMatchObject({
      title: 'Training 21 may be opening',
      message: expect.stringMatching(/^ACCESS_DENIED: .*; it is not known whether Toloka took the request; check that/),
    });
  });
});

describe('the timeout', () => {
  test('fails the step, says that the opening continues, and names the operation', async () => {
    const running: Scripted = [200, operation('RUNNING')];
    const script = { [OPEN]: [[202, operation('RUNNING')]], [POLL]: times(4, running) } satisfies Script;
    const { result, errors, outputs } = await open(script, { inputs: { timeout: '1s' } });
    expect([result, outputs.status, outputs['operation-id']]).toEqual([false, 'RUNNING', 'op-1']);
    expect(errors).toEqual([
      {
        title: 'Training 21 is not open yet',
        message:
          'timed out after 1s; the opening is RUNNING and continues at Toloka; run the step again to join it, or raise timeout\noperation op-1',
      },
    ]);
  });

  test('is not waited for if the server asks to wait longer', async () => {
    const { errors, clock } = await open({
      [OPEN]: [[202, operation('PENDING')]],
      [POLL]: [[429, { payload: { interval: 'HOUR' } }]],
    });
    expect(errors[0]?.message).toBe(
      'HTTP 429; it asks to wait 1h, longer than the timeout allows; the opening was last PENDING and may continue at Toloka\noperation op-1',
    );
    expect(clock.now()).toBeLessThan(1_000);
  });
});

describe('a cancel', () => {
  test('ends the wait at once, and the outputs stay', async () => {
    const script = { [OPEN]: [[202, operation('RUNNING')]] } satisfies Script;
    const { result, errors, outputs } = await open(script, { cancelAt: `${OPEN}: HTTP 202` });
    expect([result, outputs.status, outputs['operation-id']]).toEqual([false, 'RUNNING', 'op-1']);
    expect(errors).toEqual([
      {
        title: 'Training 21 is not open yet',
        message:
          'cancelled; the opening is RUNNING and continues at Toloka; run the step again to join it\noperation op-1',
      },
    ]);
  });

  test('after a lost answer says that it is not known', async () => {
    const { errors } = await open({ [OPEN]: [[502]] }, { cancelAt: `${OPEN}: HTTP 502` });
    expect(errors).toEqual([
      {
        title: 'Training 21 may be opening',
        message: `cancelled; it is not known whether Toloka took the request; run the step again\n${OPEN}`,
      },
    ]);
  });

  test('while it looks for the opening to join keeps what was lost before', async () => {
    const script = {
      [OPEN]: [[502], [409, problem('LOCKED')]],
      [LIST]: [[502]],
      [LOOK]: [[200, training('CLOSED')]],
    } satisfies Script;
    expect((await open(script, { cancelAt: 'sort=id: HTTP 502' })).errors[0]?.title).toBe('Training 21 may be opening');
  });

  test('when all was done fails the step all the same', async () => {
    const script = { [OPEN]: [[202, operation('SUCCESS')]], [LOOK]: [IS_OPEN] } satisfies Script;
    const { result, errors, outputs } = await open(script, { cancelAt: 'training 21 is open' });
    expect([result, outputs.status]).toEqual([false, 'SUCCESS']);
    expect(errors).toEqual([
      { title: 'Training 21 is open, but the step failed', message: 'the workflow was cancelled after all was done' },
    ]);
  });

  test('when all was done, but not well, fails the step with what failed', async () => {
    const script = {
      [OPEN]: [[204]],
      [LOOK]: [IS_OPEN],
      'POST /trainings/22/open': [[403, problem('NO')]],
    } satisfies Script;
    const inputs = { 'training-id': '21,22' };
    const { errors } = await open(script, { cancelAt: '1 of 2 trainings is not open', inputs });
    expect(errors[0]).toEqual({
      title: '1 of 2 trainings is not open',
      message: expect.stringMatching(/^training 22: NO: Because [^\n]*$/),
    });
  });

  test.each<[string, Scripted]>([
    ["can't be read", [500]],
    ['still reads CLOSED', [200, training('CLOSED')]],
  ])('before it is known that the training is open says so: it %s', async (_, answer) => {
    for (const opened of [[202, operation('SUCCESS')], [204]] satisfies Scripted[]) {
      const script = { [OPEN]: [opened], [LOOK]: [answer] } satisfies Script;
      const { errors, outputs } = await open(script, { cancelAt: `${LOOK}: HTTP` });
      expect(errors[0]).toMatchObject({
        title: 'Training 21 may be open',
        message: expect.stringMatching(
          /^cancelled; Toloka reported success, but whether the training is open was not checked; run the step again/,
        ),
      });
      expect([outputs.status, outputs['already-open']]).toEqual(['SUCCESS', 'false']);
    }
  });
});

describe('faults of this machine', () => {
  test('an error that nobody expects fails the step with one error, and the outputs are set', async () => {
    const clock = simulateClock(() => {
      throw new Error('no chance');
    });
    const { result, errors, outputs } = await open({ [OPEN]: [[502]] }, { clock });
    expect(result).toBe(false);
    expect(errors).toEqual([
      {
        title: 'Training 21 may be opening',
        message: 'Error: no chance; it is not known whether Toloka took the request',
      },
    ]);
    expect(Object.keys(outputs)).toEqual(['operation-id', 'status', 'already-open', 'training-url', 'results']);
  });

  test('the step fails if the outputs can’t be written', async () => {
    const script = { [OPEN]: [[204]], [LOOK]: [IS_OPEN] } satisfies Script;
    const ran = open({
      ...script,
      [OPEN]: [
        () => {
          process.env.GITHUB_OUTPUT = '/nowhere/output';
          return [204];
        },
      ],
    });
    const { result, errors } = await ran;
    expect(result).toBe(false);
    expect(errors[0]?.message).toMatch(/^the outputs can't be written: Error: Missing file at path/);
  });

  test('a job summary that can’t be written is a warning', async () => {
    const lost = (): Scripted => {
      process.env.GITHUB_STEP_SUMMARY = '/nowhere/summary';
      return [204];
    };
    const { result, warnings } = await open({ [OPEN]: [lost], [LOOK]: [IS_OPEN] });
    expect([result, warnings]).toEqual([true, [expect.stringMatching(/^the job summary can't be written: .*ENOENT/)]]);
  });
});

describe('the link to a training', () => {
  const CLOSED: Scripted = [200, training('CLOSED')];
  const FAILED: Scripted = [202, operation('FAIL')];
  test.each<[string, Script, Options, boolean]>([
    ['after a failure at once', { [OPEN]: [FAILED], [LOG]: [[404]], [LOOK]: [CLOSED] }, {}, false],
    [
      'after a failure',
      { [OPEN]: [[202, operation('PENDING')]], [POLL]: [[200, operation('FAIL')]], [LOG]: [[404]], [LOOK]: [CLOSED] },
      {},
      false,
    ],
    [
      'after a timeout',
      { [OPEN]: [[202, operation('PENDING')]], [POLL]: [[200, operation('RUNNING')]], [LOOK]: [CLOSED] },
      { inputs: { timeout: '1s' }, clock: simulateClock() },
      false,
    ],
    [
      'after a cancel',
      { [OPEN]: [[202, operation('PENDING')]], [POLL]: [[200, operation('RUNNING')]], [LOOK]: [CLOSED] },
      { cancelAt: `${POLL}: HTTP` },
      false,
    ],
    [
      'without a wait',
      { [OPEN]: [[202, operation('PENDING')]], [LOOK]: [CLOSED] },
      { inputs: { wait: 'false' } },
      true,
    ],
  ])('is set %s', async (_, script, options, passes) => {
    // A step with a short timeout polls a few times.
    const polls = options.inputs?.timeout === undefined ? {} : { [POLL]: times(4, [200, operation('RUNNING')]) };
    const { result, outputs } = await open({ ...script, ...polls }, options);
    expect([result, outputs['training-url']]).toEqual([passes, PAGE]);
  });

  test('costs neither time nor the result if it can’t be read', async () => {
    const { result, outputs, clock } = await open({
      [OPEN]: [[202, operation('PENDING')]],
      [POLL]: [
        [200, operation('RUNNING')],
        [200, operation('SUCCESS')],
      ],
      [LOOK]: times(6, [500]),
    });
    // The check that the training is open takes 0.75 s for its three tries. The link takes none.
    expect([result, outputs['training-url'], clock.now()]).toEqual([true, '', 500 + 750]);
  });

  test('keeps a step that does not wait for at most a second', async () => {
    const clock = simulateClock();
    const slow = async (): Promise<Scripted> => {
      await clock.delayAnswer(4_000);
      return CLOSED;
    };
    const script = { [OPEN]: [[202, operation('PENDING')]], [LOOK]: [slow] } satisfies Script;
    const { result, outputs } = await open(script, { clock, inputs: { wait: 'false' } });
    expect([result, outputs['training-url'], clock.now()]).toEqual([true, '', 1_000]);
  });
});

describe('a dry run', () => {
  const DRY = { inputs: { 'dry-run': 'true' } };

  test.each<[string, string, string]>([
    ['CLOSED', 'would be opened', 'false'],
    ['OPEN', 'is already open', 'true'],
  ])('of a training that is %s says that it %s', async (status, state, alreadyOpen) => {
    const { result, outputs, log, warnings, sent, summary } = await open({ [LOOK]: [[200, training(status)]] }, DRY);
    expect([result, warnings, sent]).toEqual([true, [], [LOOK]]);
    expect(outputs).toMatchObject({
      'operation-id': '',
      status: '',
      'already-open': alreadyOpen,
      'training-url': PAGE,
    });
    expect(log).toEqual([
      'dry run: reading training 21 (production), for at most 10m',
      `training 21: ${PAGE}`,
      `training 21 ${state}; took 0s`,
      "dry run: nothing was opened; a dry run can't tell whether there are tasks, enough money and the right to open",
    ]);
    expect(summaryText(summary)).toBe(
      `Training 21 ${state} (${PAGE})\nDry run: nothing was opened · production · took 0s\nNote that a dry run can't tell whether there are tasks, enough money and the right to open`,
    );
  });

  test.each(['LOCKED', 'SOMETHING_NEW'])('of a training that is %s warns', async (status) => {
    const { result, outputs, warnings, log } = await open({ [LOOK]: [[200, training(status)]] }, DRY);
    expect(log).toContain(`training 21 is ${status}; took 0s`);
    expect([result, outputs.status, outputs['already-open']]).toEqual([true, '', 'false']);
    expect(warnings).toEqual([`training 21 is ${status}, and Toloka does not say whether it can be opened`]);
  });

  test('of an archived training fails with what to do', async () => {
    const { result, errors, outputs } = await open({ [LOOK]: [[200, training('ARCHIVED')]] }, DRY);
    expect([result, outputs['training-url']]).toEqual([false, PAGE]);
    expect(errors).toEqual([
      { title: "Training 21 can't be opened", message: 'the training is ARCHIVED; clone it and open the clone' },
    ]);
  });

  test.each([
    [401, 'check that the token is valid and'],
    [403, 'check that the token is valid and'],
    [404, 'check that the id is right and'],
  ])('fails with %d as the opening would', async (status, advice) => {
    const { result, errors } = await open({ [LOOK]: [[status, problem('CODE')]] }, DRY);
    expect(result).toBe(false);
    expect(errors).toEqual([
      {
        title: 'Training 21 was refused',
        message: `CODE: Because (HTTP ${status}); ${advice} belongs to this environment (toloka.dev)\n${LOOK}, request_id r1`,
      },
    ]);
  });

  test('ignores wait, and tries again like any request', async () => {
    const script = { [LOOK]: [[502], [200, training('CLOSED')]] } satisfies Script;
    const { result, sent } = await open(script, { inputs: { ...DRY.inputs, wait: 'false' } });
    expect([result, sent]).toEqual([true, [LOOK, LOOK]]);
  });

  test('that times out never says that something may be opening', async () => {
    const options = { inputs: { ...DRY.inputs, timeout: '1s' } };
    const { errors } = await open({ [LOOK]: times(4, [502]) }, options);
    expect(errors).toEqual([
      {
        title: 'Training 21 was not read',
        message: `timed out after 1s; last fault: HTTP 502; run the step again, or raise timeout\n${LOOK}`,
      },
    ]);
  });

  test('of several trainings counts those that are not ready', async () => {
    const inputs = { ...DRY.inputs, 'training-id': '21,22' };
    const archived = { ...training('ARCHIVED'), id: '22' };
    const ready = await open({ [LOOK]: [IS_OPEN], 'GET /trainings/22': [IS_OPEN] }, { inputs });
    expect(ready).toMatchObject({ result: true, outputs: { 'already-open': 'true' } });
    expect(ready.log).toContain('2 trainings were read, 2 linked in the job summary');
    const { errors } = await open({ [LOOK]: [IS_OPEN], 'GET /trainings/22': [[200, archived]] }, { inputs });
    expect(errors).toEqual([
      {
        title: '1 of 2 trainings is not ready',
        message: 'training 22: the training is ARCHIVED; clone it and open the clone',
      },
    ]);
  });

  test.each(['yes', '1', 'flase'])('that is given as %j is an error, so a typo opens nothing', async (given) => {
    const { result, errors, sent } = await open({}, { inputs: { 'dry-run': given } });
    expect([result, sent]).toEqual([false, []]);
    expect(errors[0]?.message).toBe(`dry-run: "${given}" is not valid: use true or false`);
  });

  test('without a token fails', async () => {
    const { result, errors } = await open({}, { inputs: { ...DRY.inputs, token: '' } });
    expect(result).toBe(false);
    expect(errors[0]?.message).toMatch(/^token is empty: /);
  });
});

describe('several trainings', () => {
  test('are opened side by side, and one that fails does not stop the others', async () => {
    const {
      result,
      outputs,
      errors,
      warnings,
      log,
      summary: page,
    } = await open(
      {
        'POST /trainings/21/open': [[202, operation('SUCCESS')]],
        'POST /trainings/22/open': [[404, problem('DOES_NOT_EXIST')]],
        'POST /trainings/23/open': [[204]],
        'POST /trainings/24/open': [[202, operation('FAIL', { id: 'op-4', parameters: { training_id: '24' } })]],
        'GET /operations/op-4/log': [[404]],
        'GET /trainings/21': [IS_OPEN],
        'GET /trainings/23': [IS_OPEN],
      },
      { inputs: { 'training-id': '21,22\n23\n24\n22' } },
    );
    expect(result).toBe(false);
    expect(warnings).toEqual(['training-id: 22 is given more than once, and counts once']);
    expect(log[0]).toBe('opening 4 trainings (production), for at most 10m');
    expect(errors).toEqual([
      {
        title: '2 of 4 trainings are not open',
        message: [
          'training 22: DOES_NOT_EXIST: Because (HTTP 404); check that the id is right and belongs to this environment (toloka.dev)',
          "training 24: the operation failed, and its log can't be read",
        ].join('\n'),
      },
    ]);
    expect(outputs).toMatchObject({ 'operation-id': 'op-1\n\n\nop-4', status: '', 'already-open': 'false' });
    expect(JSON.parse(outputs.results ?? '')).toMatchObject([
      { 'training-id': '21', status: 'SUCCESS', error: '' },
      { 'training-id': '22', status: '', error: expect.stringContaining('HTTP 404') },
      { 'training-id': '23', 'already-open': true, error: '' },
      { 'training-id': '24', 'operation-id': 'op-4', status: 'FAIL' },
    ]);
    expect(page.match(/<tr>/g)).toHaveLength(5);
  });

  test.each([
    [60, 600],
    [1, 250],
  ])('are polled less often if many are still opening: of 60, %d for %d ms', async (openingCount, pause) => {
    const ids = Array.from({ length: 60 }, (_, index) => String(100 + index));
    const script: Record<string, Scripted[]> = {};
    for (const [index, id] of ids.entries()) {
      const own = { id: `op-${id}`, parameters: { training_id: id } };
      const opensAtOnce = index + openingCount < ids.length;
      script[`POST /trainings/${id}/open`] = [[202, operation(opensAtOnce ? 'SUCCESS' : 'RUNNING', own)]];
      script[`GET /operations/op-${id}`] = opensAtOnce
        ? []
        : ['RUNNING', 'SUCCESS'].map((status): Scripted => [200, operation(status, own)]);
      script[`GET /trainings/${id}`] = opensAtOnce ? [IS_OPEN] : [IS_OPEN, IS_OPEN];
    }
    const { result, clock } = await open(script, { inputs: { 'training-id': ids.join() } });
    expect([result, clock.pauses.filter((ms) => ms >= 250 && ms < 1_000).at(-1)]).toEqual([true, pause]);
  });

  test('write operation-id again once all are answered, refused ones included', async () => {
    let writes = 0;
    const poll = (): Scripted => {
      writes = readFileSync(process.env.GITHUB_OUTPUT ?? '', 'utf8').match(/^operation-id<</gm)?.length ?? 0;
      return [200, operation('SUCCESS')];
    };
    const script = {
      [OPEN]: [[202, operation('PENDING')]],
      [POLL]: [poll],
      [LOOK]: [IS_OPEN, IS_OPEN],
      'POST /trainings/22/open': [[403, problem('NO')]],
    } satisfies Script;
    await open(script, { inputs: { 'training-id': '21,22' } });
    expect(writes).toBe(2);
  });

  test('fail the step with what failed here and at Toloka', async () => {
    const refused = (): Scripted => {
      process.env.GITHUB_OUTPUT = '/nowhere/output';
      return [403, problem('NO')];
    };
    const script = { [OPEN]: [[204]], [LOOK]: [IS_OPEN], 'POST /trainings/22/open': [refused] } satisfies Script;
    const { result, errors } = await open(script, { inputs: { 'training-id': '21,22' } });
    expect(result).toBe(false);
    expect(errors[0]?.message).toMatch(/^the outputs can't be written: .*\ntraining 22: NO: Because/);
  });

  test('are given once each, with one warning', async () => {
    const script: Script = {
      [OPEN]: [[204]],
      [LOOK]: [IS_OPEN],
      'POST /trainings/22/open': [[204]],
      'GET /trainings/22': [IS_OPEN],
    };
    const { warnings } = await open(script, { inputs: { 'training-id': '21,22,21,22,22' } });
    expect(warnings).toEqual(['training-id: 21, 22 are given more than once, and count once']);
  });

  test('are not opened if one id is bad', async () => {
    const { result, errors, outputs, warnings } = await open({}, { inputs: { 'training-id': '21,2 2' } });
    expect([result, warnings]).toEqual([false, []]);
    expect(errors).toEqual([
      { title: 'Nothing was sent to Toloka', message: 'training-id: "2 2" is not an id: use letters, digits, - and _' },
    ]);
    expect(outputs).toEqual({
      'operation-id': '',
      status: '',
      'already-open': 'false',
      'training-url': '',
      results: '[]',
    });
  });
});
