import { describe, expect, test } from '@jest/globals';
import {
  accepts,
  always,
  broken,
  LIST,
  LOG,
  lists,
  OPEN,
  open,
  operation,
  PAGE,
  POLL,
  polls,
  READ,
  reads,
  refuses,
  type Script,
  type Scripted,
  times,
} from './script.ts';

const HOST = 'belongs to this environment (toloka.dev)';
const CHECK_TOKEN = `check that the token is valid and ${HOST}`;
const CHECK_ID = `check that the id is right, ${HOST}, and is that of a training, not of a pool`;
const CLOSED = { [READ]: always(reads('CLOSED')) };
const NOTHING_RUNS = { [LIST]: always(lists()) };
const RUNS = { [LIST]: [lists(), lists(operation('RUNNING'))] };
const LOCKED = refuses(409, 'POOL_LOCKED_BY_ANOTHER_OPERATION');
const CONFLICT = refuses(409, 'CONFLICT_STATE');

describe('a refusal of the opening', () => {
  test.each<[number, string, string, string]>([
    [400, 'VALIDATION_ERROR', '', 'was refused'],
    [401, 'AUTHENTICATION_ERROR', `; ${CHECK_TOKEN}`, 'was refused'],
    [403, 'ACCESS_DENIED', `; ${CHECK_TOKEN}`, 'was refused'],
    [404, 'DOES_NOT_EXIST', `; ${CHECK_ID}`, 'was not found'],
    [400, 'NOT_ENOUGH_BALANCE', '; top up the account', 'was refused'],
    [400, 'EMPTY_POOL', '; upload tasks first', 'was refused'],
    [415, 'constructor', '', 'was refused'],
    [501, 'NOT_IMPLEMENTED', '', 'was refused'],
  ])(
    '%d %s: says what was answered and what to do, and is not repeated',
    async (status, code, advice, standing) => {
      const { result, errors, outputs, sent, results } = await open({
        [OPEN]: [refuses(status, code)],
      });
      expect([result, sent]).toEqual([false, [OPEN]]);
      const reason = `${code}: Because (HTTP ${status})${advice}`;
      const message = `${reason}\n${OPEN}, request_id r1`;
      expect(errors).toEqual([{ title: `Training 21 ${standing}`, message }]);
      expect(outputs).toMatchObject({
        'operation-id': '',
        status: '',
        'already-open': 'false',
        error: message,
      });
      expect(results).toMatchObject([{ code, error: reason }]);
    },
  );

  test.each<[string, Scripted, string, string]>([
    ['only a code', [400, { code: 'X', message: 7, request_id: [7] }], 'X (HTTP 400)', 'X'],
    ['only a message', [400, { code: null, message: 'why' }], 'why (HTTP 400)', 'REFUSED'],
  ])('with %s says what it can', async (_, refusal, text, code) => {
    const { errors, results } = await open({ [OPEN]: [refusal] });
    expect(errors[0]?.message).toBe(`${text}\n${OPEN}`);
    expect(results).toMatchObject([{ code }]);
  });

  const STRANGE = "with an answer that is not Toloka's";
  const PROXY = 'a proxy or a firewall may have given it';
  const HTML = { 'content-type': 'text/html' };
  test.each<[string, Scripted, string]>([
    ['HTML', [400, '<html>no</html>', HTML], `HTTP 400 ${STRANGE} (text/html); ${PROXY}`],
    [
      'HTML and 403',
      [403, '<html>no</html>', HTML],
      `HTTP 403 ${STRANGE} (text/html); ${PROXY}; if not, ${CHECK_TOKEN}`,
    ],
    ['nothing', [400], `HTTP 400 ${STRANGE} (no content type); ${PROXY}`],
    ['a list', [400, []], `HTTP 400 ${STRANGE} (no content type); ${PROXY}`],
    ['a redirect without a target', [304], `HTTP 304 ${STRANGE} (no content type); ${PROXY}`],
  ])("with %s says that the answer is not Toloka's", async (_, refusal, text) => {
    const { errors, results } = await open({ [OPEN]: [refusal] });
    expect(errors).toEqual([{ title: 'Training 21 was refused', message: `${text}\n${OPEN}` }]);
    expect(results).toMatchObject([{ code: 'NOT_TOLOKA' }]);
  });

  test('by a redirect names its target, and nothing is sent there', async () => {
    const location = 'https://elsewhere.example/open';
    const { errors, sent, results } = await open({ [OPEN]: [[307, '', { location }]] });
    expect(sent).toEqual([OPEN]);
    const reason = `HTTP 307 redirects to ${location}, but the token is not sent on; check that this is the API of Toloka`;
    expect(errors).toEqual([
      { title: 'Training 21 was not opened', message: `${reason}\n${OPEN}` },
    ]);
    expect(results).toMatchObject([{ code: 'NOT_TOLOKA' }]);
  });
});

test('a refusal of a poll says that the opening continues', async () => {
  const script = { [OPEN]: [accepts('RUNNING')], [POLL]: [refuses(403, 'ACCESS_DENIED')] };
  const { errors, outputs } = await open(script);
  expect(errors).toEqual([
    {
      title: 'Training 21 is not open yet',
      message: `ACCESS_DENIED: Because (HTTP 403); the opening was last RUNNING and may continue at Toloka; ${CHECK_TOKEN}\noperation op-1, request_id r1`,
    },
  ]);
  expect(outputs).toMatchObject({ 'operation-id': 'op-1', status: 'RUNNING' });
});

describe('409', () => {
  test('while an opening runs: joins it', async () => {
    const { result, outputs, log, sent } = await open({
      [OPEN]: [LOCKED],
      ...RUNS,
      [POLL]: polls('SUCCESS'),
      [READ]: [reads('CLOSED'), reads('OPEN')],
    });
    expect(result).toBe(true);
    expect(outputs).toMatchObject({
      'operation-id': 'op-1',
      status: 'SUCCESS',
      'already-open': 'false',
    });
    expect(log).toContain(
      'training 21: an opening is already running (operation op-1), joining it',
    );
    const query = (status: string): string =>
      `GET /operations?type=TRAINING.OPEN&sort=-submitted&limit=500&status=${status}`;
    expect(sent.filter((request) => request.includes('?'))).toEqual([
      query('PENDING'),
      query('RUNNING'),
    ]);
    // The first reading has told the link.
    expect(sent.filter((request) => request === READ)).toHaveLength(2);
  });

  test.each<[string, readonly unknown[]]>([
    ['one that has ended meanwhile', [operation('SUCCESS')]],
    ['one of another training', [operation('RUNNING', { parameters: { training_id: '22' } })]],
    ['one of another type', [operation('RUNNING', { type: 'TRAINING.CLOSE' })]],
    ['none at all', ['RUNNING', null, {}]],
  ])('while the list has %s: joins nothing', async (_, items) => {
    const script: Script = {
      [OPEN]: [LOCKED, [204]],
      [LIST]: [lists(), lists(...items)],
      [READ]: [reads('CLOSED'), reads('OPEN')],
    };
    expect((await open(script)).outputs).toMatchObject({
      'operation-id': '',
      'already-open': 'true',
    });
  });

  test('while several run: joins the newest', async () => {
    const older = operation('RUNNING', { id: 'op-0', submitted: '2026-11-23T11:00:00' });
    const odd = operation('RUNNING', { id: 'op-9', submitted: null });
    const script = {
      [OPEN]: [LOCKED],
      [LIST]: [lists(older), lists(operation('RUNNING'), odd)],
      ...CLOSED,
    };
    expect((await open(script, { inputs: { wait: 'false' } })).outputs['operation-id']).toBe(
      'op-1',
    );
  });

  test.each(['CONFLICT_STATE', 'REQUESTER_BLOCKED', 'UNLOCKED'])(
    '%s of a CLOSED training: repeats for 30 s, then fails',
    async (code) => {
      const { errors, clock, results } = await open({
        [OPEN]: times(8, refuses(409, code)),
        ...NOTHING_RUNS,
        ...CLOSED,
      });
      const reason = `${code}: Because (HTTP 409); the training is CLOSED`;
      expect(errors).toEqual([
        { title: 'Training 21 was refused', message: `${reason}\n${OPEN}, request_id r1` },
      ]);
      expect(results).toMatchObject([{ code }]);
      expect(clock.now()).toBe(30_000);
    },
  );

  test('LOCKED of a CLOSED training: repeats until the deadline, then says so', async () => {
    const script = { [OPEN]: times(10, LOCKED), ...NOTHING_RUNS, ...CLOSED };
    const { errors, clock, results } = await open(script, { inputs: { timeout: '1m' } });
    const fault = 'POOL_LOCKED_BY_ANOTHER_OPERATION: Because (HTTP 409); the training is CLOSED';
    expect(errors).toEqual([
      {
        title: 'Training 21 was not opened',
        message: `timed out after 1m; last fault: ${fault}; run the step again, or raise timeout\n${OPEN}, request_id r1`,
      },
    ]);
    expect(results).toMatchObject([{ code: 'TIMEOUT' }]);
    expect(clock.now()).toBe(60_000);
  });

  test('LOCKED of an OPEN training, until a deadline that comes before 30 s: is not believed', async () => {
    const script = { [OPEN]: always(LOCKED), ...NOTHING_RUNS, [READ]: always(reads('OPEN')) };
    const { result, results } = await open(script, { inputs: { timeout: '5s' } });
    expect([result, results[0]?.code]).toEqual([false, 'TIMEOUT']);
  });

  test('LOCKED of a training that was OPEN and can’t be read any more: is not believed', async () => {
    const script = {
      [OPEN]: always(LOCKED),
      ...NOTHING_RUNS,
      [READ]: [reads('OPEN'), ...times(12, [501])],
    };
    expect((await open(script, { inputs: { timeout: '2m' } })).results).toMatchObject([
      { code: 'TIMEOUT' },
    ]);
  });

  test('whose list of openings can’t be read: repeats until the deadline, since one may run', async () => {
    const script = { [OPEN]: always(CONFLICT), [LIST]: always([502]), ...CLOSED };
    const { errors, clock, results } = await open(script, { inputs: { timeout: '1m' } });
    expect(errors[0]?.message).toContain(
      '; last fault: CONFLICT_STATE: Because (HTTP 409); the training is CLOSED; ',
    );
    expect(results).toMatchObject([{ code: 'TIMEOUT' }]);
    expect(clock.now()).toBeGreaterThanOrEqual(60_000);
    expect(clock.now()).toBeLessThan(62_000);
  });

  test('whose training can’t be read: says only what was answered', async () => {
    const script = { [OPEN]: always(CONFLICT), ...NOTHING_RUNS, [READ]: always([502]) };
    expect((await open(script)).errors[0]?.message).toMatch(
      /^CONFLICT_STATE: Because \(HTTP 409\)\n/,
    );
  });

  test.each<[string, Scripted, boolean]>([
    ['OPEN', reads('OPEN'), true],
    ['ARCHIVED', reads('ARCHIVED'), false],
  ])(
    'CONFLICT_STATE of an %s training: decides within seconds, even if the list can’t be read',
    async (_, read, passes) => {
      const { result, clock } = await open({
        [OPEN]: [CONFLICT],
        [LIST]: always([503]),
        [READ]: always(read),
      });
      expect(result).toBe(passes);
      expect(clock.now()).toBeLessThanOrEqual(5_000);
    },
  );

  test.each(['EMPTY_POOL', 'NOT_ENOUGH_BALANCE'])(
    '%s is final, with the state and what to do',
    async (code) => {
      const { errors, sent, results } = await open({ [OPEN]: [refuses(409, code)], ...CLOSED });
      expect(errors[0]?.message).toMatch(`${code}: Because (HTTP 409); the training is CLOSED; `);
      expect(results).toMatchObject([{ code }]);
      expect(sent).toEqual([OPEN, READ]);
    },
  );

  test('EMPTY_POOL of an OPEN training: passes', async () => {
    const { result, outputs } = await open({
      [OPEN]: [refuses(409, 'EMPTY_POOL')],
      [READ]: always(reads('OPEN')),
    });
    expect([result, outputs['already-open']]).toEqual([true, 'true']);
  });

  test('of an ARCHIVED training is final, whatever runs', async () => {
    const script = { [OPEN]: [CONFLICT], ...RUNS, [READ]: [reads('ARCHIVED')] };
    const { errors, outputs, results } = await open(script);
    expect(errors[0]?.message).toBe(
      `CONFLICT_STATE: Because (HTTP 409); the training is ARCHIVED; clone it and open the clone\n${OPEN}, request_id r1`,
    );
    expect(results).toMatchObject([{ code: 'ARCHIVED' }]);
    expect(outputs['training-url']).toBe(PAGE);
  });

  test('LOCKED of an OPEN training: repeats, since it may be closing', async () => {
    const script = {
      [OPEN]: [LOCKED, LOCKED, accepts('SUCCESS')],
      ...NOTHING_RUNS,
      [READ]: always(reads('OPEN')),
    };
    const { result, outputs } = await open(script);
    expect([result, outputs['already-open']]).toEqual([true, 'false']);
  });

  test('LOCKED of an OPEN training: repeats for 30 s, then passes', async () => {
    const script = { [OPEN]: times(8, LOCKED), ...NOTHING_RUNS, [READ]: always(reads('OPEN')) };
    const { result, outputs, clock } = await open(script);
    expect([result, outputs['already-open']]).toEqual([true, 'true']);
    expect(clock.now()).toBeGreaterThanOrEqual(30_000);
    expect(clock.now()).toBeLessThan(33_000);
  });

  test('many at once share the readings of what runs', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => String(100 + index));
    const script: Script = { [LIST]: always(lists()) };
    for (const id of ids) {
      script[`POST /trainings/${id}/open`] = [LOCKED, [204]];
      script[`GET /trainings/${id}`] = [reads('CLOSED'), reads('OPEN')];
    }
    const { result, sent } = await open(script, { inputs: { 'training-id': ids.join() } });
    expect(result).toBe(true);
    expect(sent.filter((request) => request.startsWith(LIST)).length).toBeLessThan(10);
  });
});

describe('a joined opening that fails', () => {
  const JOINED: Script = { ...RUNS, [POLL]: polls('FAIL') };
  const THEN_OPEN = { [READ]: [reads('CLOSED'), reads('OPEN')] };

  test('is opened once more, and that result counts', async () => {
    const again = accepts('SUCCESS', { id: 'op-2' });
    const { result, outputs, log } = await open({
      ...JOINED,
      [OPEN]: [LOCKED, again],
      ...THEN_OPEN,
    });
    expect(result).toBe(true);
    expect(outputs).toMatchObject({
      'operation-id': 'op-2',
      status: 'SUCCESS',
      'training-url': PAGE,
    });
    expect(log).toContain(
      'training 21: the opening that was running failed, perhaps before the last change: opening once more',
    );
  });

  test('can have opened the training after all', async () => {
    const { result, outputs, summary } = await open({
      ...JOINED,
      [OPEN]: [LOCKED, [204]],
      ...THEN_OPEN,
    });
    expect(result).toBe(true);
    expect(outputs).toMatchObject({
      'operation-id': '',
      status: 'SUCCESS',
      'already-open': 'true',
    });
    expect(summary).not.toContain('joined');
  });

  test('fails the step if the second opening is refused', async () => {
    const { errors } = await open({ ...JOINED, [OPEN]: [LOCKED, refuses(400, 'NO')], ...CLOSED });
    expect(errors).toEqual([
      {
        title: 'Training 21 was refused',
        message: `NO: Because (HTTP 400)\n${OPEN}, request_id r1`,
      },
    ]);
  });

  test('is not joined again, even if the list still has it', async () => {
    const again = accepts('SUCCESS', { id: 'op-2' });
    const script = {
      ...JOINED,
      [OPEN]: [LOCKED, LOCKED, again],
      [LIST]: [...RUNS[LIST], ...RUNS[LIST]],
      ...THEN_OPEN,
    };
    const { result, outputs } = await open({
      ...script,
      [READ]: [reads('CLOSED'), ...THEN_OPEN[READ]],
    });
    expect([result, outputs['operation-id']]).toEqual([true, 'op-2']);
  });

  test('is opened no third time', async () => {
    const next = { id: 'op-2' };
    const lists2 = [lists(), lists(operation('RUNNING', next))];
    const script: Script = {
      ...JOINED,
      [OPEN]: [LOCKED, LOCKED],
      [LIST]: [...RUNS[LIST], ...lists2],
      ...CLOSED,
    };
    const fails: Script = {
      'GET /operations/op-2': [[200, operation('FAIL', next)]],
      'GET /operations/op-2/log': [[404]],
    };
    const { result, outputs } = await open({ ...script, ...fails });
    expect([result, outputs.status]).toEqual([false, 'FAIL']);
  });

  test('is not opened once more after the deadline', async () => {
    const script = {
      [OPEN]: [LOCKED],
      ...RUNS,
      [POLL]: polls('RUNNING', 'RUNNING', 'RUNNING', 'FAIL'),
      ...CLOSED,
    };
    const { errors } = await open({ ...script, [LOG]: [[404]] }, { inputs: { timeout: '1s' } });
    expect(errors[0]?.title).toBe('Training 21 failed to open');
  });

  test('is not what the step speaks of if the answer to the second opening is lost', async () => {
    const script = { ...JOINED, [OPEN]: [LOCKED, [502]], ...CLOSED } satisfies Script;
    const { errors, outputs, summary } = await open(script, { cancelAt: `${OPEN}: HTTP 502` });
    expect(errors).toEqual([
      {
        title: 'Training 21 may be opening',
        message: `cancelled; it is not known whether Toloka took the request; run the step again\n${OPEN}`,
      },
    ]);
    expect([outputs.status, outputs['operation-id']]).toEqual(['', '']);
    expect(summary).not.toContain('joined');
  });
});

describe('transient faults', () => {
  const reset = broken('ECONNRESET');
  test('are tried again, when opening and when polling', async () => {
    const { result, errors, warnings } = await open({
      [OPEN]: [[502], accepts('PENDING')],
      [POLL]: [[502], ...polls('SUCCESS')],
      [READ]: always(reads('OPEN')),
    });
    expect([result, errors, warnings]).toEqual([true, [], []]);
  });

  test('an answer about another operation is none', async () => {
    const { outputs, warnings } = await open({
      [OPEN]: [accepts('PENDING')],
      [POLL]: [
        [200, []],
        ...times(3, [200, operation('SUCCESS', { id: 'op-2' })] as const),
        ...polls('FAIL'),
      ],
      [LOG]: [[404]],
    });
    expect(outputs.status).toBe('FAIL');
    expect(warnings[0]).toMatch(/still trying: JSON of another shape instead of operation op-1/);
  });

  test('a quota of requests a minute is waited for', async () => {
    const quota: Scripted = [429, { code: 'TOO_MANY_REQUESTS', payload: { interval: 'MIN' } }];
    const { result, clock } = await open({
      [OPEN]: [quota, accepts('SUCCESS')],
      [READ]: [reads('OPEN')],
    });
    expect([result, clock.pauses]).toEqual([true, [60_000]]);
  });

  test('are warned of once, at the third in a row', async () => {
    const { warnings } = await open({
      [OPEN]: [...times(4, [502]), accepts('PENDING')],
      [POLL]: [...times(3, reset), ...polls('SUCCESS')],
      [READ]: always(reads('OPEN')),
    });
    expect(warnings).toEqual([`${OPEN} failed 3 times in a row, still trying: HTTP 502`]);
  });

  test('leave a debug line for each try', async () => {
    const refused = broken('ECONNREFUSED', {}, 'connect ECONNREFUSED 127.0.0.1:9');
    const { lines } = await open({ [OPEN]: [[429], refused, [204]], [READ]: [reads('OPEN')] });
    expect(lines.filter((line) => line.startsWith('::debug::'))).toEqual([
      `::debug::${OPEN}: HTTP 429 (after 0s)`,
      `::debug::${OPEN}: connect ECONNREFUSED 127.0.0.1:9 (after 1s)`,
      `::debug::${OPEN}: HTTP 204 (after 1.5s)`,
      `::debug::${READ}: HTTP 200 (after 1.5s)`,
    ]);
  });
});
