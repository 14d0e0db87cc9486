import { makeCertificate, type CertificateKind } from '../../servers/certificates.ts';
import { ScriptedServer, type ScriptedServerOptions } from '../../servers/scriptedServer.ts';
import type { Step } from '../../servers/script.ts';
import { pinOf, trustedCertificate } from '../pop3/tlsFaults.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { attempt } from './attempt.ts';

const forbidden = /^(AUTH|MAIL|RCPT|DATA)\b/m;

/** One way a server spoils STARTTLS: what it offers, and what it does when it hears it. */
const spoiled: Readonly<Record<string, { readonly offer?: readonly string[]; readonly step: Step }>> = {
  'smtp-starttls-no': { step: { reply: ['454 4.7.0 not now'] } },
  'smtp-starttls-bad': { step: { reply: ['500 5.5.1 what?'] } },
  'smtp-starttls-cont': { step: { reply: ['334 go'] } },
  'smtp-starttls-ok-no-tls': { step: { reply: '220 go\r\n' } },
  'smtp-starttls-caps-missing': { offer: ['250-x', '250 AUTH PLAIN'], step: { reply: ['502 no'] } },
  'smtp-starttls-caps-empty': { offer: [], step: { reply: ['502 no'] } },
  'smtp-starttls-caps-lie': { offer: ['250-x', '250 AUTH PLAIN'], step: { reply: ['530 log in first'] } },
  'smtp-starttls-inject-same-packet': {
    step: { reply: '220 go\r\n250 injected\r\n', startTls: true },
  },
  'smtp-starttls-inject-split': { step: { reply: '220 go\r\n' } },
  'smtp-starttls-inject-caps': {
    step: { reply: '220 go\r\n250-x\r\n250 AUTH PLAIN\r\n', startTls: true },
  },
  'smtp-starttls-inject-before-ok': { step: { reply: '250 data\r\n220 go\r\n', startTls: true } },
};

const spoiledScenarios: readonly Scenario[] = Object.entries(spoiled).map(([name, { offer, step }]) => ({
  name,
  run: async (): Promise<Finding> => {
    const certificate = await trustedCertificate();
    const ehlo = offer ?? ['250-x', '250-AUTH PLAIN', '250 STARTTLS'];
    const steps: Step[] = [{ expect: /^STARTTLS$/, ...step }];
    if (name.endsWith('ok-no-tls') || name.endsWith('split'))
      steps.push({ expect: { bytes: 6 }, reply: '250 injected\r\n250 AUTH PLAIN\r\n' });
    const server = await ScriptedServer.start(
      {
        greeting: ['220 x ESMTP'],
        steps,
        always: [
          { expect: /^(EHLO|HELO)/, reply: ehlo },
          { expect: /^QUIT/, reply: ['221 bye'], close: 'end' },
          { expect: /^/, reply: ['250 ok'] },
        ],
      },
      { certificate },
    );
    try {
      const change = { security: 'starttls', pinnedCertificate: pinOf(certificate) } as const;
      const broken: string[] = [];
      const words: string[] = [];
      // A second try must not fall back either.
      for (let turn = 0; turn < 2; turn += 1) words.push((await attempt(server.port, change)).words);
      for (const one of words)
        if (!/^deferred (tls|protocol|network\.timeout|mail\.refused)/.test(one))
          broken.push(`not refused: ${one}`);
      for (const { beforeTls, smuggled, underTls } of server.connections) {
        if (forbidden.test(`${beforeTls.text}\n${smuggled.text}`)) broken.push('a command in the clear');
        if (underTls.totalBytes > 0) broken.push(`it went on under TLS: ${underTls.text.slice(0, 100)}`);
      }
      return { outcome: words[0] ?? '', broken };
    } finally {
      await server.stop();
    }
  },
}));

const certificates: Readonly<
  Record<string, { readonly kind: CertificateKind; readonly tls?: ScriptedServerOptions['tls'] }>
> = {
  'smtp-cert-expired': { kind: 'expired' },
  'smtp-cert-not-yet': { kind: 'notYetValid' },
  'smtp-cert-self-signed': { kind: 'selfSigned' },
  'smtp-cert-wrong-host': { kind: 'wrongHost' },
  // Names the address 127.0.0.1 alone are not enough where nobody vouches for it.
  'smtp-cert-ip-san': { kind: 'trusted' },
  'smtp-cert-untrusted-ca': { kind: 'trusted' },
  'smtp-cert-wildcard-wide': { kind: 'wideWildcard' },
  'smtp-cert-cn-only': { kind: 'nameInSubject' },
  'smtp-cert-weak-key': { kind: 'weakKey' },
  'smtp-cert-sha1': { kind: 'sha1', tls: { ciphers: 'DEFAULT:@SECLEVEL=0' } },
  'smtp-cert-tls10': {
    kind: 'trusted',
    tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' },
  },
  'smtp-cert-tls11': {
    kind: 'trusted',
    tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' },
  },
  'smtp-cert-anon': {
    kind: 'trusted',
    tls: { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: 'aNULL:@SECLEVEL=0' },
  },
};

const certificateScenarios: readonly Scenario[] = Object.entries(certificates).map(
  ([name, { kind, tls }]) => ({
    name,
    run: async (): Promise<Finding> => {
      const certificate = await makeCertificate(kind);
      const broken: string[] = [];
      const outcomes: string[] = [];
      for (const security of ['tls', 'starttls'] as const) {
        const server = await ScriptedServer.start(
          {
            greeting: ['220 x'],
            steps: security === 'tls' ? [] : [{ expect: /^STARTTLS$/, reply: ['220 go'], startTls: true }],
            always: [{ expect: /^EHLO/, reply: ['250-x', '250-AUTH PLAIN', '250 STARTTLS'] }],
          },
          { certificate, implicitTls: security === 'tls', ...(tls === undefined ? {} : { tls }) },
        );
        try {
          // By default, and with a pin for another certificate.
          for (const pinnedCertificate of [null, 'a'.repeat(64)]) {
            const { words } = await attempt(server.port, { security, pinnedCertificate });
            outcomes.push(words);
            if (!/^deferred tls\./.test(words)) broken.push(`${security}: ${words}`);
          }
          for (const { beforeTls, underTls } of server.connections)
            if (forbidden.test(beforeTls.text) || underTls.totalBytes > 0)
              broken.push('it spoke to whom it does not trust');
        } finally {
          await server.stop();
        }
      }
      return { outcome: outcomes.join(', '), broken };
    },
  }),
);

/** By the case's name in `authored-faults`. */
export const tlsScenarios: readonly Scenario[] = [...spoiledScenarios, ...certificateScenarios];
