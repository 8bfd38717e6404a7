import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { afterEach } from '@jest/globals';
import type { Identity } from './certificates.ts';

// Servers for a test, on loopback. They end with it.

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** Starts a server for a test. @returns its port, and all connections to it */
async function listen(server: Server, address: string) {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
  });
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  await once(server.listen(0, address), 'listening');
  return { server, sockets, port: (server.address() as AddressInfo).port };
}

/** A server that answers over http. */
export const startServer = (listener: RequestListener, address = '127.0.0.1') =>
  listen(createServer({ keepAliveTimeout: 0 }, listener), address);

/** A server that does something else with each connection than HTTP. */
export const startTcp = (listener: (socket: Socket, nth: number) => void) => {
  let count = 0;
  return listen(
    createTcpServer((socket) => {
      count += 1;
      listener(socket, count);
    }),
    '127.0.0.1',
  );
};

/** A server that answers over https. */
export function startSecure({ certificate, key }: Identity, listener: RequestListener) {
  const options = { cert: certificate, key, ciphers: 'DEFAULT@SECLEVEL=0' };
  return listen(createHttpsServer(options, listener), '127.0.0.1');
}

export interface ProxyOptions {
  /** The certificate of an https proxy. */
  readonly identity?: Identity;
  /** Handles the nth CONNECT, from 1. It returns true if the proxy must not let it through. */
  readonly onConnect?: ((socket: Duplex, nth: number) => boolean) | undefined;
  /** Where it leads to, whatever it is asked for. */
  readonly to: number;
}

/** A proxy: it opens tunnels to one port. */
export async function startProxy({ identity, onConnect, to }: ProxyOptions) {
  const connects: { readonly target: string; readonly headers: IncomingHttpHeaders }[] = [];
  const proxy =
    identity === undefined
      ? createServer()
      : createHttpsServer({ cert: identity.certificate, key: identity.key });
  proxy.on('connect', ({ url = '', headers }, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    connects.push({ target: url, headers });
    if (onConnect?.(socket, connects.length) === true) return;
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    const there = connect(to, '127.0.0.1');
    pipeline(socket, there, socket, () => undefined);
  });
  const listening = await listen(proxy, '127.0.0.1');
  const scheme = identity === undefined ? 'http' : 'https';
  return { ...listening, connects, url: new URL(`${scheme}://localhost:${listening.port}`) };
}
