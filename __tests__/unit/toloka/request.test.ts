import { EventEmitter, getEventListeners, on, once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, isIPv6, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { type Clock, systemClock } from '../../../src/toloka/clock.ts';
import { createCancelledError } from '../../../src/toloka/errors.ts';
import { createSend } from '../../../src/toloka/request.ts';
import { TOKEN } from '../../step.ts';
import { drainRequests } from '../simulated-clock.ts';
import { useNock } from '../use-nock.ts';

const API = 'https://toloka.dev/api/v1';
const AUTHORIZATION = { token: TOKEN, header: `OAuth ${TOKEN}` };
const LIMIT_MS = 30_000;

// nock is active as soon as it is imported, but here most requests go over real sockets.
nock.restore();
afterEach(() => {
  delete process.env.https_proxy;
});

/** A clock whose time passes when the test says so: then every sleep is over. */
function createStopwatch(): Clock & { readonly pass: () => void; readonly sleepers: () => number } {
  const time = new EventEmitter().setMaxListeners(0);
  const sleep: Clock['sleep'] = async (_, signal) => {
    await once(time, 'passes', { signal }).catch((error: unknown) =>
      Promise.reject(createCancelledError(error)),
    );
  };
  return {
    ...systemClock,
    sleep,
    pass: () => time.emit('passes'),
    sleepers: () => time.listenerCount('passes'),
  };
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Starts a server for a test, and makes a way to it. `get` gives the answer, or the error. */
async function startServer(listener: RequestListener, address = '127.0.0.1') {
  const server = createServer({ keepAliveTimeout: 0 }, listener);
  servers.push(server);
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  await once(server.listen(0, address), 'listening');
  const { port } = server.address() as AddressInfo;
  const clock = createStopwatch();
  const cancel = new AbortController();
  const host = `${isIPv6(address) ? `[${address}]` : address}:${port}`;
  const send = createSend(new URL(`http://${host}/api/v1`), AUTHORIZATION, clock);
  const get = (path = '/x') =>
    send('GET', path, LIMIT_MS, cancel.signal).catch((error: unknown) => error);
  return { server, host, clock, cancel, sockets, send, get };
}

const never: RequestListener = () => undefined;
const answerByPath: RequestListener = ({ url = '' }, response) => {
  if (!url.endsWith('/never')) response.writeHead(Number(url.slice(-3))).end('{}');
};
const ask = async (listener: RequestListener): Promise<unknown> =>
  await (await startServer(listener)).get();

/** Waits until the client has closed a connection: the server does not. */
async function expectClosed(socket: Socket | undefined): Promise<void> {
  if (socket?.closed === false) await new Promise((resolve) => socket.once('close', resolve));
  expect(socket?.closed).toBe(true);
}

describe('a request', () => {
  test.each(['GET', 'POST'] as const)(
    '%s carries the token, and says which answers it takes',
    async (method) => {
      const { send, cancel } = await startServer(({ method: sent, url, headers }, response) => {
        response.writeHead(202, { 'x-seen': 'yes' }).end(JSON.stringify({ sent, url, headers }));
      });
      const answer = await send(method, '/x?a=b', LIMIT_MS, cancel.signal);
      expect(answer).toMatchObject({ status: 202, headers: { 'x-seen': 'yes' } });
      expect(answer.json).toMatchObject({
        sent: method,
        url: '/api/v1/x?a=b',
        headers: {
          accept: 'application/json',
          'accept-encoding': 'identity',
          authorization: `OAuth ${TOKEN}`,
          'content-type': 'application/json',
          'user-agent': expect.stringMatching(/^open-toloka-training\b/),
          ...(method === 'POST' && { 'content-length': '0' }),
        },
      });
    },
  );

  test('reaches an IPv6 address', async () => {
    const { get } = await startServer(answerByPath, '::1');
    expect(await get('/200')).toMatchObject({ status: 200 });
  });

  test('is not sent on by a redirect', async () => {
    const answer = await ask((_, response) => response.writeHead(302, { location: '/y' }).end());
    expect(answer).toMatchObject({ status: 302, headers: { location: '/y' }, json: undefined });
  });

  test.each<[string, RequestListener]>([
    ['before the answer', (_, response) => void response.socket?.emit('asked')],
    [
      'in the middle of it',
      (_, response) => void response.write('{', () => response.socket?.emit('asked')),
    ],
  ])('that stalls %s ends at its limit, and its connection, too', async (_, listener) => {
    const { server, clock, cancel, send } = await startServer(listener);
    const work = send('POST', '/x', 1_500, cancel.signal);
    const [socket] = await once(server, 'connection');
    await once(socket, 'asked');
    clock.pass();
    const facts = { code: 'NOT_REACHED', mayBeTaken: true };
    await expect(work).rejects.toMatchObject({
      kind: 'transient',
      message: 'no whole answer within 1.5s',
      facts,
    });
    await expectClosed(socket);
    expect(getEventListeners(cancel.signal, 'abort')).toEqual([]);
  });

  test('that waits for one of 200 connections ends at its limit, too', async () => {
    const { server, clock, get, sockets } = await startServer(never);
    const all = Promise.all(Array.from({ length: 201 }, () => get()));
    for await (const _ of on(server, 'request')) if (sockets.length === 200) break;
    clock.pass();
    expect(await all).toMatchObject(Array(201).fill({ message: 'no whole answer within 30s' }));
    expect(sockets).toHaveLength(200);
  });

  test('that is cancelled ends at once, and its connection, too', async () => {
    const { server, cancel, get, sockets } = await startServer(never);
    const work = get();
    await once(server, 'request');
    cancel.abort('SIGINT');
    expect(await work).toMatchObject({
      kind: 'cancelled',
      facts: { code: 'CANCELLED', mayBeTaken: true },
    });
    await expectClosed(sockets[0]);
    expect(await get()).toHaveProperty('facts', { code: 'CANCELLED' });
    expect(sockets).toHaveLength(1);
  });
});

test('a connection serves many requests, of whatever status', async () => {
  const { get, sockets, clock } = await startServer(answerByPath);
  for (const status of [200, 302, 403, 503, 200])
    expect(await get(`/${status}`)).toMatchObject({ status });
  expect([sockets.length, clock.sleepers()]).toEqual([1, 0]);
});

test('a connection that is idle while another request gets no answer is not used again', async () => {
  const { server, clock, get, sockets } = await startServer(answerByPath);
  const stalled = get('/never');
  await once(server, 'request');
  await get('/200');
  clock.pass();
  await stalled;
  await expectClosed(sockets[1]);
  expect(await get('/200')).toMatchObject({ status: 200 });
  expect(sockets).toHaveLength(3);
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

  test('that is cut says after how many bytes, and may have worked', async () => {
    const error = await ask(
      (_, response) => void response.write('1234567', () => response.destroy()),
    );
    const facts = { code: 'NOT_REACHED', mayBeTaken: true };
    const message = 'the answer was cut after 7 bytes (ECONNRESET)';
    expect(error).toMatchObject({
      kind: 'transient',
      message,
      facts,
      cause: { code: 'ECONNRESET' },
    });
  });

  test('that is cut counts as empty if its status says enough', async () => {
    const answer = await ask((_, response) => {
      response.writeHead(300, { 'content-length': '1000', 'retry-after': '7' });
      response.write('7', () => response.destroy());
    });
    expect(answer).toMatchObject({ status: 300, headers: { 'retry-after': '7' }, json: undefined });
  });

  test.each([
    [299, 1024 * 1024],
    [300, 64 * 1024],
  ])('of status %d has at most %d bytes, and no more are read', async (status, max) => {
    const { get, sockets } = await startServer(({ url = '' }, response) => {
      const extra = url.endsWith('/more') ? 'x' : '';
      response
        .writeHead(status)
        .write(`"${'x'.repeat(max - 2)}${extra}"`, () => extra || response.end());
    });
    expect(await get()).toMatchObject({ status, json: 'x'.repeat(max - 2) });
    const facts = {
      code: 'NOT_TOLOKA',
      mayBeTaken: true,
      advice: 'check that this is the API of Toloka',
    };
    const tooLarge = { kind: 'permanent', message: 'the answer is larger than 1 MiB', facts };
    expect(await get('/more')).toMatchObject(status < 300 ? tooLarge : { status, json: undefined });
    await expectClosed(sockets[0]);
  });
});

describe('an error of Node', () => {
  useNock();
  afterEach(async () => {
    await drainRequests();
    nock.cleanAll();
  });

  const fail = async (error: Error, api = API): Promise<unknown> => {
    nock(new URL(api).origin).post('/api/v1/x').replyWithError(error);
    const send = createSend(new URL(api), AUTHORIZATION, systemClock);
    return await send('POST', '/x', LIMIT_MS, new AbortController().signal).catch(
      (one: unknown) => one,
    );
  };
  const errno = (code: string | undefined, message: string) =>
    Object.assign(new Error(message), code && { code });

  test.each<[string | undefined, string, string, boolean]>([
    ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:9', 'connect ECONNREFUSED 127.0.0.1:9', false],
    ['ENOTFOUND', 'getaddrinfo ENOTFOUND toloka.dev', 'toloka.dev not found', false],
    ['EAI_AGAIN', 'getaddrinfo EAI_AGAIN toloka.dev', 'getaddrinfo EAI_AGAIN toloka.dev', false],
    ['XENOTFOUND', 'x', 'x (XENOTFOUND)', true],
    ['ENOTFOUNDX', 'x', 'x (ENOTFOUNDX)', true],
    ['ECONNRESET', 'socket hang up', 'socket hang up (ECONNRESET)', true],
    ['ERR_INVALID_X', 'x', 'x (ERR_INVALID_X)', true],
    ['X_TOO_SMALLX', 'x', 'x (X_TOO_SMALLX)', true],
    ['ERR_SSL_BAD_CERTIFICATE', 'x', 'x (ERR_SSL_BAD_CERTIFICATE)', true],
    ['X_UNSPECIFIED', 'x', 'x (X_UNSPECIFIED)', true],
    ['UNSPECIFIED_X', 'x', 'x (UNSPECIFIED_X)', true],
    [undefined, 'no CERT', 'no CERT', true],
  ])(
    '%s "%s" is told as "%s", and may have arrived: %p',
    async (code, message, reason, mayBeTaken) => {
      const error = errno(code, message);
      const facts = { code: 'NOT_REACHED', mayBeTaken, hostUnknown: code === 'ENOTFOUND' };
      expect(await fail(error)).toMatchObject({
        kind: 'transient',
        message: reason,
        facts,
        cause: error,
      });
    },
  );

  test('tells of each address of a host', async () => {
    const errors = ['::1', '127.0.0.1'].map((address) =>
      errno('ECONNREFUSED', `connect ECONNREFUSED ${address}`),
    );
    const message = 'connect ECONNREFUSED ::1, connect ECONNREFUSED 127.0.0.1';
    const error = Object.assign(new AggregateError(errors, ''), { code: 'ECONNREFUSED' });
    expect(await fail(error)).toMatchObject({
      kind: 'transient',
      message,
      facts: { mayBeTaken: false },
    });
  });

  const checkName = 'check its name, and whether this machine can look it up';
  const sandbox = 'https://sandbox.toloka.dev/api/v1';
  const useProduction = expect.stringMatching(/sandbox has been unavailable since/);
  test.each([
    [API, 'ENOTFOUND', checkName],
    [API, 'EAI_AGAIN', undefined],
    [sandbox, 'ENOTFOUND', useProduction],
    [sandbox, 'ECONNREFUSED', useProduction],
  ])('on the way to %s says what to do about %s, if that is known', async (api, code, advice) => {
    expect(await fail(errno(code, 'no'), api)).toMatchObject({ facts: { advice } });
  });

  test('is not needed to say so of a sandbox that stays silent', async () => {
    const clock = createStopwatch();
    nock(new URL(sandbox).origin)
      .post('/api/v1/x')
      .reply(() => new Promise(() => clock.pass()));
    const work = createSend(new URL(sandbox), AUTHORIZATION, clock)(
      'POST',
      '/x',
      LIMIT_MS,
      new AbortController().signal,
    );
    await expect(work).rejects.toMatchObject({
      message: 'no whole answer within 30s',
      facts: { advice: useProduction },
    });
  });

  test.each([
    ...[
      'CERT_HAS_EXPIRED',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_CRL',
      'INVALID_CA',
      'CA_MD_TOO_WEAK',
    ],
    ...['EE_KEY_TOO_SMALL', 'UNSPECIFIED'],
  ])('%s means that the certificate is not trusted, and nothing was sent', async (code) => {
    const message = `the certificate of toloka.dev is not trusted (${code}), so this request was not sent`;
    const advice = 'if a proxy uses a private CA, set its certificate in NODE_EXTRA_CA_CERTS';
    const facts = { code: 'NOT_REACHED', mayBeTaken: false, advice };
    expect(await fail(errno(code, 'no'))).toMatchObject({
      kind: 'permanent',
      message,
      facts,
      cause: { code },
    });
  });
});

describe('a proxy', () => {
  const sendThrough = (proxy: string): Promise<unknown> => {
    process.env.https_proxy = `http://${proxy}`;
    const send = createSend(new URL(API), AUTHORIZATION, systemClock);
    return send('POST', '/x', LIMIT_MS, new AbortController().signal).catch(
      (error: unknown) => error,
    );
  };

  const setLogin = 'set the user name and the password of the proxy in https_proxy';
  const wrongLogin = 'the proxy did not accept the login in https_proxy; only Basic is supported';
  test.each<[string, string, string, string, string | undefined]>([
    ['HTTP/1.1 502 Bad Gateway', '', 'HTTP 502', 'transient', undefined],
    ['220 no HTTP', '', 'no answer to CONNECT', 'transient', undefined],
    ['HTTP/1.1 407 No', '', 'HTTP 407', 'permanent', setLogin],
    ['HTTP/1.1 407 No', 'robot@', 'HTTP 407', 'permanent', wrongLogin],
    ['HTTP/1.1 407 No', ':made-up@', 'HTTP 407', 'permanent', wrongLogin],
  ])(
    'that answers "%s" to the login "%s" is named, but not the login',
    async (line, login, says, kind, advice) => {
      const { server, host } = await startServer(never);
      server.on('connect', (_, socket) => socket.end(`${line}\r\n\r\n`));
      const error = await sendThrough(login + host);
      // In some versions of Node, its own error has the login.
      expect(error).toMatchObject({ kind, message: `proxy ${host}: ${says}`, cause: undefined });
      expect(error).toHaveProperty('facts', { code: 'NOT_REACHED', advice });
    },
  );

  test('that is not there is named, and nothing was sent', async () => {
    const message = 'proxy 127.0.0.1:9: connect ECONNREFUSED 127.0.0.1:9';
    const facts = { code: 'NOT_REACHED', mayBeTaken: false, hostUnknown: false, advice: undefined };
    expect(await sendThrough('127.0.0.1:9')).toMatchObject({ kind: 'transient', message, facts });
  });
});
