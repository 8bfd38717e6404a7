import { describe, expect, test } from '@jest/globals';
import {
  accepts,
  always,
  IS_CLOSED,
  IS_OPEN,
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
} from '../support/script.ts';
import { simulateClock } from '../support/simulated-clock.ts';

const OPEN_77 = 'POST /pools/77/open';
const READ_77 = 'GET /pools/77';
const INPUTS = { 'pool-id': '77' };
const POOL_IS_OPEN = { [READ_77]: always(reads('OPEN')) };
const POOL_IS_CLOSED = { [READ_77]: always(reads('CLOSED')) };
const TRAINING = { [OPEN]: [[204]], ...IS_OPEN } satisfies Script;

/** An operation that opens pool 77. */
const opens = (status: string) =>
  operation(status, { id: 'op-77', type: 'POOL.OPEN', parameters: { pool_id: '77' } });
const POLL_77 = 'GET /operations/op-77';

describe('pools', () => {
  test('are opened once the training is open, by the same steps', async () => {
    const { result, sent, outputs, results, log, summary } = await play(
      {
        [OPEN]: [accepts('PENDING')],
        [POLL]: polls('SUCCESS'),
        [READ]: [reads('CLOSED'), reads('OPEN', { private_name: 'Road signs' })],
        [OPEN_77]: [[202, opens('PENDING')]],
        [POLL_77]: [[200, opens('SUCCESS')]],
        [READ_77]: [reads('CLOSED'), reads('OPEN', { private_name: 'Main' })],
      },
      { inputs: INPUTS },
    );
    expect(result).toBe(true);
    expect(sent).toEqual([OPEN, READ, POLL, READ, OPEN_77, READ_77, POLL_77, READ_77]);
    expect(log[0]).toBe('opening training 21 and pool 77 (production), for at most 10m');
    const heading = 'Training 21 "Road signs" and pool 77 "Main" are open';
    expect(log.at(-1)).toBe(heading);
    expect(summary.replaceAll('&#34;', '"')).toContain(heading);
    // These two speak of trainings alone.
    expect(outputs['operation-id']).toBe('op-1');
    expect(outputs['training-url']).toMatch(/\/project\/7\/training\/21$/);
    expect(outputs).toMatchObject({ status: 'SUCCESS', 'already-open': 'false' });
    expect(results).toMatchObject([
      { 'training-id': '21', 'operation-id': 'op-1' },
      {
        'pool-id': '77',
        'operation-id': 'op-77',
        'pool-url': 'https://platform.toloka.ai/requester/project/7/pool/77',
      },
    ]);
  });

  test('are opened side by side, and one that fails does not stop the others', async () => {
    const { title, outputs, results } = await play(
      {
        ...TRAINING,
        [OPEN_77]: [refuses(409, 'NOT_ENOUGH_BALANCE')],
        ...POOL_IS_CLOSED,
        'POST /pools/78/open': [[204]],
        'GET /pools/78': [reads('OPEN')],
        'POST /pools/79/open': [[204]],
        'GET /pools/79': [reads('OPEN')],
      },
      { inputs: { 'pool-id': '77,78\n79' } },
    );
    expect(title).toBe('2 of 3 pools are open, 1 was refused, training 21 was already open');
    expect(outputs.error).toContain('→ top up the account');
    expect(results.map(({ code }) => code)).toEqual(['', 'NOT_ENOUGH_BALANCE', '', '']);
  });

  test('are all open already, and so is the training', async () => {
    const script = { ...TRAINING, [OPEN_77]: [[204]], ...POOL_IS_OPEN } satisfies Script;
    const { log, outputs } = await play(script, { inputs: INPUTS });
    expect(outputs['already-open']).toBe('true');
    expect(log.at(-1)).toBe('Training 21 and pool 77 are open');
  });

  test.each<[string, Script, Parameters<typeof play>[1]]>([
    ['is refused', { [OPEN]: [refuses(403, 'ACCESS_DENIED')] }, {}],
    ['fails', { [OPEN]: [accepts('FAIL')], [`${POLL}/log`]: [[404]], ...IS_CLOSED }, {}],
    [
      'times out',
      {
        [OPEN]: [accepts('RUNNING')],
        [POLL]: always([200, operation('RUNNING')]),
        ...IS_CLOSED,
      },
      { inputs: { timeout: '2s' } },
    ],
    ['is cancelled', { [OPEN]: [accepts('RUNNING')] }, { cancelAt: 'HTTP 202' }],
  ])('are not touched if the training %s', async (_, script, options = {}) => {
    const inputs = { ...options.inputs, 'pool-id': '77,78' };
    const { title, sent, outputs, results, log } = await play(script, { ...options, inputs });
    expect(sent.filter((request) => request.includes('pools'))).toEqual([]);
    expect(title).toMatch(/^Training 21 .*, 2 pools ./);
    expect(outputs.error).toMatch(/\n2 pools .*$/);
    expect(log.at(-1)).toBe(title);
    expect(outputs['already-open']).toBe('false');
    // The status leaves out what was not touched.
    expect(outputs.status).toBe(results[0]?.status);
    const code = 'TRAINING_NOT_OPEN';
    expect(results.slice(1)).toMatchObject([
      ...[
        { 'pool-id': '77', code },
        { 'pool-id': '78', code },
      ],
    ]);
  });

  test('are opened if the training is open, as far as Toloka says, but can’t be read', async () => {
    const opened = { [OPEN]: [accepts('SUCCESS')], [OPEN_77]: [[204]] } satisfies Script;
    const unread = { [READ]: [[403]], ...POOL_IS_OPEN } satisfies Script;
    const ran = await play({ ...opened, ...unread }, { inputs: INPUTS });
    expect([ran.result, ran.warnings.length]).toEqual([true, 1]);
  });

  test('are not opened after the deadline', async () => {
    const clock = simulateClock();
    const late = async (): Promise<Scripted> => {
      await clock.delayAnswer(800);
      return [200, operation('SUCCESS')];
    };
    const { sent, results } = await play(
      {
        [OPEN]: [accepts('RUNNING')],
        [POLL]: [...polls('RUNNING', 'RUNNING', 'RUNNING'), late],
        [READ]: [reads('CLOSED'), reads('OPEN')],
      },
      { clock, inputs: { ...INPUTS, timeout: '1s' } },
    );
    expect(sent).not.toContain(OPEN_77);
    expect(results).toMatchObject([{ code: '' }, { code: 'TIMEOUT' }]);
  });

  test.each<[string, readonly Scripted[], Script, string, string]>([
    [
      'joined',
      [refuses(409, 'POOL_LOCKED_BY_ANOTHER_OPERATION')],
      {
        'GET /operations': [
          [200, { items: [opens('RUNNING')] }],
          [200, { items: [] }],
        ],
        [POLL_77]: [[200, opens('SUCCESS')]],
        [READ_77]: [reads('CLOSED'), reads('OPEN')],
      },
      '',
      'SUCCESS',
    ],
    ['refused', [refuses(409, 'EMPTY_POOL')], POOL_IS_CLOSED, 'EMPTY_POOL', ''],
    [
      'failing',
      [[202, opens('FAIL')]],
      {
        [`${POLL_77}/log`]: [[200, [{ success: false, output: { code: 'NOT_ENOUGH_BALANCE' } }]]],
        ...POOL_IS_CLOSED,
      },
      'NOT_ENOUGH_BALANCE',
      'FAIL',
    ],
    [
      'done, and closes again at once',
      [[202, opens('SUCCESS')]],
      { [READ_77]: always(reads('CLOSED', { last_close_reason: 'COMPLETED' })) },
      'NOT_OPEN',
      'SUCCESS',
    ],
    [
      'late',
      [[202, opens('RUNNING')]],
      { ...POOL_IS_CLOSED, [POLL_77]: always([502]) },
      'TIMEOUT',
      'RUNNING',
    ],
  ])('can be %s', async (_, answers, script, code, status) => {
    const all = { ...TRAINING, [OPEN_77]: answers, ...script };
    const { result, results, sent } = await play(all, { inputs: { ...INPUTS, timeout: '30s' } });
    expect([result, results[1]]).toMatchObject([code === '', { code, status }]);
    const [, list] = sent.filter((request) => request.startsWith('GET /operations?'));
    if (list) expect(list).toContain('type=POOL.OPEN');
  });

  test('that need another training are warned of', async () => {
    const needs = { quality_control: { training_requirement: { training_pool_id: '19' } } };
    const opened = { ...TRAINING, [OPEN_77]: [[204]] } satisfies Script;
    const read = { [READ_77]: [reads('OPEN', needs)] };
    const { result, warnings } = await play({ ...opened, ...read }, { inputs: INPUTS });
    expect([result, warnings]).toEqual([
      ...[true, ['pool 77 needs training 19, which this step does not open']],
    ]);
  });

  test('that are not found may be trainings', async () => {
    const script = { ...TRAINING, [OPEN_77]: [refuses(404, 'DOES_NOT_EXIST')] } satisfies Script;
    const { title, outputs } = await play(script, { inputs: INPUTS });
    expect(title).toBe('Pool 77 was not found, training 21 was already open');
    expect(outputs.error).toContain('the id of a pool, not of a training');
  });
});
