import { describe, expect, test } from '@jest/globals';
import {
  accepts,
  always,
  IS_CLOSED,
  IS_OPEN,
  LIST,
  LOG,
  lists,
  NOTHING_RUNS,
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

const RUNS = { [LIST]: [lists(), lists(operation('RUNNING'))] };
const LOCKED = refuses(409, 'POOL_LOCKED_BY_ANOTHER_OPERATION');
const CONFLICT = refuses(409, 'CONFLICT_STATE');
const OPEN_AGAIN: Scripted = [204];
const THEN_OPEN = { [READ]: [reads('CLOSED'), reads('OPEN')] };

describe.each<[string, Scripted]>([
  ['409', LOCKED],
  ['204 beside CLOSED', OPEN_AGAIN],
])('%s', (_, answer) => {
  test('while an opening runs: joins it', async () => {
    const script = { [OPEN]: [answer], ...RUNS, [POLL]: polls('SUCCESS'), ...THEN_OPEN };
    const { result, outputs, log, sent } = await play(script);
    expect(result).toBe(true);
    expect(outputs).toMatchObject({
      ...{ 'operation-id': 'op-1', status: 'SUCCESS', 'already-open': 'false' },
    });
    expect(log.filter((line) => line.includes('joining it'))).toHaveLength(1);
    expect(log.join()).not.toContain('trying again');
    const query = (status: string): string =>
      `${LIST}?type=TRAINING.OPEN&status=${status}&sort=-submitted&limit=300`;
    expect(sent).toEqual([OPEN, READ, query('PENDING'), query('RUNNING'), POLL, READ]);
  });

  test.each<[string, readonly unknown[]]>([
    ['one that has ended meanwhile', [operation('SUCCESS')]],
    ['one of another training', [operation('RUNNING', { parameters: { training_id: '22' } })]],
    ['one of another type', [operation('RUNNING', { type: 'TRAINING.CLOSE' })]],
    ['none at all', ['RUNNING', null, {}]],
  ])('while the list has %s: joins nothing', async (_name, items) => {
    const script: Script = {
      [OPEN]: [answer, OPEN_AGAIN],
      [LIST]: [lists(), lists(...items)],
      ...THEN_OPEN,
    };
    const outputs = { 'operation-id': '', 'already-open': 'false' };
    expect((await play(script)).outputs).toMatchObject(outputs);
  });

  test('of an ARCHIVED training is final, whatever runs', async () => {
    const { sent, outputs, results } = await play({
      [OPEN]: [answer],
      [READ]: [reads('ARCHIVED')],
    });
    expect([sent, outputs['training-url']]).toEqual([[OPEN, READ], PAGE]);
    expect(results).toMatchObject([{ code: 'ARCHIVED' }]);
  });

  test('with a list that can’t be read: repeats until the deadline, since one may run', async () => {
    const script = { [OPEN]: always(answer), [LIST]: always([502]), ...IS_CLOSED };
    const { clock, results, log } = await play(script, { inputs: { timeout: '1m' } });
    expect(results).toMatchObject([{ code: 'TIMEOUT' }]);
    const unseen = "training 21: the running openings can't be listed; trying again";
    expect(log.filter((line) => line === unseen)).toHaveLength(1);
    expect(clock.now()).toBeGreaterThanOrEqual(60_000);
    expect(clock.now()).toBeLessThan(62_000);
  });
});

describe('what holds an opening changes:', () => {
  const CLOSED = reads('CLOSED');
  const byTurn = (answer: (nth: number) => Scripted) => {
    let nth = 0;
    return always(() => {
      nth += 1;
      return answer(nth);
    });
  };

  test('204 that reads CLOSED, and then can’t be read, is not believed', async () => {
    const read = byTurn((nth) => (nth === 1 ? CLOSED : [500]));
    const script = { [OPEN]: always([204]), ...NOTHING_RUNS, [READ]: read };
    const { results, sent } = await play(script, { inputs: { 'pool-id': '77', timeout: '2m' } });
    expect(results[0]).toMatchObject({ code: 'NOT_OPEN' });
    expect(sent.filter((request) => request.includes('pools'))).toEqual([]);
  });

  test('one that is LOCKED, and reads OPEN only now, may be closing', async () => {
    const read = byTurn((nth) => reads(nth === 9 ? 'OPEN' : 'CLOSED'));
    const script = { [OPEN]: always(LOCKED), ...NOTHING_RUNS, [READ]: read };
    expect((await play(script, { inputs: { timeout: '2m' } })).result).toBe(false);
  });

  test.each<[string, Scripted, Scripted]>([
    ['204 that reads CLOSED for a moment', [204], [204]],
    ['another 409', CONFLICT, accepts('SUCCESS')],
  ])('%s, after a long lock, gets 30 s of its own', async (_, next, last) => {
    const { result } = await play({
      [OPEN]: [...times(10, LOCKED), next, last],
      [READ]: [...times(11, CLOSED), reads('OPEN')],
      ...NOTHING_RUNS,
    });
    expect(result).toBe(true);
  });

  test('CLOSED, and then OPEN: somebody else has opened it meanwhile', async () => {
    const script: Script = { [OPEN]: [CONFLICT, OPEN_AGAIN], ...THEN_OPEN, ...NOTHING_RUNS };
    const { outputs, log } = await play(script);
    expect([outputs['already-open'], log.at(-1)]).toEqual(['false', 'training 21 is open']);
  });
});

describe('204', () => {
  test('beside CLOSED, while nothing runs: repeats for 30 s, then says the contradiction', async () => {
    const script = { [OPEN]: times(8, OPEN_AGAIN), ...NOTHING_RUNS, ...IS_CLOSED };
    const { outputs, results, clock, title } = await play(script);
    expect([clock.now(), title]).toEqual([30_000, 'Training 21 failed to open']);
    expect(results).toMatchObject([{ code: 'NOT_OPEN' }]);
    expect(outputs).toMatchObject({ status: 'SUCCESS', 'already-open': 'false' });
  });

  test('beside CLOSED, and then 202: follows it', async () => {
    const script = { [OPEN]: [OPEN_AGAIN, accepts('SUCCESS')], ...NOTHING_RUNS, ...THEN_OPEN };
    const outputs = { 'operation-id': 'op-1', 'already-open': 'false' };
    expect(await play(script)).toMatchObject({ result: true, outputs });
  });

  test.each<[string, readonly Scripted[]]>([
    ['unreadable for 10 s', times(7, [500])],
    ['refused', [[403]]],
  ])('of a training that is %s: passes with a warning', async (_, answers) => {
    const { result, warnings, outputs } = await play({ [OPEN]: [OPEN_AGAIN], [READ]: answers });
    expect([result, warnings.length, outputs['already-open']]).toEqual([true, 1, 'false']);
  });
});

describe('409', () => {
  test.each(['CONFLICT_STATE', 'REQUESTER_BLOCKED', 'UNLOCKED'])(
    '%s of a CLOSED training: repeats for 30 s, then fails',
    async (code) => {
      const script = { [OPEN]: times(8, refuses(409, code)), ...NOTHING_RUNS, ...IS_CLOSED };
      const { title, clock, results } = await play(script);
      expect([title, clock.now()]).toEqual(['Training 21 was refused', 30_000]);
      expect(results).toMatchObject([{ code, status: '' }]);
    },
  );

  test('LOCKED of a CLOSED training: repeats until the deadline', async () => {
    const script = { [OPEN]: times(10, LOCKED), ...NOTHING_RUNS, ...IS_CLOSED };
    const { title, clock, results } = await play(script, { inputs: { timeout: '1m' } });
    expect([title, clock.now()]).toEqual(['Training 21 was not opened', 60_000]);
    expect(results).toMatchObject([{ code: 'TIMEOUT' }]);
  });

  test('LOCKED of an OPEN training: repeats, since it may be closing', async () => {
    const script = { [OPEN]: [LOCKED, LOCKED, accepts('SUCCESS')], ...NOTHING_RUNS, ...IS_OPEN };
    const { result, outputs } = await play(script);
    expect([result, outputs['already-open']]).toEqual([true, 'false']);
  });

  test('LOCKED of an OPEN training: repeats for 30 s, then passes', async () => {
    const { result, outputs, clock } = await play({
      [OPEN]: times(8, LOCKED),
      ...NOTHING_RUNS,
      ...IS_OPEN,
    });
    expect([result, outputs['already-open']]).toEqual([true, 'false']);
    expect(clock.now()).toBeGreaterThanOrEqual(30_000);
    expect(clock.now()).toBeLessThan(33_000);
  });

  test.each<[string, string, Script[string]]>([
    ['until a deadline that comes before 30 s', '5s', always(reads('OPEN'))],
    ['and can’t be read any more', '2m', [reads('OPEN'), ...times(12, [501])]],
  ])('LOCKED of a training that was OPEN, %s: is not believed', async (_, timeout, answers) => {
    const script = { [OPEN]: always(LOCKED), ...NOTHING_RUNS, [READ]: answers };
    expect((await play(script, { inputs: { timeout } })).results).toMatchObject([
      { code: 'TIMEOUT' },
    ]);
  });

  test('of an OPEN training: passes without a look at the list', async () => {
    const { result, outputs, sent } = await play({ [OPEN]: [CONFLICT], ...IS_OPEN });
    expect([result, sent]).toEqual([true, [OPEN, READ]]);
    expect(outputs).toMatchObject({ status: 'SUCCESS', 'already-open': 'true' });
  });

  test.each(['EMPTY_POOL', 'NOT_ENOUGH_BALANCE', 'MIXER_CONFIG_REQUIRED'])(
    '%s is final',
    async (code) => {
      const { title, sent, results } = await play({ [OPEN]: [refuses(409, code)], ...IS_CLOSED });
      expect([title, sent]).toEqual(['Training 21 was refused', [OPEN, READ]]);
      expect(results).toMatchObject([{ code }]);
    },
  );

  test('EMPTY_POOL of an OPEN training: passes', async () => {
    const { result, outputs } = await play({ [OPEN]: [refuses(409, 'EMPTY_POOL')], ...IS_OPEN });
    expect([result, outputs['already-open']]).toEqual([true, 'true']);
  });

  test('of a page, not of Toloka, is repeated too', async () => {
    const script: Script = { [OPEN]: [[409, '<html>'], [204]], ...NOTHING_RUNS, ...THEN_OPEN };
    expect((await play(script)).result).toBe(true);
  });
});

describe('a joined opening that fails', () => {
  const reason = { code: 'NO_MONEY', message: 'none left' };
  const FAILED = { [LOG]: [[200, [{ success: false, output: reason }]]] } satisfies Script;
  const JOINED: Script = { ...RUNS, [POLL]: polls('FAIL'), ...FAILED };
  const CLOSED_TWICE = [reads('CLOSED'), reads('CLOSED')];
  const BEFORE = { 'operation-id': 'op-1', status: 'FAIL' };

  test('is opened once more, and that result counts', async () => {
    const again = accepts('SUCCESS', { id: 'op-2' });
    const readings = { [READ]: [...CLOSED_TWICE, reads('OPEN')] };
    const { result, outputs, log } = await play({
      ...JOINED,
      [OPEN]: [LOCKED, again],
      ...readings,
    });
    expect(result).toBe(true);
    expect(outputs).toMatchObject({
      ...{ 'operation-id': 'op-2', status: 'SUCCESS', 'training-url': PAGE },
    });
    expect(log.filter((line) => line.includes('once more'))).toHaveLength(1);
  });

  test('can have opened the training after all', async () => {
    const readings = { [READ]: [...CLOSED_TWICE, reads('OPEN')] };
    const script: Script = { ...JOINED, [OPEN]: [LOCKED, OPEN_AGAIN], ...readings };
    const outputs = { 'operation-id': '', status: 'SUCCESS', 'already-open': 'false' };
    expect(await play(script)).toMatchObject({ result: true, outputs });
  });

  test.each<[string, readonly Scripted[], string, string]>([
    ['is refused', [refuses(400, 'NO')], '10m', 'NO'],
    ['is LOCKED until the deadline', times(10, LOCKED), '1m', 'TIMEOUT'],
  ])('stays in the outputs and in the reason if the second opening %s', async (...row) => {
    const [, again, timeout, code] = row;
    const found = [...RUNS[LIST], ...times(code === 'NO' ? 0 : 20, lists())];
    const script = { ...JOINED, ...IS_CLOSED, [OPEN]: [LOCKED, ...again], [LIST]: found };
    const ran = await play(script, { inputs: { timeout } });
    expect(ran.outputs).toMatchObject(BEFORE);
    expect(ran.results).toMatchObject([{ code, error: expect.stringContaining('NO_MONEY') }]);
    expect(ran.title).toBe('Training 21 failed to open');
  });

  test('is not joined again, even if the list still has it', async () => {
    const again = accepts('SUCCESS', { id: 'op-2' });
    const readings = [...CLOSED_TWICE, reads('CLOSED'), reads('OPEN')];
    const { result, outputs } = await play({
      ...JOINED,
      [OPEN]: [LOCKED, LOCKED, again],
      [LIST]: [...RUNS[LIST], ...RUNS[LIST]],
      [READ]: readings,
    });
    expect([result, outputs['operation-id']]).toEqual([true, 'op-2']);
  });

  test('is opened no third time', async () => {
    const next = { id: 'op-2' };
    const lists2 = [lists(), lists(operation('RUNNING', next))];
    const { result, outputs } = await play({
      ...JOINED,
      ...IS_CLOSED,
      [OPEN]: [LOCKED, LOCKED],
      [LIST]: [...RUNS[LIST], ...lists2],
      'GET /operations/op-2': [[200, operation('FAIL', next)]],
      'GET /operations/op-2/log': [[404]],
    });
    expect([result, outputs['operation-id'], outputs.status]).toEqual([false, 'op-2', 'FAIL']);
  });

  test('is not opened once more after the deadline', async () => {
    const polled = { [POLL]: polls('RUNNING', 'RUNNING', 'RUNNING', 'FAIL') };
    const script = { [OPEN]: [LOCKED], ...RUNS, ...polled, ...FAILED, ...IS_CLOSED };
    const { results } = await play(script, { inputs: { timeout: '1s' } });
    expect(results).toMatchObject([{ code: 'NO_MONEY', status: 'FAIL' }]);
  });

  test('and a second opening whose answer is lost: it may be opening', async () => {
    const script: Script = { ...JOINED, [OPEN]: [LOCKED, [502]], ...IS_CLOSED };
    const { title, outputs } = await play(script, { cancelAt: `${OPEN}: HTTP 502` });
    expect([title, outputs.status]).toEqual(['Training 21 may be opening', 'FAIL']);
  });
});
