import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_TARGETS, DEFAULT_TOKEN } from './default-targets.js';
import { refuse, startModel } from './model.js';

/** @import { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Answer, Description } from './model.js' */

/**
 * One request and its answer.
 *
 * @typedef {object} Exchange
 * @property {number} tryOf counts the requests with this method and path, without the query, from 1
 * @property {string} method
 * @property {string} path the part after `/api/v1`, with the query
 * @property {IncomingHttpHeaders} headers
 * @property {IncomingMessage} req
 * @property {ServerResponse} res
 * @property {Answer} [answer] set once the request has had its effect; a hook may change it
 */

/** @typedef {(exchange: Exchange) => unknown} Hook returns true, or a promise of it, if it answers by itself */

/**
 * @typedef {object} TolokaOptions
 * @property {number} [port] by default any free one
 * @property {string} [token]
 * @property {readonly Description[]} [targets] trainings and pools
 * @property {number} [latencyMs] the time between a request's effect and its answer, in milliseconds
 * @property {() => number} [now] the clock, in milliseconds since 1970
 * @property {Hook} [onRequest] called before the request has an effect
 * @property {Hook} [onAnswer] called after the effect, before the answer is sent
 */

const ROOT = '/api/v1';

/**
 * Starts a local Toloka: an HTTP server on loopback that opens trainings and pools as the requester
 * API does.
 *
 * @param {TolokaOptions} [options]
 */
export async function startToloka(options = {}) {
  const { port = 0, token = DEFAULT_TOKEN, latencyMs = 0, now = Date.now } = options;
  const targets = options.targets ?? DEFAULT_TARGETS;
  const model = startModel(targets, now);
  /** @type {{ method: string, path: string, headers: IncomingHttpHeaders }[]} */
  const requests = [];
  /** @type {Map<string, number>} */
  const tries = new Map();
  let connections = 0;

  /** @param {IncomingMessage} req @param {ServerResponse} res */
  const handle = async (req, res) => {
    req.resume();
    const { method = '', url = '', headers } = req;
    const path = url.startsWith(`${ROOT}/`) ? url.slice(ROOT.length) : '/';
    const key = `${method} ${path.replace(/\?.*/s, '')}`;
    const tryOf = (tries.get(key) ?? 0) + 1;
    tries.set(key, tryOf);
    requests.push({ method, path, headers });
    /** @type {Exchange} */
    const exchange = { tryOf, method, path, headers, req, res };

    if ((await options.onRequest?.(exchange)) === true) return;
    exchange.answer = refuseByHeaders(req, authorizationOf(token)) ?? model.answer(method, path);
    if (latencyMs > 0) await sleep(latencyMs, undefined, { ref: false });
    if ((await options.onAnswer?.(exchange)) === true) return;
    const { status, body } = exchange.answer;
    if (status === 204) return void res.writeHead(204).end();
    const text = JSON.stringify(body);
    const type = 'application/json;charset=UTF-8';
    const length = Buffer.byteLength(text);
    res.writeHead(status, { 'Content-Type': type, 'Content-Length': length }).end(text);
  };

  const server = createServer((req, res) => void handle(req, res));
  server.on('connection', () => connections++);
  // After Node's 5 s a connection could close just as a polling client uses it again.
  server.keepAliveTimeout = 60_000;
  // A process that forgets to close it can still end.
  server.unref();
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');

  return {
    /** The API's root. */
    url: `http://127.0.0.1:${address.port}${ROOT}`,
    token,
    /** The trainings and pools as they were at first. */
    targets,
    /** Every request, in the order in which they came. */
    requests,
    /** The number of connections so far. */
    get connections() {
      return connections;
    },
    /** The operations as they are now, the oldest first. */
    get operations() {
      return model.operations();
    },
    /** Ends every connection and the server. */
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * The `Authorization` header of a token. Toloka's clients take a token for an API key if it has
 * exactly two dots, the first one at index 22 to 24.
 *
 * @param {string} token
 */
export function authorizationOf(token) {
  const isApiKey = /^[^.]{22,24}\.[^.]*\.[^.]*$/.test(token);
  return `${isApiKey ? 'ApiKey' : 'OAuth'} ${token}`;
}

/** @param {IncomingMessage} req @param {string} authorization @returns {Answer | undefined} */
function refuseByHeaders({ method, headers }, authorization) {
  const { authorization: given = '', 'content-type': type = 'application/json' } = headers;
  if (!/^(OAuth|ApiKey) \S+$/.test(given)) {
    return refuse(401, 'AUTHENTICATION_ERROR', 'Authentication error');
  }
  if (given !== authorization) return refuse(403, 'ACCESS_DENIED', 'Access denied');
  // toloka-kit sends no type, since it sends no body.
  if (method !== 'POST' || /^application\/json\s*(;|$)/i.test(type)) return undefined;
  return refuse(415, 'UNSUPPORTED_MEDIA_TYPE', 'Content-Type must be application/json');
}
