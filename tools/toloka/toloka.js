import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_TOKEN, DEFAULT_TRAININGS } from './default-trainings.js';
import { accessDenied, doesNotExist, notAuthenticated, Refusal, wrongMediaType } from './refusals.js';
import { search } from './search.js';
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
/** @typedef {(trainings: Trainings, id: string, query: URLSearchParams) => { status?: number, body?: unknown }} Route */

/** @type {readonly { method: string, path: RegExp, route: Route }[]} */
const ROUTES = [
  { method: 'POST', path: /^\/trainings\/([^/]+)\/open$/, route: openTraining },
  { method: 'GET', path: /^\/trainings\/([^/]+)$/, route: (trainings, id) => ({ body: trainings.training(id) }) },
  { method: 'GET', path: /^\/operations\/([^/]+)$/, route: (trainings, id) => ({ body: trainings.operation(id) }) },
  { method: 'GET', path: /^\/operations\/([^/]+)\/log$/, route: (trainings, id) => ({ body: trainings.log(id) }) },
  { method: 'GET', path: /^\/operations$/, route: findOperations },
  { method: 'GET', path: /^\/trainings$/, route: findTrainings },
];

/** @type {Route} */
function openTraining(trainings, id) {
  const operation = trainings.open(id);
  return operation === undefined ? { status: 204 } : { status: 202, body: operation };
}

/** @type {Route} */
function findOperations(trainings, _id, query) {
  const fields = { equal: ['type', 'status'], times: ['submitted', 'finished'], maxLimit: 500 };
  // The sort is stable: two operations of one millisecond keep their order, so the newest must come first here.
  const items = trainings.operations();
  return { body: search(query.get('sort')?.startsWith('-') ? items.toReversed() : items, query, fields) };
}

/** @type {Route} */
function findTrainings(trainings, _id, query) {
  const fields = { equal: ['project_id', 'status'], times: ['created', 'last_started'], maxLimit: 300 };
  return { body: search(trainings.trainings(), query, fields) };
}

/**
 * Starts a local Toloka: an HTTP server on loopback that opens trainings as the requester API does.
 *
 * @param {TolokaOptions} [options]
 */
export async function startToloka(options = {}) {
  const { port = 0, token = DEFAULT_TOKEN, latencyMs = 0, now = Date.now } = options;
  const trainings = keepTrainings(options.trainings ?? DEFAULT_TRAININGS, now);
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
      checkAuthorization(req.headers.authorization, authorization);
      return toAnswer(serve(trainings, req));
    } catch (error) {
      if (error instanceof Refusal) return toRefusal(error);
      throw error;
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
    /** The trainings as they are now. */
    get trainings() {
      return trainings.trainings();
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

/** @param {string | undefined} given @param {string} expected */
function checkAuthorization(given, expected) {
  if (given === undefined || !/^(OAuth|ApiKey) \S+$/.test(given)) throw notAuthenticated();
  if (given !== expected) throw accessDenied();
}

/** @param {Trainings} trainings @param {IncomingMessage} req */
function serve(trainings, req) {
  const { pathname, searchParams } = new URL(req.url ?? '', 'http://127.0.0.1');
  if (!pathname.startsWith(`${ROOT}/`)) throw doesNotExist();
  for (const { method, path, route } of ROUTES) {
    const match = req.method === method && path.exec(pathname.slice(ROOT.length));
    if (!match) continue;
    if (method === 'POST') checkContentType(req);
    return route(trainings, decode(match[1] ?? ''), searchParams);
  }
  throw doesNotExist();
}

/**
 * Refuses another type, and a body without a type. toloka-kit sends neither a body nor a type when it opens a training.
 *
 * @param {IncomingMessage} req
 */
function checkContentType({ headers }) {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  const type = headers['content-type'];
  if (type === undefined ? hasBody : !/^application\/json\s*(;|$)/i.test(type)) throw wrongMediaType();
}

/** @param {string} segment */
function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw doesNotExist();
  }
}

/** @param {{ status?: number, body?: unknown }} answer @returns {Answer} */
function toAnswer({ status = 200, body }) {
  if (body === undefined) return { status, headers: {}, body: '' };
  return { status, headers: { 'Content-Type': 'application/json;charset=UTF-8' }, body: JSON.stringify(body) };
}

/** @param {Refusal} refusal */
const toRefusal = ({ status, code, message, payload }) =>
  toAnswer({ status, body: { request_id: randomUUID(), code, message, payload } });
