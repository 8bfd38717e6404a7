import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import forge from 'node-forge';

/** A certificate and its private key, both in PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

interface Options {
  /** How much earlier it lasts, in days; by default from a day ago until a day from now. */
  readonly daysAgo?: number;
  /** The length of the server's key. */
  readonly bits?: 1024 | 2048;
  readonly hash?: 'sha1' | 'sha256';
}

export interface Authority extends Identity {
  /** Issues a certificate for a server. */
  issue(hostname: string, options?: Options): Identity;
}

const DAY_MS = 86_400_000;

/** A certificate that a server has signed by itself. */
export const signItself = (hostname: string): Identity =>
  certify(hostname, pairOf(2048), hostname, pairOf(2048), [namesOf(hostname)]);

/** A private CA, as a company has one for its proxy. It lasts a day. @param domain the only one that it may sign for */
export function createAuthority(name: string, domain?: string): Authority {
  const pair = createPair(2048);
  const extensions = [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ...(domain === undefined ? [] : [{ id: '2.5.29.30', critical: true, value: permit(domain) }]),
  ];
  return {
    ...certify(name, pair, name, pair, extensions),
    issue: (hostname, options = {}) =>
      certify(hostname, pairOf(options.bits ?? 2048), name, pair, [namesOf(hostname)], options),
  };
}

const namesOf = (hostname: string) => ({ name: 'subjectAltName', altNames: [{ type: 2, value: hostname }] });

/** Name constraints that permit a domain alone (RFC 5280, 4.2.1.10). */
function permit(domain: string): forge.asn1.Asn1 {
  const { Class, create, Type } = forge.asn1;
  const base = create(Class.CONTEXT_SPECIFIC, 2, false, domain);
  const subtree = create(Class.UNIVERSAL, Type.SEQUENCE, true, [base]);
  return create(Class.UNIVERSAL, Type.SEQUENCE, true, [create(Class.CONTEXT_SPECIFIC, 0, true, [subtree])]);
}

interface Pair {
  readonly publicKey: string;
  readonly privateKey: string;
}

const createPair = (modulusLength: number): Pair =>
  generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

const pairs = new Map<number, Pair>();

/** The one key pair of all servers with such a key, since making one takes long. */
function pairOf(bits: number): Pair {
  const pair = pairs.get(bits) ?? createPair(bits);
  pairs.set(bits, pair);
  return pair;
}

function certify(
  subject: string,
  { publicKey, privateKey }: Pair,
  issuer: string,
  signer: Pair,
  extensions: object[],
  { daysAgo = 0, hash = 'sha256' }: Options = {},
): Identity {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = `01${randomBytes(8).toString('hex')}`;
  const middle = Date.now() - daysAgo * DAY_MS;
  certificate.validity.notBefore = new Date(middle - DAY_MS);
  certificate.validity.notAfter = new Date(middle + DAY_MS);
  certificate.setSubject([{ name: 'commonName', value: subject }]);
  certificate.setIssuer([{ name: 'commonName', value: issuer }]);
  certificate.setExtensions(extensions);
  // Node signs a hundred times as fast as node-forge.
  const signFast = (): string => {
    const contents = Buffer.from(forge.asn1.toDer(certificate.tbsCertificate).getBytes(), 'latin1');
    return sign(hash, contents, signer.privateKey).toString('latin1');
  };
  certificate.sign({ ...forge.pki.privateKeyFromPem(privateKey), sign: signFast }, forge.md[hash].create());
  return { certificate: forge.pki.certificateToPem(certificate), key: privateKey };
}
