import { setTimeout as sleep } from 'node:timers/promises';
import { between, pick, randomOf } from './random.js';

/** @import { Exchange } from '../local/toloka.js' */
/** @import { Random } from './random.js' */

/** How many of the answers fail. */
const RATE = 0.25;

const HTML = '<html><body><h1>502 Bad Gateway</h1></body></html>';
const JSON_TYPE = { 'Content-Type': 'application/json' };
const TOO_MANY = { request_id: 'quote-me', code: 'TOO_MANY_REQUESTS', message: 'Too many requests', payload: null };

/** @typedef {(exchange: Exchange, random: Random) => unknown} Fault answers, or does whatever is done instead */

/**
 * Faults that a repeat can mend, each with how often it comes and whether a request may have had its effect nevertheless.
 *
 * @satisfies {Record<string, { weight: number, effect: boolean, commit: Fault }>}
 */
const FAULTS = {
  'a status of 5xx': {
    weight: 25,
    effect: true,
    commit: ({ res }, random) => {
      const status = Number(pick(random, { 500: 1, 502: 2, 503: 1, 504: 1 }));
      const isJson = random() < 0.5;
      res.writeHead(status, isJson ? JSON_TYPE : {}).end(isJson ? '{"code":"INTERNAL_ERROR","message":"oh"}' : HTML);
    },
  },
  429: {
    weight: 10,
    effect: false,
    commit: ({ res }, random) => {
      const wait = random() < 0.3 ? { 'Retry-After': '1' } : {};
      res.writeHead(429, { ...JSON_TYPE, ...wait }).end(JSON.stringify(TOO_MANY));
    },
  },
  408: { weight: 3, effect: false, commit: ({ res }) => res.writeHead(408).end() },
  'a cut in the body': {
    weight: 15,
    effect: true,
    commit: ({ res, answer }) => {
      const body =
        answer?.body || '{"id":"cut","status":"SUCCESS","type":"TRAINING.OPEN","submitted":"2026-11-23T10:13:32"}';
      res.writeHead(200, { ...JSON_TYPE, 'Content-Length': String(body.length) });
      res.write(body.slice(0, body.length / 2), () => res.destroy());
    },
  },
  'a reset': { weight: 12, effect: true, commit: ({ req }) => req.socket.resetAndDestroy() },
  'a close': { weight: 8, effect: true, commit: ({ req }) => req.socket.destroy() },
  'a delay and a close': {
    weight: 6,
    effect: true,
    commit: async ({ req }, random) => {
      await sleep(between(random, 200, 1_500));
      req.socket.destroy();
    },
  },
  'a page of HTML': {
    weight: 12,
    effect: true,
    commit: ({ res }) => res.writeHead(200, { 'Content-Type': 'text/html' }).end(HTML),
  },
  'JSON of the wrong shape': {
    weight: 5,
    effect: true,
    commit: ({ res }, random) => res.writeHead(200, JSON_TYPE).end(pick(random, { '{}': 1, '[]': 1, null: 1 })),
  },
  'nothing with 200': { weight: 4, effect: true, commit: ({ res }) => res.writeHead(200).end() },
};

/** Where the step's deadline is near: a request may take 30 s, and nobody waits for that here. */
const STALL = { weight: 25, effect: true, commit: () => undefined };

/**
 * The faults of a run. What becomes of a request follows from the seed, its method and path, and which try it is: not from
 * the time, and not from what else is sent beside it.
 *
 * @param {number} seed
 * @param {boolean} stalls whether some answers never come
 */
export function createFaults(seed, stalls) {
  /** @type {Record<string, { weight: number, effect: boolean, commit: Fault }>} */
  const faults = stalls ? { ...FAULTS, 'a stall': STALL } : FAULTS;
  const weights = Object.fromEntries(Object.entries(faults).map(([name, { weight }]) => [name, weight]));
  /** @type {Record<string, number>} how often each was committed */
  const committed = {};

  /** @param {Exchange} exchange */
  const faultOf = ({ method, path, tryOf }) => {
    // An operation's id is another in each run: it is left out.
    const kind = path.replace(/\?.*/s, '').replace(/^\/operations\/[^/]+/, '/operations/id');
    const random = randomOf('fault', seed, method, kind, tryOf);
    if (random() >= RATE) return undefined;
    const name = pick(random, weights);
    const fault = faults[name];
    if (fault === undefined) return undefined;
    return { name, ...fault, random, isAfter: fault.effect && random() < 0.5 };
  };

  /** @param {boolean} isAfter @returns {(exchange: Exchange) => boolean} */
  const at = (isAfter) => (exchange) => {
    const fault = faultOf(exchange);
    if (fault === undefined || fault.isAfter !== isAfter) return false;
    committed[fault.name] = (committed[fault.name] ?? 0) + 1;
    void Promise.resolve(fault.commit(exchange, fault.random)).catch(() => undefined);
    return true;
  };

  return { committed, beforeEffect: at(false), afterEffect: at(true) };
}
