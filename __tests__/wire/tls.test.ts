import { EventEmitter, once } from 'node:events';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { findProxy } from '../../src/toloka/proxy.ts';
import { createAuthority, type Identity, signItself } from '../support/certificates.ts';
import { startProxy, startSecure, startServer, startTcp } from '../support/network.ts';
import { startSending, TOKEN } from '../support/send.ts';

const AUTHORITY = createAuthority('Authority of a company');
const CONSTRAINED = createAuthority('Authority of another domain', 'other.example');
const TOLOKA = AUTHORITY.issue('toloka.dev');
const LOCALHOST = AUTHORITY.issue('localhost');

const trusted = tls.getCACertificates('default');
beforeAll(() => tls.setDefaultCACertificates([AUTHORITY.certificate, CONSTRAINED.certificate]));
afterAll(() => tls.setDefaultCACertificates(trusted));
afterEach(() => {
  delete process.env.https_proxy;
});

interface Company {
  /** What the server behind the proxy shows; by default a certificate for toloka.dev. */
  readonly identity?: Identity;
  readonly proxyIdentity?: Identity;
  readonly onConnect?: (socket: Duplex, nth: number) => boolean;
  readonly login?: string;
}

/** A company's network: only a proxy reaches Toloka, which shows a certificate of the company. */
async function startCompany({
  identity = TOLOKA,
  proxyIdentity,
  onConnect,
  login = '',
}: Company = {}) {
  const heard: string[] = [];
  const toloka = await startSecure(identity, ({ headers }, response) => {
    heard.push(String(headers.authorization));
    response.end('{"status":"OPEN"}');
  });
  const proxy = await startProxy({
    ...{ to: toloka.port, onConnect },
    ...(proxyIdentity && { identity: proxyIdentity }),
  });
  process.env.https_proxy = proxy.url.href.replace('//', `//${login}`);
  const url = findProxy(new URL('https://toloka.dev/'));
  if (url === 'unusable') throw new Error(url);
  return { proxy, toloka, heard, ...startSending('https://toloka.dev', url) };
}

describe('through a proxy', () => {
  test.each<[string, Company]>([
    ['http', {}],
    ['https', { proxyIdentity: LOCALHOST }],
  ])(
    'over %s, many requests take one tunnel, and the token stays out of it',
    async (_, company) => {
      const { post, get, proxy, heard } = await startCompany(company);
      expect(await post()).toMatchObject({ status: 200 });
      expect(await get()).toMatchObject({ status: 200 });
      expect(heard).toEqual([`OAuth ${TOKEN}`, `OAuth ${TOKEN}`]);
      expect(proxy.connects.map(({ target }) => target)).toEqual(['toloka.dev:443']);
      expect(proxy.connects[0]?.headers).not.toHaveProperty('authorization');
    },
  );

  test.each([
    ['somebody:made-up-password@', 'somebody:made-up-password'],
    ['some%20body:made%23up%40@', 'some body:made#up@'],
    // A percent sign that escapes nothing stands for itself.
    ['robot:50%off@', 'robot:50%off'],
  ])('the login %s arrives', async (login, sent) => {
    const { post, proxy } = await startCompany({ login });
    await post();
    const basic = `Basic ${Buffer.from(sent).toString('base64')}`;
    expect(proxy.connects[0]?.headers['proxy-authorization']).toBe(basic);
  });
});

type OnConnect = NonNullable<Company['onConnect']>;
/** Writes something instead of a tunnel, and ends the connection. */
const write =
  (text: string, end: (socket: Duplex) => unknown = (socket) => socket.end()): OnConnect =>
  (socket) => {
    socket.write(text, () => end(socket));
    return true;
  };
const speakNoTls: OnConnect = (socket) => {
  socket.once('data', () => socket.write('220 no TLS\r\n'));
  return socket.write(TUNNEL);
};
const TUNNEL = 'HTTP/1.1 200 Connection established\r\n\r\n';
const refuse = (status: number, end?: (socket: Duplex) => unknown) =>
  write(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`, end);
const reset = (socket: Duplex): unknown =>
  setImmediate(() => Reflect.apply(Reflect.get(socket, 'resetAndDestroy'), socket, []));
/** Resolves once the other side has closed a connection. */
async function untilClosed(socket: Duplex): Promise<void> {
  if (socket.closed || socket.readableEnded) return;
  await new Promise((resolve) => socket.once('close', resolve).once('end', resolve).resume());
}
const LOGIN = 'correct the user name and the password in https_proxy; only Basic is supported';

describe('a proxy that lets nothing through is named, but not its login', () => {
  test.each<[string, OnConnect, string, string, string?]>([
    ['502', refuse(502), 'HTTP 502', 'transient'],
    ['429', refuse(429), 'HTTP 429', 'transient'],
    ['403', refuse(403), 'HTTP 403', 'permanent'],
    ['451', refuse(451), 'HTTP 451', 'permanent'],
    ['407', refuse(407), 'HTTP 407', 'permanent', LOGIN],
    ['no answer', write(''), 'no answer to CONNECT', 'transient'],
    ['no HTTP', write('220 no HTTP\r\n\r\n'), 'no answer to CONNECT', 'transient'],
    ['no TLS behind it', speakNoTls, 'wrong version number', 'transient'],
  ])('%s', async (_, onConnect, says, kind, advice = '') => {
    const login = 'somebody:made-up-password@';
    const { post, proxy, heard } = await startCompany({ onConnect, login });
    const error = await post();
    expect(error).toMatchObject({ kind, message: expect.stringContaining(says) });
    expect(error).toMatchObject({ message: expect.stringMatching(`^proxy ${proxy.url.host}: `) });
    expect(error).toMatchObject({ facts: { code: 'NOT_REACHED', advice: advice || undefined } });
    expect(error).not.toHaveProperty('facts.answerLost', true);
    expect(JSON.stringify(error) + String(error)).not.toMatch(/made-up|c29tZWJvZHk/);
    expect(heard).toEqual([]);
  });

  // Windows drops what came before a reset, the refusal too.
  test.each([503, 403])('%d and a reset, which Node does not hear any more', async (status) => {
    const { post, proxy } = await startCompany({ onConnect: refuse(status, reset) });
    const message = expect.stringMatching(
      `^proxy ${proxy.url.host}: (HTTP ${status}|.*ECONNRESET)`,
    );
    expect(await post()).toMatchObject({ message, facts: { code: 'NOT_REACHED' } });
  });

  test.each<[string, OnConnect]>([
    ['never answers', () => true],
    ['leads to a silence', (socket) => socket.write(TUNNEL)],
  ])('it %s', async (_, silent) => {
    const asked = new EventEmitter();
    const onConnect: OnConnect = (socket, nth) => {
      silent(socket, nth);
      asked.emit('connect', socket);
      return true;
    };
    const { post, clock, proxy } = await startCompany({ onConnect });
    const [[socket], work] = await Promise.all([once(asked, 'connect'), { work: post() }]);
    clock.pass();
    const message = `proxy ${proxy.url.host}: no connection to toloka.dev within 30s`;
    const error = await work.work;
    expect(error).toMatchObject({ kind: 'transient', message });
    expect(error).not.toHaveProperty('facts.answerLost', true);
    // Its socket ends with the try.
    await untilClosed(socket);
  });

  test('nobody is there', async () => {
    const { post, proxy } = await startCompany();
    await new Promise((resolve) => proxy.server.close(resolve));
    const message = expect.stringMatching(`^proxy ${proxy.url.host}: connect ECONNREFUSED`);
    expect(await post()).toMatchObject({ message, facts: { unreachable: true } });
  });
});

test('each refused CONNECT ends its connection', async () => {
  const stay = () => undefined;
  const { post, proxy } = await startCompany({ onConnect: refuse(503, stay) });
  for (let tries = 0; tries < 3; tries += 1) await post();
  for (const socket of proxy.sockets) await untilClosed(socket);
  expect(proxy.sockets).toHaveLength(3);
});

const NOBODY = createAuthority('Authority of nobody');
const OF_NOBODY = NOBODY.issue('toloka.dev');
const WITH_CHAIN = { ...OF_NOBODY, certificate: OF_NOBODY.certificate + NOBODY.certificate };

describe('a certificate that is not trusted: nothing is sent', () => {
  test.each<[string, Identity, string]>([
    ['of an unknown authority', OF_NOBODY, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['that brings its own authority', WITH_CHAIN, 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['that nobody has signed', signItself('toloka.dev'), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['of another host', AUTHORITY.issue('other.example'), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that has expired', AUTHORITY.issue('toloka.dev', { daysAgo: 30 }), 'CERT_HAS_EXPIRED'],
    ['not valid yet', AUTHORITY.issue('toloka.dev', { daysAgo: -30 }), 'CERT_NOT_YET_VALID'],
    ['with a weak key', AUTHORITY.issue('toloka.dev', { bits: 1024 }), 'UNSPECIFIED'],
    ['signed with SHA-1', AUTHORITY.issue('toloka.dev', { hash: 'sha1' }), 'UNSPECIFIED'],
    ['of an authority for another domain', CONSTRAINED.issue('toloka.dev'), 'UNSPECIFIED'],
  ])('%s', async (_, identity, code) => {
    const { post, heard } = await startCompany({ identity });
    const message = `a certificate on the way to toloka.dev is not trusted (${code})`;
    const advice = 'if a proxy uses a private CA, set its certificate in NODE_EXTRA_CA_CERTS';
    const facts = { code: 'NOT_REACHED', advice };
    expect(await post()).toMatchObject({ kind: 'permanent', message, facts });
    expect(heard).toEqual([]);
  });

  test('of an https proxy', async () => {
    const { post, proxy } = await startCompany({ proxyIdentity: NOBODY.issue('localhost') });
    expect(await post()).toMatchObject({ kind: 'permanent' });
    expect(proxy.connects).toEqual([]);
  });
});

describe('without a proxy', () => {
  test('a connection that stands before an answer is lost is known to stand', async () => {
    const { port } = await startSecure(LOCALHOST, ({ socket }) => socket.destroy());
    const error = await startSending(`https://localhost:${port}`).post();
    expect(error).toMatchObject({ kind: 'transient', facts: { answerLost: true } });
  });

  test('a handshake that is cut has lost nothing', async () => {
    const { port } = await startTcp((socket) => socket.once('data', () => socket.destroy()));
    const error = await startSending(`https://localhost:${port}`).post();
    expect(error).toMatchObject({ kind: 'transient', facts: { unreachable: false } });
    expect(error).not.toHaveProperty('facts.answerLost', true);
  });

  test('a port that speaks plain http is told in the words of OpenSSL alone', async () => {
    const { port } = await startServer((_, response) => response.end());
    const error = await startSending(`https://localhost:${port}`).post();
    const message = expect.stringMatching(
      /^[a-z ]*(wrong version number|packet length too long)[^:]*$/,
    );
    expect(error).toMatchObject({ kind: 'transient', message, facts: { unreachable: true } });
  });

  test('an alert is told in the words of OpenSSL alone', async () => {
    // Handshake failure.
    const alert = Buffer.from([21, 3, 3, 0, 2, 2, 40]);
    const { port } = await startTcp((socket) => socket.once('data', () => socket.end(alert)));
    const error = await startSending(`https://localhost:${port}`).post();
    const message = expect.stringMatching(/^[^:]*handshake failure[^:]*$/);
    expect(error).toMatchObject({ kind: 'transient', message, facts: { unreachable: true } });
  });
});
