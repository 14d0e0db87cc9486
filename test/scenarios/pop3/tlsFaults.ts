import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { fingerprint, tlsOptions } from '../../../main/engine/net/tlsOptions.ts';
import { verifyPeer } from '../../../main/engine/net/verifyPeer.ts';
import { makeCertificate, type Certificate, type CertificateKind } from '../../servers/certificates.ts';
import type { Step } from '../../servers/script.ts';
import { ScriptedServer, type ScriptedServerOptions } from '../../servers/scriptedServer.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { Receiver, secret } from './Receiver.ts';

/** What must never be in the clear where TLS was asked for. */
const credential = new RegExp(`${secret}|^(USER|PASS|APOP|AUTH|UIDL|LIST|RETR)\\b`, 'm');

let trusted: Promise<Certificate> | undefined;
export const trustedCertificate = (): Promise<Certificate> => (trusted ??= makeCertificate('trusted'));
/** The pin of a certificate in PEM. */
export const pinOf = ({ cert }: Certificate): string =>
  fingerprint(Buffer.from(cert.replace(/-----[^-]+-----|\s/g, ''), 'base64'));

/** One way a server spoils STLS: what it does when it hears it. */
const spoiled: Readonly<Record<string, Step>> = {
  'pop3-starttls-no': { reply: ['-ERR not now'] },
  'pop3-starttls-bad': { reply: ['BAD 500 what'] },
  'pop3-starttls-cont': { reply: ['+ go'] },
  'pop3-starttls-ok-no-tls': { reply: '+OK begin\r\n' },
  'pop3-starttls-caps-lie': { reply: ['-ERR only after login'] },
  'pop3-starttls-inject-same-packet': { reply: '+OK begin TLS\r\n+OK injected\r\n', startTls: true },
  'pop3-starttls-inject-split': { reply: '+OK begin TLS\r\n' },
  'pop3-starttls-inject-caps': {
    reply: '+OK begin TLS\r\n+OK\r\nUSER\r\nSASL PLAIN\r\n.\r\n',
    startTls: true,
  },
  'pop3-starttls-inject-before-ok': { reply: '* data\r\n+OK begin TLS\r\n', startTls: true },
};

const spoiledScenarios: readonly Scenario[] = Object.entries(spoiled).map(([name, step]) => ({
  name,
  run: async (): Promise<Finding> => {
    const certificate = await trustedCertificate();
    const refuse = [
      {
        expect: /^CAPA/,
        reply: ['+OK', 'USER', 'SASL PLAIN', ...(name.endsWith('caps-lie') ? [] : ['STLS']), '.'],
      },
      { expect: /^QUIT/, reply: ['+OK'], close: 'end' as const },
      { expect: /^(USER|PASS|AUTH|UIDL|LIST)/, reply: ['+OK'] },
    ];
    const steps: Step[] = [{ expect: /^STLS$/, ...step }];
    if (name.endsWith('ok-no-tls'))
      steps.push({ expect: { bytes: 6 }, reply: '+OK still in the clear\r\n+OK\r\n' });
    if (name.endsWith('inject-split')) steps.push({ expect: { bytes: 6 }, reply: '+OK injected\r\n' });
    const server = await ScriptedServer.start({ greeting: ['+OK'], steps, always: refuse }, { certificate });
    const receiver = await Receiver.create();
    const settings = {
      port: server.port,
      security: 'starttls',
      pinnedCertificate: pinOf(certificate),
    } as const;
    try {
      // A second try must not fall back either.
      const outcomes = [await receiver.collect(settings), await receiver.collect(settings)];
      return { outcome: outcomes[0] ?? '', broken: judge(outcomes, server) };
    } finally {
      await receiver.close();
      await server.stop();
    }
  },
}));

/** Nothing came of it, the reason is named, no credential left in the clear, nothing was said under TLS. */
function judge(outcomes: readonly string[], server: ScriptedServer): string[] {
  const broken: string[] = [];
  for (const outcome of outcomes)
    if (!/^refused: (tls|protocol)\./.test(outcome)) broken.push(`not refused by name: ${outcome}`);
  for (const { beforeTls, smuggled, underTls } of server.connections) {
    const clear = `${beforeTls.text}${smuggled.text}`;
    if (credential.test(clear)) broken.push(`in the clear: ${JSON.stringify(clear)}`);
    if (underTls.totalBytes > 0) broken.push(`it went on under TLS: ${JSON.stringify(underTls.text)}`);
  }
  if (server.connections.length !== outcomes.length) broken.push('it tried again by itself');
  return broken;
}

/** Certificates (and TLS) that must be refused, and the host they are shown for. */
const certificates: Readonly<
  Record<
    string,
    {
      kind: CertificateKind;
      host?: string;
      tls?: ScriptedServerOptions['tls'];
      code: RegExp;
      isTrusted?: false;
    }
  >
> = {
  'pop3-cert-not-yet': { kind: 'notYetValid', code: /tls\.expired/ },
  'pop3-cert-wildcard-wide': { kind: 'wideWildcard', host: 'a.b.test', code: /tls\.wrongHost/ },
  'pop3-cert-untrusted-ca': { kind: 'trusted', code: /tls\.(untrusted|selfSigned)/, isTrusted: false },
  'pop3-cert-cn-only': { kind: 'nameInSubject', host: 'mail.example.test', code: /tls\.wrongHost/ },
  'pop3-cert-weak-key': { kind: 'weakKey', code: /tls\.untrusted/ },
  'pop3-cert-sha1': { kind: 'sha1', tls: { ciphers: 'DEFAULT:@SECLEVEL=0' }, code: /tls\.untrusted/ },
  'pop3-cert-tls11': {
    kind: 'trusted',
    tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' },
    code: /tls\.handshake/,
  },
  'pop3-cert-anon': {
    kind: 'trusted',
    tls: { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: 'aNULL:@SECLEVEL=0' },
    code: /tls\.handshake/,
  },
};

const certificateScenarios: readonly Scenario[] = Object.entries(certificates).map(([name, what]) => ({
  name,
  run: async (): Promise<Finding> => {
    const certificate = await makeCertificate(what.kind);
    const broken: string[] = [];
    const outcomes: string[] = [];
    for (const security of ['tls', 'starttls'] as const) {
      const options = {
        certificate,
        implicitTls: security === 'tls',
        ...(what.tls === undefined ? {} : { tls: what.tls }),
      };
      const steps: Step[] = security === 'tls' ? [] : [{ expect: /^STLS$/, reply: ['+OK'], startTls: true }];
      const server = await ScriptedServer.start({ greeting: ['+OK'], steps }, options);
      const receiver = await Receiver.create();
      try {
        const outcome = await receiver.collect({ port: server.port, security });
        outcomes.push(outcome);
        if (!/^refused: tls\./.test(outcome)) broken.push(`${security}: ${outcome}`);
        // A pin is for one certificate, not for any.
        const pinned = await receiver.collect({
          port: server.port,
          security,
          pinnedCertificate: 'a'.repeat(64),
        });
        if (!/^refused: tls\./.test(pinned)) broken.push(`${security}, another pinned: ${pinned}`);
        for (const { beforeTls, underTls } of server.connections)
          if (credential.test(beforeTls.text) || credential.test(underTls.text))
            broken.push('a credential left');
      } finally {
        await receiver.close();
        await server.stop();
      }
    }
    // The same with its authority trusted: then it is the flaw itself that is refused.
    const verdict = what.isTrusted === false ? 'untrusted' : await verdictWhenTrusted(certificate, what);
    if (what.isTrusted !== false && !what.code.test(verdict))
      broken.push(`with its authority trusted: ${verdict}`);
    if (what.isTrusted === false && !outcomes.every((outcome) => what.code.test(outcome)))
      broken.push(outcomes.join());
    return { outcome: `${outcomes.join(', ')}; its authority trusted: ${verdict}`, broken };
  },
}));

/** What the product says of a certificate when the system trusts who signed it. */
async function verdictWhenTrusted(
  certificate: Certificate,
  { host = 'mail.example.test', tls: options }: { host?: string; tls?: ScriptedServerOptions['tls'] },
): Promise<string> {
  const server = await ScriptedServer.start(
    { greeting: ['+OK'], steps: [] },
    { certificate, implicitTls: true, ...(options === undefined ? {} : { tls: options }) },
  );
  const settings = { host, port: server.port, pinnedCertificate: null };
  const socket = tls.connect({
    ...tlsOptions(settings),
    socket: net.connect(server.port, server.host),
    ca: certificate.ca,
    rejectUnauthorized: false,
  });
  try {
    await once(socket, 'secureConnect');
    verifyPeer(settings, socket);
    return 'accepted';
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      const code = String(error.code);
      return code.startsWith('ERR_SSL') || code === 'EPROTO' || code === 'ECONNRESET'
        ? 'tls.handshake'
        : code;
    }
    return String(error);
  } finally {
    socket.destroy();
    await server.stop();
  }
}

/** By the case's name in `authored-faults`. */
export const tlsScenarios: readonly Scenario[] = [...spoiledScenarios, ...certificateScenarios];
