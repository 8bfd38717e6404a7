import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import type { Exchange } from '../../local/toloka.js';
import { training } from '../faults/phases.ts';
import { testSideBySide } from '../faults/side-by-side.ts';
import { type Ended, runStep, type StepOptions } from '../faults/step.ts';
import { createAuthority, signItself } from './certificates.ts';
import { AUTHORITY, type Company, type CompanyOptions, withCompany } from './company.ts';

const PAGE = 'https://platform.toloka.ai/requester/project/7/training/21';
const NO_NAMES = fileURLToPath(new URL('../faults/no-names.cjs', import.meta.url));

interface Seen extends Pick<Company, 'connects' | 'toloka'> {
  readonly ended: Ended;
  readonly received: number;
}

/** Runs a step as on a company's runner: production, through the company's proxy, trusting its authority. */
async function runAtCompany(
  options: CompanyOptions & {
    readonly step?: (company: Company) => StepOptions;
    readonly inputs?: Record<string, string>;
    readonly env?: Record<string, string>;
  } = {},
): Promise<Seen> {
  const { step, inputs, env, ...company } = options;
  return await withCompany({ trainings: [training(300)], ...company }, async (started) => {
    const { proxy, authorityFile, connects, toloka, received } = started;
    const given = step?.(started);
    const ended = await runStep({
      ...given,
      inputs: { 'training-id': '21', timeout: '20s', ...inputs, ...given?.inputs },
      env: {
        // Whatever goes past the proxy gets nowhere, on whatever network.
        NODE_OPTIONS: `--require ${JSON.stringify(NO_NAMES)}`,
        https_proxy: proxy,
        NODE_EXTRA_CA_CERTS: authorityFile,
        ...env,
        ...given?.env,
      },
    });
    return { ended, connects, toloka, received: received() };
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
  expect(ended.summary).toContain(`<a href="${PAGE}">21</a>`);
  expect(ended.summary).toContain('<td>production</td>');
  expect(new Set(connects.map(({ target }) => target))).toEqual(new Set(['toloka.dev:443']));
}

const NOBODY = createAuthority('Authority of nobody');
const OF_NOBODY = NOBODY.issue('toloka.dev');

const UNTRUSTED = {
  'of an authority that is not known': { identity: OF_NOBODY, code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  'that brings its own authority along': {
    identity: { ...OF_NOBODY, certificate: OF_NOBODY.certificate + NOBODY.certificate },
    code: 'SELF_SIGNED_CERT_IN_CHAIN',
  },
  'that nobody has signed': { identity: signItself('toloka.dev'), code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  'of another host': { identity: AUTHORITY.issue('other.example'), code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
  'that has expired': { identity: AUTHORITY.issue('toloka.dev', 30), code: 'CERT_HAS_EXPIRED' },
  'that is not valid yet': { identity: AUTHORITY.issue('toloka.dev', -30), code: 'CERT_NOT_YET_VALID' },
};

function expectUntrusted({ ended, connects, toloka, received }: Seen, code: string): void {
  expect(ended).toMatchObject({ passed: false, exitCode: 1, warnings: [] });
  expect(ended.error).toMatch(/^POST \/trainings\/21\/open: the certificate of toloka\.dev is not trusted/);
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

const BAD_PROXIES: Readonly<Record<string, { readonly onConnect: OnConnect; readonly says: string | RegExp }>> = {
  'answers 407': { onConnect: refuse('407 Proxy Authentication Required'), says: '407' },
  'answers 502': { onConnect: refuse('502 Bad Gateway'), says: '502' },
  'answers 503': { onConnect: refuse('503 Service Unavailable'), says: '503' },
  'never answers': { onConnect: stall, says: 'answer within' },
  closes: { onConnect: close, says: 'ECONNRESET' },
  'speaks no HTTP': { onConnect: garble, says: /Parse Error|ECONNRESET/ },
  'leads to a silence': { onConnect: stallBehind, says: 'answer within' },
  'leads to something without TLS': { onConnect: garbleBehind, says: /SSL|EPROTO|ECONNRESET/ },
};

testSideBySide(
  [
    {
      name: 'opens through the proxy, with the authority of NODE_EXTRA_CA_CERTS',
      run: async () => {
        const seen = await runAtCompany();
        expectOpened(seen);
        for (const { headers } of seen.connects) expect(headers).not.toHaveProperty('authorization');
      },
    },
    {
      name: 'opens through the proxy that HTTPS_PROXY names, with a user and a password that show nowhere',
      run: async () => {
        const seen = await runAtCompany({
          step: ({ proxy }) => ({
            env: { https_proxy: '', HTTPS_PROXY: proxy.replace('//', '//somebody:made-up-password@') },
          }),
        });
        expectOpened(seen);
        const credentials = Buffer.from('somebody:made-up-password').toString('base64');
        expect(seen.connects[0]?.headers['proxy-authorization']).toBe(`Basic ${credentials}`);
        expect(seen.ended.raw).not.toContain('made-up-password');
      },
    },
    {
      name: 'the action that waits goes through the proxy',
      run: async () => {
        const seen = await withCompany({ trainings: [training(300)] }, async ({ proxy, authorityFile, ...company }) => {
          const env = { https_proxy: proxy, NODE_EXTRA_CA_CERTS: authorityFile };
          const inputs = { 'training-id': '21', timeout: '20s', wait: 'false' };
          const opened = await runStep({ inputs, env });
          const operationId = opened.outputs['operation-id'] ?? '';
          const joined = { 'operation-id': operationId, timeout: '20s' };
          const ended = await runStep({ action: 'wait', inputs: joined, env });
          return { ended, connects: company.connects };
        });
        expect(seen.ended).toMatchObject({ passed: true, error: '', outputs: { status: 'SUCCESS' } });
        expect(seen.ended.summary).toContain(`<a href="${PAGE}">21</a>`);
      },
    },
    {
      name: 'a project_id that forges comes encoded into the link, and stays a link to the same page',
      run: async () => {
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
        expect(ended.summary).toContain(`<a href="${page}">21</a>`);
        expect(page).toMatch(/^[\w:/.%()!'*-]+$/);
      },
    },
    {
      name: 'no_proxy goes past the proxy',
      run: async () => {
        const { ended, connects } = await runAtCompany({ inputs: { timeout: '2s' }, env: { no_proxy: 'toloka.dev' } });
        expect(connects).toEqual([]);
        expect(ended.passed).toBe(false);
        expect(ended.error).toContain('timed out after 2s; ENOTFOUND toloka.dev');
        expect(ended.tookMs).toBeLessThan(4_000);
      },
    },
    {
      name: 'an api-url on the loopback goes past the proxy',
      run: async () => {
        const { ended, connects } = await runAtCompany({
          step: ({ toloka, proxy }) => ({ inputs: { 'api-url': toloka.url }, env: { http_proxy: proxy } }),
        });
        expect(ended).toMatchObject({ passed: true, error: '' });
        expect(connects).toEqual([]);
      },
    },

    {
      name: 'without NODE_EXTRA_CA_CERTS the certificate of the company is not trusted, and nothing is sent',
      run: async () => {
        const seen = await runAtCompany({ env: { NODE_EXTRA_CA_CERTS: '' } });
        expectUntrusted(seen, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
      },
    },
    ...Object.entries(UNTRUSTED).map(([which, { identity, code }]) => ({
      name: `a certificate ${which} is not trusted, and nothing is sent`,
      run: async () => expectUntrusted(await runAtCompany({ identity }), code),
    })),

    ...Object.entries(BAD_PROXIES).flatMap(([does, { onConnect, says }]) => [
      {
        name: `a proxy that ${does}, for ever: ends at the deadline`,
        run: async () => {
          const { ended, received, toloka } = await runAtCompany({ onConnect, inputs: { timeout: '2s' } });
          expect(ended.passed).toBe(false);
          expect(ended.exitCode).not.toBe(0);
          expect(ended.error).toMatch(/^timed out after 2s; /);
          expect(ended.error).toMatch(says);
          expect(ended.outputs).toMatchObject({ 'operation-id': '', status: '', 'already-open': 'false' });
          expect(ended.milliseconds).toBeGreaterThan(2_000);
          expect(ended.tookMs).toBeLessThan(4_000);
          expect(received).toBe(0);
          expect(toloka.requests).toEqual([]);
        },
      },
      ...(says === 'answer within'
        ? []
        : [
            {
              name: `a proxy that ${does}, once: comes through`,
              run: async () =>
                expectOpened(await runAtCompany({ onConnect: (socket, nth) => nth === 1 && onConnect(socket, nth) })),
            },
          ]),
    ]),
    {
      name: 'a proxy that never answers, and a cancel: ends at once',
      run: async () => {
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
      },
    },
  ],
  ({ run }) => run(),
);
