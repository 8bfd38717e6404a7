import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import type { TolokaOptions } from '../../tools/toloka/toloka.js';
import { type Toloka, withToloka } from '../step.ts';
import { createAuthority, type Identity } from './certificates.ts';

export interface CompanyOptions extends TolokaOptions {
  /** The certificate for toloka.dev; by default one of the company's own authority. */
  readonly identity?: Identity;
  /** How the proxy is reached; by default over http and IPv4. */
  readonly kind?: 'http' | 'https' | 'ipv6';
  /** Handles the proxy's nth CONNECT, from 1. It returns true if the proxy must not let it through. */
  readonly onConnect?: (socket: Duplex, nth: number) => boolean;
}

/** The authority that signs all of a company's certificates. */
export const AUTHORITY = createAuthority('Authority of a company');
const TOLOKA = AUTHORITY.issue('toloka.dev');
const PROXY = AUTHORITY.issue('localhost');

/** A company's network: only a proxy reaches Toloka, and Toloka shows a certificate that the company has made. */
export interface Company {
  readonly toloka: Toloka;
  /** The proxy's URL. */
  readonly proxy: string;
  /** Each CONNECT that the proxy was asked for. */
  readonly connects: {
    readonly target: string;
    readonly headers: IncomingHttpHeaders;
    /** The connection to the proxy. */
    readonly socket: Duplex;
  }[];
  /** The bytes that the server behind the proxy got through TLS. */
  readonly received: () => number;
  /** The file with the certificate of the company's authority. */
  readonly authorityFile: string;
}

/** Runs something in a company's network, and then closes it. */
export async function withCompany<T>(options: CompanyOptions, run: (company: Company) => Promise<T>): Promise<T> {
  const { identity = TOLOKA, kind = 'http', onConnect, ...tolokaOptions } = options;
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  const authorityFile = join(folder, 'authority.pem');
  writeFileSync(authorityFile, AUTHORITY.certificate);
  const sockets = new Set<Duplex>();
  const keep = (socket: Duplex): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
  };
  const link = (a: Duplex, b: Duplex): void => {
    for (const socket of [a, b]) keep(socket);
    a.pipe(b).once('close', () => a.destroy());
    b.pipe(a).once('close', () => b.destroy());
  };

  try {
    return await withToloka(tolokaOptions, async (toloka) => {
      let received = 0;
      const secure = createTlsServer(
        { key: identity.key, cert: identity.certificate, ciphers: 'DEFAULT@SECLEVEL=0' },
        (socket) => {
          socket.on('data', (chunk) => {
            received += chunk.length;
          });
          link(socket, connect(Number(new URL(toloka.url).port), '127.0.0.1'));
        },
      );
      secure.on('connection', keep).on('tlsClientError', () => undefined);

      const connects: Company['connects'] = [];
      const proxy = kind === 'https' ? createHttpsServer({ key: PROXY.key, cert: PROXY.certificate }) : createServer();
      proxy.on('connect', ({ url = '', headers }, socket: Socket, head) => {
        keep(socket);
        connects.push({ target: url, headers, socket });
        if (onConnect?.(socket, connects.length) === true) return;
        const far = connect(portOf(secure), '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          far.write(head);
          link(socket, far);
        });
        keep(far);
      });

      await Promise.all([listen(secure), listen(proxy, kind === 'ipv6' ? '::1' : '127.0.0.1')]);
      try {
        const host = { http: 'http://127.0.0.1', https: 'https://localhost', ipv6: 'http://[::1]' }[kind];
        const url = `${host}:${portOf(proxy)}`;
        return await run({ toloka, proxy: url, connects, received: () => received, authorityFile });
      } finally {
        const closed = [secure, proxy].map((server) => new Promise((resolve) => server.close(resolve)));
        for (const socket of sockets) socket.destroy();
        proxy.closeAllConnections();
        await Promise.all(closed);
      }
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const listen = (server: Server, host = '127.0.0.1'): Promise<void> =>
  new Promise((resolve) => server.listen(0, host, () => resolve()));

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
