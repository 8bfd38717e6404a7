import { EventEmitter, once } from 'node:events';
import { isIPv6 } from 'node:net';
import { type Clock, systemClock } from '../../src/time.ts';
import { findEnvironment } from '../../src/toloka/environment.ts';
import { TolokaError } from '../../src/toloka/errors.ts';
import { createSend } from '../../src/toloka/request.ts';

/** Worth nothing anywhere. */
export const TOKEN = 'made-up-token-worth-nothing';
const LIMIT_MS = 30_000;

/** A clock whose time passes when the test says so: then every sleep is over. */
export function createStopwatch(): Clock & {
  readonly pass: () => void;
  readonly sleepers: () => number;
} {
  const time = new EventEmitter().setMaxListeners(0);
  const sleep: Clock['sleep'] = async (_, signal) => {
    await once(time, 'passes', { signal });
  };
  return {
    ...systemClock,
    sleep,
    pass: () => time.emit('passes'),
    sleepers: () => time.listenerCount('passes'),
  };
}

/** A way to an API on this machine, on a clock of its own. */
export function startSending(api: string, proxy?: URL) {
  const clock = createStopwatch();
  const cancel = new AbortController();
  const authorization = { type: 'OAuth', token: TOKEN, header: `OAuth ${TOKEN}` };
  const environment = findEnvironment(new URL(`${api}/api/v1`));
  const send = createSend({ environment, authorization, proxy }, clock);
  return {
    clock,
    cancel,
    /** Sends a POST. @returns the answer, or the error */
    post: (path = '/x', limitMs = LIMIT_MS) =>
      send('POST', path, limitMs, cancel.signal).catch(settle),
    get: (path = '/x') => send('GET', path, LIMIT_MS, cancel.signal).catch(settle),
  };
}

function settle(error: unknown): unknown {
  if (error instanceof TolokaError || typeof error === 'string') return error;
  throw error;
}

export const urlOf = (port: number, address = '127.0.0.1'): string =>
  `http://${isIPv6(address) ? `[${address}]` : address}:${port}`;
