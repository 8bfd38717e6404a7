import { checkBypass } from '@actions/http-client/lib/proxy';

/**
 * The proxy for an API: that of `https_proxy`, unless `no_proxy` has the API's host.
 *
 * @returns undefined if there is none
 */
export function findProxy(apiUrl: URL): URL | 'unusable' | undefined {
  const text = process.env.https_proxy || process.env.HTTPS_PROXY;
  // An API without encryption is on loopback.
  if (!text || apiUrl.protocol === 'http:' || checkBypass(apiUrl)) return undefined;
  return parseProxy(text) ?? 'unusable';
}

function parseProxy(text: string): URL | undefined {
  try {
    // A percent sign that escapes nothing stands for itself, as for GitHub's runner. Node's agent
    // would refuse it.
    const url = new URL(text.replace(/%(?![\da-f]{2})/gi, '%25'));
    decodeURIComponent(url.username + url.password);
    // If a password has one of / \ ? # in it, a part of the password would become the host.
    const isWhole = url.pathname === '/' && !/^\s|[?#]/.test(text);
    return isWhole && /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}
