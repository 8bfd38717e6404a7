import { describe, expect, test } from '@jest/globals';
import { simulateClock } from '../unit/simulated-clock.ts';
import {
  accepts,
  always,
  broken,
  LIST,
  NOON,
  OPEN,
  open,
  operation,
  POLL,
  polls,
  READ,
  reads,
  refuses,
  type Scripted,
  times,
} from './script.ts';

// The step begins at noon: these answers come half a second later.
const DATE = { date: 'Mon, 23 Nov 2026 12:00:00 GMT' };
const IS_OPEN = { [READ]: always(reads('OPEN')) };
const lists = (items: unknown[], headers: Record<string, string> = DATE): Scripted => [
  200,
  { items },
  headers,
];
const lost = (submitted: unknown, more: Record<string, unknown> = {}) =>
  operation('SUCCESS', { submitted, ...more });
const UNKNOWN = ['training 21: an answer was lost, so it is not known who opened it'];

/** The answer to the opening is lost, and the repeat gets 204. */
async function openAfterLoss(...answers: readonly Scripted[]) {
  const clock = simulateClock(() => 0.5);
  const ran = await open({ [OPEN]: [[502], [204]], [LIST]: answers, ...IS_OPEN }, { clock });
  expect(ran.result).toBe(true);
  return ran;
}

describe('a lost answer to the opening', () => {
  test.each([
    ['now', NOON],
    ['59 s before', '2026-11-23T11:59:01.000'],
    ['59 s before, in another zone', '2026-11-23T14:59:01.5+03:00'],
  ])('is found by its operation, submitted %s', async (_, submitted) => {
    const { outputs, warnings, sent } = await openAfterLoss(lists([lost(submitted)]));
    expect(outputs).toMatchObject({
      'operation-id': 'op-1',
      'already-open': 'false',
      status: 'SUCCESS',
    });
    expect(warnings).toEqual([]);
    expect(sent[2]).toBe('GET /operations?type=TRAINING.OPEN&sort=-submitted&limit=500');
  });

  test('is found by the newest operation of several', async () => {
    const older = lost('2026-11-23T11:59:50.000', { id: 'op-0' });
    expect((await openAfterLoss(lists([older, lost(NOON)]))).outputs['operation-id']).toBe('op-1');
  });

  test.each<[string, readonly Scripted[]]>([
    ['nothing', [lists([])]],
    ['an older one', [lists([lost('2026-11-23T11:58:58.000')])]],
    ["another training's", [lists([lost(NOON, { parameters: { training_id: '22' } })])]],
    ['one of another type', [lists([lost(NOON, { type: 'TRAINING.CLOSE' })])]],
    ['one of no known time', [lists([lost('some day')])]],
    ['one that failed', [lists([lost(NOON, { status: 'FAIL' })])]],
    ['no Date', [lists([lost(NOON)], {})]],
    ['no list', [[200, []], [200, { items: {} }], [403]]],
    ['a refusal', [[403]]],
  ])(
    'is not found if the list has %s: nobody knows who opened the training',
    async (_, answers) => {
      const { outputs, warnings, log } = await openAfterLoss(...answers);
      expect(outputs).toMatchObject({
        'operation-id': '',
        'already-open': 'true',
        status: 'SUCCESS',
      });
      expect(log.at(-1)).toMatch(/^training 21 is open; took /);
      expect(warnings).toEqual(UNKNOWN);
    },
  );

  test('is given up after 30 s if the list fails', async () => {
    const { clock, warnings } = await openAfterLoss(...times(10, [502]));
    expect(warnings).toEqual(UNKNOWN);
    expect(clock.now()).toBeLessThan(31_000);
    expect(clock.now()).toBeGreaterThan(30_000);
  });

  test('is followed if its operation still runs', async () => {
    const running = lists([lost(NOON, { status: 'RUNNING' })]);
    const script = {
      [OPEN]: [[502], [204]] as const,
      [LIST]: [running],
      [POLL]: polls('SUCCESS'),
      ...IS_OPEN,
    };
    expect((await open(script)).outputs).toMatchObject({
      'operation-id': 'op-1',
      'already-open': 'false',
    });
  });

  test("may have been another's: if the operation then fails, the training is opened once more", async () => {
    const running = lists([lost('2026-11-23T11:59:50.000', { status: 'RUNNING' })]);
    const script = {
      [OPEN]: [[502], [204], [204]] as const,
      [LIST]: [running],
      [POLL]: polls('FAIL'),
      ...IS_OPEN,
    };
    expect(await open(script)).toMatchObject({
      result: true,
      outputs: { 'operation-id': '', 'already-open': 'true' },
    });
  });

  test('is looked for too if a later 409 finds the training open', async () => {
    const script = {
      [OPEN]: [[502] as const, refuses(409, 'CONFLICT_STATE')],
      [LIST]: times(3, lists([lost(NOON)])),
      ...IS_OPEN,
    };
    expect((await open(script)).outputs).toMatchObject({
      'operation-id': 'op-1',
      'already-open': 'false',
    });
  });

  test('is not forgotten when a 409 comes in between', async () => {
    const script = {
      [OPEN]: [[502] as const, refuses(409, 'CONFLICT_STATE'), [204] as const],
      [LIST]: times(3, lists([lost(NOON)])),
      [READ]: [reads('CLOSED'), reads('OPEN')],
    };
    expect((await open(script)).outputs).toMatchObject({
      'operation-id': 'op-1',
      'already-open': 'false',
    });
  });

  test.each<[string, Scripted]>([
    ['a 429', [429]],
    ['a connection that is refused', broken('ECONNREFUSED')],
    ['an unknown name', broken('EAI_AGAIN')],
    ['no way to the host', broken('EHOSTUNREACH')],
  ])('%s is none: it had no effect', async (_, fault) => {
    const { outputs, warnings, sent } = await open({ [OPEN]: [fault, [204]], ...IS_OPEN });
    expect([outputs['already-open'], warnings]).toEqual(['true', []]);
    expect(sent).toEqual([OPEN, OPEN, READ]);
  });

  test.each<[string, Scripted]>([
    ['a reset connection', broken('ECONNRESET')],
    ['a page', [200, '<html>']],
    ['a 5xx', [500]],
    ['an early timeout of a server', [408]],
  ])('%s is one: Toloka may have taken the request', async (_, fault) => {
    const { outputs } = await open({
      [OPEN]: [fault, [204]],
      [LIST]: [lists([lost(NOON)])],
      ...IS_OPEN,
    });
    expect(outputs).toMatchObject({ 'operation-id': 'op-1', 'already-open': 'false' });
  });

  test('before a refusal: nobody knows whether Toloka took the request', async () => {
    const { errors, results } = await open({ [OPEN]: [[502], refuses(403, 'ACCESS_DENIED')] });
    expect(errors[0]).toMatchObject({
      title: 'Training 21 may be opening',
      message: expect.stringMatching(
        /^ACCESS_DENIED: .*; it is not known whether Toloka took the request; check that/,
      ),
    });
    expect(results).toMatchObject([{ code: 'ACCESS_DENIED' }]);
  });

  test('before a 409 that is final: nobody knows either', async () => {
    const script = {
      [OPEN]: [[502] as const, refuses(409, 'EMPTY_POOL')],
      [READ]: [reads('CLOSED')],
    };
    expect((await open(script)).errors[0]?.title).toBe('Training 21 may be opening');
  });

  test('is answered by a 2xx of the repeat', async () => {
    const { outputs, sent } = await open({ [OPEN]: [[502], accepts('SUCCESS')], ...IS_OPEN });
    expect(outputs).toMatchObject({ 'operation-id': 'op-1', 'already-open': 'false' });
    expect(sent).toEqual([OPEN, OPEN, READ]);
  });
});
