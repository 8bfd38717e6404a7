import { getEventListeners, once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { describe, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../../src/toloka/clock.ts';
import { CancelledError, TooLargeError, TransientError } from '../../../src/toloka/errors.ts';
import { createSend, type Send } from '../../../src/toloka/request.ts';

const AUTHORIZATION = { token: 'made-up-token', header: 'OAuth made-up-token' };

const UPGRADE = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

/** Makes a way to a server that answers as told, uses it, and then closes the server. */
async function withServer<T>(
  listener: RequestListener,
  use: (sendOnce: Send, server: Server) => Promise<T>,
): Promise<T> {
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await use(createSend(new URL(`http://127.0.0.1:${port}/api/v1`), AUTHORIZATION, systemClock), server);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Sends one request to such a server. */
const send = (listener: RequestListener, limitMs = 5_000, cancel = new AbortController()) =>
  withServer(listener, (sendOnce) =>
    sendOnce('POST', '/trainings/21/open', limitMs, cancel.signal).catch((error: unknown) => error),
  );

/** Asserts that the connection of a request to the server gets closed, before the server is. */
async function expectClosed(asked: Promise<unknown[]>): Promise<void> {
  const [request] = await asked;
  const { socket } = request as IncomingMessage;
  if (!socket.closed) await once(socket, 'close');
  expect(socket.closed).toBe(true);
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
    expect(error).toMatchObject({
      message: 'the answer was cut after 7 bytes (ECONNRESET)',
      answerLost: true,
      fault: 'connection',
    });
  });

  test('says what it is, and which answers it takes', async () => {
    const answer = await send((request, response) => response.end(JSON.stringify(request.headers)));
    const { body = '' } = answer as { body?: string };
    expect(JSON.parse(body)).toMatchObject({
      accept: 'application/json',
      'accept-encoding': 'identity',
      'content-type': 'application/json',
      'user-agent': 'open-toloka-training',
    });
  });

  test('skips a byte order mark, but only at the start', async () => {
    const answer = await send((_, response) => response.end('\ufeff"ä\ufeff€"'));
    expect(answer).toMatchObject({ body: '"ä\ufeff€"' });
    expect(await send((_, response) => response.end('"\ufeff"'))).toMatchObject({ body: '"\ufeff"' });
  });

  test('takes a character whose bytes come apart', async () => {
    const [first, last] = [Buffer.from('"€"').subarray(0, 2), Buffer.from('"€"').subarray(2)];
    const answer = await send((_, response) => {
      response.write(first);
      setTimeout(() => response.end(last), 20);
    });
    expect(answer).toMatchObject({ body: '"€"' });
  });

  test('closes its connection if its time is over, and leaves nothing at the signal', async () => {
    const cancel = new AbortController();
    await withServer(
      () => {},
      async (sendOnce, server) => {
        const asked = once(server, 'request');
        await expect(sendOnce('GET', '/x', 200, cancel.signal)).rejects.toThrow('no whole answer within 0.2s');
        await expectClosed(asked);
      },
    );
    expect(getEventListeners(cancel.signal, 'abort')).toEqual([]);
  });

  test.each<[string, RequestListener]>([
    ['if the server changes the protocol', (_, response) => response.socket?.write(UPGRADE)],
    ['after as much of an error as it reads', (_, response) => response.writeHead(500).write('x'.repeat(20_000))],
  ])('closes its connection %s', async (_, listener) => {
    await withServer(listener, async (sendOnce, server) => {
      const asked = once(server, 'request');
      await sendOnce('GET', '/x', 60_000, new AbortController().signal).catch(() => undefined);
      await expectClosed(asked);
    });
  });

  test('leaves no listener at a connection that serves many', async () => {
    const connect = jest.spyOn(Socket.prototype, 'connect');
    await withServer(
      (_, response) => response.end(),
      async (sendOnce) => {
        for (let sent = 0; sent < 3; sent += 1) await sendOnce('GET', '/x', 5_000, new AbortController().signal);
      },
    );
    const sockets = connect.mock.contexts.filter((socket) => socket instanceof Socket);
    connect.mockRestore();
    expect(sockets.map((socket) => socket.listenerCount('connect'))).toEqual([0]);
  });

  test('through a connection that never stands is not lost', async () => {
    const sendOnce = createSend(new URL('http://127.0.0.1:9/api/v1'), AUTHORIZATION, systemClock);
    const error = await sendOnce('GET', '/x', 5_000, new AbortController().signal).catch((one: unknown) => one);
    expect(error).toMatchObject({ message: 'ECONNREFUSED 127.0.0.1:9', fault: 'connection', answerLost: false });
  });

  test.each([
    ['with', 403, { 'content-length': '33554432' }],
    ['without', 403, {}],
    ['without', 300, {}],
  ])('reads no large error, %s a length, of status %d', async (_, status, headers) => {
    let written = 0;
    const answer = await send((__, response) => {
      response.writeHead(status, headers);
      const more = (): void => {
        written += 1;
        if (written < 1_000) response.write('x'.repeat(32 * 1024), more);
      };
      more();
    });
    expect(answer).toMatchObject({ status, body: '' });
    expect(written).toBeLessThan(1_000);
  });

  test.each([
    [300, 16 * 1024],
    [403, 16 * 1024],
    [299, 1024 * 1024],
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
    if (isTooLarge)
      expect(answer).toMatchObject({
        message: 'the answer is larger than 1 MiB',
        advice: 'check that this is the API of Toloka',
        answerLost: true,
      });
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
