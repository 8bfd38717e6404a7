import { describe, expect, test } from '@jest/globals';
import {
  accepts,
  broken,
  IS_CLOSED,
  IS_OPEN,
  LIST,
  lists,
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

// The answer to an opening is lost if Toloka may have taken it, and no answer says so. What is lost
// on the wire itself is tested with real sockets.

describe('an opening that is answered by a later try', () => {
  test.each<[string, Scripted, boolean]>([
    ['a page', [200, '<html>'], true],
    ['408', [408], true],
    ['500', [500], true],
    ['522', [522], true],
    ['425', [425], false],
    ['429', [429], false],
    ['a connection that is refused', broken('ECONNREFUSED'), false],
    ['an unknown name', broken('EAI_AGAIN'), false],
  ])('after %s, with 204: that an answer was lost is %j', async (_, fault, isLost) => {
    const { result, outputs, warnings, sent } = await play({ [OPEN]: [fault, [204]], ...IS_OPEN });
    expect([result, warnings, sent]).toEqual([true, [], [OPEN, OPEN, READ]]);
    // It was open before the step only if that is certain.
    expect(outputs).toMatchObject({
      ...{ 'operation-id': '', status: 'SUCCESS', 'already-open': String(!isLost) },
    });
  });

  test('after 502, with 202: nothing is lost', async () => {
    const script = { [OPEN]: [[502], accepts('SUCCESS')], ...IS_OPEN } satisfies Script;
    const { outputs, sent } = await play(script);
    expect([outputs['operation-id'], sent]).toEqual(['op-1', [OPEN, OPEN, READ]]);
  });

  test('after 502, with 409: joins what it has begun itself', async () => {
    const { result, outputs } = await play({
      [OPEN]: [[502], refuses(409, 'LOCKED')],
      [LIST]: [lists(), lists(operation('RUNNING'))],
      [POLL]: polls('SUCCESS'),
      [READ]: [reads('CLOSED'), reads('OPEN')],
    });
    expect([result, outputs['operation-id'], outputs['already-open']]).toEqual([
      ...[true, 'op-1', 'false'],
    ]);
  });

  test('after 502, with 409 and then 204: it is not forgotten', async () => {
    const { outputs } = await play({
      [OPEN]: [[502], refuses(409, 'CONFLICT_STATE'), [204]],
      [LIST]: [lists(), lists()],
      [READ]: [reads('CLOSED'), reads('OPEN')],
    });
    expect(outputs).toMatchObject({ 'operation-id': '', 'already-open': 'false' });
  });
});

test.each<[string, Scripted, string]>([
  ['a refusal', refuses(403, 'ACCESS_DENIED'), 'ACCESS_DENIED'],
  ['a final 409', refuses(409, 'EMPTY_POOL'), 'EMPTY_POOL'],
  ['a redirect', [302, '', { location: 'https://elsewhere.example/' }], 'NOT_TOLOKA'],
  ['a request to wait too long', [503, '', { 'retry-after': '3600' }], 'NOT_TOLOKA'],
])('a lost answer before %s: it may be opening', async (_, end, code) => {
  const { title, results } = await play({ [OPEN]: [[502], end], ...IS_CLOSED });
  expect([title, results[0]?.code]).toEqual(['Training 21 may be opening', code]);
});

test('a lost answer before a 404: what does not exist is not opening', async () => {
  const { title, summary } = await play({ [OPEN]: [[502], refuses(404, 'DOES_NOT_EXIST')] });
  expect(title).toBe('Training 21 was not found');
  expect(summary).toContain('❌ Training 21 was not found');
});
