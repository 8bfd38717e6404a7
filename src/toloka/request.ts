import http from 'node:http';
import https from 'node:https';
import { TLSSocket } from 'node:tls';
import { HttpClient } from '@actions/http-client';
import { formatDuration } from '../duration.ts';
import type { Answer } from './answer.ts';
import type { Authorization } from './authorization.ts';
import type { Clock } from './clock.ts';
import { hintIfUnreachable } from './environment.ts';
import { CancelledError, PermanentError, TolokaError, TooLargeError, TransientError } from './errors.ts';
import { isRecord } from './json.ts';

export type Method = 'GET' | 'POST';

/**
 * Sends one request, once, and reads its whole answer.
 *
 * @param path below the API's root, with the query
 * @param limitMs milliseconds for all of it, the body included
 * @throws TransientError or PermanentError if no whole answer comes; CancelledError as soon as `cancel` aborts
 */
export type Send = (method: Method, path: string, limitMs: number, cancel: AbortSignal) => Promise<Answer>;

const MAX_BODY_BYTES = 1024 * 1024;

/** How far a request has come. */
interface Exchange {
  socket?: unknown;
  /** Whether a connection stands, so that the server may have the request. */
  connected: boolean;
  /** Bytes of the body; undefined until the headers are there. */
  received?: number;
}

/**
 * The way to one API: a kept-alive connection, or a tunnel if `https_proxy` asks for it. It follows no redirect. The token
 * is in the header of each request and nowhere else.
 */
export function createSend(apiUrl: URL, authorization: Authorization, clock: Clock): Send {
  const { request: start } = apiUrl.protocol === 'https:' ? https : http;
  const agent = new HttpClient(undefined, [], { keepAlive: true }).getAgent(apiUrl.href);
  const headers = {
    accept: 'application/json',
    authorization: authorization.header,
    'content-type': 'application/json',
    'user-agent': 'open-toloka-training',
  };

  const send = async (method: Method, path: string, exchange: Exchange, stop: AbortSignal): Promise<Answer> => {
    const request = start(new URL(apiUrl.href + path), { method, agent, headers });
    stop.addEventListener('abort', () => request.destroy(), { once: true });
    request.once('socket', (socket) => {
      exchange.socket = socket;
      exchange.connected = request.reusedSocket;
      if (request.reusedSocket) return;
      socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => {
        exchange.connected = true;
      });
    });
    const message = await new Promise<http.IncomingMessage>((resolve, reject) => {
      request.once('response', resolve).on('error', reject).end();
    });
    exchange.received = 0;
    const chunks: Uint8Array[] = [];
    const body: AsyncIterable<Uint8Array> = message;
    for await (const chunk of body) {
      exchange.received += chunk.length;
      if (exchange.received > MAX_BODY_BYTES) {
        throw new TooLargeError('the answer is larger than 1 MiB', {
          answerLost: true,
          advice: 'check that this is the API of Toloka',
        });
      }
      chunks.push(chunk);
    }
    return { status: message.statusCode ?? 0, headers: message.headers, body: Buffer.concat(chunks).toString() };
  };

  return async (method, path, limitMs, cancel) => {
    if (cancel.aborted) throw new CancelledError('cancelled');
    const exchange: Exchange = { connected: false };
    const stop = new AbortController();
    const onCancel = (): void => stop.abort();
    cancel.addEventListener('abort', onCancel, { once: true });
    try {
      // The time limit ends the race by itself: a request that has no socket yet says nothing when it is destroyed.
      const timeLimit = clock.sleep(limitMs, stop.signal);
      const answer = await Promise.race([send(method, path, exchange, stop.signal), timeLimit]);
      if (answer !== undefined) return answer;
      const reason = `no whole answer within ${formatDuration(limitMs)}`;
      throw new TransientError(reason, { fault: 'connection', answerLost: exchange.connected });
    } catch (error) {
      if (cancel.aborted) throw new CancelledError('cancelled', { answerLost: exchange.connected, cause: error });
      throw error instanceof TolokaError ? error : classify(error, exchange, apiUrl);
    } finally {
      stop.abort();
      cancel.removeEventListener('abort', onCancel);
    }
  };
}

function classify(error: unknown, { socket, connected, received }: Exchange, apiUrl: URL): TolokaError {
  const { code, message } = isRecord(error) ? error : {};
  if (socket instanceof TLSSocket && socket.authorizationError) {
    return new PermanentError(`the certificate of ${apiUrl.hostname} is not trusted (${code}), so nothing was sent`, {
      advice: 'if a proxy uses a private CA, set its certificate in NODE_EXTRA_CA_CERTS',
      cause: error,
    });
  }
  // A TypeError is Node's word for options that make no request, such as a proxy's URL that is none.
  if (error instanceof TypeError) {
    return new PermanentError(`no request can be made (${message}): is https_proxy a URL?`, { cause: error });
  }
  const reason =
    received === undefined
      ? `${describeFault(error)}${hintIfUnreachable(apiUrl)}`
      : `the answer was cut after ${received} bytes (${code ?? message})`;
  const fault = code === 'ENOTFOUND' ? 'host-not-found' : 'connection';
  return new TransientError(reason, { fault, answerLost: connected, cause: error });
}

/** Such as `ECONNREFUSED 127.0.0.1:9`. A host with several addresses fails with an error for each. */
function describeFault(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describeFault).join(', ');
  const { code, address, port, hostname, message } = isRecord(error) ? error : {};
  if (code !== undefined && address !== undefined) return `${code} ${address}:${port}`;
  if (code !== undefined && hostname !== undefined) return `${code} ${hostname}`;
  return code === undefined || String(message).includes(String(code)) ? String(message) : `${message} (${code})`;
}
