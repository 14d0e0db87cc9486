import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** What is wrong with a certificate: nothing (`trusted`, by the authority that comes with it), or exactly one thing. */
export type CertificateKind =
  | 'trusted'
  | 'expired'
  | 'notYetValid'
  | 'selfSigned'
  | 'wrongHost'
  /** `*.test` alone: no name of it has two labels before. */
  | 'wideWildcard'
  /** The name stands in the subject alone (RFC 9525 section 2 has done away with that). */
  | 'nameInSubject'
  /** RSA of 1,024 bits. */
  | 'weakKey'
  /** Signed with SHA-1. */
  | 'sha1';

/** Paths of PEM files. For `selfSigned` the authority is one that did not sign the certificate. */
export interface CertificateFiles {
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** The same as PEM texts. */
export interface Certificate {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** The name on every certificate but `wrongHost`, besides localhost and 127.0.0.1. */
export const certificateName = 'mail.example.test';

const execFileAsync = promisify(execFile);
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const dayMs = 24 * 60 * 60 * 1000;
// OpenSSL 3.0 can only set past dates through its `ca` command, and that wants a small database.
const authorityConfig = `[ca]
default_ca = test
[test]
database = index.txt
new_certs_dir = .
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
[any]
commonName = supplied
`;

/** Makes an authority and one server certificate in `directory` (which exists); valid a day back and 30 days ahead. */
export async function makeCertificateFiles(
  directory: string,
  kind: CertificateKind,
  host = '127.0.0.1',
): Promise<CertificateFiles> {
  const openssl = (...args: string[]): Promise<unknown> => execFileAsync('openssl', args, { cwd: directory });
  const file = (name: string): string => path.join(directory, name);
  const [from, to] = validity(kind, Date.now());
  const names =
    kind === 'wrongHost'
      ? 'DNS:other.example.invalid'
      : kind === 'wideWildcard'
        ? 'DNS:*.test'
        : `DNS:${certificateName},DNS:localhost,IP:127.0.0.1,IP:${host}`;
  const alternativeNames = kind === 'nameInSubject' ? '' : `subjectAltName=${names}\n`;
  const serverKey = kind === 'weakKey' ? ['-newkey', 'rsa:1024', '-nodes'] : newKey;

  await Promise.all([
    writeFile(file('ca.cnf'), authorityConfig),
    writeFile(file('index.txt'), ''),
    writeFile(file('ext'), `${alternativeNames}extendedKeyUsage=serverAuth\n`),
    openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30', '-subj', '/CN=Test CA',
      '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'), // prettier-ignore
    openssl(
      'req',
      ...serverKey,
      '-keyout',
      'server.key',
      '-out',
      'server.csr',
      '-subj',
      `/CN=${certificateName}`,
    ),
  ]);
  const signer =
    kind === 'selfSigned'
      ? ['-selfsign', '-keyfile', 'server.key']
      : ['-cert', 'ca.pem', '-keyfile', 'ca.key'];
  await openssl('ca', '-batch', '-notext', '-config', 'ca.cnf', '-md', kind === 'sha1' ? 'sha1' : 'sha256', ...signer, '-in', 'server.csr', '-out', 'server.pem',
    '-extfile', 'ext', '-startdate', from, '-enddate', to); // prettier-ignore
  // The server that reads them may run as another user.
  await Promise.all(['server.key', 'server.pem', 'ca.pem'].map((name) => chmod(file(name), 0o644)));
  return { caFile: file('ca.pem'), certFile: file('server.pem'), keyFile: file('server.key') };
}

/** One certificate for servers inside this process; leaves nothing on disk. */
export async function makeCertificate(kind: CertificateKind, host?: string): Promise<Certificate> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'naru-tls-'));
  try {
    const { caFile, certFile, keyFile } = await makeCertificateFiles(directory, kind, host);
    const [ca, cert, key] = await Promise.all([
      readFile(caFile, 'utf8'),
      readFile(certFile, 'utf8'),
      readFile(keyFile, 'utf8'),
    ]);
    return { ca, cert, key };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function validity(kind: CertificateKind, now: number): readonly [string, string] {
  switch (kind) {
    case 'expired':
      return [asn1Time(now - 30 * dayMs), asn1Time(now - dayMs)];
    case 'notYetValid':
      return [asn1Time(now + dayMs), asn1Time(now + 30 * dayMs)];
    case 'trusted':
    case 'selfSigned':
    case 'wrongHost':
    case 'wideWildcard':
    case 'nameInSubject':
    case 'weakKey':
    case 'sha1':
      return [asn1Time(now - dayMs), asn1Time(now + 30 * dayMs)];
  }
}

/** YYYYMMDDHHMMSSZ. */
function asn1Time(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
}
