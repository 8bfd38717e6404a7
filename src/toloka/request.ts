import http from 'node:http';
import { TLSSocket } from 'node:tls';
import { urlToHttpOptions } from 'node:url';
import { formatDuration } from '../duration.ts';
import type { Answer } from './answer.ts';
import type { Authorization } from './authorization.ts';
import type { Clock } from './clock.ts';
import { createAgent, createConnectionError } from './connection.ts';
import { hintIfUnreachable } from './environment.ts';
import { CancelledError, TolokaError, TooLargeError, TransientError } from './errors.ts';
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
const MAX_ERROR_BYTES = 16 * 1024;

/** How far a request has come. */
interface Exchange {
  socket?: unknown;
  /** Whether a connection stands, so that the server may have the request. */
  isConnected: boolean;
  /** Bytes of the body; undefined until the headers are there. */
  received?: number;
  /** Whether the answer has been read to its end. */
  isWhole?: boolean;
}

/**
 * The way to one API. It follows no redirect. The token is in the header of each request and nowhere else.
 *
 * @throws PermanentError if `https_proxy` is not a usable URL
 */
export function createSend(apiUrl: URL, authorization: Authorization, clock: Clock): Send {
  const agent = createAgent(apiUrl);
  const { protocol, hostname, port } = urlToHttpOptions(apiUrl);
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'identity',
    authorization: authorization.header,
    'content-type': 'application/json',
    'user-agent': 'open-toloka-training',
  };

  const send = async (method: Method, path: string, exchange: Exchange, stop: AbortSignal): Promise<Answer> => {
    // The agent makes the connection, with TLS or without.
    const request = http.request({ protocol, hostname, port, path: apiUrl.pathname + path, method, agent, headers });
    // If the answer is whole, the connection stays open for the next request.
    stop.addEventListener('abort', () => exchange.isWhole || request.destroy());
    request.once('socket', (socket) => {
      const onConnect = (): void => {
        exchange.isConnected = true;
      };
      exchange.socket = socket;
      if (request.reusedSocket) onConnect();
      else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', onConnect);
    });
    const message = await new Promise<http.IncomingMessage>((resolve, reject) => {
      request
        .once('response', resolve)
        .once('upgrade', ({ statusCode }, socket) => {
          socket.destroy();
          reject(new Error(`HTTP ${statusCode}`));
        })
        .on('error', reject)
        .end();
    });
    const { statusCode: status = 0 } = message;
    return { status, headers: message.headers, body: await readBody(message, status >= 300, exchange) };
  };

  return async (method, path, limitMs, cancel) => {
    if (cancel.aborted) throw new CancelledError();
    const exchange: Exchange = { isConnected: false };
    const stop = new AbortController();
    // A reason that is no error spares one for each request.
    const onCancel = (): void => stop.abort(null);
    cancel.addEventListener('abort', onCancel);
    try {
      // The time limit ends the race by itself: a request that has no socket yet says nothing when it is destroyed.
      const timeLimit = clock.sleep(limitMs, stop.signal);
      const answer = await Promise.race([send(method, path, exchange, stop.signal), timeLimit]);
      if (answer !== undefined) return answer;
      const reason = `no whole answer within ${formatDuration(limitMs)}`;
      throw new TransientError(reason, { fault: 'connection', answerLost: exchange.isConnected });
    } catch (error) {
      const { isConnected: answerLost, socket, received } = exchange;
      if (cancel.aborted) throw new CancelledError({ answerLost, cause: error });
      if (error instanceof TolokaError) throw error;
      const hint = hintIfUnreachable(apiUrl);
      if (received === undefined) throw createConnectionError(error, socket, apiUrl.hostname, { hint, answerLost });
      const { code, message } = isRecord(error) ? error : {};
      const reason = `the answer was cut after ${received} bytes (${code ?? message})`;
      throw new TransientError(reason, { fault: 'connection', answerLost, cause: error });
    } finally {
      stop.abort(null);
      cancel.removeEventListener('abort', onCancel);
    }
  };
}

/**
 * Reads a body up to its cap. That of an error over its own cap counts as empty, since JSON that is cut says nothing.
 *
 * @throws TooLargeError
 */
function readBody(message: http.IncomingMessage, isError: boolean, exchange: Exchange): Promise<string> {
  let received = 0;
  let body = '';
  exchange.received = received;
  // Not `for await`: its machinery takes 2 ms to load, a twentieth of the whole step.
  return new Promise((resolve, reject) => {
    message
      .setEncoding('utf8')
      .on('data', (chunk: string) => {
        received += Buffer.byteLength(chunk);
        exchange.received = received;
        if (isError && received > MAX_ERROR_BYTES) {
          resolve('');
          message.destroy();
          return;
        }
        if (received > MAX_BODY_BYTES) {
          const advice = 'check that this is the API of Toloka';
          reject(new TooLargeError('the answer is larger than 1 MiB', { answerLost: true, advice }));
        }
        body += chunk;
      })
      .once('end', () => {
        exchange.isWhole = true;
        // A byte order mark is not part of JSON.
        resolve(body.replace(/^\ufeff/, ''));
      })
      // The status of an error says enough without its body.
      .once('error', isError ? () => resolve('') : reject);
  });
}
