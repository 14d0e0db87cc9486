import { describe, expect, it } from 'vitest';
import {
  discoverSettings,
  splitAddress,
  type DiscoveryPorts,
} from '../../../../main/engine/accounts/discoverSettings.ts';
import { MailError, type DiscoveredSettings } from '../../../../preload/contract/index.ts';

const silent: DiscoveryPorts = {
  resolveMx: async () => Promise.reject(new Error('ENODATA')),
  resolveSrv: async () => Promise.reject(new Error('ENODATA')),
  fetchText: async () => null,
  canConnect: async () => false,
};
const signal = new AbortController().signal;
const summary = ({ source, incoming, outgoing, hint }: DiscoveredSettings): string =>
  [source, incoming.protocol, incoming.server.host, incoming.server.port, incoming.server.security, incoming.server.user, '|', outgoing.host, outgoing.port, outgoing.security, '|', hint].join(' '); // prettier-ignore
const find = async (address: string, ports: Partial<DiscoveryPorts>): Promise<string[]> =>
  (await discoverSettings(address, { ...silent, ...ports }, signal)).map(summary);

const autoconfig = `<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="ferry.example"><displayName>Ferry</displayName>
  <incomingServer type="pop3"><hostname>pop.ferry.example</hostname><port>995</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>
  <incomingServer type="imap"><hostname>imap.ferry.example</hostname><port>143</port><socketType>plain</socketType><username>%EMAILLOCALPART%</username></incomingServer>
  <incomingServer type="imap"><hostname>imap.ferry.example</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILLOCALPART%</username></incomingServer>
  <outgoingServer type="smtp"><hostname>smtp.ferry.example</hostname><port>587</port><socketType>STARTTLS</socketType></outgoingServer>
</emailProvider></clientConfig>`;

describe('discoverSettings', () => {
  it.each([
    [
      'kim@naver.com',
      'provider imap imap.naver.com 993 tls kim@naver.com | smtp.naver.com 465 tls | enableImapThenAppPassword',
    ],
    [
      'kim@HANMAIL.net',
      'provider imap imap.daum.net 993 tls kim@HANMAIL.net | smtp.daum.net 465 tls | enableImapThenAppPassword',
    ],
    [
      'a@hotmail.com',
      'provider imap outlook.office365.com 993 tls a@hotmail.com | smtp-mail.outlook.com 587 starttls | oauthOnly',
    ],
    ['marie@free.fr', 'provider imap imap.free.fr 993 tls marie | smtp.free.fr 465 tls | none'],
  ])('knows %s without asking anybody', async (address, expected) => {
    const forbidden = async (): Promise<never> => Promise.reject(new Error('asked the network'));
    expect(await find(address, { resolveMx: forbidden, fetchText: forbidden })).toEqual([expected]);
  });

  it('reads autoconfig: IMAP before POP3, TLS before plain text, placeholders filled', async () => {
    const found = await find('kim@ferry.example', {
      fetchText: async (url) => (url.includes('autoconfig.ferry') ? autoconfig : null),
    });
    expect(found).toEqual([
      'autoconfig imap imap.ferry.example 993 tls kim | smtp.ferry.example 587 starttls | none',
      'autoconfig imap imap.ferry.example 143 none kim | smtp.ferry.example 587 starttls | none',
      'autoconfig pop3 pop.ferry.example 995 tls kim@ferry.example | smtp.ferry.example 587 starttls | none',
    ]);
  });

  it('never tells a server the part before the @', async () => {
    const asked: string[] = [];
    await find('secret-name@ferry.example', {
      fetchText: async (url) => (asked.push(url), null),
      resolveSrv: async (name) => (asked.push(name), []),
      resolveMx: async (name) => (asked.push(name), []),
    });
    expect(asked.filter((question) => question.includes('secret-name'))).toEqual([]);
  });

  it('uses SRV records by priority and weight, and takes "." as a no', async () => {
    const found = await find('kim@ferry.example', {
      resolveSrv: async (name) =>
        name.startsWith('_imaps.')
          ? [
              { name: 'b.ferry.example', port: 993, priority: 10, weight: 1 },
              { name: 'a.ferry.example', port: 1993, priority: 5, weight: 1 },
            ]
          : name.startsWith('_submission.')
            ? [{ name: 'out.ferry.example', port: 587, priority: 0, weight: 0 }]
            : [{ name: '.', port: 0, priority: 0, weight: 0 }],
    });
    expect(found).toEqual([
      'srv imap a.ferry.example 1993 tls kim@ferry.example | out.ferry.example 587 starttls | none',
    ]);
  });

  it('sees a known house behind an own domain', async () => {
    const found = await find('kim@ferry.example', {
      resolveMx: async () => [{ exchange: 'aspmx.l.GOOGLE.com.', priority: 1 }],
    });
    expect(found).toEqual([
      'provider imap imap.gmail.com 993 tls kim@ferry.example | smtp.gmail.com 465 tls | appPassword',
    ]);
  });

  it('tries the usual names last', async () => {
    const found = await find('kim@ferry.example', {
      canConnect: async (host, port) => host === 'mail.ferry.example' && [993, 587].includes(port),
    });
    expect(found).toEqual([
      'guess imap mail.ferry.example 993 tls kim@ferry.example | mail.ferry.example 587 starttls | none',
    ]);
  });

  it('answers empty when nobody knows', async () => {
    expect(await find('kim@ferry.example', {})).toEqual([]);
  });

  it.each([
    '',
    'kim',
    '@ferry.example',
    'kim@',
    'kim@ferry',
    'kim kim@ferry.example',
    'kim\r\nRCPT@ferry.example',
    'a,b@ferry.example',
    'kim@fer ry.example',
  ])('refuses %j', (address) => {
    const error = (() => {
      try {
        return splitAddress(address);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error instanceof MailError && error.code).toBe('address.invalid');
  });

  it('takes international domains in their DNS form', () => {
    expect(splitAddress('kim@나루.한국')).toEqual({ localPart: 'kim', domain: 'xn--910br1n.xn--3e0b707e' });
  });
});
