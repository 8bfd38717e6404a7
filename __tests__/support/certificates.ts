import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import forge from 'node-forge';

/** A certificate and its private key, both in PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

interface Options {
  /** How many days to move its validity back; by default it lasts from yesterday until tomorrow. */
  readonly daysAgo?: number;
  /** The length of the server's key. */
  readonly bits?: 1024 | 2048;
  readonly hash?: 'sha1' | 'sha256';
}

const DAY_MS = 86_400_000;

/** A certificate that a server has signed by itself. */
export const signItself = (host: string): Identity =>
  certify(host, pairOf(2048), { name: host, key: pairOf(2048).privateKey }, [namesOf(host)]);

/** A private CA, as a company has one for its proxy. It lasts a day. @param domain the only one that it may sign for */
export function createAuthority(name: string, domain?: string) {
  const pair = createPair(2048);
  const issuer = { name, key: pair.privateKey };
  const extensions = [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ...(domain === undefined ? [] : [{ id: '2.5.29.30', critical: true, value: permit(domain) }]),
  ];
  return {
    ...certify(name, pair, issuer, extensions),
    /** Issues a certificate for a server. */
    issue: (host: string, options: Options = {}): Identity =>
      certify(host, pairOf(options.bits ?? 2048), issuer, [namesOf(host)], options),
  };
}

const namesOf = (host: string) => ({
  name: 'subjectAltName',
  altNames: [isIP(host) > 0 ? { type: 7, ip: host } : { type: 2, value: host }],
});

/** Name constraints that permit a domain alone (RFC 5280, 4.2.1.10). */
function permit(domain: string): forge.asn1.Asn1 {
  const { Class, create, Type } = forge.asn1;
  const base = create(Class.CONTEXT_SPECIFIC, 2, false, domain);
  const subtree = create(Class.UNIVERSAL, Type.SEQUENCE, true, [base]);
  return create(Class.UNIVERSAL, Type.SEQUENCE, true, [
    create(Class.CONTEXT_SPECIFIC, 0, true, [subtree]),
  ]);
}

const createPair = (modulusLength: number) =>
  generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

/** The key pairs of all servers, since making one takes long. */
const PAIRS = { 1024: createPair(1024), 2048: createPair(2048) };
const pairOf = (bits: keyof typeof PAIRS) => PAIRS[bits];

function certify(
  subject: string,
  { publicKey, privateKey }: ReturnType<typeof createPair>,
  issuer: { readonly name: string; readonly key: string },
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
  certificate.setIssuer([{ name: 'commonName', value: issuer.name }]);
  certificate.setExtensions(extensions);
  // Node signs a hundred times as fast as node-forge.
  const signFast = (): string => {
    const contents = Buffer.from(forge.asn1.toDer(certificate.tbsCertificate).getBytes(), 'latin1');
    return sign(hash, contents, issuer.key).toString('latin1');
  };
  certificate.sign(
    { ...forge.pki.privateKeyFromPem(privateKey), sign: signFast },
    forge.md[hash].create(),
  );
  return { certificate: forge.pki.certificateToPem(certificate), key: privateKey };
}
