import { setTimeout as sleep } from 'node:timers/promises';
import { between, pick, randomOf } from './random.js';

/** @import { Exchange } from '../toloka/toloka.js' */
/** @import { Random } from './random.js' */

/** The share of the answers that fail. */
const RATE = 0.25;

const HTML = '<html><body><h1>502 Bad Gateway</h1></body></html>';
const JSON_TYPE = { 'Content-Type': 'application/json' };
const TOO_MANY = { request_id: 'quote-me', code: 'TOO_MANY_REQUESTS', message: 'Too many requests', payload: null };

/** @typedef {(exchange: Exchange, random: Random) => unknown} Fault answers, or does something else */

/**
 * Transient faults, each with its weight and whether the request may have had its effect.
 *
 * @satisfies {Record<string, { weight: number, effect: boolean, commit: Fault }>}
 */
const FAULTS = {
  'a status that may pass': {
    weight: 25,
    effect: true,
    commit: ({ res }, random) => {
      const statuses = {
        408: 1,
        425: 1,
        500: 3,
        502: 4,
        503: 3,
        504: 3,
        505: 1,
        507: 1,
        511: 1,
        520: 1,
        524: 1,
        599: 1,
      };
      const status = Number(pick(random, statuses));
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
  'a byte order mark': {
    weight: 3,
    effect: true,
    // It is no fault after all: the answer counts.
    commit: ({ res, answer }) => {
      if (!answer || answer.status === 204) return void res.writeHead(502).end();
      res.writeHead(answer.status, { ...JSON_TYPE, ...answer.headers }).end(`\ufeff${answer.body}`);
    },
  },
  'nothing with 200': { weight: 4, effect: true, commit: ({ res }) => res.writeHead(200).end() },
};

/** Only for steps whose deadline is near: else a request would take 30 s. */
const STALL = { weight: 25, effect: true, commit: () => undefined };

/** Only for polls: a server that lags behind does not know a fresh operation. */
const UNKNOWN = {
  weight: 12,
  effect: false,
  commit: (/** @type {Exchange} */ { res }) =>
    res.writeHead(404, JSON_TYPE).end('{"code":"DOES_NOT_EXIST","message":"There are no results"}'),
};

/**
 * The faults of a run. Which one a request meets follows from the seed, its method and path, and the number of the try, not
 * from the time or from other requests.
 *
 * @param {number} seed
 */
export function createFaults(seed) {
  /** @type {Record<string, number>} how often each came */
  const committed = {};

  /** @param {Exchange} exchange */
  const faultOf = ({ method, path, tryOf }) => {
    // An operation's id differs from run to run, so it is left out.
    const kind = path.replace(/\?.*/s, '').replace(/^\/operations\/[^/]+/, '/operations/id');
    const random = randomOf('fault', seed, method, kind, tryOf);
    if (random() >= RATE) return undefined;
    const isPoll = /^\/operations\/[^/]+$/.test(path);
    /** @type {Record<string, { weight: number, effect: boolean, commit: Fault }>} */
    const faults = {
      ...FAULTS,
      ...(run.stalls ? { 'a stall': STALL } : {}),
      // Looking up an operation takes at most 30 s, so a list that hangs for 30 s may end it. Of the others only the first try
      // hangs: 30 s each, several in a row would use up the timeout.
      ...(run.isCrowded && tryOf === 1 && !path.startsWith('/operations?')
        ? { 'a hanging request': { ...STALL, weight: 10 } }
        : {}),
      ...(isPoll ? { 'an unknown operation': UNKNOWN } : {}),
    };
    const name = pick(random, Object.fromEntries(Object.entries(faults).map(([key, { weight }]) => [key, weight])));
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

  const run = {
    committed,
    /** Whether some answers never come. */
    stalls: false,
    /** Whether the step has so many trainings that some requests may hang for as long as they can. */
    isCrowded: false,
    beforeEffect: at(false),
    afterEffect: at(true),
  };
  return run;
}
