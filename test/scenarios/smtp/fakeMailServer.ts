import { makeCertificate, type Certificate } from '../../servers/certificates.ts';
import { startScriptedSmtpServer } from '../../unit/main/smtp/scriptedSmtpServer.ts';
import { corpusFiles, readCorpus } from '../corpora.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { pinOf, trustedCertificate } from '../pop3/tlsFaults.ts';
import { parseFakeServer } from '../pop3/fakeMailServer.ts';
import { attempt } from './attempt.ts';

/** A person who wants STARTTLS meets each of these servers: nothing but EHLO, HELO, STARTTLS and QUIT in the clear. */
export const fakeMailServerScenarios: readonly Scenario[] = corpusFiles('starttls-fake-mail-server', '.ron')
  .filter((path) => /\/smtp\//.test(path))
  .map((path) => ({
    name: `fake ${path.replace(/^testcases(_extra)?\//, '').replace(/\.ron$/, '')}`,
    run: () => meet(readCorpus(`starttls-fake-mail-server/${path}`)?.toString('utf8') ?? ''),
  }));

async function meet(ron: string): Promise<Finding> {
  const text = ron.replace(/^\s*\/\/.*$/gm, '');
  const fake = parseFakeServer(ron);
  const isSelfSigned = text.includes('self-signed');
  const kind = isSelfSigned ? 'selfSigned' : fake.certificate;
  const certificate: Certificate =
    kind === 'trusted' ? await trustedCertificate() : await makeCertificate(kind);
  const answers = new Map([...fake.overrides].map(([verb, reply]) => [verb.toLowerCase(), reply.trimEnd()]));
  const starttls = /stls_response:\s*"([^"]*)"/
    .exec(text)?.[1]
    ?.replace(/\\r\\n/g, '\r\n')
    .trimEnd();
  const offered = /capabilities:\s*\[([^\]]*)\]/.exec(text)?.[1] ?? '';
  const hasStartTls = /starttls/i.test(offered);
  let isSecure = false;
  const greeting = /greeting:\s*"/.test(text) ? fake.greeting.trimEnd() : undefined;
  const answer = answers.get('starttls') ?? starttls ?? '220 go';
  const server = await startScriptedSmtpServer({
    certificate,
    extensions: ['AUTH PLAIN', ...(hasStartTls ? ['STARTTLS'] : [])],
    ...(greeting === undefined ? {} : { greeting }),
    ...(answers.get('ehlo') === undefined ? {} : { ehlo: answers.get('ehlo') ?? '' }),
    starttls: () => {
      isSecure = answer.startsWith('220');
      return answer;
    },
  });
  try {
    const pinnedCertificate = kind === 'trusted' ? pinOf(certificate) : null;
    const { words } = await attempt(server.port, { security: 'starttls', pinnedCertificate });
    const broken: string[] = [];
    const mayPass =
      kind === 'trusted' &&
      hasStartTls &&
      /^220/.test(greeting ?? '220') &&
      !answers.has('ehlo') &&
      /^220[^\n]*$/.test(answer);
    if (mayPass !== (words === 'accepted')) broken.push(`unexpected: ${words}`);
    const clear = server.lines.filter((line) => !/^(EHLO|HELO|STARTTLS|QUIT)/.test(line));
    if (!isSecure && clear.length > 0) broken.push(`in the clear: ${clear.join(' | ')}`);
    if (!mayPass && server.lines.some((line) => /^(AUTH|MAIL|RCPT|DATA)/.test(line)))
      broken.push('it went on all the same');
    if (!mayPass && server.complete.length > 0) broken.push('a message was sent');
    return { outcome: words, broken };
  } finally {
    await server.close();
  }
}
