import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { CancelledError, PermanentFault, TransientFault } from '../../../src/toloka/errors.ts';
import { createSend } from '../../../src/toloka/request.ts';

const AUTHORIZATION = { token: 'made-up-token', header: 'OAuth made-up-token' };

/** Sends one request to a server that answers as told. */
async function sending(listener: RequestListener, limitMs = 5_000, cancel = new AbortController()) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const send = createSend(new URL(`http://127.0.0.1:${port}/api/v1`), AUTHORIZATION);
    return await send('POST', '/trainings/21/open', limitMs, cancel.signal).catch((error: unknown) => error);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('a request', () => {
  test('carries the token in its header, and comes back with all of its answer', async () => {
    const answer = await sending((request, response) => {
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

  test.each([
    ['before the answer', () => {}, 'no whole answer within 0.1 s'],
    ['in the middle of it', (_: unknown, response) => response.write('x'), 'no whole answer within 0.1 s'],
  ] satisfies [string, RequestListener, string][])('that stalls %s ends at its limit', async (_, listener, message) => {
    expect(await sending(listener, 100)).toEqual(
      expect.objectContaining({ name: 'TransientFault', message, answerLost: true, source: 'connection' }),
    );
  });

  test('that is answered with another protocol ends at its limit', async () => {
    const error = await sending((_, response) => {
      response.writeHead(101, { connection: 'Upgrade', upgrade: 'websocket' });
      response.end();
    }, 100);
    expect(error).toBeInstanceOf(TransientFault);
  });

  test('whose answer is cut says after how much', async () => {
    const error = await sending((_, response) => {
      response.write('1234567', () => response.destroy());
    });
    expect(error).toBeInstanceOf(TransientFault);
    expect(error).toMatchObject({ message: 'the answer was cut after 7 bytes (ECONNRESET)', answerLost: true });
  });

  test('is given up where its answer is more than 1 MiB', async () => {
    const error = await sending((_, response) => {
      const more = (): unknown => response.write(Buffer.alloc(100_000), more);
      more();
    });
    expect(error).toBeInstanceOf(PermanentFault);
  });

  test.each([0, 50])('ends at once where it is cancelled, %d ms into it', async (ms) => {
    const cancel = new AbortController();
    if (ms === 0) cancel.abort();
    else setTimeout(() => cancel.abort(), ms);
    expect(await sending(() => {}, 60_000, cancel)).toBeInstanceOf(CancelledError);
  });
});
