import { summary } from '@actions/core';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import nock from 'nock';
import { runOpen, runWait } from '../../src/run.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { inProcess } from './in-process.ts';

const API = 'https://toloka.dev';
const GIVEN = { 'training-id': '21', token: 'made-up-token' };
const NOON = '2026-11-23T12:00:00.000';

type Json = Record<string, unknown> | readonly unknown[] | string;
/** The answers to one request, in turn: a status with a body and headers, or an error of the connection. */
type Answers = readonly (readonly [number, Json?, Record<string, string>?] | Error)[];

const operation = (status: string, more: Record<string, unknown> = {}) => ({
  id: 'op-1',
  type: 'TRAINING.OPEN',
  status,
  submitted: NOON,
  parameters: { training_id: '21' },
  ...more,
});

const training = (status: string) => ({ id: '21', project_id: '7', status });

beforeAll(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
});
// Node's own modules are shared by the test files that one worker runs: nock has to leave them as they were.
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  expect(left).toEqual([]);
});

/** Lays out what Toloka answers; anything else that is asked fails the test, and so does what is not asked. */
function toloka(answers: Record<string, Answers>, api = API): void {
  for (const [request, list] of Object.entries(answers)) {
    const [method = '', path = ''] = request.split(' ');
    for (const answer of list) {
      const expected = nock(api, { reqheaders: { authorization: 'OAuth made-up-token' } }).intercept(
        (uri) => uri.split('?')[0] === `/api/v1${path}`,
        method,
      );
      if (answer instanceof Error) expected.replyWithError(answer);
      else expected.reply(answer[0], answer[1] as nock.Body, answer[2]);
    }
  }
}

const OPEN = 'POST /trainings/21/open';
const POLL = 'GET /operations/op-1';
const LOG = 'GET /operations/op-1/log';
const LIST = 'GET /operations';
const LOOK = 'GET /trainings/21';

const open = (inputs: Record<string, string> = {}, clock: FakeClock = fakeClock()) =>
  inProcess({ ...GIVEN, ...inputs }, () => runOpen(clock));

const wait = (inputs: Record<string, string> = {}, clock: FakeClock = fakeClock()) =>
  inProcess({ token: 'made-up-token', 'operation-id': 'op-1', ...inputs }, () => runWait(clock));

const PAGE = 'https://platform.toloka.ai/requester/project/7/training/21';

describe('opening', () => {
  test('passes without a poll where Toloka opens at once', async () => {
    toloka({ [OPEN]: [[202, operation('SUCCESS')]], [LOOK]: [[200, training('OPEN')]] });
    const { result, outputs, log, errors, warnings, summary } = await open();
    expect([result, errors, warnings]).toEqual([true, [], []]);
    expect(outputs).toMatchObject({
      'operation-id': 'op-1',
      status: 'SUCCESS',
      'already-open': 'false',
      'training-url': PAGE,
    });
    expect(log).toEqual([
      'opening training 21 (production), for at most 10m',
      'training 21: SUCCESS (operation op-1)',
      `training 21: ${PAGE}`,
    ]);
    expect(summary).toContain(`<a href="${PAGE}">21</a>`);
  });

  test.each([
    [200, 'SUCCESS'],
    [201, 'SUCCESS'],
  ])('takes any 2xx with an operation: %d', async (status, outcome) => {
    toloka({ [OPEN]: [[status, operation(outcome)]], [LOOK]: [[200, training('OPEN')]] });
    expect((await open()).outputs.status).toBe(outcome);
  });

  test('passes where the training is open already', async () => {
    toloka({ [OPEN]: [[204]], [LOOK]: [[200, training('OPEN')]] });
    const { result, outputs, log } = await open();
    expect(result).toBe(true);
    expect(outputs).toMatchObject({
      'operation-id': '',
      status: 'SUCCESS',
      'already-open': 'true',
      'training-url': PAGE,
    });
    expect(log).toContain('training 21: was open already');
  });

  test('waits, and says each status once', async () => {
    toloka({
      [OPEN]: [[202, operation('PENDING')]],
      [POLL]: ['PENDING', 'RUNNING', 'RUNNING', 'SUCCESS'].map((status) => [200, operation(status)] as const),
      [LOOK]: [[200, training('OPEN')]],
    });
    const { result, log } = await open();
    expect(result).toBe(true);
    expect(log).toEqual([
      'opening training 21 (production), for at most 10m',
      'training 21: PENDING (operation op-1)',
      'training 21: RUNNING (after 0.5s)',
      'training 21: SUCCESS (after 1s)',
      `training 21: ${PAGE}`,
    ]);
  });

  test('sets operation-id before the wait', async () => {
    toloka({ [OPEN]: [[202, operation('PENDING')]], [POLL]: [[403]] });
    const { result, outputs } = await open();
    expect([result, outputs['operation-id'], outputs.status]).toEqual([false, 'op-1', 'PENDING']);
  });

  test('goes on past an unknown status, with one warning that names it', async () => {
    toloka({
      [OPEN]: [[202, operation('QUEUED')]],
      [POLL]: ['RUNNING', 'QUEUED', 'SUCCESS'].map((status) => [200, operation(status)] as const),
      [LOOK]: [[200, training('OPEN')]],
    });
    const { result, warnings } = await open();
    expect([result, warnings]).toEqual([true, ['training 21: the status "QUEUED" is not a known one; waiting on']]);
  });

  test('passes at once with wait: false, the status as it is', async () => {
    toloka({ [OPEN]: [[202, operation('PENDING')]] });
    const { result, outputs, log } = await open({ wait: 'false' });
    expect([result, outputs.status, outputs['operation-id']]).toEqual([true, 'PENDING', 'op-1']);
    expect(log.at(-1)).toBe('training 21: goes on at Toloka, this step does not wait for it');
  });

  test('goes to the sandbox, and to another service of the same kind', async () => {
    const answers = { [OPEN]: [[202, operation('SUCCESS')]] as const, [LOOK]: [[200, training('OPEN')]] as const };
    toloka(answers, 'https://sandbox.toloka.dev');
    expect((await open({ environment: 'sandbox' })).outputs['training-url']).toBe(
      'https://platform.sandbox.toloka.ai/requester/project/7/training/21',
    );
    toloka(answers, 'https://tasks.yandex.ru');
    const { outputs, log } = await open({ 'api-url': 'https://tasks.yandex.ru' });
    expect(outputs['training-url']).toBe('');
    expect(log[0]).toBe('opening training 21 (production, tasks.yandex.ru), for at most 10m');
  });

  test.each([
    [
      'is not open after all',
      [200, training('CLOSED')],
      ['training 21: Toloka reported success, but the training is CLOSED now'],
    ],
    ["can't be read", [500], []],
    ['is refused', [403], []],
    ['is no training', [200, []], []],
  ] as const)('passes where the training, read afterwards, %s', async (_, answer, expected) => {
    toloka({ [OPEN]: [[202, operation('SUCCESS')]], [LOOK]: [answer] });
    const { result, warnings, errors } = await open();
    expect([result, warnings, errors]).toEqual([true, expected, []]);
  });
});

describe('an operation that fails', () => {
  const details = { reason: 'NO_MONEY', more: [{ at: 1 }] };
  const log = [
    { type: 'POOL_OPEN', success: false, output: { code: 'EMPTY_POOL', message: 'no tasks', request_id: 'r1' } },
  ];
  test.each([
    [
      'true',
      details,
      [200, log],
      `; its log says EMPTY_POOL: no tasks (request_id r1); its details are ${JSON.stringify(details)}`,
    ],
    [
      'false',
      details,
      [200, log],
      `; its log says EMPTY_POOL: no tasks (request_id r1); its details are ${JSON.stringify(details)}`,
    ],
    ['true', {}, [404], '; it has no details'],
    ['true', null, [200, '<html>'], '; it has no details'],
    ['true', 'a text', [200, []], '; its details are "a text"'],
  ] as const)('with wait: %s and details %j shows them, and its log', async (waits, given, logged, ending) => {
    toloka({ [OPEN]: [[202, operation('FAIL', { details: given })]], [LOG]: [logged] });
    const { result, outputs, errors } = await open({ wait: waits });
    expect([result, outputs.status, outputs['operation-id']]).toEqual([false, 'FAIL', 'op-1']);
    expect(errors).toEqual([
      { title: 'Toloka training 21 did not open', message: `operation op-1 ended with FAIL${ending}` },
    ]);
  });
});

describe('what a server may write', () => {
  test('details nested thousands of levels deep do not hide the failure', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    toloka({ [OPEN]: [[202, JSON.stringify(operation('FAIL')).replace(/}$/, `,"details":${deep}}`)]], [LOG]: [[404]] });
    expect((await open()).errors[0]?.message).toBe(
      'operation op-1 ended with FAIL; its details are nested too deep to be shown',
    );
  });

  test('a project that is no text of any kind makes no link, and changes nothing', async () => {
    toloka({ [OPEN]: [[204]], [LOOK]: [[200, '{"status":"OPEN","project_id":"\\ud800"}']] });
    const { result, outputs } = await open();
    expect([result, outputs['training-url']]).toEqual([
      true,
      'https://platform.toloka.ai/requester/project/%EF%BF%BD/training/21',
    ]);
  });

  test('the id of a training that is no id is no reason to fail', async () => {
    toloka({
      [OPEN]: [[202, operation('SUCCESS', { parameters: { training_id: { toString: 1 } } })]],
      [LOOK]: [[200, { status: 'OPEN', project_id: {} }]],
    });
    expect((await open()).result).toBe(true);
  });

  test('a redirect that leads nowhere is a refusal like any other', async () => {
    toloka({ [OPEN]: [[304]] });
    expect((await open()).errors[0]?.message).toBe('POST /trainings/21/open: HTTP 304');
  });
});

describe('a refusal', () => {
  const body = (code: string) => ({ request_id: 'r1', code, message: 'Because', payload: null });
  const said = (status: number, code: string): string =>
    `POST /trainings/21/open: HTTP ${status} ${code}: Because (request_id r1)`;
  test.each([
    [400, 'VALIDATION_ERROR', ''],
    [
      401,
      'AUTHENTICATION_ERROR',
      '; check that the token is valid, and that it belongs to this environment (toloka.dev)',
    ],
    [403, 'ACCESS_DENIED', '; check that the token is valid, and that it belongs to this environment (toloka.dev)'],
    [404, 'DOES_NOT_EXIST', '; check the id, and that it belongs to this environment (toloka.dev)'],
    [415, 'UNSUPPORTED', ''],
    [501, 'NOT_IMPLEMENTED', ''],
  ])(
    'with %d says what was asked, what was answered and what to do, and is not repeated',
    async (status, code, advice) => {
      toloka({ [OPEN]: [[status, body(code)]] });
      const { result, errors, outputs } = await open();
      expect(result).toBe(false);
      expect(errors).toEqual([{ title: 'Toloka training 21 did not open', message: said(status, code) + advice }]);
      expect(outputs).toMatchObject({ 'operation-id': '', status: '', 'already-open': 'false' });
    },
  );

  test.each([
    [
      'ARCHIVED',
      [200, training('ARCHIVED')],
      '; the training is ARCHIVED, and stays so: clone it, and open the clone',
      PAGE,
    ],
    ['LOCKED', [200, training('LOCKED')], '; the training is LOCKED', PAGE],
    ['unreadable', [500], "; check the training's state", ''],
  ] as const)('with 409 says why: the training is %s', async (_, answer, ending, url) => {
    toloka({ [OPEN]: [[409, body('CONFLICT_STATE')]], [LOOK]: [answer] });
    const { errors, outputs } = await open();
    expect(errors[0]?.message).toBe(said(409, 'CONFLICT_STATE') + ending);
    expect(outputs['training-url']).toBe(url);
  });

  test.each([
    ['HTML', '<html>no</html>', 'HTTP 403'],
    ['nothing', '', 'HTTP 403'],
    ['a code alone', { code: 'X', message: 7 }, 'HTTP 403 X'],
    ['a list', [], 'HTTP 403'],
  ])('that a proxy answered with %s still says what it can', async (_, given, text) => {
    toloka({ [OPEN]: [[403, given]] });
    expect((await open()).errors[0]?.message).toMatch(new RegExp(`^POST /trainings/21/open: ${text}; check that`));
  });

  test('of a redirect names the target, and sends nothing there', async () => {
    toloka({ [OPEN]: [[307, '', { location: 'https://elsewhere.example/api/v1/trainings/21/open' }]] });
    expect((await open()).errors[0]?.message).toBe(
      'POST /trainings/21/open: HTTP 307, a redirect to https://elsewhere.example/api/v1/trainings/21/open, where the token is not sent: is this the API of Toloka?',
    );
  });
});

describe('faults that pass', () => {
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  test.each([
    ...[408, 429, 500, 502, 503, 504].map((status) => [`HTTP ${status}`, [status]] as const),
    ['a reset connection', reset],
    ['a page', [200, '<html>']],
    ['JSON of another shape', [200, { status: 'SUCCESS' }]],
  ] as const)('are tried again, opening and polling: %s', async (_, fault) => {
    toloka({
      [OPEN]: [fault, [202, operation('PENDING')]],
      [POLL]: [fault, [200, operation('SUCCESS')]],
      [LOOK]: [[200, training('OPEN')]],
    });
    const { result, errors, warnings } = await open();
    expect([result, errors, warnings]).toEqual([true, [], []]);
  });

  test('an answer about another training, or of another kind, opens nothing', async () => {
    toloka({
      [OPEN]: [
        [202, operation('SUCCESS', { type: 'POOL.CLOSE' })],
        [202, operation('SUCCESS', { parameters: { training_id: '22' } })],
        [404],
      ],
    });
    expect((await open()).result).toBe(false);
  });

  test('a quota of so many requests a minute is waited for', async () => {
    const clock = fakeClock();
    toloka({
      [OPEN]: [
        [429, { code: 'TOO_MANY_REQUESTS', payload: { interval: 'MIN' } }],
        [202, operation('SUCCESS')],
      ],
      [LOOK]: [[200, training('OPEN')]],
    });
    expect((await open({}, clock)).result).toBe(true);
    expect(clock.pauses).toEqual([60_000]);
  });

  test('an answer about another operation is none', async () => {
    toloka({
      [OPEN]: [[202, operation('PENDING')]],
      [POLL]: [
        [200, operation('SUCCESS', { id: 'op-2' })],
        [200, operation('FAIL')],
      ],
      [LOG]: [[404]],
    });
    expect((await open()).outputs.status).toBe('FAIL');
  });

  test('are warned of once, at the third in a row', async () => {
    toloka({
      [OPEN]: [[502], [502], [502], [502], [202, operation('PENDING')]],
      [POLL]: [reset, reset, reset, [200, operation('SUCCESS')]],
      [LOOK]: [[200, training('OPEN')]],
    });
    const { warnings } = await open();
    expect(warnings).toEqual([
      'POST /trainings/21/open failed three times in a row, still trying: the last answer was HTTP 502',
    ]);
  });

  test('until the deadline are named by it', async () => {
    toloka({ [OPEN]: Array.from({ length: 7 }, () => [502] as const) });
    const { result, errors } = await open({ timeout: '10s' });
    expect(result).toBe(false);
    expect(errors[0]?.message).toBe(
      'timed out after 10s; the last answer was HTTP 502; whether Toloka took the request is not known: raise timeout, or run the step again, which is safe',
    );
  });

  test('that never reached Toloka are told as such', async () => {
    const refused = Object.assign(new Error(''), { code: 'ECONNREFUSED', address: '127.0.0.1', port: 9 });
    toloka({ [OPEN]: Array.from({ length: 4 }, () => refused) });
    expect((await open({ timeout: '1s' })).errors[0]?.message).toMatch(
      /^timed out after 1s; ECONNREFUSED 127\.0\.0\.1:9; Toloka did not take the request:/,
    );
  });

  test('on the way to a sandbox that is no more say so', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), {
      code: 'ECONNREFUSED',
      address: '127.0.0.1',
      port: 9,
    });
    toloka({ [OPEN]: Array.from({ length: 7 }, () => refused) }, 'https://sandbox.toloka.dev');
    const { errors } = await open({ environment: 'sandbox', timeout: '10s' });
    expect(errors[0]?.message).toMatch(
      /^timed out after 10s; ECONNREFUSED 127\.0\.0\.1:9; .*sandbox is unavailable since/,
    );
  });

  test('a host that is not found fails after 30 s', async () => {
    const notFound = Object.assign(new Error('getaddrinfo ENOTFOUND sandbox.toloka.dev'), {
      code: 'ENOTFOUND',
      hostname: 'sandbox.toloka.dev',
    });
    const clock = fakeClock();
    toloka({ [OPEN]: Array.from({ length: 8 }, () => notFound) }, 'https://sandbox.toloka.dev');
    const { errors } = await open({ environment: 'sandbox' }, clock);
    expect(errors[0]?.message).toMatch(
      /^POST \/trainings\/21\/open: ENOTFOUND sandbox\.toloka\.dev for 30 s; .*sandbox is unavailable since/,
    );
    expect(clock.now()).toBe(30_000);
  });

  test('a certificate that is not trusted fails at once, and says what to do', async () => {
    toloka({ [OPEN]: [Object.assign(new Error('self-signed'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' })] });
    expect((await open()).errors[0]?.message).toMatch(
      /^POST \/trainings\/21\/open: the certificate of toloka\.dev is not trusted \(SELF_SIGNED_CERT_IN_CHAIN\).*NODE_EXTRA_CA_CERTS/,
    );
  });

  test('several addresses that all refuse are all named', async () => {
    const refuse = (address: string) => Object.assign(new Error(''), { code: 'ECONNREFUSED', address, port: 443 });
    const all = new AggregateError([refuse('::1'), refuse('127.0.0.1')], '');
    toloka({ [OPEN]: [all, all, all, all, all, all, all] });
    expect((await open({ timeout: '10s' })).errors[0]?.message).toContain(
      'timed out after 10s; ECONNREFUSED ::1:443, ECONNREFUSED 127.0.0.1:443;',
    );
  });

  test.each([
    [Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), 'socket hang up (ECONNRESET)'],
    [new Error('odd'), 'odd'],
  ])('%s is told', async (error, text) => {
    toloka({ [OPEN]: Array.from({ length: 4 }, () => error) });
    expect((await open({ timeout: '1s' })).errors[0]?.message).toMatch(`timed out after 1s; ${text};`);
  });

  test('what no request can be made of fails at once', async () => {
    toloka({ [OPEN]: [Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL' })] });
    expect((await open()).errors[0]?.message).toBe(
      'POST /trainings/21/open: no request can be made (Invalid URL): is https_proxy a URL?',
    );
  });
});

describe('an answer that was lost', () => {
  const lost = (submitted: string, more: Record<string, unknown> = {}) => operation('PENDING', { submitted, ...more });
  const DATE = { date: 'Mon, 23 Nov 2026 12:00:01 GMT' };
  const refused = [409, { code: 'POOL_LOCKED_BY_ANOTHER_OPERATION', message: 'Locked', request_id: 'r1' }] as const;

  test.each([
    ['204', [204]],
    ['409', refused],
  ] as const)('is found by its operation, where the repeat says %s', async (_, repeat) => {
    toloka({
      [OPEN]: [[502], repeat],
      [LIST]: [[200, { items: [lost('2026-11-23T12:00:00.100')], has_more: false }, DATE]],
      [POLL]: [[200, operation('SUCCESS')]],
      [LOOK]: [[200, training('OPEN')]],
    });
    const { result, outputs } = await open();
    expect([result, outputs['operation-id'], outputs['already-open'], outputs.status]).toEqual([
      true,
      'op-1',
      'false',
      'SUCCESS',
    ]);
  });

  test('is looked for in the list that Toloka documents', async () => {
    toloka({ [OPEN]: [[500], [204]], [LOOK]: [[200, training('OPEN')]] });
    nock(API)
      .get('/api/v1/operations')
      .query({ type: 'TRAINING.OPEN', sort: '-submitted', limit: '500', submitted_gte: '2026-11-23T11:59:00.000' })
      .reply(200, { items: [], has_more: false });
    expect((await open()).outputs['already-open']).toBe('true');
  });

  test.each([
    ['nothing', []],
    ['an older one', [lost('2026-11-23T11:59:30.000')]],
    ["another training's", [lost('2026-11-23T12:00:00.100', { parameters: { training_id: '22' } })]],
    ['one of another type', [lost('2026-11-23T12:00:00.100', { type: 'TRAINING.CLOSE' })]],
    ['one of no known time', [lost('some day')]],
    ['no operation', ['op-1', null, { type: 'TRAINING.OPEN', parameters: { training_id: '22' } }]],
  ])('is not taken for what the list has: %s', async (_, items) => {
    toloka({
      [OPEN]: [[502], [204]],
      [LIST]: [[200, { items, has_more: false }, DATE]],
      [LOOK]: [[200, training('OPEN')]],
    });
    const { outputs } = await open();
    expect([outputs['already-open'], outputs['operation-id']]).toEqual(['true', '']);
    toloka({ [OPEN]: [[502], refused], [LIST]: [[200, { items }, DATE]], [LOOK]: [[200, training('LOCKED')]] });
    expect((await open()).errors[0]?.message).toContain(
      'HTTP 409 POOL_LOCKED_BY_ANOTHER_OPERATION: Locked (request_id r1)',
    );
  });

  test("counts by Toloka's clock: an hour ahead of ours", async () => {
    const ahead = { date: 'Mon, 23 Nov 2026 13:00:01 GMT' };
    const items = [lost('2026-11-23T12:59:00.000', { id: 'op-0' })];
    toloka({ [OPEN]: [[502], [204]], [LIST]: [[200, { items }, ahead]], [LOOK]: [[200, training('OPEN')]] });
    expect((await open()).outputs['operation-id']).toBe('');
    toloka({
      [OPEN]: [[502], [204]],
      [LIST]: [[200, { items: [...items, lost('2026-11-23T13:00:00.500')] }, ahead]],
      [POLL]: [[200, operation('SUCCESS')]],
      [LOOK]: [[200, training('OPEN')]],
    });
    expect((await open()).outputs['operation-id']).toBe('op-1');
  });

  test('is allowed a minute where Toloka does not tell its time; the newest is taken', async () => {
    const items = [lost('2026-11-23T11:59:01.000', { id: 'op-0' }), lost('2026-11-23T11:59:30.000')];
    toloka({
      [OPEN]: [[502], [204]],
      [LIST]: [[200, { items }]],
      [POLL]: [[200, operation('SUCCESS')]],
      [LOOK]: [[200, training('OPEN')]],
    });
    expect((await open()).outputs['operation-id']).toBe('op-1');
  });

  const everFailing = Array.from({ length: 60 }, () => [502] as const);

  test('is given up after 30 s where the list can’t be read, and the training is open all the same', async () => {
    const clock = fakeClock();
    toloka({ [OPEN]: [[502], [204]], [LIST]: everFailing.slice(0, 8), [LOOK]: [[200, training('OPEN')]] });
    const { result, outputs, warnings } = await open({}, clock);
    expect([result, outputs['already-open'], outputs.status]).toEqual([true, 'true', 'SUCCESS']);
    expect(warnings).toContain('training 21: is open; an answer was lost, so whether this step opened it is not known');
    expect(clock.now()).toBeLessThan(32_000);
  });

  test('is looked for until the deadline where the repeat was refused', async () => {
    toloka({ [OPEN]: [[502], refused], [LIST]: everFailing.slice(0, 9) });
    expect((await open({ timeout: '40s' })).errors[0]?.message).toBe(
      'timed out after 40s; the last answer was HTTP 502; whether Toloka took the request is not known: raise timeout, or run the step again, which is safe',
    );
  });

  test.each([
    ['204', [204], true],
    ['409', refused, false],
  ] as const)('is not found where the list is a redirect: %s stands', async (_, repeat, passes) => {
    toloka({ [OPEN]: [[502], repeat], [LIST]: [[302, '', { location: '/login' }]], [LOOK]: [[200, training('OPEN')]] });
    expect((await open()).result).toBe(passes);
  });

  test('is looked for again where the list can’t be read, and not where it is refused', async () => {
    toloka({
      [OPEN]: [[502], [204]],
      [LIST]: [[502], [200, []], [403]],
      [LOOK]: [[200, training('OPEN')]],
    });
    const { result, outputs } = await open();
    expect([result, outputs['already-open']]).toEqual([true, 'true']);
  });

  test('is not looked for where no answer was lost', async () => {
    toloka({ [OPEN]: [[429], [204]], [LOOK]: [[200, training('OPEN')]] });
    expect((await open()).outputs['already-open']).toBe('true');
  });
});

describe('the timeout', () => {
  test('fails the step, names the status and the operation, and says that it goes on', async () => {
    toloka({
      [OPEN]: [[202, operation('RUNNING')]],
      [POLL]: Array.from({ length: 4 }, () => [200, operation('RUNNING')] as const),
    });
    const { result, errors, outputs } = await open({ timeout: '1s' });
    expect([result, outputs.status, outputs['operation-id']]).toEqual([false, 'RUNNING', 'op-1']);
    expect(errors).toEqual([
      {
        title: 'Toloka training 21 did not open',
        message:
          'timed out after 1s; operation op-1 is RUNNING and goes on at Toloka: raise timeout, or run the step again, which is safe',
      },
    ]);
  });

  test('is not waited for where the server asks to wait past it', async () => {
    const clock = fakeClock();
    toloka({ [OPEN]: [[202, operation('PENDING')]], [POLL]: [[429, { payload: { interval: 'HOUR' } }]] });
    const { errors } = await open({}, clock);
    expect(errors[0]?.message).toBe(
      'GET /operations/op-1: HTTP 429; it asks to wait 3600 s, which the timeout does not allow; operation op-1 is PENDING and goes on at Toloka',
    );
    expect(clock.now()).toBeLessThan(1_000);
  });
});

describe('a cancel', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('by %s ends the wait at once; the outputs stand', async (signal) => {
    const clock = fakeClock();
    toloka({ [OPEN]: [[202, operation('RUNNING')]] });
    const { result, errors, outputs } = await open(
      {},
      {
        ...clock,
        sleep: (ms, cancel) => {
          process.emit(signal, signal);
          return clock.sleep(ms, cancel);
        },
      },
    );
    expect([result, outputs.status, outputs['operation-id']]).toEqual([false, 'RUNNING', 'op-1']);
    expect(errors.map(({ message }) => message)).toEqual([
      'cancelled; operation op-1 is RUNNING and goes on at Toloka',
    ]);
  });

  test('before the answer says that it is not known', async () => {
    const clock = fakeClock();
    toloka({ [OPEN]: [[502]] });
    const { errors } = await open(
      {},
      {
        ...clock,
        sleep: (ms, cancel) => {
          process.emit('SIGINT', 'SIGINT');
          return clock.sleep(ms, cancel);
        },
      },
    );
    expect(errors.map(({ message }) => message)).toEqual(['cancelled; whether Toloka took the request is not known']);
  });

  test('before anything is sent sends nothing', async () => {
    const clock = fakeClock();
    let looks = 0;
    const now = (): number => {
      looks += 1;
      if (looks === 2) process.emit('SIGINT', 'SIGINT');
      return clock.now();
    };
    expect((await open({}, { ...clock, now })).errors[0]?.message).toMatch(/^cancelled/);
  });

  test('when all is done fails the step all the same, and says that it was done', async () => {
    toloka({ [OPEN]: [[202, operation('SUCCESS')]] });
    nock(API)
      .get('/api/v1/trainings/21')
      .reply(() => {
        process.emit('SIGINT', 'SIGINT');
        return [200, training('OPEN')];
      });
    const { result, errors, outputs } = await open();
    expect([result, outputs.status]).toEqual([false, 'SUCCESS']);
    expect(errors).toEqual([
      { title: 'the step failed, though not at Toloka', message: 'cancelled when all was done' },
    ]);
  });

  test('leaves no listener behind', async () => {
    toloka({ [OPEN]: [[204]], [LOOK]: [[404]] });
    const before = process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');
    await open();
    expect(process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')).toBe(before);
  });
});

describe('what nobody foresaw', () => {
  test('fails the step with one error, the outputs set', async () => {
    const clock = fakeClock();
    const { result, errors, outputs } = await open(
      {},
      {
        ...clock,
        date: () => {
          throw new RangeError('no such day');
        },
      },
    );
    expect([result, errors.map(({ message }) => message)]).toEqual([false, ['RangeError: no such day']]);
    expect(Object.keys(outputs)).toEqual(['operation-id', 'status', 'already-open', 'training-url', 'results']);
  });

  test('fails the step where the outputs can’t be written', async () => {
    toloka({ [OPEN]: [[204]], [LOOK]: [[404]] });
    const { result, errors } = await inProcess(GIVEN, () => {
      process.env.GITHUB_OUTPUT = '/nowhere/output';
      return runOpen(fakeClock());
    });
    expect(result).toBe(false);
    expect(errors[0]?.message).toMatch(/^the outputs can't be written: Error: Missing file at path/);
  });
});

describe('the job summary that can’t be written', () => {
  test('is a warning, and changes nothing', async () => {
    toloka({ [OPEN]: [[204]], [LOOK]: [[404]] });
    const write = jest.spyOn(summary, 'write').mockRejectedValue(new Error('ENOSPC'));
    const { result, warnings } = await open();
    write.mockRestore();
    summary.emptyBuffer();
    expect([result, warnings]).toEqual([true, ["the job summary can't be written: Error: ENOSPC"]]);
  });
});

describe('several trainings', () => {
  test('are opened side by side; one that fails does not stop the others', async () => {
    toloka({
      'POST /trainings/21/open': [[202, operation('SUCCESS')]],
      'POST /trainings/22/open': [[404, { code: 'DOES_NOT_EXIST', message: 'none', request_id: 'r1' }]],
      'POST /trainings/23/open': [[204]],
      'POST /trainings/24/open': [[202, operation('FAIL', { id: 'op-4', parameters: { training_id: '24' } })]],
      'GET /operations/op-4/log': [[404]],
      'GET /trainings/21': [[200, training('OPEN')]],
      'GET /trainings/23': [[200, training('OPEN')]],
    });
    const { result, outputs, errors, warnings, summary, log } = await open({ 'training-id': '21,22\n23\n24\n22' });
    expect(result).toBe(false);
    expect(warnings).toEqual(['22 is given more than once, and counts once']);
    expect(log[0]).toBe('opening 4 trainings (production), for at most 10m');
    expect(errors).toEqual([
      {
        title: '2 of 4 Toloka trainings did not open',
        message: [
          'training 22: POST /trainings/22/open: HTTP 404 DOES_NOT_EXIST: none (request_id r1); check the id, and that it belongs to this environment (toloka.dev)',
          'training 24: operation op-4 ended with FAIL; it has no details',
        ].join('\n'),
      },
    ]);
    expect(outputs).toMatchObject({ 'operation-id': 'op-1\n\n\nop-4', status: '', 'already-open': 'false' });
    const results: unknown = JSON.parse(outputs.results ?? '');
    expect(results).toMatchObject([
      { 'training-id': '21', status: 'SUCCESS', error: '' },
      { 'training-id': '22', status: '', error: expect.stringContaining('HTTP 404') },
      { 'training-id': '23', 'already-open': true, error: '' },
      { 'training-id': '24', 'operation-id': 'op-4', status: 'FAIL' },
    ]);
    expect(summary.match(/<tr>/g)).toHaveLength(5);
  });

  test('nothing is sent for any where one id is bad', async () => {
    const { result, errors, outputs } = await open({ 'training-id': '21,2 2' });
    expect(result).toBe(false);
    expect(errors).toEqual([
      { title: 'nothing was sent to Toloka', message: 'training-id: "2 2" is not an id: use letters, digits, - and _' },
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

describe('waiting for what an earlier step started', () => {
  test('fails at once for an operation that opens no training', async () => {
    toloka({ [POLL]: [[200, operation('SUCCESS', { type: 'TRAINING.CLOSE' })]] });
    const { result, errors } = await wait();
    expect(result).toBe(false);
    expect(errors[0]?.message).toBe('operation op-1 is TRAINING.CLOSE, which opens no training');
  });

  test('says that it never reached the operation, where that is so', async () => {
    toloka({ [POLL]: Array.from({ length: 4 }, () => [502] as const) });
    expect((await wait({ timeout: '1s' })).errors[0]?.message).toMatch(
      /^timed out after 1s; the last answer was HTTP 502; operation op-1 was not reached:/,
    );
  });

  test('passes at once where there is nothing to wait for', async () => {
    const { result, outputs, log, summary } = await wait({ 'operation-id': '\n' });
    expect([result, outputs, summary]).toEqual([true, { status: 'SUCCESS', results: '[]' }, '']);
    expect(log).toEqual(['nothing to wait for (production), for at most 10m']);
  });

  test('waits for each, and looks at what was opened', async () => {
    toloka({
      [POLL]: [
        [200, operation('RUNNING')],
        [200, operation('SUCCESS')],
      ],
      [LOOK]: [[200, training('OPEN')]],
      'GET /operations/op-2': [[200, operation('SUCCESS', { id: 'op-2', parameters: null })]],
    });
    const { result, outputs, log } = await wait({ 'operation-id': 'op-1\n\nop-2' });
    expect([result, outputs.status]).toEqual([true, 'SUCCESS']);
    expect(JSON.parse(outputs.results ?? '')).toMatchObject([
      { 'training-id': '21', 'operation-id': 'op-1', 'training-url': PAGE },
      { 'training-id': '', 'operation-id': 'op-2', 'training-url': '' },
    ]);
    expect(log).toContain('operation op-2: SUCCESS (operation op-2)');
  });

  test('fails where one fails, and where one can’t be read', async () => {
    toloka({
      [POLL]: [[200, operation('FAIL')]],
      [LOG]: [[404]],
      'GET /operations/op-2': [[404]],
    });
    const { result, errors, outputs } = await wait({ 'operation-id': 'op-1,op-2,op-1' });
    expect([result, outputs.status]).toEqual([false, '']);
    expect(errors[0]?.title).toBe('2 of 2 Toloka operations did not succeed');
    expect(errors[0]?.message).toContain('operation op-2: GET /operations/op-2: HTTP 404; check the id');
    expect(errors[0]?.message).not.toContain('goes on');
  });
});
