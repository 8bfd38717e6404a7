import { afterEach, describe, expect, test } from '@jest/globals';
import { findProxy } from '../../../src/toloka/proxy.ts';
import { onPosix } from '../../support/platform.ts';

const PROXY = 'http://proxy.example:3128';

afterEach(() => {
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'no_proxy'])
    delete process.env[name];
});

/** The proxy that is found in an environment. */
function find(env: Record<string, string>, api = 'https://toloka.dev/api/v1') {
  Object.assign(process.env, env);
  return findProxy(new URL(api))?.toString();
}
const at = (place: string) => ({ https_proxy: `http://${place}proxy.example` });
const without = (names: string, https_proxy = PROXY) => ({ https_proxy, no_proxy: names });

describe('the proxy', () => {
  test.each<[Record<string, string>, string | undefined]>([
    [{}, undefined],
    [{ https_proxy: '' }, undefined],
    [{ HTTPS_PROXY: PROXY }, `${PROXY}/`],
    [{ https_proxy: 'HTTPS://[::1]/' }, 'https://[::1]/'],
    [at('some%20body:made%23up@'), 'http://some%20body:made%23up@proxy.example/'],
    [at('robot:made@up@'), 'http://robot:made%40up@proxy.example/'],
    [at('robot:50%fo%2F%@'), 'http://robot:50%25fo%2F%25@proxy.example/'],
    [without('other.example, toloka.dev:443'), undefined],
    [without('dev'), undefined],
    [without('*'), undefined],
    [without('oloka.dev,www.toloka.dev,toloka.dev:8443'), `${PROXY}/`],
    // The library's rule, as in other actions: a dot first means the names below it.
    [without('.toloka.dev'), `${PROXY}/`],
    [without('toloka.dev', 'nonsense'), undefined],
  ])('in %j is %s', (env, proxy) => {
    expect(find(env)).toBe(proxy);
  });

  // On Windows they are one variable.
  onPosix(() => {
    test('is that of https_proxy, if HTTPS_PROXY is another', () => {
      expect(find({ ...at('lower.'), HTTPS_PROXY: PROXY })).toBe('http://lower.proxy.example/');
    });
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
    ...['proxy.example:3128', 'robot:made-up@proxy.example:3128', 'xhttp://proxy.example/'],
    ...['https.x://proxy.example/', 'socks5://proxy.example/', 'http://', 'http://proxy:99999'],
    ...['http://proxy.example/path', 'http://proxy.example?', 'http://proxy.example/#'],
    ...['/', '\\', '?', '#', '%ff'].map((sign) => `http://robot:made${sign}up@proxy.example:3128`),
  ])('can not be %j', (https_proxy) => {
    expect(find({ https_proxy })).toBe('unusable');
  });
});
