import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import type { RunOptions, StepResult } from '../../tools/toloka/runner.js';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining, type TrainingDescription } from '../../tools/toloka/trainings.js';
import { runStep } from '../step.ts';
import { createAuthority, signItself } from './certificates.ts';
import { AUTHORITY, type Company, type CompanyOptions, withCompany } from './company.ts';

const PAGE = 'https://platform.toloka.ai/requester/project/7/training/21';
const LONG = describeTraining('21', { runningMs: 3_600_000 });
const NO_NAMES = fileURLToPath(new URL('../faults/no-names.cjs', import.meta.url));

interface Seen extends Pick<Company, 'connects' | 'proxy' | 'toloka'> {
  readonly ended: StepResult;
  readonly received: number;
}

/** Runs a step as on a company's runner: in production, through the company's proxy, with trust in its authority. */
async function runAtCompany(
  options: CompanyOptions & {
    readonly step?: (company: Company) => RunOptions;
    readonly inputs?: Record<string, string>;
    readonly env?: Record<string, string>;
  } = {},
): Promise<Seen> {
  const { step, inputs, env, ...company } = options;
  return await withCompany({ trainings: [describeTraining('21', { runningMs: 300 })], ...company }, async (started) => {
    const { proxy, authorityFile, connects, toloka, received } = started;
    const given = step?.(started);
    const ended = await runStep({
      ...given,
      inputs: { 'training-id': '21', timeout: '20s', ...inputs, ...given?.inputs },
      env: {
        // Without the proxy no name is found.
        NODE_OPTIONS: `--require ${JSON.stringify(NO_NAMES)}`,
        https_proxy: proxy,
        NODE_EXTRA_CA_CERTS: authorityFile,
        ...env,
        ...given?.env,
      },
    });
    return { ended, connects, proxy, toloka, received: received() };
  });
}

function expectOpened({ ended, connects, toloka }: Seen): void {
  expect(ended).toMatchObject({ passed: true, error: '' });
  expect(ended.outputs).toMatchObject({
    'operation-id': toloka.operations[0]?.id,
    status: 'SUCCESS',
    'already-open': 'false',
    'training-url': PAGE,
  });
  expect(ended.summary).toContain(`<h3><a href="${PAGE}">Training 21 is open</a></h3>`);
  expect(ended.summary).toMatch(/<p>production /);
  expect(new Set(connects.map(({ target }) => target))).toEqual(new Set(['toloka.dev:443']));
}

const NOBODY = createAuthority('Authority of nobody');
const OF_NOBODY = NOBODY.issue('toloka.dev');
const CONSTRAINED = createAuthority('Authority of another domain', 'other.example');

const UNTRUSTED = [
  { which: 'of an unknown authority', identity: OF_NOBODY, code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  {
    which: 'that brings its own authority along',
    identity: { ...OF_NOBODY, certificate: OF_NOBODY.certificate + NOBODY.certificate },
    code: 'SELF_SIGNED_CERT_IN_CHAIN',
  },
  { which: 'that nobody has signed', identity: signItself('toloka.dev'), code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  { which: 'of another host', identity: AUTHORITY.issue('other.example'), code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
  { which: 'that has expired', identity: AUTHORITY.issue('toloka.dev', { daysAgo: 30 }), code: 'CERT_HAS_EXPIRED' },
  {
    which: 'that is not valid yet',
    identity: AUTHORITY.issue('toloka.dev', { daysAgo: -30 }),
    code: 'CERT_NOT_YET_VALID',
  },
  { which: 'with a weak key', identity: AUTHORITY.issue('toloka.dev', { bits: 1024 }), code: 'UNSPECIFIED' },
  { which: 'signed with SHA-1', identity: AUTHORITY.issue('toloka.dev', { hash: 'sha1' }), code: 'UNSPECIFIED' },
  {
    which: 'of an authority for another domain',
    identity: CONSTRAINED.issue('toloka.dev'),
    authority: CONSTRAINED.certificate,
    code: 'UNSPECIFIED',
  },
];

function expectUntrusted({ ended, connects, toloka, received }: Seen, code: string): void {
  expect(ended).toMatchObject({ passed: false, exitCode: 1, warnings: [] });
  expect(ended.error).toMatch(/^the certificate of toloka\.dev is not trusted .*, so this request was not sent; /);
  expect(ended.error).not.toContain('not known');
  expect(ended.error).toContain(code);
  expect(ended.error).toContain('NODE_EXTRA_CA_CERTS');
  expect(ended.error).not.toContain('timed out');
  // The handshake has failed before any word of HTTP.
  expect(received).toBe(0);
  expect(toloka.requests).toEqual([]);
  expect(connects).toHaveLength(1);
  for (const { headers } of connects) expect(headers).not.toHaveProperty('authorization');
}

type OnConnect = NonNullable<CompanyOptions['onConnect']>;

const refuse =
  (status: string): OnConnect =>
  (socket) => {
    socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);
    return true;
  };
const stall: OnConnect = () => true;
const close: OnConnect = (socket) => {
  socket.destroy();
  return true;
};
const garble: OnConnect = (socket) => {
  socket.end('SSH-2.0-Gateway\r\n');
  return true;
};
const stallBehind: OnConnect = (socket) => {
  socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
  return true;
};
const garbleBehind: OnConnect = (socket) => {
  socket.end('HTTP/1.1 200 Connection established\r\n\r\nno TLS at all\r\n');
  return true;
};

const BAD_PROXIES: readonly { readonly does: string; readonly onConnect: OnConnect; readonly says: RegExp }[] = [
  { does: 'answers 502', onConnect: refuse('502 Bad Gateway'), says: /last fault: proxy 127\.0\.0\.1:\d+: HTTP 502;/ },
  { does: 'answers 403', onConnect: refuse('403 Forbidden'), says: /last fault: proxy 127\.0\.0\.1:\d+: HTTP 403;/ },
  { does: 'never answers', onConnect: stall, says: /no whole answer within/ },
  { does: 'closes', onConnect: close, says: /last fault: proxy 127\.0\.0\.1:\d+: socket hang up \(ECONNRESET\);/ },
  { does: 'speaks no HTTP', onConnect: garble, says: /last fault: proxy 127\.0\.0\.1:\d+: Parse Error/ },
  { does: 'leads to a silence', onConnect: stallBehind, says: /no whole answer within/ },
  { does: 'leads to something without TLS', onConnect: garbleBehind, says: /SSL|EPROTO|ECONNRESET/ },
];

test.concurrent('opens through the proxy, with the authority of NODE_EXTRA_CA_CERTS', async () => {
  const seen = await runAtCompany();
  expectOpened(seen);
  for (const { headers } of seen.connects) expect(headers).not.toHaveProperty('authorization');
});

test.concurrent('opens through the proxy of HTTPS_PROXY, and its user and password show nowhere', async () => {
  const seen = await runAtCompany({
    step: ({ proxy }) => ({
      env: { https_proxy: '', HTTPS_PROXY: proxy.replace('//', '//somebody:made-up-password@') },
    }),
  });
  expectOpened(seen);
  const credentials = Buffer.from('somebody:made-up-password').toString('base64');
  expect(seen.connects[0]?.headers['proxy-authorization']).toBe(`Basic ${credentials}`);
  expect(seen.ended.raw).not.toContain('made-up-password');
});

test.concurrent('joins through the proxy, and `wait: false` sets the link too', async () => {
  const env = ({ proxy, authorityFile }: Company) => ({ https_proxy: proxy, NODE_EXTRA_CA_CERTS: authorityFile });
  const trainings = [describeTraining('21', { runningMs: 10_000 })];
  const [first, second] = await withCompany({ trainings }, async (company) => {
    const inputs = { 'training-id': '21', timeout: '20s' };
    const opened = await runStep({ inputs: { ...inputs, wait: 'false' }, env: env(company) });
    return [opened, await runStep({ inputs, env: env(company) })];
  });
  expect(first).toMatchObject({ passed: true, outputs: { status: 'RUNNING', 'training-url': PAGE } });
  expect(second).toMatchObject({ passed: true, error: '', outputs: { status: 'SUCCESS', 'training-url': PAGE } });
  expect(second?.outputs['operation-id']).toBe(first?.outputs['operation-id']);
});

test.concurrent.each<[string, TrainingDescription, RunOptions, Record<string, string>]>([
  ['after a failure at once', describeTraining('21', { ends: 'FAIL' }), {}, { status: 'FAIL' }],
  ['after a failure', describeTraining('21', { runningMs: 600, ends: 'FAIL' }), {}, { status: 'FAIL' }],
  ['after a timeout', LONG, { inputs: { timeout: '2s' } }, { status: 'RUNNING' }],
  ['after a cancel', LONG, { cancelWhen: (line) => line.includes(PAGE) }, { status: 'RUNNING' }],
  ['after a refusal with 409', describeTraining('21', {}, { empty: true }), {}, { status: '' }],
])('the link is set and printed %s', async (_, training, step, outputs) => {
  const { ended } = await runAtCompany({ trainings: [training], step: () => step });
  expect(ended).toMatchObject({ passed: false, outputs: { ...outputs, 'training-url': PAGE } });
  expect(ended.log.filter((line) => line.includes(PAGE))).toEqual([`training 21: ${PAGE}`]);
  expect(ended.summary).toContain(`<a href="${PAGE}">Training 21 `);
});

test.concurrent('a forged project_id is encoded in the link, and stays a link to the same page', async () => {
  const forged = '7/../x?a=b#c" onclick="alert(1)"><script>\n::error::forged ##[error]forged \u202e';
  const onAnswer = ({ method, path, answer }: Exchange): boolean => {
    if (method === 'GET' && path === '/trainings/21' && answer !== undefined) {
      answer.body = JSON.stringify({ ...JSON.parse(answer.body), project_id: forged });
    }
    return false;
  };
  const { ended } = await runAtCompany({ onAnswer });
  const page = `https://platform.toloka.ai/requester/project/${encodeURIComponent(forged)}/training/21`;
  expect(ended).toMatchObject({ passed: true, error: '' });
  expect(ended.outputs['training-url']).toBe(page);
  expect(ended.summary).toContain(`<a href="${page}">Training 21 is open</a>`);
  expect(page).toMatch(/^[\w:/.%()!'*-]+$/);
});

test.concurrent.each(['toloka.dev', '.toloka.dev', 'dev', '.DEV', '*', 'other.example, toloka.dev:443'])(
  'no_proxy=%s goes past the proxy',
  async (no_proxy) => {
    const { ended, connects } = await runAtCompany({ inputs: { timeout: '1s' }, env: { no_proxy } });
    expect(connects).toEqual([]);
    expect(ended.passed).toBe(false);
    expect(ended.error).toContain('timed out after 1s; last fault: ENOTFOUND toloka.dev');
  },
);

test.concurrent.each(['oloka.dev', 'www.toloka.dev', 'example'])('no_proxy=%s does not', async (no_proxy) => {
  expectOpened(await runAtCompany({ env: { no_proxy } }));
});

test.concurrent.each(['https', 'ipv6'] as const)('opens through a proxy of the kind %s', async (kind) => {
  expectOpened(await runAtCompany({ kind }));
});

test.concurrent('does not trust an https proxy without its authority, and names it', async () => {
  const { ended, connects } = await runAtCompany({ kind: 'https', env: { NODE_EXTRA_CA_CERTS: '' } });
  expect(ended.error).toMatch(/^the certificate of localhost:\d+ is not trusted \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/);
  expect(connects).toEqual([]);
});

test.concurrent('keeps its tunnel, however often it polls', async () => {
  const seen = await runAtCompany({ trainings: [describeTraining('21', { runningMs: 6_000 })] });
  expectOpened(seen);
  // One is enough, unless a busy machine makes the reading of the link so late that the step gives it up.
  expect(seen.connects.length).toBeLessThan(seen.toloka.requests.length / 2);
});

test.concurrent.each([
  'http://somebody:made%up-password@proxy.example:3128',
  'http://somebody:made#up-password@proxy.example:3128',
  'http://somebody:made/up-password@proxy.example:3128',
  'http://somebody:made-up-password@proxy.example:99999',
  'somebody:made-up-password@proxy.example:3128',
  'proxy.example:3128',
  'socks5://somebody:made-up-password@proxy.example:1080',
  'http://',
])('https_proxy=%s is refused before anything is sent, and does not show', async (https_proxy) => {
  const { ended, toloka } = await runAtCompany({ env: { https_proxy } });
  expect(ended).toMatchObject({ passed: false, exitCode: 1 });
  expect(ended.error).toMatch(
    /^https_proxy is not a usable URL .*; write it as http:\/\/user:password@proxy\.example:3128/,
  );
  expect(ended.annotations[0]?.title).toBe('Nothing was sent to Toloka');
  expect(ended.raw + JSON.stringify(ended.outputs) + ended.rawSummary).not.toMatch(/somebody|up-password/);
  expect(toloka.requests).toEqual([]);
});

test.concurrent('an api-url on loopback goes past the proxy', async () => {
  const { ended, connects } = await runAtCompany({
    step: ({ toloka, proxy }) => ({ inputs: { 'api-url': toloka.url }, env: { http_proxy: proxy } }),
  });
  expect(ended).toMatchObject({ passed: true, error: '' });
  expect(connects).toEqual([]);
});

test.concurrent('without NODE_EXTRA_CA_CERTS the certificate is not trusted, and nothing is sent', async () => {
  const seen = await runAtCompany({ env: { NODE_EXTRA_CA_CERTS: '' } });
  expectUntrusted(seen, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
});

test.concurrent.each(UNTRUSTED)(
  'a certificate $which is not trusted, and nothing is sent',
  async ({ identity, code, authority = AUTHORITY.certificate }) => {
    const folder = mkdtempSync(join(tmpdir(), 'authority-'));
    const file = join(folder, 'authority.pem');
    writeFileSync(file, authority);
    expectUntrusted(await runAtCompany({ identity, env: { NODE_EXTRA_CA_CERTS: file } }), code);
    rmSync(folder, { recursive: true });
  },
);

test.concurrent('NODE_TLS_REJECT_UNAUTHORIZED=0, set for another tool, makes no certificate trusted', async () => {
  const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
  expectUntrusted(await runAtCompany({ identity: OF_NOBODY, env }), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
});

test.concurrent.each(BAD_PROXIES)('a proxy that $does, for ever: ends at the deadline', async ({ onConnect, says }) => {
  const { ended, received, toloka } = await runAtCompany({ onConnect, inputs: { timeout: '2s' } });
  expect(ended.passed).toBe(false);
  expect(ended.exitCode).not.toBe(0);
  expect(ended.error).toMatch(/^timed out after 2s; /);
  expect(ended.error).toMatch(says);
  expect(ended.error).not.toContain('not known');
  expect(ended.outputs).toMatchObject({ 'operation-id': '', status: '', 'already-open': 'false' });
  expect(ended.milliseconds).toBeGreaterThan(2_000);
  expect(ended.tookMs).toBeLessThan(4_000);
  expect(received).toBe(0);
  expect(toloka.requests).toEqual([]);
});

test.concurrent.each(BAD_PROXIES.filter(({ says }) => !says.source.startsWith('no whole')))(
  'a proxy that $does, once: the training opens',
  async ({ onConnect }) => {
    expectOpened(await runAtCompany({ onConnect: (socket, nth) => nth === 1 && onConnect(socket, nth) }));
  },
);

test.concurrent('a proxy that asks for a password: fails at once, and names the proxy', async () => {
  const onConnect = refuse('407 Proxy Authentication Required');
  const { ended, connects, proxy } = await runAtCompany({ onConnect });
  expect(ended.passed).toBe(false);
  expect(ended.error).toBe(
    `proxy ${proxy.replace('http://', '')}: HTTP 407; set the user name and the password of the proxy in https_proxy\nPOST /trainings/21/open`,
  );
  expect(connects).toHaveLength(1);
});

test.concurrent('a proxy that is not there: ends at the deadline, and names the proxy', async () => {
  const { ended } = await runAtCompany({ inputs: { timeout: '2s' }, env: { https_proxy: 'http://127.0.0.1:9' } });
  expect(ended.error).toMatch(
    /^timed out after 2s; last fault: proxy 127\.0\.0\.1:9: ECONNREFUSED 127\.0\.0\.1:9; run/,
  );
});

test.concurrent('a proxy that never answers, and a cancel: ends at once', async () => {
  let child: ChildProcess | undefined;
  let cancelledAt = Number.NaN;
  let endedAt = Number.NaN;
  const onConnect = (): boolean => {
    setTimeout(() => {
      cancelledAt = performance.now();
      child?.kill('SIGINT');
    }, 100);
    return true;
  };
  const { ended } = await runAtCompany({
    onConnect,
    step: () => ({
      onStart: (started) => {
        child = started;
        started.once('exit', () => {
          endedAt = performance.now();
        });
      },
    }),
  });
  expect(ended.passed).toBe(false);
  expect(ended.exitCode).not.toBe(0);
  expect(ended.error).toMatch(/^cancelled; /);
  expect(endedAt - cancelledAt).toBeLessThan(2_000);
});
