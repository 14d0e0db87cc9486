import type { DiscoveredSettings, Security } from '../../../preload/contract/index.ts';

/** A mail provider whose settings need no looking up. */
export interface Provider {
  readonly name: string;
  readonly domains: readonly string[];
  /** MX hosts end in one of these when the provider serves other people's domains too. */
  readonly mxSuffixes: readonly string[];
  readonly imap: readonly [host: string, port: number, security: Security];
  readonly smtp: readonly [host: string, port: number, security: Security];
  /** Some want the part before the @ as the user name. */
  readonly user: 'address' | 'localPart';
  readonly hint: DiscoveredSettings['hint'];
}

const p = (
  name: string,
  domains: string,
  imapHost: string,
  smtp: readonly [string, number, Security],
  hint: DiscoveredSettings['hint'],
  more: Partial<Provider> = {},
): Provider => ({
  name,
  domains: domains.split(' '),
  mxSuffixes: [],
  imap: [imapHost, 993, 'tls'],
  smtp,
  user: 'address',
  hint,
  ...more,
});

/** As the providers publish them; `hint` is what a person must do there before any mail program is let in. */
export const providers: readonly Provider[] = [
  p('Naver', 'naver.com', 'imap.naver.com', ['smtp.naver.com', 465, 'tls'], 'enableImapThenAppPassword'),
  p(
    'Naver Works',
    'works.naver.com',
    'imap.worksmobile.com',
    ['smtp.worksmobile.com', 465, 'tls'],
    'enableImapThenAppPassword',
    {
      mxSuffixes: ['worksmobile.com'],
    },
  ),
  p(
    'Daum',
    'daum.net hanmail.net',
    'imap.daum.net',
    ['smtp.daum.net', 465, 'tls'],
    'enableImapThenAppPassword',
  ),
  p('Kakao', 'kakao.com', 'imap.kakao.com', ['smtp.kakao.com', 465, 'tls'], 'enableImapThenAppPassword'),
  p(
    'Nate',
    'nate.com empas.com',
    'imap.nate.com',
    ['smtp.mail.nate.com', 465, 'tls'],
    'enableImapThenAppPassword',
  ),
  p('Gmail', 'gmail.com googlemail.com', 'imap.gmail.com', ['smtp.gmail.com', 465, 'tls'], 'appPassword', {
    mxSuffixes: ['google.com', 'googlemail.com'],
  }),
  p(
    'Outlook',
    'outlook.com outlook.kr hotmail.com hotmail.co.kr live.com live.co.kr msn.com',
    'outlook.office365.com',
    ['smtp-mail.outlook.com', 587, 'starttls'],
    'oauthOnly',
    {
      mxSuffixes: ['outlook.com'],
    },
  ),
  p(
    'iCloud',
    'icloud.com me.com mac.com',
    'imap.mail.me.com',
    ['smtp.mail.me.com', 587, 'starttls'],
    'appPassword',
    {
      mxSuffixes: ['icloud.com'],
    },
  ),
  p(
    'Yahoo',
    'yahoo.com yahoo.co.uk yahoo.fr yahoo.de ymail.com rocketmail.com',
    'imap.mail.yahoo.com',
    ['smtp.mail.yahoo.com', 465, 'tls'],
    'appPassword',
    {
      mxSuffixes: ['yahoodns.net'],
    },
  ),
  p(
    'Yahoo! JAPAN',
    'yahoo.co.jp ymail.ne.jp',
    'imap.mail.yahoo.co.jp',
    ['smtp.mail.yahoo.co.jp', 465, 'tls'],
    'enableImapThenAppPassword',
    {
      user: 'localPart',
    },
  ),
  p('AOL', 'aol.com', 'imap.aol.com', ['smtp.aol.com', 465, 'tls'], 'appPassword'),
  p(
    'Fastmail',
    'fastmail.com fastmail.fm',
    'imap.fastmail.com',
    ['smtp.fastmail.com', 465, 'tls'],
    'appPassword',
    {
      mxSuffixes: ['messagingengine.com'],
    },
  ),
  p('Zoho', 'zoho.com zohomail.com', 'imap.zoho.com', ['smtp.zoho.com', 465, 'tls'], 'appPassword', {
    mxSuffixes: ['zoho.com'],
  }),
  p(
    'GMX',
    'gmx.net gmx.de gmx.at gmx.ch',
    'imap.gmx.net',
    ['mail.gmx.net', 465, 'tls'],
    'enableImapThenAppPassword',
  ),
  p('WEB.DE', 'web.de', 'imap.web.de', ['smtp.web.de', 587, 'starttls'], 'enableImapThenAppPassword'),
  p('Posteo', 'posteo.de posteo.net', 'posteo.de', ['posteo.de', 465, 'tls'], 'none'),
  p('mailbox.org', 'mailbox.org', 'imap.mailbox.org', ['smtp.mailbox.org', 465, 'tls'], 'none', {
    mxSuffixes: ['mailbox.org'],
  }),
  p('Orange', 'orange.fr wanadoo.fr', 'imap.orange.fr', ['smtp.orange.fr', 465, 'tls'], 'none'),
  p('Free', 'free.fr', 'imap.free.fr', ['smtp.free.fr', 465, 'tls'], 'none', { user: 'localPart' }),
  p(
    'Yandex',
    'yandex.com yandex.ru ya.ru',
    'imap.yandex.com',
    ['smtp.yandex.com', 465, 'tls'],
    'enableImapThenAppPassword',
    {
      mxSuffixes: ['yandex.net', 'yandex.ru'],
    },
  ),
  p(
    'QQ Mail',
    'qq.com foxmail.com',
    'imap.qq.com',
    ['smtp.qq.com', 465, 'tls'],
    'enableImapThenAppPassword',
    {
      mxSuffixes: ['qq.com'],
    },
  ),
  p('NetEase 163', '163.com', 'imap.163.com', ['smtp.163.com', 465, 'tls'], 'enableImapThenAppPassword'),
  p('NetEase 126', '126.com', 'imap.126.com', ['smtp.126.com', 465, 'tls'], 'enableImapThenAppPassword'),
  p('Sina', 'sina.com sina.cn', 'imap.sina.com', ['smtp.sina.com', 465, 'tls'], 'enableImapThenAppPassword'),
];

/** The provider of an address's domain, by the table alone. */
export function providerByDomain(domain: string): Provider | undefined {
  return providers.find((provider) => provider.domains.includes(domain));
}

/** The provider behind one of these MX hosts: someone's own domain served by a known house. */
export function providerByMx(exchanges: readonly string[]): Provider | undefined {
  const hosts = exchanges.map((host) => host.toLowerCase().replace(/\.$/, ''));
  return providers.find((provider) =>
    provider.mxSuffixes.some((suffix) =>
      hosts.some((host) => host === suffix || host.endsWith(`.${suffix}`)),
    ),
  );
}
