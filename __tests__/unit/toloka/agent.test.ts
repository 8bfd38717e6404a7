import { afterEach, describe, expect, test } from '@jest/globals';
import { createAgent, findProxy } from '../../../src/toloka/agent.ts';

const API = new URL('https://toloka.dev/api/v1');
const PROXY = 'http://proxy.example:3128';

afterEach(() => {
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'no_proxy', 'NO_PROXY'])
    delete process.env[name];
});

/** The proxy that is found in an environment. */
function find(env: Record<string, string>, api: string | URL = API): string | undefined {
  Object.assign(process.env, env);
  return findProxy(new URL(api))?.href;
}

describe('the proxy', () => {
  test.each<[Record<string, string>, string | undefined]>([
    [{}, undefined],
    [{ HTTPS_PROXY: PROXY }, `${PROXY}/`],
    [{ https_proxy: 'http://lower.example', HTTPS_PROXY: PROXY }, 'http://lower.example/'],
    [{ https_proxy: 'HTTPS://[::1]/' }, 'https://[::1]/'],
    [
      { https_proxy: 'http://some%20body:made%23up@proxy.example' },
      'http://some%20body:made%23up@proxy.example/',
    ],
    [
      { https_proxy: 'http://robot:made@up@proxy.example' },
      'http://robot:made%40up@proxy.example/',
    ],
    [
      { https_proxy: 'http://robot:50%fo%2F%@proxy.example' },
      'http://robot:50%25fo%2F%25@proxy.example/',
    ],
    [{ https_proxy: PROXY, no_proxy: '.toloka.dev' }, undefined],
    [{ https_proxy: PROXY, no_proxy: 'dev' }, undefined],
    [{ https_proxy: PROXY, no_proxy: '.DEV' }, undefined],
    [{ https_proxy: PROXY, no_proxy: '*' }, undefined],
    [{ https_proxy: PROXY, no_proxy: 'other.example, toloka.dev:443' }, undefined],
    [{ https_proxy: PROXY, no_proxy: 'oloka.dev,www.toloka.dev,toloka.dev:8443' }, `${PROXY}/`],
    [{ https_proxy: 'nonsense', no_proxy: 'toloka.dev' }, undefined],
  ])('in %j is %s', (env, proxy) => {
    expect(find(env)).toBe(proxy);
  });

  test.each([
    ['https://10.0.0.5/api/v1', `${PROXY}/`],
    ['https://[2001:db8::1]:8443/api/v1', `${PROXY}/`],
    ['https://127.0.0.1/api/v1', undefined],
    ['http://toloka.dev/api/v1', undefined],
  ])('of the API at %s is %s', (api, proxy) => {
    expect(find({ https_proxy: PROXY, http_proxy: PROXY }, api)).toBe(proxy);
  });

  test.each([
    ...[
      'proxy.example:3128',
      'robot:made-up@proxy.example:3128',
      'xhttp://proxy.example/',
      'https.x://proxy.example/',
    ],
    ...['socks5://proxy.example/', 'http://', 'http://proxy.example:99999'],
    ...['http://proxy.example/path', 'http://proxy.example?', 'http://proxy.example/#'],
    ...['/', '\\', '?', '#', '%ff'].map((sign) => `http://robot:made${sign}up@proxy.example:3128`),
  ])('can not be %j', (https_proxy) => {
    const message = 'https_proxy is not a usable URL (not shown, since it may hold a password)';
    const advice =
      'write it as http://user:password@proxy.example:3128, with special characters percent-encoded';
    const facts = { code: 'NOT_REACHED', advice };
    expect(() => find({ https_proxy })).toThrow(
      expect.objectContaining({ kind: 'permanent', message, facts }),
    );
  });
});

const { versions, version } = process;
const pretend = (value: typeof versions, text: string): unknown =>
  Object.defineProperties(process, { versions: { value }, version: { value: text } });
const runOn = (node: string): unknown => pretend({ ...versions, node }, `v${node}`);
afterEach(() => {
  pretend(versions, version);
});

test.each(['20.19.0', '22.99.0', '24.4.1', '24.0.0'])('Node %s is too old for a proxy', (node) => {
  runOn(node);
  expect(find({})).toBeUndefined();
  const message = `https_proxy needs Node 24.5, and this is v${node}`;
  const facts = { code: 'NOT_REACHED', advice: 'update the runner to 2.328.0 or later' };
  const error = expect.objectContaining({ kind: 'permanent', message, facts });
  expect(() => find({ https_proxy: PROXY })).toThrow(error);
});

test.each(['24.5.0', '24.21.0', '25.0.0', '26.4.0'])('Node %s will do', (node) => {
  runOn(node);
  expect(find({ https_proxy: PROXY })).toBe(`${PROXY}/`);
});

test('each address of a host has 5 s', () => {
  const options = { autoSelectFamilyAttemptTimeout: 5_000 };
  expect(createAgent(API, undefined)).toMatchObject({ options });
  expect(createAgent(new URL('http://localhost'), undefined)).toMatchObject({ options });
});
