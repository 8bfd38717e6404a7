import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, jest, test } from '@jest/globals';
import type { RunOptions } from '../../tools/toloka/runner.js';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import { endAfter, isPoll, outcomesOf, RUNS, runStep, titleOf } from '../step.ts';
import { createAuthority, signItself } from './certificates.ts';
import { AUTHORITY, type CompanyOptions, withCompany } from './company.ts';

const PAGE = 'https://platform.toloka.ai/requester/project/7/training/21';
const NO_NAMES = fileURLToPath(new URL('../faults/no-names.cjs', import.meta.url));

// A silent proxy is given up after 30 s.
jest.setTimeout(80_000);

interface AtCompany extends CompanyOptions {
  readonly inputs?: Record<string, string>;
  readonly env?: Record<string, string>;
  /** The login in the proxy's URL, such as `user:password@`. */
  readonly login?: string;
  readonly variable?: 'https_proxy' | 'HTTPS_PROXY';
  readonly step?: RunOptions;
}

/** Runs a step as on a company's runner: in production, through the company's proxy, with trust in its authority. */
const runAtCompany = ({
  inputs,
  env,
  login = '',
  variable = 'https_proxy',
  step,
  ...options
}: AtCompany = {}) =>
  withCompany(options, async ({ proxy, authorityFile, connects, toloka, received }) => {
    const ended = await runStep({
      ...step,
      inputs: { 'training-id': '21', timeout: '2m', ...inputs },
      env: {
        // Without the proxy no name is found.
        NODE_OPTIONS: `--require ${JSON.stringify(NO_NAMES)}`,
        [variable]: proxy.replace('//', `//${login}`),
        NODE_EXTRA_CA_CERTS: authorityFile,
        ...env,
      },
    });
    return { ...ended, connects, proxy: new URL(proxy).host, toloka, received: received() };
  });

type Seen = Awaited<ReturnType<typeof runAtCompany>>;

function expectOpened(seen: Seen): void {
  expect(seen).toMatchObject({ passed: true, error: '', warnings: [] });
  const operationId = seen.toloka.operations[0]?.id;
  expect(seen.outputs).toMatchObject({
    'operation-id': operationId,
    status: 'SUCCESS',
    'training-url': PAGE,
  });
  expect(seen.log.filter((line) => line.includes(PAGE))).toEqual([`training 21: ${PAGE}`]);
  expect(seen.summary).toContain(`<a href="${PAGE}">Training 21`);
  expect(new Set(seen.connects.map(({ target }) => target))).toEqual(new Set(['toloka.dev:443']));
  for (const { headers } of seen.connects) expect(headers).not.toHaveProperty('authorization');
}

test.concurrent.each(['http', 'https', 'ipv6'] as const)(
  'opens through a proxy of the kind %s',
  async (kind) => {
    expectOpened(await runAtCompany({ kind }));
  },
);

test.concurrent('opens through the proxy of HTTPS_PROXY, by one tunnel or two, however often it polls', async () => {
  const isSixthPoll = (exchange: Exchange): boolean => isPoll(exchange) && exchange.tryOf === 6;
  const trainings = [describeTraining('21', RUNS)];
  const seen = await runAtCompany({ variable: 'HTTPS_PROXY', trainings, ...endAfter(isSixthPoll) });
  expectOpened(seen);
  // A second one if a busy machine makes the reading of the link so late that the step gives it up.
  expect(seen.connects.length).toBeLessThanOrEqual(2);
});

test.concurrent.each([
  ['somebody:made-up-password@', 'somebody:made-up-password'],
  ['some%20body:made%23up%40@', 'some body:made#up@'],
  // A percent sign that escapes nothing stands for itself.
  ['robot:50%off@', 'robot:50%off'],
])('the login %s reaches the proxy, and shows nowhere', async (login, sent) => {
  const seen = await runAtCompany({ login, step: { debug: true } });
  expectOpened(seen);
  expect(seen.connects[0]?.headers['proxy-authorization']).toBe(
    `Basic ${Buffer.from(sent).toString('base64')}`,
  );
  expect(shownBy(seen)).not.toContain(sent.split(':')[1]);
});

const shownBy = ({ raw, outputs, rawSummary }: Seen): string =>
  raw + JSON.stringify(outputs) + rawSummary;

test.concurrent.each([
  'http://somebody:made#up-password@proxy.example:3128',
  'http://CORP\\somebody:up-password@proxy.example:3128',
  'somebody:made-up-password@proxy.example:3128',
])('https_proxy=%s is refused before anything is sent, and does not show', async (https_proxy) => {
  const seen = await runAtCompany({ env: { https_proxy }, step: { debug: true } });
  expect(seen).toMatchObject({ passed: false, exitCode: 1, warnings: [] });
  expect(seen.error).toMatch(
    /^https_proxy is not a usable URL .*; write it as http:\/\/user:password@proxy\.example:3128/,
  );
  expect(titleOf(seen)).toBe('Nothing was sent to Toloka');
  expect(shownBy(seen)).not.toMatch(/somebody|up-password|CORP/);
  expect(seen.toloka.requests).toEqual([]);
});

test.concurrent.each(['.toloka.dev', 'other.example, toloka.dev:443'])(
  'no_proxy=%s goes past the proxy',
  async (no_proxy) => {
    const seen = await runAtCompany({ inputs: { timeout: '1s' }, env: { no_proxy } });
    expect(seen.connects).toEqual([]);
    expect(seen.error).toMatch(/^timed out after 1s; last fault: .*toloka\.dev/);
  },
);

test.concurrent('no_proxy with other hosts still goes through the proxy', async () => {
  expectOpened(await runAtCompany({ env: { no_proxy: 'oloka.dev,www.toloka.dev' } }));
});

test.concurrent('an api-url with an IPv6 address goes through the proxy', async () => {
  const identity = AUTHORITY.issue('2001:db8::1');
  const seen = await runAtCompany({
    identity,
    inputs: { 'api-url': 'https://[2001:db8::1]:8443' },
  });
  expect(seen).toMatchObject({ passed: true, error: '' });
  expect(seen.connects.map(({ target }) => target)).toEqual(['[2001:db8::1]:8443']);
});

test.concurrent('an api-url on loopback goes past the proxy, and may be an IPv6 address', async () => {
  await withCompany(
    { identity: AUTHORITY.issue('::1') },
    async ({ secure, proxy, authorityFile, connects }) => {
      const inputs = { 'training-id': '21', 'api-url': secure, timeout: '2m' };
      const env = { https_proxy: proxy, NODE_EXTRA_CA_CERTS: authorityFile };
      expect(await runStep({ inputs, env })).toMatchObject({ passed: true, error: '' });
      expect(connects).toEqual([]);
    },
  );
});

const NOBODY = createAuthority('Authority of nobody');
const OF_NOBODY = NOBODY.issue('toloka.dev');
const WITH_CHAIN = { ...OF_NOBODY, certificate: OF_NOBODY.certificate + NOBODY.certificate };
const CONSTRAINED = createAuthority('Authority of another domain', 'other.example');

test.concurrent.each([
  ['of an unknown authority', OF_NOBODY, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', {}],
  ['that brings its own authority along', WITH_CHAIN, 'SELF_SIGNED_CERT_IN_CHAIN', {}],
  ['that nobody has signed', signItself('toloka.dev'), 'DEPTH_ZERO_SELF_SIGNED_CERT', {}],
  ['of another host', AUTHORITY.issue('other.example'), 'ERR_TLS_CERT_ALTNAME_INVALID', {}],
  ['that has expired', AUTHORITY.issue('toloka.dev', { daysAgo: 30 }), 'CERT_HAS_EXPIRED', {}],
  [
    'that is not valid yet',
    AUTHORITY.issue('toloka.dev', { daysAgo: -30 }),
    'CERT_NOT_YET_VALID',
    {},
  ],
  ['with a weak key', AUTHORITY.issue('toloka.dev', { bits: 1024 }), 'UNSPECIFIED', {}],
  ['signed with SHA-1', AUTHORITY.issue('toloka.dev', { hash: 'sha1' }), 'UNSPECIFIED', {}],
  ['of an authority for another domain', CONSTRAINED.issue('toloka.dev'), 'UNSPECIFIED', {}],
  [
    'without NODE_EXTRA_CA_CERTS',
    undefined,
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    { NODE_EXTRA_CA_CERTS: '' },
  ],
  [
    'of nobody, with NODE_TLS_REJECT_UNAUTHORIZED=0',
    OF_NOBODY,
    'UNABLE_TO_',
    { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
  ],
])('a certificate %s is not trusted, and nothing is sent', async (_, identity, code, env) => {
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  const file = join(folder, 'authorities.pem');
  writeFileSync(file, AUTHORITY.certificate + CONSTRAINED.certificate);
  const seen = await runAtCompany({
    ...(identity && { identity }),
    env: { NODE_EXTRA_CA_CERTS: file, ...env },
  });
  rmSync(folder, { recursive: true });
  expect(seen).toMatchObject({ passed: false, exitCode: 1, warnings: [] });
  expect(seen.error).toMatch(
    /^the certificate of toloka\.dev is not trusted .*, so this request was not sent; /,
  );
  expect(seen.error).not.toContain('not known');
  expect(seen.error).toContain(code);
  expect(seen.error).toContain('NODE_EXTRA_CA_CERTS');
  // The handshake has failed before any word of HTTP.
  expect([seen.received, seen.toloka.requests, seen.connects.length]).toEqual([0, [], 1]);
});

test.concurrent('an https proxy without its authority is not trusted, and named', async () => {
  const seen = await runAtCompany({ kind: 'https', env: { NODE_EXTRA_CA_CERTS: '' } });
  expect(seen.error).toMatch(
    /^the certificate of .*localhost:\d+ is not trusted \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/,
  );
  expect(seen.connects).toEqual([]);
});

type OnConnect = NonNullable<CompanyOptions['onConnect']>;

/** Writes something instead of a tunnel, and ends the connection. */
const write =
  (text: string): OnConnect =>
  (socket) => {
    socket.end(text);
    return true;
  };
const refuse = (status: string) => write(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);
const TUNNEL = 'HTTP/1.1 200 Connection established\r\n\r\n';
const stallBehind: OnConnect = (socket) => socket.write(TUNNEL);

const BAD_PROXIES: readonly [string, OnConnect, RegExp][] = [
  ['answers 502', refuse('502 Bad Gateway'), /^proxy 127\.0\.0\.1:\d+: HTTP 502$/],
  ['answers 403', refuse('403 Forbidden'), /^proxy 127\.0\.0\.1:\d+: HTTP 403$/],
  ['closes', write(''), /^proxy 127\.0\.0\.1:\d+: no answer to CONNECT/],
  ['speaks no HTTP', write('SSH-2.0-Gateway\r\n'), /^proxy 127\.0\.0\.1:\d+: /],
  ['leads to something without TLS', write(`${TUNNEL}no TLS at all\r\n`), /SSL|EPROTO|ECONNRESET/],
];
const SILENT_PROXIES: readonly [string, OnConnect, RegExp][] = [
  ['never answers', () => true, /no whole answer within/],
  ['leads to a silence', stallBehind, /no whole answer within/],
];

test.concurrent.each([...BAD_PROXIES, ...SILENT_PROXIES])(
  'a proxy that %s, for ever: ends at the deadline, and shows no login',
  async (_, onConnect, says) => {
    const login = 'somebody:made-up-password@';
    const seen = await runAtCompany({
      onConnect,
      login,
      inputs: { timeout: '3s' },
      step: { debug: true },
    });
    expect(seen).toMatchObject({ passed: false, exitCode: 1 });
    expect(seen.error).toMatch(/^timed out after 3s; /);
    expect(outcomesOf(seen, /^POST/)).toContainEqual(expect.stringMatching(says));
    expect(seen.outputs).toMatchObject({ 'operation-id': '', status: '', 'already-open': 'false' });
    expect(shownBy(seen)).not.toMatch(/made-up-password|c29tZWJvZHk/);
    expect([seen.received, seen.toloka.requests]).toEqual([0, []]);
  },
);

test.concurrent.each([...SILENT_PROXIES, ...BAD_PROXIES])(
  'a proxy that %s, once: the training opens',
  async (_, onConnect) => {
    const once: OnConnect = (socket, nth) => nth === 1 && onConnect(socket, nth);
    expectOpened(await runAtCompany({ onConnect: once, inputs: { timeout: '60s' } }));
  },
);

test.concurrent.each([
  ['', /set the user name and the password of the proxy in https_proxy/],
  ['somebody:made-up-password@', /did not accept the login in https_proxy.*only Basic/],
])(
  'a proxy that answers 407 to the login "%s": fails at once, and says why',
  async (login, says) => {
    const seen = await runAtCompany({
      login,
      onConnect: refuse('407 Proxy Authentication Required'),
    });
    expect(seen.error.startsWith(`proxy ${seen.proxy}: HTTP 407; `)).toBe(true);
    expect(seen.error).toMatch(says);
    expect(shownBy(seen)).not.toContain('made-up-password');
    expect(seen.connects).toHaveLength(1);
  },
);

test.concurrent('a proxy that is not there: ends at the deadline, and names the proxy', async () => {
  const { error } = await runAtCompany({
    inputs: { timeout: '2s' },
    env: { https_proxy: 'http://127.0.0.1:9' },
  });
  expect(error).toMatch(
    /^timed out after 2s; last fault: proxy 127\.0\.0\.1:9: connect ECONNREFUSED 127\.0\.0\.1:9; run/,
  );
});

test.concurrent('a proxy that never answers, and a cancel: ends at once', async () => {
  const step = { cancelWhen: (line: string) => line.startsWith('opening training') };
  const seen = await runAtCompany({ onConnect: () => true, inputs: { timeout: '60s' }, step });
  expect(seen).toMatchObject({
    passed: false,
    exitCode: 1,
    error: expect.stringMatching(/^cancelled; /),
  });
  expect(seen.milliseconds).toBeLessThan(20_000);
});
