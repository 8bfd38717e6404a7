import dns, { type LookupOptions } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * The connections of one target to an API, so that a fault of one target touches no other. They go
 * through tunnels if there is a proxy (Node, since 24.5).
 */
export function createConnections({ protocol }: URL, proxy: URL | undefined) {
  const options = { keepAlive: true, lookup: shareLookUps };
  const tunnel = proxy && { proxyEnv: { https_proxy: proxy.href } };
  const isPlain = protocol === 'http:';
  const agent = isPlain ? new http.Agent(options) : new https.Agent({ ...options, ...tunnel });
  const sockets = new Set<Duplex>();
  let isUp = false;
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (to, callback) => {
    isUp = false;
    const socket = connect(to, (error, stream) => {
      // The tunnel stands, and TLS in it. The socket that is returned only reaches the proxy.
      if (proxy !== undefined) isUp = !error;
      callback?.(error, stream);
    });
    if (!socket) throw new Error('Node returns the socket');
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Node listens no more after a proxy has refused a tunnel. A reset would end the process.
    socket.on('error', () => socket.destroy());
    const standing = isPlain ? 'connect' : 'secureConnect';
    if (proxy === undefined) socket.once(standing, () => (isUp = true));
    return socket;
  };
  return {
    agent,
    /** Whether the newest one has stood, with TLS and a tunnel. If not, nothing was sent on it. */
    isUp: () => isUp,
    /** Closes all of them: what made one fall silent may have hit those that are idle, too. */
    close(): void {
      for (const socket of sockets) socket.destroy();
    },
  };
}

type Callback = Parameters<LookupFunction>[2];

/** The look-ups that are under way, by the name and how it is looked up. */
const lookUps = new Map<string, readonly Callback[]>();

/** Joins a look-up that is under way, since Node makes only two at a time. Keeps no result. */
function shareLookUps(name: string, options: LookupOptions, callback: Callback): void {
  const key = `${name} ${JSON.stringify(options)}`;
  const waiting = lookUps.get(key) ?? [];
  lookUps.set(key, [...waiting, callback]);
  if (waiting.length > 0) return;
  dns.lookup(name, options, (...result) => {
    const callbacks = lookUps.get(key) ?? [];
    lookUps.delete(key);
    for (const one of callbacks) one(...result);
  });
}
