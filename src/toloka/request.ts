import http from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { HttpClient } from '@actions/http-client';
import type { Authorization } from './authorization.ts';
import { CancelledError, PermanentFault, TransientFault } from './errors.ts';

/** A whole answer, of whatever status. */
export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export type Method = 'GET' | 'POST';

/**
 * Sends one request, once, and reads its whole answer.
 *
 * @param path below the API's root, with the query
 * @param limitMs milliseconds that all of it may take, the body included; then the socket is destroyed
 * @throws TransientFault, PermanentFault where no whole answer came; CancelledError as soon as `signal` aborts
 */
export type Send = (method: Method, path: string, limitMs: number, signal: AbortSignal) => Promise<Answer>;

const MAX_BODY_BYTES = 1024 * 1024;
const TOO_LONG = 'an answer of more than 1 MiB: is this the API of Toloka?';

// What Node reports for a certificate that it does not trust ("X.509 certificate error codes" in its documentation).
const UNTRUSTED =
  /^(ERR_TLS_CERT_ALTNAME_INVALID|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|(CERT|CRL|UNABLE_TO)_[A-Z_]+)$/;

// With these no connection came about, so the request can't have had an effect.
const NEVER_SENT: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/**
 * The way to one API: one kept-alive connection (or a tunnel where `https_proxy` asks for it), redirects never followed,
 * the token in the header of each request and nowhere else.
 */
export function createSend(apiUrl: URL, authorization: Authorization): Send {
  const client = new HttpClient(undefined, [], { allowRedirects: false, keepAlive: true });

  const exchange = async (method: Method, path: string, signal: AbortSignal): Promise<Answer> => {
    const url = new URL(apiUrl.href + path);
    let received: number | undefined;
    try {
      // Raw, and read by hand: `request` can't be given a signal, and `readBody` never settles where a body is cut.
      const { message } = await client.requestRaw(
        {
          parsedUrl: url,
          httpModule: url.protocol === 'https:' ? https : http,
          options: {
            ...urlToHttpOptions(url),
            method,
            agent: client.getAgent(apiUrl.href),
            signal,
            headers: {
              accept: 'application/json',
              authorization: authorization.header,
              'content-type': 'application/json',
              'user-agent': 'open-toloka-training',
            },
          },
        },
        '',
      );
      received = 0;
      const chunks: Uint8Array[] = [];
      const body: AsyncIterable<Uint8Array> = message;
      for await (const chunk of body) {
        received += chunk.length;
        if (received > MAX_BODY_BYTES) throw new PermanentFault(TOO_LONG);
        chunks.push(chunk);
      }
      return { status: message.statusCode ?? 0, headers: message.headers, body: Buffer.concat(chunks).toString() };
    } catch (error) {
      throw error instanceof PermanentFault ? error : faultOf(error, received, url.hostname);
    }
  };

  return async (method, path, limitMs, cancel) => {
    if (cancel.aborted) throw new CancelledError('cancelled', { cause: cancel.reason });
    const stop = new AbortController();
    const onCancel = (): void => stop.abort();
    cancel.addEventListener('abort', onCancel, { once: true });
    const timer = setTimeout(onCancel, limitMs);
    try {
      // A race, since a request that has no socket yet says nothing when it is aborted: a proxy that never answers
      // CONNECT would be waited for without end.
      return await Promise.race([exchange(method, path, stop.signal), aborted(stop.signal)]);
    } catch (error) {
      if (cancel.aborted) throw new CancelledError('cancelled', { cause: cancel.reason });
      if (!stop.signal.aborted) throw error;
      const reason = `no whole answer within ${Math.round(limitMs / 100) / 10} s`;
      throw new TransientFault(reason, { source: 'connection', answerLost: true, cause: error });
    } finally {
      clearTimeout(timer);
      cancel.removeEventListener('abort', onCancel);
    }
  };
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

/** @param received the bytes of the body that came; undefined where not even the headers did */
function faultOf(error: unknown, received: number | undefined, hostname: string): TransientFault | PermanentFault {
  const code = codeOf(error);
  if (UNTRUSTED.test(code)) {
    return new PermanentFault(
      `the certificate of ${hostname} is not trusted (${code}), so nothing was sent: ` +
        'where a proxy has an authority of its own, name its certificate in NODE_EXTRA_CA_CERTS',
      { cause: error },
    );
  }
  // A TypeError is Node's word for options that make no request, such as a proxy's URL that is none.
  if (error instanceof TypeError) {
    return new PermanentFault(`no request can be made (${error.message}): is https_proxy a URL?`, { cause: error });
  }
  const reason = received === undefined ? reasonOf(error) : `the answer was cut after ${received} bytes (${code})`;
  return new TransientFault(reason, {
    source: 'connection',
    answerLost: !NEVER_SENT.includes(code),
    kind: code === 'ENOTFOUND' ? 'host-not-found' : 'other',
    cause: error,
  });
}

const field = (error: unknown, name: 'code' | 'address' | 'port' | 'hostname'): string => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const codeOf = (error: unknown): string => field(error, 'code');

/** Such as `ECONNREFUSED 127.0.0.1:9`; a host with several addresses fails with an error for each. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  const [code, address, hostname] = [codeOf(error), field(error, 'address'), field(error, 'hostname')];
  if (code !== '' && address !== '') return `${code} ${address}:${field(error, 'port')}`;
  if (code !== '' && hostname !== '') return `${code} ${hostname}`;
  const message = error instanceof Error ? error.message : String(error);
  return code === '' || message.includes(code) ? message : `${message} (${code})`;
}
