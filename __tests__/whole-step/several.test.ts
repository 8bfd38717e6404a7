import { describe, expect, test } from '@jest/globals';
import {
  accepts,
  always,
  OPEN,
  open,
  operation,
  READ,
  reads,
  refuses,
  type Script,
  type Scripted,
} from './script.ts';

/** So many trainings, from id 100 on, whose operations start with one status and are polled with others. */
function manyTrainings(count: number, first: string, polled: readonly string[]): Script {
  const script: Record<string, readonly Scripted[]> = {};
  for (let id = 100; id < 100 + count; id += 1) {
    const own = { id: `op-${id}`, parameters: { training_id: String(id) } };
    script[`POST /trainings/${id}/open`] = [[202, operation(first, own)]];
    script[`GET /operations/op-${id}`] = polled.map((status) => [200, operation(status, own)]);
    script[`GET /trainings/${id}`] = [reads('CLOSED'), reads('OPEN')].slice(
      polled.length > 0 ? 0 : 1,
    );
  }
  return script;
}
const idsOf = (count: number): string =>
  Array.from({ length: count }, (_, index) => 100 + index).join();

describe('several trainings', () => {
  test('are opened side by side, and one that fails does not stop the others', async () => {
    const { result, outputs, errors, warnings, log, summary, results } = await open(
      {
        [OPEN]: [accepts('SUCCESS')],
        'POST /trainings/22/open': [refuses(404, 'DOES_NOT_EXIST')],
        'POST /trainings/23/open': [[204]],
        'POST /trainings/24/open': [
          accepts('FAIL', { id: 'op-4', parameters: { training_id: '24' } }),
        ],
        'GET /operations/op-4/log': [[404]],
        [READ]: [reads('OPEN', { private_name: 'Cats' })],
        'GET /trainings/23': [reads('OPEN')],
        'GET /trainings/24': [reads('CLOSED')],
      },
      { inputs: { 'training-id': '21,22\n23\n24\n22' } },
    );
    expect([result, warnings]).toEqual([false, []]);
    expect(log[0]).toBe('opening 4 trainings (production), for at most 10m');
    expect(log).toContain('training 21 "Cats" is open; took 0s');
    expect(log.at(-1)).toBe('2 of 4 trainings are open, 2 failed');
    const message = [
      'training 22: DOES_NOT_EXIST: Because (HTTP 404); check that the id is right, belongs to this environment (toloka.dev), and is that of a training, not of a pool',
      "training 24: the operation failed, and its log can't be read",
    ].join('\n');
    expect(errors).toEqual([{ title: '2 of 4 trainings are open, 2 failed', message }]);
    expect(outputs).toMatchObject({
      'operation-id': 'op-1\n\n\nop-4',
      status: '',
      'already-open': 'false',
      error: message,
    });
    expect(results).toMatchObject([
      { 'training-id': '21', status: 'SUCCESS', code: '', error: '' },
      {
        'training-id': '22',
        status: '',
        code: 'DOES_NOT_EXIST',
        error: expect.stringContaining('HTTP 404'),
      },
      { 'training-id': '23', 'already-open': true, error: '' },
      { 'training-id': '24', 'operation-id': 'op-4', status: 'FAIL', code: 'OPERATION_FAILED' },
    ]);
    expect(summary.match(/<tr>/g)).toHaveLength(5);
  });

  test('of 100, each is polled after a second at the earliest', async () => {
    const script = manyTrainings(100, 'RUNNING', ['RUNNING', 'SUCCESS']);
    const { result, clock } = await open(script, { inputs: { 'training-id': idsOf(100) } });
    expect([result, Math.min(...clock.pauses)]).toEqual([true, 1_000]);
  });

  test('that open at once take two requests each', async () => {
    const { result, sent } = await open(manyTrainings(100, 'SUCCESS', []), {
      inputs: { 'training-id': idsOf(100) },
    });
    expect([result, sent.length]).toEqual([true, 200]);
  });

  test('say now and then how many are open, and no line for each poll', async () => {
    const { log } = await open(
      {
        ...manyTrainings(1, 'RUNNING', []),
        'GET /operations/op-100': always([200, operation('RUNNING', { id: 'op-100' })]),
        [OPEN]: [[204]],
        [READ]: [reads('OPEN')],
        'GET /trainings/100': always(reads('CLOSED')),
      },
      { inputs: { 'training-id': '21,100', timeout: '1m' } },
    );
    expect(log).toContain('1 of 2 trainings is open, 1 is under way (after 10.4s of 1m)');
    expect(log.length).toBeLessThan(12);
  });

  test('are not opened if one id is bad, and all that is bad is said', async () => {
    const inputs = { 'training-id': '21,2#', timeout: 'soon', 'api-url': 'toloka.dev' };
    const { result, errors, outputs, sent, summary } = await open({}, { inputs });
    expect([result, sent]).toEqual([false, []]);
    const message = [
      'training-id: "2#" is not an id: use letters, digits, - and _',
      'timeout: "soon" is not a duration: use for example 90s, 10m or 1h30m, at most 6h',
      'api-url: "toloka.dev" is not a URL: put https:// before it, or leave it out for Toloka itself',
    ].join('\n');
    expect(errors).toEqual([{ title: 'Nothing was sent to Toloka', message }]);
    expect(outputs).toEqual({
      'operation-id': '',
      status: '',
      'already-open': 'false',
      'training-url': '',
      error: message,
      results: '[]',
    });
    expect(summary).toContain('❌ Nothing was sent to Toloka');
  });
});
