import { ADVICE, adviseOnCode } from './advice.ts';
import type { Authorization } from './authorization.ts';
import { type Environment, isLoopback } from './environment.ts';
import { type Facts, type Kind, mayPass, TolokaError } from './errors.ts';
import { parseText, recordOf } from './json.ts';

/** The way to an API. */
export type Way = Readonly<{
  environment: Environment;
  authorization: Authorization;
  proxy: URL | undefined;
}>;

const CODE = 'NOT_REACHED';
/** Certificates that are not trusted: OpenSSL's names, and Node's own for a wrong host. */
const UNTRUSTED = /^(?!ERR_SSL).*(CERT|SIGNATURE|CRL)|^INVALID_|^PATH_LENGTH|^UNSPECIFIED$/;
/** The peer speaks no TLS, or refuses the handshake. */
const NO_TLS = /^(EPROTO|ERR_SSL)/;

/** @param error of Node @returns its code; empty if there is none */
export const codeOf = (error: unknown): string => parseText(recordOf(error).code) ?? '';

/**
 * What went wrong if no whole answer came.
 *
 * @param isUp whether a connection stood. If none did, nothing was sent
 */
export function explainNoAnswer(error: unknown, way: Way, isUp: boolean): TolokaError {
  const { proxy } = way;
  const { apiUrl, advice } = way.environment;
  const code = codeOf(error);
  const fail = (kind: Kind, reason: string, facts: Partial<Facts>) =>
    new TolokaError(kind, reason, { code: CODE, ...facts }, error);
  if (isUp) return fail('transient', nameFault(error), { answerLost: true, advice });
  if (proxy !== undefined && code === 'ERR_PROXY_TUNNEL') return explainRefusedTunnel(error, proxy);
  if (UNTRUSTED.test(code)) {
    const reason = `a certificate on the way to ${apiUrl.hostname} is not trusted (${code})`;
    return fail('permanent', reason, { advice: ADVICE.authority });
  }
  const isRefusedHere = code === 'ECONNREFUSED' && isLoopback(proxy ?? apiUrl);
  const unreachable = code === 'ENOTFOUND' || NO_TLS.test(code) || isRefusedHere;
  const reason = proxy ? `proxy ${proxy.host}: ${nameFault(error)}` : nameFault(error);
  return fail('transient', reason, { unreachable, advice: advice ?? adviseOnCode(code) });
}

/** It has no cause: in Node 24.5.0, the message of Node's own error holds the proxy's password. */
function explainRefusedTunnel(error: unknown, { host }: URL) {
  const status = Number(recordOf(error).statusCode) || 0;
  const reason = `proxy ${host}: ${status > 0 ? `HTTP ${status}` : 'no answer to CONNECT'}`;
  const facts = { code: CODE, advice: status === 407 ? ADVICE.login : undefined };
  return new TolokaError(mayPass(status) ? 'transient' : 'permanent', reason, facts);
}

/** A host with several addresses fails with an error for each. OpenSSL's messages are long. */
function nameFault(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(nameFault).join(', ');
  const { code = '', message } = recordOf(error);
  const [, text = String(message)] = /SSL routines:[^:]*:([^:]+):/.exec(String(message)) ?? [];
  return text.includes(String(code)) ? text : `${text} (${code})`;
}
