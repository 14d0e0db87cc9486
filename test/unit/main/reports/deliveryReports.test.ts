import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { joinReport, type SentMessage } from '../../../../main/engine/reports/joinReport.ts';
import { readDeliveryReport } from '../../../../main/engine/reports/readDeliveryReport.ts';

const folder = fileURLToPath(new URL('../../../fixtures/reports', import.meta.url));
const sentAt = Date.UTC(2026, 10, 21, 10);
const now = Date.UTC(2026, 10, 22, 12);

/** report, message it belongs to, all its recipients, what must be joined: address action cause. */
const reports: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['postfix-unknown-user', 'm-postfix', 'bob@burger.test carol@burger.test', ['bob@burger.test failed unknownAddress']],
  ['postfix-delayed', 'm-delayed', 'carol@burger.test', ['carol@burger.test delayed unreachable']],
  ['sendmail-host-unknown', 'm-sendmail', 'bob@nowhere.invalid', ['bob@nowhere.invalid failed unknownDomain']],
  ['sendmail-text-warning', 'm-sendmail-old', 'dan@burger.test', ['dan@burger.test delayed unreachable']],
  ['qmail-mailbox-full', 'm-qmail', 'bob@burger.test', ['bob@burger.test failed mailboxFull']],
  ['exim-two-of-three', 'm-exim', 'bob@burger.test erin@fries.test carol@burger.test', ['bob@burger.test failed unknownAddress', 'erin@fries.test failed spam']],
  ['exim-delayed', 'm-exim-delay', 'bob@burger.test carol@burger.test', ['bob@burger.test delayed unreachable']],
  ['exchange-not-found', 'm-exchange', 'bob@burger.test', ['bob@burger.test failed unknownAddress']],
  ['exchange-old-text', 'm-exch-old', 'bob@burger.test carol@burger.test', ['bob@burger.test failed unknownAddress']],
  ['gmail-not-found', 'm-gmail', 'bob.nobody@gmail.com', ['bob.nobody@gmail.com failed unknownAddress']],
  ['gmail-over-quota-text', 'm-gmail-quota', 'carol.full@gmail.com', ['carol.full@gmail.com failed mailboxFull']],
  ['yahoo-disabled', 'm-yahoo', 'bob.gone@yahoo.com', ['bob.gone@yahoo.com failed unknownAddress']],
  ['naver-mailbox-full', 'm-naver', 'chulsoo@naver.com minsu@groupware.example', ['chulsoo@naver.com failed mailboxFull']],
  ['daum-unknown-user', 'm-daum', 'younghee@hanmail.net bob@burger.test', ['younghee@hanmail.net failed unknownAddress']],
  ['korean-groupware-delayed', 'm-groupware', 'minsu@groupware.example', ['minsu@groupware.example delayed unreachable']],
  ['docomo-unknown', 'm-docomo', 'hanako..sea@docomo.ne.jp', ['hanako..sea@docomo.ne.jp failed unknownAddress']],
  ['au-rejected', 'm-au', 'taro@ezweb.ne.jp bob@burger.test', ['taro@ezweb.ne.jp failed unknownAddress']],
  ['softbank-refused', 'm-softbank', 'jiro@softbank.ne.jp', ['jiro@softbank.ne.jp failed spam']],
  ['yahoo-japan-full', 'm-yahoojp', 'sakura@yahoo.co.jp', ['sakura@yahoo.co.jp failed mailboxFull']],
  ['domino-over-quota', 'm-domino', 'bob@notes.burger.test', ['bob@notes.burger.test failed mailboxFull']],
  ['courier-relay-denied', 'm-courier', 'bob@burger.test', ['bob@burger.test failed relayDenied']],
  ['delivered-and-relayed', 'm-success', 'bob@burger.test carol@burger.test', ['bob@burger.test delivered unspecified', 'carol@burger.test relayed unspecified']],
  ['o365-dmarc', 'm-o365', 'bob@outlook.example', ['bob@outlook.example failed authentication']],
  ['hmailserver-text', 'm-hmail', 'bob@burger.test', ['bob@burger.test failed tooLarge']],
  ['forwarded-alias', 'm-alias', 'erin@fries.test', ['erin@fries.test failed loop']],
]; // prettier-ignore

/** Everything that was sent, all to be told apart; and one that a holiday note answers. */
const sent: readonly SentMessage<string>[] = [
  ...reports.map(([, id, recipients]) => ({
    id,
    messageId: `${id}@crepes.test`,
    subject: 'Ferry times',
    recipients: recipients.split(' '),
    sentAt,
  })),
  {
    id: 'm-vacation',
    messageId: 'm-vacation@crepes.test',
    subject: 'Ferry times',
    recipients: ['bob@burger.test'],
    sentAt,
  },
];

const read = (name: string) => readDeliveryReport(readFileSync(path.join(folder, `${name}.eml`)));
const words = (joined: ReturnType<typeof joinReport<string>>): unknown =>
  joined && [
    joined.id,
    ...joined.recipients.map(({ address, action, cause }) => `${address} ${action} ${cause}`),
  ];

describe('a delivery report is joined to its message and recipient', () => {
  it.each(reports)('%s', (name, id, _recipients, expected) => {
    const report = read(name);
    expect(report).not.toBeNull();
    if (report === null) return;
    // minsu has two messages; only the delayed one's report names none of them: told apart by what was sent there alone.
    const candidates =
      name === 'korean-groupware-delayed' ? sent.filter((one) => one.id !== 'm-naver') : sent;
    expect(words(joinReport(report, candidates, now))).toEqual([id, ...expected]);
  });

  it('every fixture is in a table', () => {
    const known = [...reports.map(([name]) => name), ...negatives].map((name) => `${name}.eml`);
    expect(readdirSync(folder).sort()).toEqual(known.sort());
  });
});

const negatives = [
  'not-a-person-writing-about-failure',
  'not-autoreply-korean',
  'not-ours-spam',
  'not-read-receipt',
  'not-vacation',
] as const;

describe('what is no report on a message of ours joins nothing', () => {
  it.each(negatives)('%s', (name) => {
    const report = read(name);
    expect(report && joinReport(report, sent, now)).toBeNull();
  });

  it('a report that names no message, when two went to that recipient', () => {
    const report = read('korean-groupware-delayed');
    expect(report && joinReport(report, sent, now)).toBeNull();
  });

  it('a report of long ago, or of before the message', () => {
    const report = read('korean-groupware-delayed');
    const moved = (days: number) => [
      { ...sent[14]!, recipients: ['minsu@groupware.example'], sentAt: sentAt + days * 86_400_000 },
    ];
    expect(report && joinReport(report, moved(-20), now)).toBeNull();
    expect(report && joinReport(report, moved(2), now)).toBeNull();
  });

  it('cut, doubled and garbled reports never throw', () => {
    for (const [name] of reports) {
      const bytes = readFileSync(path.join(folder, `${name}.eml`));
      for (let end = 0; end < bytes.length; end += 97) readDeliveryReport(bytes.subarray(0, end));
      readDeliveryReport(Buffer.concat([bytes, bytes]));
      readDeliveryReport(Buffer.from(bytes).reverse());
    }
    expect(readDeliveryReport(new Uint8Array(0))).toBeNull();
  });
});

const corpora = fileURLToPath(new URL('../../../../../shared/corpora', import.meta.url));
/** Reports in the collections of others: the recipients they name, read by a person. */
const others: readonly (readonly [string, readonly string[]])[] = [
  ['mimekit-messages/messages/delivery-status-no-blank-line.txt', ['newsletter-request@imusic.com failed unknownAddress']],
  ['flanker/bounce/gmail-no-dns.eml', ['user@example.comm failed unknownDomain']],
  ['flanker/bounce/delayed.eml', ['foo@example.com failed unreachable']],
  ['flanker/bounce/no-mx.eml', ['user@example.com delayed unknownDomain']],
  ['flanker/bounce/office365.eml', ['noname@example.com failed unknownAddress']],
  ['ruby-mail/multipart_report_emails/report_530.eml', ['edwin@zzzzzzz.com failed unknownAddress']],
  ['enmime/dsn/testdata/multi_recipient_dsn.raw', ['arathib@vnet.ibm.com failed unknownAddress', 'johnh@hpnjld.njd.hp.com delayed unspecified', 'wsnell@sdcc13.ucsd.edu failed unknownAddress']],
  ['enmime/dsn/testdata/simple_dsn.raw', ['louisl@larry.slip.umd.edu failed unreachable']],
  ['deltachat/testrun_ndn_2.eml', ['bob@example.org failed unknownDomain']],
  ['deltachat/ndn_with_attachment.eml', ['bob@example.org failed mailboxFull', 'bob2@example.net failed mailboxFull']],
  ['deltachat/gmx_ndn.eml', ['snaerituhaeirns@gmail.com failed unknownAddress']],
  ['deltachat/tiscali_ndn.eml', ['shenauithz@testrun.org failed unknownAddress']],
  ['postal-mime-fixtures/bounce.eml', ['htfgvhyufthdgcvhgjyfthgc@ethereal.email failed unknownAddress']],
]; // prettier-ignore

describe.skipIf(!existsSync(corpora))('reports in corpora of others (skipped where they are not)', () => {
  it.each(others)('%s', (name, expected) => {
    const report = readDeliveryReport(readFileSync(path.join(corpora, name)));
    expect(report?.recipients.map(({ address, action, cause }) => `${address} ${action} ${cause}`)).toEqual(
      expected,
    );
  });
});
