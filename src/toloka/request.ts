import type { IncomingMessage } from 'node:http';
import { HttpClient } from '@actions/http-client';
import type { RequestHandler } from '@actions/http-client/lib/interfaces';
import { formatDuration } from '../duration.ts';
import { createAgent, findProxy } from './agent.ts';
import { type Answer, CHECK_API } from './answer.ts';
import type { Authorization } from './authorization.ts';
import type { Clock } from './clock.ts';
import { adviseIfUnreachable } from './environment.ts';
import { createCancelledError, TolokaError } from './errors.ts';
import { isRecord, parseJson } from './json.ts';

export type Method = 'GET' | 'POST';

/**
 * Sends one request, once, and reads its whole answer.
 *
 * @param path below the API's root, with the query
 * @param limitMs milliseconds for all of it, the body included
 * @throws TolokaError: transient or permanent if no whole answer comes; cancelled as soon as `cancel` aborts
 */
export type Send = (
  method: Method,
  path: string,
  limitMs: number,
  cancel: AbortSignal,
) => Promise<Answer>;

const MAX_BODY_BYTES = 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;
const UNANSWERED = { code: 'NOT_REACHED', mayBeTaken: true };
/** Codes of Node for a request that can't have arrived. */
const NOT_ARRIVED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_PROXY_TUNNEL|ERR_SSL_WRONG_VERSION_NUMBER)$/;
/** Codes for a certificate that is not trusted: OpenSSL's names, and Node's own for a wrong host. */
const UNTRUSTED = /^(?!ERR_SSL).*(CERT|SIGNATURE|CRL)|^INVALID_|_TOO_(SMALL|WEAK)$|^UNSPECIFIED$/;

/** The way to one API. It follows no redirect. @throws TolokaError (permanent) if `https_proxy` can't be used */
export function createSend(apiUrl: URL, authorization: Authorization, clock: Clock): Send {
  const proxy = findProxy(apiUrl);
  const agent = createAgent(apiUrl, proxy);
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'identity',
    authorization: authorization.header,
    'content-type': 'application/json',
  };
  // HttpClient leaves the brackets of an IPv6 address.
  const host = apiUrl.hostname.replace(/[[\]]/g, '');

  const exchange = async (method: Method, url: string, signal: AbortSignal): Promise<Answer> => {
    const handler: RequestHandler = {
      prepareRequest: (options) => Object.assign(options, { agent, host, signal }),
      canHandleAuthentication: () => false,
      handleAuthentication: () => Promise.reject(new Error('never called')),
    };
    const client = new HttpClient('open-toloka-training', [handler], { allowRedirects: false });
    const { message } = await (method === 'GET'
      ? client.get(url, headers)
      : client.post(url, '', headers));
    const { statusCode: status = 0 } = message;
    return {
      status,
      headers: message.headers,
      json: parseJson(await readBody(message, status >= 300)),
    };
  };

  return async (method, path, limitMs, cancel) => {
    if (cancel.aborted) throw createCancelledError();
    const failed = new AbortController();
    const ended = new AbortController();
    const timeOut = async (): Promise<never> => {
      await clock.sleep(limitMs, AbortSignal.any([cancel, ended.signal]));
      const reason = `no whole answer within ${formatDuration(limitMs)}`;
      throw new TolokaError('transient', reason, {
        ...UNANSWERED,
        advice: adviseIfUnreachable(apiUrl),
      });
    };
    try {
      // The request alone can't end at its time limit: if it has no socket yet, it says nothing when it is aborted.
      const signal = AbortSignal.any([cancel, failed.signal]);
      return await Promise.race([exchange(method, apiUrl.href + path, signal), timeOut()]);
    } catch (error) {
      failed.abort();
      // What made this connection fall silent may have hit those that are idle, too.
      for (const sockets of Object.values(agent.freeSockets))
        for (const socket of sockets ?? []) socket.destroy();
      if (cancel.aborted)
        throw createCancelledError(error).with({ mayBeTaken: mayHaveArrived(codeOf(error)) });
      throw error instanceof TolokaError ? error : describeFault(error, apiUrl, proxy);
    } finally {
      ended.abort();
    }
  };
}

/** Reads a body up to its cap. An error that is cut or too large counts as empty: its status says enough. */
async function readBody(message: IncomingMessage, isError: boolean): Promise<string> {
  const chunks: Buffer[] = [];
  let received = 0;
  try {
    for await (const chunk of message) {
      received += chunk.length;
      if (received > (isError ? MAX_ERROR_BYTES : MAX_BODY_BYTES)) {
        const facts = { code: 'NOT_TOLOKA', mayBeTaken: true, advice: CHECK_API };
        throw new TolokaError('permanent', 'the answer is larger than 1 MiB', facts);
      }
      chunks.push(chunk);
    }
    return new TextDecoder().decode(Buffer.concat(chunks));
  } catch (error) {
    if (isError) return '';
    if (error instanceof TolokaError) throw error;
    const reason = `the answer was cut after ${received} bytes (${codeOf(error)})`;
    throw new TolokaError('transient', reason, UNANSWERED, error);
  }
}

const codeOf = (error: unknown): string => String((isRecord(error) && error.code) || 'no code');

const mayHaveArrived = (code: string): boolean => !NOT_ARRIVED.test(code) && !UNTRUSTED.test(code);

/** The error for a request that got no answer: permanent if the certificate is not trusted or the proxy wants a login. */
function describeFault(error: unknown, apiUrl: URL, proxy: URL | undefined): TolokaError {
  const code = codeOf(error);
  if (code === 'ERR_PROXY_TUNNEL') return describeRefusedTunnel(error, proxy);
  const facts = { code: 'NOT_REACHED', mayBeTaken: mayHaveArrived(code) };
  if (UNTRUSTED.test(code)) {
    const whose =
      proxy?.protocol === 'https:'
        ? `${apiUrl.hostname} or of proxy ${proxy.host}`
        : apiUrl.hostname;
    const reason = `the certificate of ${whose} is not trusted (${code}), so this request was not sent`;
    const advice = 'if a proxy uses a private CA, set its certificate in NODE_EXTRA_CA_CERTS';
    return new TolokaError('permanent', reason, { ...facts, advice }, error);
  }
  // Through a proxy, it is the proxy that can't be reached.
  const label = proxy !== undefined && NOT_ARRIVED.test(code) ? `proxy ${proxy.host}: ` : '';
  const hostUnknown = code === 'ENOTFOUND';
  const isNameless = hostUnknown && label === '';
  const reason = isNameless ? `${apiUrl.hostname} not found` : label + nameFault(error);
  const checkName = isNameless
    ? 'check its name, and whether this machine can look it up'
    : undefined;
  const advice = label === '' ? (adviseIfUnreachable(apiUrl) ?? checkName) : undefined;
  return new TolokaError('transient', reason, { ...facts, hostUnknown, advice }, error);
}

/** The error has no cause: in Node 24.5.0, the message of Node's own error holds the password of the proxy. */
function describeRefusedTunnel(error: unknown, proxy: URL | undefined): TolokaError {
  const status = isRecord(error) ? Number(error.statusCode) : 0;
  const reason = `proxy ${proxy?.host}: ${status > 0 ? `HTTP ${status}` : 'no answer to CONNECT'}`;
  if (status !== 407) return new TolokaError('transient', reason, { code: 'NOT_REACHED' });
  const advice =
    proxy?.username || proxy?.password
      ? 'the proxy did not accept the login in https_proxy; only Basic is supported'
      : 'set the user name and the password of the proxy in https_proxy';
  return new TolokaError('permanent', reason, { code: 'NOT_REACHED', advice });
}

/** A host with several addresses fails with an error for each. */
function nameFault(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(nameFault).join(', ');
  // OpenSSL's own messages are long, and its reason says enough.
  const { code = '', reason, message } = isRecord(error) ? error : {};
  const text = String(reason ?? message);
  return text.includes(String(code)) ? text : `${text} (${code})`;
}
