import { describe, expect, it } from 'vitest';
import { apopDigest, apopTimestamp } from '../../../../main/engine/pop3/apop.ts';
import {
  expireDays,
  loginDelaySeconds,
  parseCapabilities,
} from '../../../../main/engine/pop3/capabilities.ts';
import { chooseLogin } from '../../../../main/engine/pop3/chooseLogin.ts';
import { pop3Error } from '../../../../main/engine/pop3/pop3Errors.ts';
import { ScramClient, type ScramHash } from '../../../../main/engine/pop3/ScramClient.ts';

describe('SCRAM, the examples of RFC 5802 section 5 and RFC 7677 section 3', () => {
  const examples: readonly (readonly [ScramHash, string, string, string, string])[] = [
    [
      'sha1',
      'fyko+d2lbbFgONRv9qkxdawL',
      'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
      'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
      'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
    ],
    [
      'sha256',
      'rOprNGfwEbeRWgbNEkqO',
      'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
      'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
    ],
  ];
  it.each(examples)('%s', async (hash, nonce, serverFirst, clientFinal, serverFinal) => {
    const client = new ScramClient(hash, 'user', 'pencil', nonce);
    expect(client.first).toBe(`n,,n=user,r=${nonce}`);
    expect(await client.answer(serverFirst)).toBe(clientFinal);
    expect([client.verify(serverFinal), client.verify('v=AAAA'), client.verify('e=other-error')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each([
    ['another nonce', 'r=someoneelse,s=QSXCR+Q6sek8bf92,i=4096'],
    ['our nonce alone', 'r=mine,s=QSXCR+Q6sek8bf92,i=4096'],
    ['few iterations', 'r=mineX,s=QSXCR+Q6sek8bf92,i=1'],
    ['a day of iterations', 'r=mineX,s=QSXCR+Q6sek8bf92,i=9999999'],
    ['an extension it must understand', 'm=x,r=mineX,s=QSXCR+Q6sek8bf92,i=4096'],
    ['nothing', ''],
  ])('gives up on %s', async (_what, serverFirst) => {
    await expect(new ScramClient('sha1', 'user', 'pencil', 'mine').answer(serverFirst)).rejects.toThrow();
  });

  it('a name cannot become another field', () => {
    expect(new ScramClient('sha1', 'a,r=x=', 'p', 'mine').first).toBe('n,,n=a=2Cr=3Dx=3D,r=mine');
  });
});

describe('APOP', () => {
  it('the example of RFC 1939 section 7', () => {
    const stamp = apopTimestamp('POP3 server ready <1896.697170952@dbc.mtview.ca.us>');
    expect(stamp).toBe('<1896.697170952@dbc.mtview.ca.us>');
    expect(apopDigest(stamp ?? '', 'tanstaaf')).toBe('c4c9334bac560ecc979e58001b3e22fb');
  });
  it.each([
    'ready',
    '<no-at-sign>',
    '<two@at@signs>',
    '<a b@c>',
    '<a@b\u00ff>',
    '<@b>',
    `<${'a'.repeat(300)}@b>`,
  ])('no timestamp: %s', (greeting) => expect(apopTimestamp(greeting)).toBeNull());
});

describe('how to log in', () => {
  const stamp = '<1@example.test>';
  it.each([
    [
      'SCRAM first',
      'password',
      'tls',
      ['USER', 'SASL PLAIN SCRAM-SHA-1 SCRAM-SHA-256'],
      null,
      'SCRAM-SHA-256',
    ],
    ['SCRAM in the clear', 'password', 'none', ['SASL SCRAM-SHA-1'], stamp, 'SCRAM-SHA-1'],
    ['PLAIN under TLS', 'password', 'starttls', ['USER', 'SASL PLAIN LOGIN'], stamp, 'PLAIN'],
    ['APOP in the clear', 'password', 'none', ['USER', 'SASL PLAIN'], stamp, 'APOP'],
    ['no APOP under TLS', 'password', 'tls', ['USER'], stamp, 'USER'],
    ['no CAPA at all', 'password', 'none', [], null, 'USER'],
    ['USER not offered in the clear', 'password', 'none', ['SASL CRAM-MD5'], null, null],
    ['USER not offered under TLS', 'password', 'tls', ['SASL CRAM-MD5'], null, 'USER'],
    ['a token', 'oauth2', 'tls', ['USER', 'SASL PLAIN OAUTHBEARER XOAUTH2'], null, 'XOAUTH2'],
    ['a token by RFC 7628', 'oauth2', 'tls', ['SASL OAUTHBEARER'], null, 'OAUTHBEARER'],
    ['a token is no password', 'oauth2', 'tls', ['USER', 'SASL PLAIN'], stamp, null],
  ] as const)('%s', (_what, auth, security, lines, timestamp, expected) => {
    expect(chooseLogin({ auth, security }, parseCapabilities(lines), timestamp)).toBe(expected);
  });
});

it('reads capabilities as servers write them', () => {
  const capabilities = parseCapabilities([
    'top',
    'SASL PLAIN',
    'SASL scram-sha-1',
    'LOGIN-DELAY 900 USER',
    'EXPIRE 7',
    ' ',
    '\u0001',
  ]);
  expect([...capabilities]).toEqual([
    ['TOP', []],
    ['SASL', ['PLAIN', 'SCRAM-SHA-1']],
    ['LOGIN-DELAY', ['900', 'USER']],
    ['EXPIRE', ['7']],
  ]);
  expect([loginDelaySeconds(capabilities), expireDays(capabilities)]).toEqual([900, 7]);
  const odd = parseCapabilities(['LOGIN-DELAY 1e99', 'EXPIRE NEVER']);
  expect([loginDelaySeconds(odd), expireDays(odd)]).toEqual([86_400, null]);
});

it.each([
  ['greeting', '[SYS/PERM] closed', false, 'auth.refused'],
  ['greeting', 'too many connections', false, 'auth.unavailable'],
  ['authorization', '[AUTH] wrong', true, 'auth.wrongPassword'],
  ['authorization', '[sys/temp] later', true, 'auth.unavailable'],
  ['authorization', '[LOGIN-DELAY] wait', false, 'auth.unavailable'],
  ['authorization', '[IN-USE] other session', false, 'mail.inUse'],
  ['authorization', 'maildrop already locked', false, 'mail.inUse'],
  ['authorization', 'no', false, 'auth.wrongPassword'],
  ['authorization', 'POP3 is switched off', true, 'auth.refused'],
  ['transaction', '[SYS/TEMP] this message not now', true, 'mail.refused'],
  ['update', 'some deleted messages not removed', false, 'mail.refused'],
] as const)('-ERR in %s, %s: %s', (where, text, promisesCodes, expected) => {
  expect(pop3Error(where, text, { host: 'h', port: 1 }, promisesCodes).code).toBe(expected);
});
