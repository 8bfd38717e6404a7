import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_TOKEN, DEFAULT_TRAININGS } from './default-trainings.js';
import { doesNotExist, Refusal } from './refusals.js';
import { searchOperations } from './search.js';
import { keepTrainings } from './trainings.js';

/** @import { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http' */
/** @import { TrainingDescription } from './trainings.js' */

/** @typedef {{ status: number, headers: Record<string, string>, body: string }} Answer */

/**
 * One request and its answer.
 *
 * @typedef {object} Exchange
 * @property {number} n counts all requests, from 1
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
 * @property {readonly TrainingDescription[]} [trainings]
 * @property {number} [latencyMs] the time between a request's effect and its answer, in milliseconds
 * @property {() => number} [now] the clock, in milliseconds since 1970
 * @property {Hook} [onRequest] called before the request has an effect
 * @property {Hook} [onAnswer] called after the effect, before the answer is sent
 */

const ROOT = '/api/v1';

/** @typedef {ReturnType<typeof keepTrainings>} Trainings */
/** @typedef {(trainings: Trainings, id: string, query: URLSearchParams) => unknown} Route gives the body; undefined for 204 */

/** @type {readonly [string, RegExp, Route][]} */
const ROUTES = [
  ['POST', /^\/trainings\/([^/]+)\/open$/, (trainings, id) => trainings.open(id)],
  ['POST', /^\/trainings\/([^/]+)\/close$/, (trainings, id) => trainings.close(id)],
  ['GET', /^\/trainings\/([^/]+)$/, (trainings, id) => trainings.training(id)],
  ['GET', /^\/operations\/([^/]+)$/, (trainings, id) => trainings.operation(id)],
  ['GET', /^\/operations\/([^/]+)\/log$/, (trainings, id) => trainings.log(id)],
  [
    'GET',
    /^\/operations$/,
    (trainings, _id, query) => searchOperations(trainings.operations(), query),
  ],
];

/**
 * Starts a local Toloka: an HTTP server on loopback that opens trainings as the requester API does.
 *
 * @param {TolokaOptions} [options]
 */
export async function startToloka(options = {}) {
  const { port = 0, token = DEFAULT_TOKEN, latencyMs = 0, now = Date.now } = options;
  const descriptions = options.trainings ?? DEFAULT_TRAININGS;
  const trainings = keepTrainings(descriptions, now);
  const authorization = authorizationOf(token);
  /** @type {{ method: string, path: string, headers: IncomingHttpHeaders, at: number }[]} */
  const requests = [];
  /** @type {Map<string, number>} */
  const tries = new Map();
  let connections = 0;
  let inFlight = 0;
  let peakInFlight = 0;

  /** @param {IncomingMessage} req @returns {Answer} */
  const answer = (req) => {
    try {
      return serve(trainings, req, authorization);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, code, message, payload } = error;
      return toAnswer(status, { request_id: randomUUID(), code, message, payload });
    }
  };

  /** @param {IncomingMessage} req @param {ServerResponse} res */
  const handle = async (req, res) => {
    req.resume();
    peakInFlight = Math.max(peakInFlight, ++inFlight);
    res.once('close', () => inFlight--);

    const { method = '', url = '', headers } = req;
    const path = url.startsWith(`${ROOT}/`) ? url.slice(ROOT.length) : url;
    const key = `${method} ${path.replace(/\?.*/s, '')}`;
    const tryOf = (tries.get(key) ?? 0) + 1;
    tries.set(key, tryOf);
    requests.push({ method, path, headers, at: now() });
    /** @type {Exchange} */
    const exchange = { n: requests.length, tryOf, method, path, headers, req, res };

    if ((await options.onRequest?.(exchange)) === true) return;
    exchange.answer = answer(req);
    if (latencyMs > 0) await sleep(latencyMs, undefined, { ref: false });
    if ((await options.onAnswer?.(exchange)) === true) return;
    const { status, headers: answerHeaders, body } = exchange.answer;
    const length = status === 204 ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    res.writeHead(status, { ...length, ...answerHeaders }).end(body);
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
    /** The trainings as they were at first. */
    trainings: descriptions,
    /** Every request, in the order in which they came. */
    requests,
    /** The number of connections so far. */
    get connections() {
      return connections;
    },
    /** The most requests at the same time. */
    get peakInFlight() {
      return peakInFlight;
    },
    /** The operations as they are now, the oldest first. */
    get operations() {
      return trainings.operations();
    },
    /** Ends every connection and the server. */
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * The `Authorization` header of a token. Toloka's clients take a token for an API key if it has exactly two dots, the first
 * one at index 22 to 24.
 *
 * @param {string} token
 */
export function authorizationOf(token) {
  const isApiKey = /^[^.]{22,24}\.[^.]*\.[^.]*$/.test(token);
  return `${isApiKey ? 'ApiKey' : 'OAuth'} ${token}`;
}

/** @param {Trainings} trainings @param {IncomingMessage} req @param {string} authorization @returns {Answer} */
function serve(trainings, req, authorization) {
  const { method, url = '', headers } = req;
  const { authorization: given = '' } = headers;
  if (!/^(OAuth|ApiKey) \S+$/.test(given))
    throw new Refusal(401, 'AUTHENTICATION_ERROR', 'Authentication error');
  if (given !== authorization) throw new Refusal(403, 'ACCESS_DENIED', 'Access denied');
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  for (const [routeMethod, path, route] of ROUTES) {
    const match = pathname.startsWith(`${ROOT}/`) ? path.exec(pathname.slice(ROOT.length)) : null;
    if (method !== routeMethod || match === null) continue;
    // toloka-kit sends no type, since it sends no body.
    if (
      method === 'POST' &&
      !/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? 'application/json')
    ) {
      throw new Refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Content-Type must be application/json');
    }
    const body = route(trainings, match[1] ?? '', searchParams);
    if (body === undefined) return { status: 204, headers: {}, body: '' };
    return toAnswer(method === 'POST' ? 202 : 200, body);
  }
  throw doesNotExist();
}

/** @param {number} status @param {unknown} body @returns {Answer} */
const toAnswer = (status, body) => ({
  status,
  headers: { 'Content-Type': 'application/json;charset=UTF-8' },
  body: JSON.stringify(body),
});
