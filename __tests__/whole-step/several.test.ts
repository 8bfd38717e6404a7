import { describe, expect, test } from '@jest/globals';
import {
  accepts,
  always,
  OPEN,
  operation,
  play,
  READ,
  reads,
  refuses,
  type Script,
} from '../support/script.ts';

const TWENTY = Array.from({ length: 20 }, (_, index) => String(100 + index));
/** What each of twenty trainings gets. */
const forEach = (answers: (id: string) => Script): Script =>
  Object.assign({}, ...TWENTY.map(answers));

describe('several trainings', () => {
  test('are opened side by side, and one that fails does not stop the others', async () => {
    const { result, outputs, errors, warnings, log, summary, results } = await play(
      {
        [OPEN]: [accepts('SUCCESS')],
        'POST /trainings/22/open': [refuses(404, 'DOES_NOT_EXIST')],
        'POST /trainings/23/open': [[204]],
        'POST /trainings/24/open': [accepts('FAIL', { id: 'op-4' })],
        'GET /operations/op-4/log': [[404]],
        [READ]: [reads('OPEN', { private_name: 'Cats' })],
        'GET /trainings/23': [reads('OPEN')],
        'GET /trainings/24': [reads('CLOSED')],
      },
      { inputs: { 'training-id': '21,22\n23\n24\n22' } },
    );
    expect([result, warnings]).toEqual([false, []]);
    const heading = '2 of 4 trainings are open, 1 was not found, 1 failed to open';
    expect(errors.map(({ title }) => title)).toEqual([heading]);
    expect(log[0]).toBe('opening 4 trainings (production), for at most 10m');
    expect(log).toContain('training 21 "Cats" is open');
    expect(log).toContain(heading);
    // A line for each that failed, and below it what to do.
    expect(errors[0]?.message.split('\n').map((line) => line.split(':')[0])).toEqual([
      ...['training 22', expect.stringMatching(/^→ .* id /)],
      'training 24',
    ]);
    expect(outputs).toMatchObject({
      ...{ 'operation-id': 'op-1\n\n\nop-4', status: '', 'already-open': 'false' },
    });
    expect(results).toMatchObject([
      { 'training-id': '21', status: 'SUCCESS', code: '', error: '' },
      { 'training-id': '22', status: '', code: 'DOES_NOT_EXIST' },
      { 'training-id': '23', 'already-open': true, error: '' },
      { 'training-id': '24', 'operation-id': 'op-4', status: 'FAIL', code: 'OPERATION_FAILED' },
    ]);
    expect(summary.match(/<tr>/g)).toHaveLength(5);
  });

  test('that open at once take two requests each', async () => {
    const script = forEach((id) => ({
      [`POST /trainings/${id}/open`]: [accepts('SUCCESS')],
      [`GET /trainings/${id}`]: [reads('OPEN')],
    }));
    const { result, sent } = await play(script, { inputs: { 'training-id': TWENTY.join() } });
    expect([result, sent.length]).toEqual([true, 40]);
  });

  test('say now and then who is under way, and no line for each poll', async () => {
    const { log } = await play(
      {
        [OPEN]: [[204]],
        [READ]: [reads('OPEN')],
        'POST /trainings/100/open': [accepts('RUNNING')],
        'GET /operations/op-1': always([200, operation('RUNNING', { progress: 61 })]),
        'GET /trainings/100': always(reads('CLOSED')),
      },
      { inputs: { 'training-id': '21,100', timeout: '1m' } },
    );
    expect(log).toContain('after 10.4s of 1m, under way: training 100 (RUNNING, 61%)');
    expect(log.length).toBeLessThan(15);
  });

  test('all end at the deadline, and say how far they came', async () => {
    const { title, results } = await play(
      {
        [OPEN]: [accepts('SUCCESS')],
        [READ]: [reads('OPEN')],
        'POST /trainings/22/open': [accepts('RUNNING')],
        'GET /operations/op-1': always([200, operation('RUNNING')]),
        'GET /trainings/22': always(reads('CLOSED')),
        'POST /trainings/23/open': always([502]),
      },
      { inputs: { 'training-id': '21,22,23', timeout: '5s' } },
    );
    expect(title).toBe('1 of 3 trainings is open, 1 is not open yet, 1 may be opening');
    expect(results).toMatchObject([
      ...[
        { status: 'SUCCESS', code: '' },
        { status: 'RUNNING', code: 'TIMEOUT' },
      ],
      { status: '', code: 'TIMEOUT' },
    ]);
  });

  test('are not opened if one id is bad, and all that is bad is said', async () => {
    const inputs = { 'training-id': '21,2#', timeout: 'soon', 'api-url': 'toloka.dev' };
    const { result, title, outputs, sent, summary } = await play({}, { inputs });
    expect([result, title, sent]).toEqual([false, 'Nothing was sent to Toloka', []]);
    const { error = '', ...rest } = outputs;
    expect(error.split('\n').map((line) => line.split(':')[0])).toEqual([
      ...['training-id', 'timeout', 'api-url'],
    ]);
    const nothing = { 'operation-id': '', status: '', 'training-url': '' };
    expect(rest).toEqual({ ...nothing, 'already-open': 'false', results: '[]' });
    expect(summary).toContain('❌ Nothing was sent to Toloka');
  });
});
