import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { type Duplex, pipeline } from 'node:stream';
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
  /** The URL of the server behind the proxy. */
  readonly secure: string;
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

/** Joins two connections: the end of one ends the other. */
const join = (a: Duplex, b: Duplex): void => void pipeline(a, b, a, () => undefined);

/** Runs something in a company's network, and then closes it. */
export async function withCompany<T>(
  options: CompanyOptions,
  run: (company: Company) => Promise<T>,
): Promise<T> {
  const { identity = TOLOKA, kind = 'http', onConnect, ...tolokaOptions } = options;
  const folder = mkdtempSync(joinPath(tmpdir(), 'authority-'));
  const authorityFile = joinPath(folder, 'authority.pem');
  writeFileSync(authorityFile, AUTHORITY.certificate);
  try {
    return await withToloka(tolokaOptions, async (toloka) => {
      let received = 0;
      const server = {
        key: identity.key,
        cert: identity.certificate,
        ciphers: 'DEFAULT@SECLEVEL=0',
      };
      const secure = createTlsServer(server, (socket) => {
        socket.on('data', (chunk) => {
          received += chunk.length;
        });
        join(socket, connect(Number(new URL(toloka.url).port), '127.0.0.1'));
      });

      const connects: Company['connects'] = [];
      const proxy =
        kind === 'https'
          ? createHttpsServer({ key: PROXY.key, cert: PROXY.certificate })
          : createServer();
      proxy.on('connect', ({ url = '', headers }, socket: Duplex) => {
        socket.on('error', () => socket.destroy());
        connects.push({ target: url, headers, socket });
        if (onConnect?.(socket, connects.length) === true) return;
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        join(socket, connect(portOf(secure), '::1'));
      });

      await Promise.all([
        listen(secure, '::1'),
        listen(proxy, kind === 'ipv6' ? '::1' : '127.0.0.1'),
      ]);
      try {
        const host = { http: 'http://127.0.0.1', https: 'https://localhost', ipv6: 'http://[::1]' }[
          kind
        ];
        const urls = {
          proxy: `${host}:${portOf(proxy)}`,
          secure: `https://[::1]:${portOf(secure)}`,
        };
        return await run({ toloka, ...urls, connects, received: () => received, authorityFile });
      } finally {
        for (const { socket } of connects) socket.destroy();
        proxy.closeAllConnections();
        await Promise.all(
          [secure, proxy].map((one) => new Promise((resolve) => one.close(resolve))),
        );
      }
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const listen = (server: Server, host: string): Promise<void> =>
  new Promise((resolve) => server.listen(0, host, () => resolve()));

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
