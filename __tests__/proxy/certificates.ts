import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate and its private key, both in PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

export interface Authority extends Identity {
  /** Issues a certificate for a server, that lasts from a day ago until a day from now; `daysAgo` is how much earlier. */
  issue(hostname: string, daysAgo?: number): Identity;
}

const DAY_MS = 86_400_000;

/** A certificate of a server that nobody but the server has signed. */
export function signItself(hostname: string): Identity {
  const { publicKey, privateKey } = keyPair();
  const extensions = [namesOf(hostname)];
  const certificate = certify({ subject: hostname, publicKey, extensions, issuer: hostname, signer: privateKey });
  return { certificate, key: toPem(privateKey) };
}

/** An authority of one's own, as a company has one for what its proxy opens. It is made on the spot, and lasts a day. */
export function createAuthority(name: string): Authority {
  const { publicKey, privateKey } = keyPair();
  // Basic constraints: an authority. Key usage: signs certificates and revocation lists.
  const extensions = [
    extension('2.5.29.19', sequence(BOOLEAN_TRUE)),
    extension('2.5.29.15', Buffer.from('03020106', 'hex')),
  ];
  return {
    certificate: certify({ subject: name, publicKey, extensions, issuer: name, signer: privateKey }),
    key: toPem(privateKey),
    issue(hostname, daysAgo = 0) {
      const server = keyPair();
      const certificate = certify({
        subject: hostname,
        publicKey: server.publicKey,
        extensions: [namesOf(hostname)],
        issuer: name,
        signer: privateKey,
        daysAgo,
      });
      return { certificate, key: toPem(server.privateKey) };
    },
  };
}

const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

const toPem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

interface Contents {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly issuer: string;
  readonly signer: KeyObject;
  readonly daysAgo?: number;
}

/** A certificate as RFC 5280 has it (version 3, ECDSA with SHA-256), in PEM. */
function certify({ subject, publicKey, extensions, issuer, signer, daysAgo = 0 }: Contents): string {
  const algorithm = sequence(objectId('1.2.840.10045.4.3.2'));
  const about = Date.now() - daysAgo * DAY_MS;
  const validity = sequence(time(about - DAY_MS), time(about + DAY_MS));
  const contents = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    distinguishedName(issuer),
    validity,
    distinguishedName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  );
  const der = sequence(contents, algorithm, bitString(sign('sha256', contents, signer)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

// ASN.1 in DER (ITU-T X.690): a tag, a length, and so many bytes.

function tagged(tag: number, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const bytes = body.length < 0x80 ? '' : hexOf(body.length);
  const length = bytes === '' ? [body.length] : [0x80 + bytes.length / 2, ...Buffer.from(bytes, 'hex')];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

function hexOf(number: number): string {
  const hex = number.toString(16);
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}

const sequence = (...contents: Buffer[]): Buffer => tagged(0x30, ...contents);

const bitString = (bytes: Buffer): Buffer => tagged(0x03, Buffer.from([0]), bytes);

const BOOLEAN_TRUE = Buffer.from('0101ff', 'hex');

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((number) => {
    const septets = [number & 0x7f];
    for (let left = number >>> 7; left > 0; left >>>= 7) septets.unshift((left & 0x7f) | 0x80);
    return septets;
  });
  return tagged(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

const extension = (id: string, value: Buffer): Buffer => sequence(objectId(id), BOOLEAN_TRUE, tagged(0x04, value));

/** The subject alternative name of a server. */
const namesOf = (hostname: string): Buffer => extension('2.5.29.17', sequence(tagged(0x82, Buffer.from(hostname))));

/** A name of nothing but a common name. */
const distinguishedName = (name: string): Buffer =>
  sequence(tagged(0x31, sequence(objectId('2.5.4.3'), tagged(0x0c, Buffer.from(name)))));

/** Such as `261123101500Z`. */
const time = (ms: number): Buffer =>
  tagged(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));
