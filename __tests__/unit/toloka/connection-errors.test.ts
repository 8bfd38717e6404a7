import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { systemClock } from '../../../src/toloka/clock.ts';
import { TransientError } from '../../../src/toloka/errors.ts';
import { createSend } from '../../../src/toloka/request.ts';

const AUTHORIZATION = { token: 'made-up-token', header: 'OAuth made-up-token' };
const API = 'https://toloka.dev/api/v1';

describe('an error of the connection', () => {
  beforeAll(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });
  // The test files of one worker share Node's own modules, so nock must leave them as they were.
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });
  afterEach(() => nock.cleanAll());

  const errorFor = async (error: Error, api = API): Promise<unknown> => {
    nock(new URL(api).origin, { reqheaders: { authorization: 'OAuth made-up-token' } })
      .post('/api/v1/trainings/21/open')
      .replyWithError(error);
    const sendOnce = createSend(new URL(api), AUTHORIZATION, systemClock);
    return await sendOnce('POST', '/trainings/21/open', 5_000, new AbortController().signal).catch(
      (one: unknown) => one,
    );
  };
  const errno = (code: string, more: object = {}, message = '') => Object.assign(new Error(message), { code, ...more });
  const refuse = (address: string) => errno('ECONNREFUSED', { address, port: 443 });

  test.each<[Error, string, string]>([
    [errno('ECONNREFUSED', { address: '127.0.0.1', port: 9 }), 'ECONNREFUSED 127.0.0.1:9', 'connection'],
    [errno('ENOTFOUND', { hostname: 'toloka.dev' }), 'ENOTFOUND toloka.dev', 'host-not-found'],
    [errno('EAI_AGAIN', { hostname: 'toloka.dev' }), 'EAI_AGAIN toloka.dev', 'connection'],
    [errno('ECONNRESET', {}, 'socket hang up'), 'socket hang up (ECONNRESET)', 'connection'],
    [errno('EPIPE', {}, 'write EPIPE'), 'write EPIPE', 'connection'],
    [new Error('odd'), 'odd', 'connection'],
    [
      new AggregateError([refuse('::1'), refuse('127.0.0.1')], ''),
      'ECONNREFUSED ::1:443, ECONNREFUSED 127.0.0.1:443',
      'connection',
    ],
  ])('%s is described', async (error, message, fault) => {
    const seen = await errorFor(error);
    expect(seen).toBeInstanceOf(TransientError);
    expect(seen).toMatchObject({ message, fault, cause: error });
  });

  test('on the way to the sandbox hints that it is shut', async () => {
    const error = errno('ECONNREFUSED', { address: '127.0.0.1', port: 9 });
    expect(await errorFor(error, 'https://sandbox.toloka.dev/api/v1')).toMatchObject({
      message: expect.stringMatching(/^ECONNREFUSED 127\.0\.0\.1:9; .*sandbox has been unavailable since/),
    });
  });

  test.each([
    [API, 'check the name of the host, and whether this machine can look it up'],
    ['https://sandbox.toloka.dev/api/v1', undefined],
  ])('says what to do about an unknown host, unless the hint does: %s', async (api, advice) => {
    expect(await errorFor(errno('ENOTFOUND', { hostname: 'x' }), api)).toMatchObject({ advice });
    expect(await errorFor(errno('EAI_AGAIN', { hostname: 'x' }), api)).toMatchObject({ advice: undefined });
  });
});
