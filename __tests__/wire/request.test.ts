import { getEventListeners, once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { startServer } from '../support/network.ts';
import { startSending, TOKEN, urlOf } from '../support/send.ts';

const never: RequestListener = () => undefined;
const answerByPath: RequestListener = ({ url = '' }, response) => {
  if (!url.endsWith('/never')) response.writeHead(Number(url.slice(-3))).end('{}');
};

/** Starts a server, and a way to it. */
async function start(listener: RequestListener, address = '127.0.0.1') {
  const listening = await startServer(listener, address);
  return { ...listening, ...startSending(urlOf(listening.port, address)) };
}
const ask = async (listener: RequestListener): Promise<unknown> => (await start(listener)).get();

/** Waits until the client has closed a connection: the server does not. */
async function expectClosed(socket: Socket | undefined): Promise<void> {
  if (socket?.closed === false) await new Promise((resolve) => socket.once('close', resolve));
  expect(socket?.closed).toBe(true);
}

describe('a request', () => {
  test.each(['get', 'post'] as const)('%s carries the token, and no telemetry', async (method) => {
    process.env.ACTIONS_ORCHESTRATION_ID = 'made-up';
    const sender = await start(({ method: sent, url, headers }, response) => {
      response.writeHead(202, { 'x-seen': 'yes' }).end(JSON.stringify({ sent, url, headers }));
    });
    delete process.env.ACTIONS_ORCHESTRATION_ID;
    expect(await sender[method]('/x?a=b')).toMatchObject({
      status: 202,
      headers: { 'x-seen': 'yes' },
      json: {
        sent: method.toUpperCase(),
        url: '/api/v1/x?a=b',
        headers: {
          accept: 'application/json',
          'accept-encoding': 'identity',
          authorization: `OAuth ${TOKEN}`,
          'content-type': 'application/json',
          'user-agent': 'open-toloka-training',
          ...(method === 'post' && { 'content-length': '0' }),
        },
      },
    });
  });

  test('reaches an IPv6 address', async () => {
    const { get } = await start(answerByPath, '::1');
    expect(await get('/200')).toMatchObject({ status: 200 });
  });

  test('is not sent on by a redirect', async () => {
    const { get, sockets } = await start((_, response) =>
      response.writeHead(302, { location: '/y' }).end(),
    );
    expect(await get()).toMatchObject({ status: 302, headers: { location: '/y' } });
    expect(sockets).toHaveLength(1);
  });

  test.each<[string, RequestListener]>([
    ['before the answer', (_, response) => void response.socket?.emit('asked')],
    [
      'in the middle of it',
      (_, response) => void response.write('{', () => response.socket?.emit('asked')),
    ],
  ])('that stalls %s ends at its limit, and its connection, too', async (_, listener) => {
    const { server, clock, cancel, post } = await start(listener);
    const work = post('/x', 1_500);
    const [socket] = await once(server, 'connection');
    await once(socket, 'asked');
    clock.pass();
    const facts = { code: 'NOT_REACHED', answerLost: true };
    const message = 'no whole answer within 1.5s';
    expect(await work).toMatchObject({ kind: 'transient', message, facts });
    await expectClosed(socket);
    expect(getEventListeners(cancel.signal, 'abort')).toEqual([]);
  });

  test('that is cancelled ends at once, and its connection, too', async () => {
    const { server, cancel, post, sockets } = await start(never);
    const work = post();
    await once(server, 'request');
    cancel.abort('SIGINT');
    expect(await work).toMatchObject({ facts: { answerLost: true } });
    await expectClosed(sockets[0]);
    // Nothing more is sent, so nothing can be lost.
    expect(await post()).toBe('SIGINT');
    expect(sockets).toHaveLength(1);
  });
});

test('a connection serves many requests, of whatever status', async () => {
  const { get, sockets, clock } = await start(answerByPath);
  for (const status of [200, 302, 403, 503, 200]) {
    expect(await get(`/${status}`)).toMatchObject({ status });
  }
  expect([sockets.length, clock.sleepers()]).toEqual([1, 0]);
});

test('after a request without an answer the next one takes a new connection', async () => {
  const { server, clock, get, sockets } = await start(answerByPath);
  await get('/200');
  const stalled = get('/never');
  await once(server, 'request');
  clock.pass();
  await stalled;
  await expectClosed(sockets[0]);
  expect(await get('/200')).toMatchObject({ status: 200 });
  expect(sockets).toHaveLength(2);
});

test('a fault of one target touches no connection of another', async () => {
  const one = await start(answerByPath);
  const other = startSending(urlOf(one.port));
  await other.get('/200');
  const stalled = one.get('/never');
  await once(one.server, 'request');
  one.clock.pass();
  await stalled;
  await other.get('/200');
  expect(one.sockets).toHaveLength(2);
});

describe('an answer', () => {
  test('is read as UTF-8, in pieces, without a byte order mark at its start', async () => {
    const bytes = Buffer.from('\ufeff"\ufeff€"');
    const answer = await ask((_, response) => {
      response.write(bytes.subarray(0, -2), () =>
        setImmediate(() => response.end(bytes.subarray(-2))),
      );
    });
    expect(answer).toMatchObject({ json: '\ufeff€' });
  });

  test('that is cut counts as empty if its status says enough', async () => {
    const answer = await ask((_, response) => {
      response.writeHead(300, { 'content-length': '1000', 'retry-after': '7' });
      response.write('7', () => response.destroy());
    });
    expect(answer).toMatchObject({ status: 300, headers: { 'retry-after': '7' }, json: undefined });
  });

  test.each([200, 403])('of status %d has at most 1 MiB, and no more are read', async (status) => {
    const max = 'x'.repeat(1024 * 1024 - 2);
    const { get, sockets } = await start(({ url = '' }, response) => {
      const extra = url.endsWith('/more') ? 'x' : '';
      response.writeHead(status).write(`"${max}${extra}"`, () => extra || response.end());
    });
    expect(await get()).toMatchObject({ status, json: max });
    expect(await get('/more')).toMatchObject({ status, json: undefined });
    await expectClosed(sockets[0]);
  });
});
