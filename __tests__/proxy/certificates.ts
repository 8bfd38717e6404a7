import { generateKeyPairSync, randomBytes } from 'node:crypto';
import forge from 'node-forge';

/** A certificate and its private key, both in PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

export interface Authority extends Identity {
  /** Issues a certificate for a server. It lasts from a day ago until a day from now, or `daysAgo` earlier. */
  issue(hostname: string, daysAgo?: number): Identity;
}

const DAY_MS = 86_400_000;

/** A certificate that a server has signed by itself. */
export function signItself(hostname: string): Identity {
  return certify(hostname, SERVER, hostname, SERVER, [namesOf(hostname)]);
}

/** A private CA, as a company has one for its proxy. It lasts a day. */
export function createAuthority(name: string): Authority {
  const pair = createPair();
  const extensions = [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ];
  return {
    ...certify(name, pair, name, pair, extensions),
    issue: (hostname, daysAgo) => certify(hostname, SERVER, name, pair, [namesOf(hostname)], daysAgo),
  };
}

const namesOf = (hostname: string) => ({ name: 'subjectAltName', altNames: [{ type: 2, value: hostname }] });

/** A key pair from Node's own crypto, which is much faster than that of node-forge. */
function createPair(): forge.pki.rsa.KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { publicKey: forge.pki.publicKeyFromPem(publicKey), privateKey: forge.pki.privateKeyFromPem(privateKey) };
}

/** The one key pair of all servers, since making one takes long. */
const SERVER = createPair();

function certify(
  subject: string,
  pair: forge.pki.rsa.KeyPair,
  issuer: string,
  signer: forge.pki.rsa.KeyPair,
  extensions: object[],
  daysAgo = 0,
): Identity {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = pair.publicKey;
  certificate.serialNumber = `01${randomBytes(8).toString('hex')}`;
  const middle = Date.now() - daysAgo * DAY_MS;
  certificate.validity.notBefore = new Date(middle - DAY_MS);
  certificate.validity.notAfter = new Date(middle + DAY_MS);
  certificate.setSubject([{ name: 'commonName', value: subject }]);
  certificate.setIssuer([{ name: 'commonName', value: issuer }]);
  certificate.setExtensions(extensions);
  certificate.sign(signer.privateKey, forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate), key: forge.pki.privateKeyToPem(pair.privateKey) };
}
