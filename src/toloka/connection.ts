import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { checkBypass } from '@actions/http-client/lib/proxy';
import { PermanentError, type TolokaError, TransientError } from './errors.ts';
import { isRecord } from './json.ts';

const CONNECT_LIMIT_MS = 30_000;
const OPTIONS: https.AgentOptions = {
  keepAlive: true,
  // Said explicitly, since NODE_TLS_REJECT_UNAUTHORIZED=0 changes the default.
  rejectUnauthorized: true,
  // Node gives each address of a host 250 ms, which is too short for a long way.
  autoSelectFamilyAttemptTimeout: 5_000,
};

/**
 * The connections to one API: kept alive, and through the proxy of `https_proxy` if there is one.
 *
 * @throws PermanentError if `https_proxy` is not a usable URL
 */
export function createAgent(apiUrl: URL): http.Agent {
  // An API without encryption is on loopback.
  if (apiUrl.protocol === 'http:') return new http.Agent(OPTIONS);
  const proxy = findProxy(apiUrl);
  return proxy === undefined ? new https.Agent(OPTIONS) : new TunnelAgent(proxy);
}

function findProxy(apiUrl: URL): URL | undefined {
  const text = process.env.https_proxy || process.env.HTTPS_PROXY;
  // As in curl, `.toloka.dev` in no_proxy means toloka.dev too.
  const child = `https://any.${apiUrl.host}`;
  if (!text || checkBypass(apiUrl) || (URL.canParse(child) && checkBypass(new URL(child)))) return undefined;
  try {
    const url = new URL(text);
    // Throws if the user name or the password is not percent-encoded.
    decodeURIComponent(url.username + url.password);
    if (/^https?:/.test(url.protocol)) return url;
  } catch {
    // Neither is it a URL with such a login.
  }
  throw new PermanentError('https_proxy is not a usable URL (not shown, since it may hold a password)', {
    advice: 'write it as http://user:password@proxy.example:3128, with special characters percent-encoded',
  });
}

/**
 * Opens tunnels through a proxy (RFC 9110, 9.3.6). Node's agent keeps them alive like any connection. The agent of
 * @actions/http-client can't do this: it opens a tunnel for each request, hides the proxy's answer, and checks the
 * certificate of an https proxy against the name of the API.
 */
class TunnelAgent extends https.Agent {
  readonly #proxy: URL;

  constructor(proxy: URL) {
    super(OPTIONS);
    this.#proxy = proxy;
  }

  override createConnection(
    options: https.RequestOptions,
    callback: (error: Error | null, socket?: Duplex | null) => void,
  ): undefined {
    const { protocol, hostname, host, port, username, password } = this.#proxy;
    // An IPv6 address has brackets in a URL alone.
    const name = hostname.replace(/[[\]]/g, '');
    const apiHost = String(options.host);
    const target = `${isIP(apiHost) === 6 ? `[${apiHost}]` : apiHost}:${options.port}`;
    const login = decodeURIComponent(`${username}:${password}`);
    const authorization = { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
    const request = (protocol === 'https:' ? https : http).request({
      ...OPTIONS,
      agent: false,
      method: 'CONNECT',
      host: name,
      // Node would take the name in the header `host`, which is the API's.
      servername: isIP(name) > 0 ? '' : name,
      port,
      path: target,
      headers: { host: target, ...(login !== ':' && authorization) },
      timeout: CONNECT_LIMIT_MS,
    });
    request
      .once('connect', ({ statusCode = 0 }, socket) => {
        if (statusCode >= 200 && statusCode < 300)
          return callback(null, super.createConnection(Object.assign({}, options, { socket })));
        socket.destroy();
        const message = `proxy ${host}: HTTP ${statusCode}`;
        const advice = 'set the user name and the password of the proxy in https_proxy';
        callback(
          statusCode === 407
            ? new PermanentError(message, { advice })
            : new TransientError(message, { fault: 'connection' }),
        );
      })
      .once('timeout', () => request.destroy(new Error('no answer')))
      .once('error', (error) =>
        callback(createConnectionError(error, request.socket, host, { label: `proxy ${host}: ` })),
      )
      .end();
    return undefined;
  }
}

/**
 * The error for a connection that failed: permanent if the certificate is not trusted, else transient.
 *
 * @param host the other end of the connection
 */
export function createConnectionError(
  error: unknown,
  socket: unknown,
  host: string,
  { label = '', hint = '', answerLost = false }: { label?: string; hint?: string; answerLost?: boolean } = {},
): TolokaError {
  const { code } = isRecord(error) ? error : {};
  // Not every reason has a code of its own: a weak key is UNSPECIFIED, so the code alone tells too little.
  if (socket instanceof TLSSocket && socket.authorizationError) {
    return new PermanentError(`the certificate of ${host} is not trusted (${code}), so this request was not sent`, {
      advice: 'if a proxy uses a private CA, set its certificate in NODE_EXTRA_CA_CERTS',
      cause: error,
    });
  }
  const isUnknown = code === 'ENOTFOUND';
  return new TransientError(`${label}${describeFault(error)}${hint}`, {
    fault: isUnknown ? 'host-not-found' : 'connection',
    advice:
      isUnknown && hint === '' ? 'check the name of the host, and whether this machine can look it up' : undefined,
    answerLost,
    cause: error,
  });
}

/** Such as `ECONNREFUSED 127.0.0.1:9`. A host with several addresses fails with an error for each. */
function describeFault(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describeFault).join(', ');
  const { code, address, port, hostname, message } = isRecord(error) ? error : {};
  if (address !== undefined) return `${code} ${address}:${port}`;
  if (hostname !== undefined) return `${code} ${hostname}`;
  return code === undefined || String(message).includes(String(code)) ? String(message) : `${message} (${code})`;
}
