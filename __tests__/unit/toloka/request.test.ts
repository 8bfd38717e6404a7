import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { systemClock } from '../../../src/toloka/clock.ts';
import { CancelledError, TooLargeError, TransientError } from '../../../src/toloka/errors.ts';
import { createSend } from '../../../src/toloka/request.ts';

const AUTHORIZATION = { token: 'made-up-token', header: 'OAuth made-up-token' };
const API = 'https://toloka.dev/api/v1';

/** Sends one request to a server that answers as told. */
async function send(listener: RequestListener, limitMs = 5_000, cancel = new AbortController()) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const sendOnce = createSend(new URL(`http://127.0.0.1:${port}/api/v1`), AUTHORIZATION, systemClock);
    return await sendOnce('POST', '/trainings/21/open', limitMs, cancel.signal).catch((error: unknown) => error);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('a request', () => {
  test('carries the token in its header, and brings back the whole answer', async () => {
    const answer = await send((request, response) => {
      response.writeHead(202, { 'x-seen': `${request.method} ${request.url} ${request.headers.authorization}` });
      response.write('{"half":');
      setImmediate(() => response.end('true}'));
    });
    expect(answer).toMatchObject({
      status: 202,
      headers: { 'x-seen': 'POST /api/v1/trainings/21/open OAuth made-up-token' },
      body: '{"half":true}',
    });
  });

  test.each<[string, RequestListener]>([
    ['before the answer', () => {}],
    ['in the middle of it', (_, response) => response.write('x')],
  ])('that stalls %s ends at its limit', async (_, listener) => {
    expect(await send(listener, 100)).toEqual(
      expect.objectContaining({
        name: 'TransientError',
        message: 'no whole answer within 0.1s',
        fault: 'connection',
        answerLost: true,
      }),
    );
  });

  test('ends at once if the server changes the protocol', async () => {
    const error = await send((_, response) => {
      response.writeHead(101, { connection: 'Upgrade', upgrade: 'websocket' });
      response.end();
    });
    expect(error).toBeInstanceOf(TransientError);
    expect(error).toMatchObject({ message: 'HTTP 101', answerLost: true });
  });

  test.each([403, 503])('of status %d needs no whole body', async (status) => {
    const answer = await send((_, response) => {
      response.writeHead(status, { 'content-length': '1000', 'retry-after': '7' });
      response.write('{"code":', () => response.destroy());
    });
    expect(answer).toMatchObject({ status, body: '', headers: { 'retry-after': '7' } });
  });

  test('says after how many bytes its answer was cut', async () => {
    const error = await send((_, response) => {
      response.write('1234567', () => response.destroy());
    });
    expect(error).toBeInstanceOf(TransientError);
    expect(error).toMatchObject({ message: 'the answer was cut after 7 bytes (ECONNRESET)', answerLost: true });
  });

  test('asks for an answer that is not packed, and skips its byte order mark', async () => {
    const answer = await send((request, response) => response.end(`\ufeff${request.headers['accept-encoding']}`));
    expect(answer).toMatchObject({ body: 'identity' });
  });

  test.each([
    ['with', { 'content-length': '33554432' }],
    ['without', {}],
  ])('reads no large refusal, %s a length', async (_, headers) => {
    let written = 0;
    const answer = await send((__, response) => {
      response.writeHead(403, headers);
      const more = (): void => {
        written += 1;
        if (written < 1_000) response.write('x'.repeat(32 * 1024), more);
      };
      more();
    });
    expect(answer).toMatchObject({ status: 403, body: '' });
    expect(written).toBeLessThan(1_000);
  });

  test.each([
    [403, 16 * 1024],
    [200, 1024 * 1024],
  ])('of status %d is read up to %d bytes', async (status, bytes) => {
    const answer = await send((_, response) => response.writeHead(status).end('x'.repeat(bytes)));
    expect(answer).toMatchObject({ status, body: 'x'.repeat(bytes) });
  });

  test.each([
    [1024 * 1024, false],
    [1024 * 1024 + 1, true],
  ])('takes an answer of %d bytes: too large is %p', async (bytes, isTooLarge) => {
    const answer = await send((_, response) => response.end('x'.repeat(bytes)));
    if (isTooLarge) expect(answer).toBeInstanceOf(TooLargeError);
    else expect(answer).toMatchObject({ status: 200 });
    if (isTooLarge) expect(answer).toMatchObject({ message: 'the answer is larger than 1 MiB', answerLost: true });
  });

  test.each([
    [0, false],
    [50, true],
  ])('ends at once if it is cancelled after %d ms', async (ms, answerLost) => {
    const cancel = new AbortController();
    if (ms === 0) cancel.abort();
    else setTimeout(() => cancel.abort(), ms);
    const error = await send(() => {}, 60_000, cancel);
    expect(error).toBeInstanceOf(CancelledError);
    expect(error).toMatchObject({ message: 'cancelled', answerLost });
  });
});

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
});
