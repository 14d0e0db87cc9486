import { makeCertificate } from '../../servers/certificates.ts';
import type { StandingRule, Step } from '../../servers/script.ts';
import { ScriptedServer } from '../../servers/scriptedServer.ts';
import { corpusFiles, readCorpus } from '../corpora.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { Receiver, secret } from './Receiver.ts';
import { pinOf, trustedCertificate } from './tlsFaults.ts';

/** One server of `starttls-fake-mail-server`, as far as its RON says something of POP3. */
interface FakeServer {
  readonly greeting: string;
  readonly capa: readonly string[];
  readonly capaUnderTls: readonly string[];
  readonly overrides: ReadonlyMap<string, string>;
  readonly certificate: 'trusted' | 'wrongHost' | 'expired';
}

/** Reads the few forms the corpus uses: strings, lists of strings, one map. */
export function parseFakeServer(ron: string): FakeServer {
  const text = ron.replace(/^\s*\/\/.*$/gm, '').replace(/\/\/ .*$/gm, '');
  const unescape = (value: string): string =>
    value.replace(/\\(x([0-9a-f]{2})|.)/gi, (_all, char: string, hex?: string) =>
      hex === undefined
        ? ({ r: '\r', n: '\n', t: '\t' }[char] ?? char)
        : String.fromCharCode(parseInt(hex, 16)),
    );
  const string = '"((?:[^"\\\\]|\\\\.)*)"';
  const field = (name: string): string | undefined => {
    const found = new RegExp(`\\b${name}:\\s*${string}`).exec(text)?.[1];
    return found === undefined ? undefined : unescape(found);
  };
  const list = (name: string): string[] => {
    const found = new RegExp(`\\b${name}:\\s*\\[([^\\]]*)\\]`).exec(text)?.[1] ?? '';
    return [...found.matchAll(new RegExp(string, 'g'))].map((match) => unescape(match[1] ?? ''));
  };
  const map = /override_response:\s*\{([\s\S]*?)\}/.exec(text)?.[1] ?? '';
  const overrides = new Map(
    [...map.matchAll(new RegExp(`${string}\\s*:\\s*${string}`, 'g'))].map((match) => [
      match[1] ?? '',
      unescape(match[2] ?? ''),
    ]),
  );
  const stls = field('stls_response');
  if (stls !== undefined && !overrides.has('stls')) overrides.set('stls', stls);
  const path = field('crt_path') ?? '';
  return {
    greeting: field('greeting') ?? '+OK\r\n',
    capa: list('capa'),
    capaUnderTls: list('capa_tls'),
    overrides,
    certificate: path.includes('other.') ? 'wrongHost' : path.includes('expired') ? 'expired' : 'trusted',
  };
}

/** A person who wants STARTTLS meets each of these servers: no credential in the clear, nothing of before TLS believed after it. */
export const fakeMailServerScenarios: readonly Scenario[] = corpusFiles('starttls-fake-mail-server', '.ron')
  .filter((path) => /\/pop3\//.test(path))
  .map((path) => ({
    name: `fake ${path.replace(/^testcases(_extra)?\//, '').replace(/\.ron$/, '')}`,
    run: () => meet(parseFakeServer(readCorpus(`starttls-fake-mail-server/${path}`)?.toString('utf8') ?? '')),
  }));

async function meet(fake: FakeServer): Promise<Finding> {
  const isTrusted = fake.certificate === 'trusted';
  const certificate = isTrusted ? await trustedCertificate() : await makeCertificate(fake.certificate);
  const stls = fake.overrides.get('stls') ?? '+OK begin TLS\r\n';
  const begins = /^\+OK\b/i.test(stls);
  const server = await ScriptedServer.start(
    () => {
      let isSecure = false;
      const always: StandingRule[] = [
        {
          expect: /^CAPA$/,
          reply: () =>
            fake.overrides.get('capa') ?? ['+OK', ...(isSecure ? fake.capaUnderTls : fake.capa), '.'],
        },
        { expect: /^AUTH$/, reply: fake.overrides.get('authlist') ?? '-ERR\r\n' },
        { expect: /^(USER|PASS)/, reply: ['+OK'] },
        { expect: /^(UIDL|LIST)$/, reply: ['+OK', '.'] },
        { expect: /^QUIT$/, reply: fake.overrides.get('quit') ?? '+OK\r\n', close: 'end' },
        { expect: /^/, reply: ['-ERR no such command'] },
      ];
      const reply = (): string => {
        isSecure = begins;
        return stls;
      };
      const step: Step = { expect: /^STLS$/, reply, ...(begins ? { startTls: true as const } : {}) };
      return { greeting: fake.greeting, steps: [step], always };
    },
    { certificate },
  );
  const receiver = await Receiver.create();
  try {
    const pinnedCertificate = isTrusted ? pinOf(certificate) : null;
    const outcome = await receiver.collect({ port: server.port, security: 'starttls', pinnedCertificate });
    // A greeting is one line that begins with +OK; anything else is no POP3, or more than was asked for.
    const maySucceed = /^\+OK(?![A-Za-z0-9])[^\r\n]*\r\n$/i.test(fake.greeting) && begins && isTrusted;
    const broken: string[] = [];
    if (maySucceed !== (outcome === 'stored 0, deleted 0')) broken.push(`unexpected: ${outcome}`);
    if (!maySucceed && !outcome.startsWith('refused: ')) broken.push(`not refused by name: ${outcome}`);
    for (const { beforeTls, smuggled, underTls } of server.connections) {
      const clear = `${beforeTls.text}${smuggled.text}`;
      if (/^(?!STLS\r\n)[A-Z]/m.test(clear.slice(0, clear.indexOf('\u0016') >>> 0)))
        broken.push(`in the clear: ${JSON.stringify(clear.slice(0, 200))}`);
      if (clear.includes(secret)) broken.push('the password in the clear');
      if (!isTrusted && underTls.totalBytes > 0) broken.push('it spoke to whom it does not trust');
    }
    return { outcome, broken };
  } finally {
    await receiver.close();
    await server.stop();
  }
}
