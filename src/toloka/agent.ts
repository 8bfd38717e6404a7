import http from 'node:http';
import https from 'node:https';
import { checkBypass } from '@actions/http-client/lib/proxy';
import { TolokaError } from './errors.ts';

const OPTIONS: https.AgentOptions = {
  keepAlive: true,
  // Two for each training that a step can have, since a request that waits for a connection would lose its time.
  maxSockets: 200,
  // Said explicitly, since NODE_TLS_REJECT_UNAUTHORIZED=0 changes the default.
  rejectUnauthorized: true,
  // Node gives each address of a host 250 ms, which is too short for a long way.
  autoSelectFamilyAttemptTimeout: 5_000,
};

/**
 * The proxy for an API: that of `https_proxy`, unless `no_proxy` has the API's host; undefined if there is none.
 *
 * @throws TolokaError (permanent) if `https_proxy` is not a usable URL, or if this Node can't open a tunnel
 */
export function findProxy(apiUrl: URL): URL | undefined {
  const text = process.env.https_proxy || process.env.HTTPS_PROXY;
  // As in curl, `.toloka.dev` in no_proxy means toloka.dev too.
  const child = `https://any.${apiUrl.host}`;
  const isBypassed = checkBypass(apiUrl) || (URL.canParse(child) && checkBypass(new URL(child)));
  // An API without encryption is on loopback.
  if (!text || apiUrl.protocol === 'http:' || isBypassed) return undefined;
  const url = parseProxy(text);
  if (url === undefined) {
    const advice =
      'write it as http://user:password@proxy.example:3128, with special characters percent-encoded';
    throw refuse(
      'https_proxy is not a usable URL (not shown, since it may hold a password)',
      advice,
    );
  }
  // An older Node ignores `proxyEnv`: it would go around the proxy without a word.
  if (process.versions.node.localeCompare('24.5', 'en', { numeric: true }) < 0) {
    throw refuse(
      `https_proxy needs Node 24.5, and this is ${process.version}`,
      'update the runner to 2.328.0 or later',
    );
  }
  return url;
}

const refuse = (reason: string, advice: string): TolokaError =>
  new TolokaError('permanent', reason, { code: 'NOT_REACHED', advice });

function parseProxy(text: string): URL | undefined {
  try {
    // A percent sign that escapes nothing stands for itself, as for GitHub's runner. Node's agent would refuse it.
    const url = new URL(text.replace(/%(?![\da-f]{2})/gi, '%25'));
    decodeURIComponent(url.username + url.password);
    // If a password has one of / \ ? # in it, a part of the password would become the host.
    return /^https?:$/.test(url.protocol) && url.pathname === '/' && !/^\s|[?#]/.test(text)
      ? url
      : undefined;
  } catch {
    return undefined;
  }
}

/** The connections to an API: kept alive, with TLS or without, and through tunnels if there is a proxy (Node, since 24.5). */
export function createAgent(apiUrl: URL, proxy: URL | undefined): http.Agent {
  if (apiUrl.protocol === 'http:') return new http.Agent(OPTIONS);
  return new https.Agent({ ...OPTIONS, ...(proxy && { proxyEnv: { https_proxy: proxy.href } }) });
}
