import { describe, expect, it } from 'vitest';
import { AccountDraft, MailError, type DiscoveredSettings } from '../../../../preload/contract/index.ts';
import {
  accountFormReducer,
  emptyAccountForm,
  type AccountForm,
  type AccountFormAction,
} from '../../../../renderer/views/accounts/accountForm.ts';
import { accountOf, formProblems } from '../../../../renderer/views/accounts/accountFormResult.ts';

const run = (...actions: AccountFormAction[]): AccountForm =>
  actions.reduce(accountFormReducer, emptyAccountForm);
const typed = (field: 'name' | 'address' | 'password', value: string): AccountFormAction => ({
  type: 'typed',
  field,
  value,
});
const details = [typed('name', 'Kim'), typed('address', 'kim@naver.com'), typed('password', 'pw')];
const server = (host: string, port: number) => ({
  host,
  port,
  security: 'tls' as const,
  user: 'kim',
  auth: 'password' as const,
  pinnedCertificate: null,
});
const proposal = (protocol: 'imap' | 'pop3'): DiscoveredSettings => ({
  source: 'provider',
  providerName: 'Naver',
  incoming:
    protocol === 'imap'
      ? { protocol, server: server('imap.naver.com', 993) }
      : { protocol, server: server('pop.naver.com', 995), leaveOnServer: { policy: 'days', days: 7 } },
  outgoing: server('smtp.naver.com', 465),
  hint: 'enableImapThenAppPassword',
});
const discovered: AccountFormAction = { type: 'discovered', proposals: [proposal('imap'), proposal('pop3')] };
const certificateError = new MailError('tls.selfSigned', 'self-signed', { host: 'imap.naver.com', port: 993 })
  .data;

describe('account form', () => {
  it('fills the servers from the best proposal', () => {
    const form = run(...details, { type: 'discovering' }, discovered);
    expect({ step: form.step, busy: form.busy, chosen: form.chosen, incoming: form.incoming }).toEqual({
      step: 'choose',
      busy: 'none',
      chosen: 0,
      incoming: { ...server('imap.naver.com', 993), port: '993' },
    });
  });

  it('switches to the POP3 proposal with its policy, and back', () => {
    const pop3 = run(...details, discovered, { type: 'protocol', protocol: 'pop3' });
    expect([pop3.chosen, pop3.incoming.host, pop3.pop3.leaveOnServer]).toEqual([
      1,
      'pop.naver.com',
      { policy: 'days', days: 7 },
    ]);
    expect(accountFormReducer(pop3, { type: 'protocol', protocol: 'imap' }).incoming.host).toBe(
      'imap.naver.com',
    );
  });

  it('opens the manual page, filled from the address, when nothing was found', () => {
    const form = run(...details, { type: 'discovered', proposals: [] });
    expect([
      form.step,
      form.nothingFound,
      form.incoming.host,
      form.outgoing.host,
      form.incoming.user,
    ]).toEqual(['manual', true, 'imap.naver.com', 'smtp.naver.com', 'kim@naver.com']);
  });

  it.each([
    ['the usual port follows the protection', { security: 'starttls' as const }, { port: '143', pin: null }],
    ['a port typed by hand stays', { port: '1993' }, { port: '1993', pin: null }],
    ['a new host drops the pin', { host: 'other.kr' }, { port: '993', pin: null }],
    ['another user keeps it', { user: 'x' }, { port: '993', pin: 'ab'.repeat(32) }],
  ])('%s', (_case, change, { port, pin }) => {
    const pinned = run(...details, discovered, {
      type: 'server',
      side: 'incoming',
      change: { pinnedCertificate: 'ab'.repeat(32) },
    });
    expect(pinned.chosen).toBe(0);
    const form = accountFormReducer(pinned, { type: 'server', side: 'incoming', change });
    expect([form.incoming.port, form.incoming.pinnedCertificate, form.chosen]).toEqual([port, pin, null]);
  });

  it('keeps a port typed by hand when the protection changes', () => {
    const form = run(
      { type: 'server', side: 'incoming', change: { port: '1993' } },
      { type: 'server', side: 'incoming', change: { security: 'starttls' } },
    );
    expect(form.incoming.port).toBe('1993');
  });

  it('keeps everything typed when a test or the saving fails, and forgets a test when its input changes', () => {
    const ready = run(...details, discovered);
    const failed = [
      { type: 'testing' } as const,
      { type: 'tested', incoming: certificateError, outgoing: null } as const,
    ].reduce<AccountForm>(accountFormReducer, ready);
    expect({ ...failed, tests: ready.tests }).toEqual(ready);
    expect(failed.tests).toEqual({
      incoming: { name: 'tested', error: certificateError },
      outgoing: { name: 'tested', error: null },
    });
    const edited = accountFormReducer(failed, { type: 'server', side: 'incoming', change: { host: 'x.kr' } });
    expect([edited.tests.incoming.name, edited.tests.outgoing.name]).toEqual(['idle', 'tested']);
    const notSaved = accountFormReducer(failed, { type: 'failed', error: certificateError });
    expect(accountOf(notSaved)).toEqual(accountOf(ready));
  });

  it('stopping a test leaves no half state', () => {
    const ready = run(...details, discovered);
    expect(
      [{ type: 'testing' } as const, { type: 'stopped' } as const].reduce<AccountForm>(
        accountFormReducer,
        ready,
      ),
    ).toEqual(ready);
  });

  it('makes an account the contract accepts', () => {
    const made = accountOf(run(...details, discovered, { type: 'protocol', protocol: 'pop3' }));
    expect(AccountDraft.parse(made?.account)).toEqual({
      label: 'kim@naver.com',
      incoming: {
        protocol: 'pop3',
        server: server('pop.naver.com', 995),
        leaveOnServer: { policy: 'days', days: 7 },
      },
      outgoing: server('smtp.naver.com', 465),
      identities: [{ id: 'main', name: 'Kim', address: 'kim@naver.com', replyTo: null, signature: '' }],
    });
    expect(made?.secrets).toEqual({ incoming: 'pw', outgoing: 'pw' });
  });

  it('takes another password for sending', () => {
    const form = run(...details, discovered, { type: 'outgoingPassword', value: 'other' });
    expect(accountOf(form)?.secrets).toEqual({ incoming: 'pw', outgoing: 'other' });
  });
});

describe('problems of the form', () => {
  const none = { incoming: [], outgoing: [], plainText: false };
  const manual: AccountFormAction[] = [...details, { type: 'step', step: 'manual' }];
  it.each<[string, AccountFormAction[], object]>([
    ['nothing typed', [], { ...none, address: 'missing', password: 'missing' }],
    [
      'an address that is none',
      [typed('address', 'kim'), typed('password', 'x')],
      { ...none, address: 'invalid' },
    ],
    ['spaces around the address', [typed('address', ' kim@naver.com '), typed('password', 'x')], none],
    ['all well', manual, none],
    [
      'bad servers',
      [
        ...manual,
        { type: 'server', side: 'incoming', change: { host: 'imap naver', port: '70000', user: ' ' } },
        { type: 'server', side: 'outgoing', change: { host: '', port: 'x' } },
      ],
      {
        ...none,
        incoming: ['hostInvalid', 'portInvalid', 'userMissing'],
        outgoing: ['hostMissing', 'portInvalid'],
      },
    ],
    [
      'an outgoing server without password needs no user',
      [...manual, { type: 'server', side: 'outgoing', change: { auth: 'none', user: '' } }],
      none,
    ],
    [
      'plain text without consent',
      [...manual, { type: 'server', side: 'incoming', change: { security: 'none' } }],
      { ...none, plainText: true },
    ],
    [
      'plain text with consent',
      [
        ...manual,
        { type: 'server', side: 'incoming', change: { security: 'none' } },
        { type: 'plainTextAccepted', value: true },
      ],
      none,
    ],
    [
      'consent is for the servers it was given for',
      [
        ...manual,
        { type: 'server', side: 'incoming', change: { security: 'none' } },
        { type: 'plainTextAccepted', value: true },
        { type: 'server', side: 'outgoing', change: { security: 'none' } },
      ],
      { ...none, plainText: true },
    ],
    [
      'an empty other password',
      [...manual, { type: 'outgoingPassword', value: '' }],
      { ...none, outgoingPassword: 'missing' },
    ],
  ])('%s', (_case, actions, expected) => {
    expect(formProblems(run(...actions))).toEqual(expected);
  });
});
