import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { getCACertificates, setDefaultCACertificates, TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/toloka/clock.ts';
import { createAgent } from '../../../src/toloka/connection.ts';
import { PermanentError, TransientError } from '../../../src/toloka/errors.ts';
import { createSend } from '../../../src/toloka/request.ts';
import { signItself } from '../../proxy/certificates.ts';
import { AUTHORITY, type Company, type CompanyOptions, withCompany } from '../../proxy/company.ts';
import { TOKEN } from '../../step.ts';

const API = new URL('https://toloka.dev/api/v1');
const AUTHORIZATION = { token: TOKEN, header: `OAuth ${TOKEN}` };
const ADVICE = 'write it as http://user:password@proxy.example:3128, with special characters percent-encoded';

const before = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...before, AUTHORITY.certificate]));
afterAll(() => setDefaultCACertificates(before));
afterEach(() => {
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'no_proxy']) delete process.env[name];
});

/** Sends requests through the proxy of a company, one after the other. */
const sendThrough = (
  options: CompanyOptions,
  {
    count = 1,
    login = '',
    limitMs = 5_000,
    api = API,
  }: { count?: number; login?: string; limitMs?: number; api?: URL } = {},
  afterwards: (company: Company) => unknown = () => undefined,
): Promise<{ results: unknown[]; company: Company }> =>
  withCompany(options, async (company) => {
    process.env.https_proxy = company.proxy.replace('//', `//${login}`);
    const send = createSend(api, AUTHORIZATION, systemClock);
    const results: unknown[] = [];
    for (let sent = 0; sent < count; sent += 1) {
      const signal = new AbortController().signal;
      results.push(await send('GET', '/trainings/21', limitMs, signal).catch((error: unknown) => error));
    }
    await afterwards(company);
    return { results, company };
  });

const refuse =
  (status: string): NonNullable<CompanyOptions['onConnect']> =>
  (socket) => {
    socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);
    return true;
  };

describe('a proxy', () => {
  test.each([
    ['http', undefined],
    ['https', 'localhost'],
    ['ipv6', undefined],
  ] as const)('of the kind %s carries all requests through one tunnel', async (kind, servername) => {
    const { results, company } = await sendThrough({ kind }, { count: 3 });
    expect(results).toEqual(Array(3).fill(expect.objectContaining({ status: 200 })));
    const headers = { host: 'toloka.dev:443', connection: 'close' };
    const connects = company.connects.map(({ target, headers, socket }) => ({
      target,
      headers,
      servername: socket instanceof TLSSocket ? socket.servername : undefined,
    }));
    expect(connects).toEqual([{ target: 'toloka.dev:443', headers, servername }]);
  });

  test.each<[string, CompanyOptions, boolean]>([
    ['leads to a server that does not answer: the request may have arrived', { onRequest: () => true }, true],
    ['does not answer: nothing is lost', { onConnect: () => true }, false],
  ])('%s', async (_, options, answerLost) => {
    const { results } = await sendThrough(options, { limitMs: 500 });
    expect(results[0]).toMatchObject({ message: 'no whole answer within 0.5s', answerLost });
  });

  test('that refuses keeps no connection', async () => {
    const onConnect = (socket: Duplex): boolean => socket.write('HTTP/1.1 403 Forbidden\r\n\r\n');
    await sendThrough({ onConnect }, {}, async ({ connects }) => {
      const socket = connects[0]?.socket;
      if (socket?.readableEnded === false) await once(socket.resume(), 'end');
      expect(socket?.readableEnded).toBe(true);
    });
  });

  test('gets the user and the password of its URL, decoded', async () => {
    const { company } = await sendThrough({}, { login: 'some%20body:made%23up@' });
    expect(company.connects[0]?.headers['proxy-authorization']).toBe(
      `Basic ${Buffer.from('some body:made#up').toString('base64')}`,
    );
  });

  test('that asks for a password does not let anything pass', async () => {
    const { results, company } = await sendThrough({ onConnect: refuse('407 Proxy Authentication Required') });
    const host = new URL(company.proxy).host;
    expect(results[0]).toBeInstanceOf(PermanentError);
    expect(results[0]).toMatchObject({
      message: `proxy ${host}: HTTP 407`,
      advice: 'set the user name and the password of the proxy in https_proxy',
      answerLost: false,
    });
  });

  test.each<[string, NonNullable<CompanyOptions['onConnect']>, RegExp]>([
    ['redirects', refuse('300 Multiple Choices'), /^proxy 127\.0\.0\.1:\d+: HTTP 300$/],
    ['refuses', refuse('502 Bad Gateway'), /^proxy 127\.0\.0\.1:\d+: HTTP 502$/],
    ['closes', (socket) => Boolean(socket.destroy()), /^proxy 127\.0\.0\.1:\d+: socket hang up \(ECONNRESET\)$/],
  ])('that %s is named, and nothing is lost', async (_, onConnect, message) => {
    const { results } = await sendThrough({ onConnect });
    expect(results[0]).toBeInstanceOf(TransientError);
    expect(results[0]).toMatchObject({
      message: expect.stringMatching(message),
      answerLost: false,
      fault: 'connection',
    });
  });

  test('whose name is unknown is an unknown host', async () => {
    process.env.https_proxy = 'http://proxy.invalid:3128';
    const send = createSend(API, AUTHORIZATION, systemClock);
    const error = await send('GET', '/', 5_000, new AbortController().signal).catch((one: unknown) => one);
    expect(error).toMatchObject({ message: expect.stringMatching(/^proxy proxy\.invalid:3128: E\w+ proxy\.invalid$/) });
  });

  test.each([
    ['https://[2001:db8::1]/api/v1', '[2001:db8::1]:443'],
    ['https://10.0.0.5:8443/api/v1', '10.0.0.5:8443'],
  ])('is asked for %s as %s', async (url, target) => {
    const { company } = await sendThrough({ onConnect: refuse('502 Bad Gateway') }, { api: new URL(url) });
    expect(company.connects.map((connect) => connect.target)).toEqual([target]);
  });

  test('leads to a server with another certificate: nothing is sent', async () => {
    const { results, company } = await sendThrough({ identity: signItself('toloka.dev') });
    expect(results[0]).toBeInstanceOf(PermanentError);
    expect(results[0]).toMatchObject({
      message:
        'the certificate of toloka.dev is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT), so this request was not sent',
      advice: 'if a proxy uses a private CA, set its certificate in NODE_EXTRA_CA_CERTS',
      answerLost: false,
      cause: expect.objectContaining({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    });
    expect(company.received()).toBe(0);
  });

  test('over https with another certificate is not trusted', async () => {
    setDefaultCACertificates(before);
    const { results } = await sendThrough({ kind: 'https' });
    setDefaultCACertificates([...before, AUTHORITY.certificate]);
    expect(results[0]).toMatchObject({
      name: 'PermanentError',
      message: expect.stringMatching(
        /^the certificate of localhost:\d+ is not trusted \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/,
      ),
    });
  });
});

describe('the proxy is chosen', () => {
  const usesProxy = (env: Record<string, string>, url = 'https://toloka.dev/api/v1'): boolean => {
    Object.assign(process.env, env);
    return createAgent(new URL(url)).constructor.name === 'TunnelAgent';
  };
  const https_proxy = 'http://proxy.example:3128';

  test.each<[Record<string, string>, boolean]>([
    [{}, false],
    [{ https_proxy }, true],
    [{ https_proxy: 'https://proxy.example' }, true],
    [{ HTTPS_PROXY: https_proxy }, true],
    [{ https_proxy: '', HTTPS_PROXY: '' }, false],
    [{ https_proxy, no_proxy: 'toloka.dev' }, false],
    [{ https_proxy, no_proxy: '.toloka.dev' }, false],
    [{ https_proxy, no_proxy: 'other.example, *' }, false],
    [{ https_proxy, no_proxy: 'oloka.dev,www.toloka.dev' }, true],
    [{ https_proxy: 'nonsense', no_proxy: 'toloka.dev' }, false],
  ])('by %j: %p', (env, expected) => {
    expect(usesProxy(env)).toBe(expected);
  });

  test('for an address, too, and never for loopback without encryption', () => {
    expect(usesProxy({ https_proxy }, 'https://10.0.0.5/api/v1')).toBe(true);
    expect(usesProxy({ http_proxy: https_proxy }, 'http://127.0.0.1/api/v1')).toBe(false);
  });

  test.each([
    'proxy.example:3128',
    'socks5://proxy.example:1080',
    'http://',
    'http://proxy.example:99999',
    'http://a:b%c@proxy.example',
    'http://a%:b@proxy.example',
    'xhttp://proxy.example',
    'httpss://proxy.example',
  ])('but not by %j, which is no usable URL', (text) => {
    process.env.https_proxy = text;
    expect(() => createAgent(API)).toThrow(
      expect.objectContaining({
        name: 'PermanentError',
        message: 'https_proxy is not a usable URL (not shown, since it may hold a password)',
        advice: ADVICE,
      }),
    );
  });
});

test('each address of a host has seconds to connect, and certificates are verified whatever the environment says', () => {
  expect(createAgent(API)).toMatchObject({
    options: { keepAlive: true, rejectUnauthorized: true, autoSelectFamilyAttemptTimeout: 5_000 },
  });
});
