import { checkBypass } from '@actions/http-client/lib/proxy';
import { ADVICE } from './advice.ts';
import { TolokaError } from './errors.ts';

/**
 * The proxy for an API: that of `https_proxy`, unless `no_proxy` has the API's host.
 *
 * @returns undefined if there is none
 * @throws TolokaError (permanent) if `https_proxy` can't be used
 */
export function findProxy(apiUrl: URL): URL | undefined {
  const text = process.env.https_proxy || process.env.HTTPS_PROXY;
  // An API without encryption is on loopback.
  if (!text || apiUrl.protocol === 'http:' || checkBypass(apiUrl)) return undefined;
  const url = parseProxy(text);
  if (url === undefined) {
    const reason = 'https_proxy is not a usable URL (not shown, since it may hold a password)';
    throw new TolokaError('permanent', reason, { code: 'NOT_REACHED', advice: ADVICE.proxy });
  }
  return url;
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
