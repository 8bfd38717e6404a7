import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterAll, expect, test } from '@jest/globals';
import { createAuthority } from '../support/certificates.ts';
import { runDist, titleOf } from '../support/dist.ts';
import { startProxy, startSecure } from '../support/network.ts';

// What the process of the built action has from its environment: proxies and certificates.

const folder = mkdtempSync(join(tmpdir(), 'authority-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const AUTHORITY = createAuthority('Authority of a company');
const TRUST = { NODE_EXTRA_CA_CERTS: fileOf('authority.pem', AUTHORITY.certificate) };

interface Company {
  readonly env?: Record<string, string>;
  readonly isSecure?: boolean;
  readonly onConnect?: (socket: Duplex) => boolean;
}

/** Runs a step in production, through the proxy of a company whose Toloka says that all is open. */
async function runAtCompany({ env = {}, isSecure = false, onConnect }: Company) {
  const requests: (string | undefined)[] = [];
  const toloka = await startSecure(AUTHORITY.issue('toloka.dev'), ({ method, url }, response) => {
    requests.push(`${method} ${url}`);
    if (method === 'POST') response.writeHead(204).end();
    else response.end('{"status":"OPEN","project_id":"7"}');
  });
  const identity = isSecure ? { identity: AUTHORITY.issue('localhost') } : {};
  const proxy = await startProxy({ to: toloka.port, onConnect, ...identity });
  const https_proxy = proxy.url.href.replace('//', '//somebody:made-up-password@');
  const step = await runDist({ inputs: { 'training-id': '21' }, env: { https_proxy, ...env } });
  expect(step.raw + JSON.stringify(step.outputs) + step.rawSummary).not.toContain('made-up-pass');
  return { ...step, requests, proxy };
}

test.each([false, true])(
  'opens through a proxy with a private CA, with TLS to it: %j',
  async (isSecure) => {
    const { passed, requests, proxy, outputs } = await runAtCompany({ env: TRUST, isSecure });
    expect([passed, requests.length, proxy.connects.length]).toEqual([true, 2, 1]);
    expect(outputs['training-url']).toMatch(/^https:\/\/platform\.toloka\.ai\/.*\/training\/21$/);
  },
);

test.each([
  ['the server is not trusted', false, {}],
  [
    'the server is not trusted, whatever NODE_TLS_REJECT_UNAUTHORIZED says',
    false,
    { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
  ],
  [
    'the proxy is not trusted, whatever NODE_TLS_REJECT_UNAUTHORIZED says',
    true,
    { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
  ],
])('%s: nothing is sent', async (_, isSecure, env) => {
  const step = await runAtCompany({ isSecure, env });
  expect([step.exitCode, titleOf(step)]).toEqual([1, 'Training 21 was not opened']);
  expect(step.error).toContain('is not trusted');
  // The proxy gets no login either.
  expect([step.requests, step.proxy.connects.length]).toEqual([[], isSecure ? 0 : 1]);
});

test('a proxy that refuses and resets leaves one error and all outputs', async () => {
  const refuse = (socket: Duplex): boolean => {
    socket.write('HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n', () =>
      setImmediate(() => Reflect.apply(Reflect.get(socket, 'resetAndDestroy'), socket, [])),
    );
    return true;
  };
  const { exitCode, error, outputs } = await runAtCompany({ onConnect: refuse, env: TRUST });
  expect([exitCode, Object.keys(outputs).length]).toEqual([1, 6]);
  expect(error).toMatch(/^training 21: proxy localhost:\d+: /);
});

test('each address of a host has 5 s', async () => {
  const seen = join(folder, 'seen');
  const preload = fileOf(
    'preload.cjs',
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(seen)},
      String(require('node:net').getDefaultAutoSelectFamilyAttemptTimeout())));`,
  );
  const env = { NODE_OPTIONS: `--require ${JSON.stringify(preload)}` };
  await runDist({ inputs: { 'training-id': '21#' }, env });
  expect(readFileSync(seen, 'utf8')).toBe('5000');
});
