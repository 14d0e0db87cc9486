import { describe, expect, it } from 'vitest';
import { deliveryCause } from '../../../../main/engine/reports/deliveryCause.ts';
import { smtpReplyError, type SmtpStep } from '../../../../main/engine/smtp/smtpErrors.ts';
import { parseSmtpReply } from '../../../../main/engine/smtp/smtpReply.ts';

const server = { host: 'mx.test', port: 587 };

/** What well-known servers answer, at which step, and what it must come down to. */
const replies: readonly (readonly [string, SmtpStep, string, string, string])[] = [
  ['Postfix, no such user', 'rcpt', '550 5.1.1 <bob@x.test>: Recipient address rejected: User unknown in local recipient table', 'smtp.recipientRefused', 'unknownAddress'],
  ['Postfix, greylisting', 'rcpt', '450 4.2.0 <bob@x.test>: Recipient address rejected: Greylisted', 'smtp.deferred', 'busy'],
  ['Postfix, relaying', 'rcpt', '554 5.7.1 <bob@x.test>: Relay access denied', 'smtp.recipientRefused', 'relayDenied'],
  ['Postfix, disk full', 'mail', '452 4.3.1 Insufficient system storage', 'smtp.deferred', 'mailboxFull'],
  ['Postfix, unknown domain', 'rcpt', '550 5.1.2 <bob@nowhere.test>: Recipient address rejected: Domain not found', 'smtp.recipientRefused', 'unknownDomain'],
  ['Exim, no such user', 'rcpt', '550 No such user here', 'smtp.recipientRefused', 'unknownAddress'],
  ['Exim, unrouteable', 'rcpt', '550 Unrouteable address', 'smtp.recipientRefused', 'unknownAddress'],
  ['sendmail, quota', 'rcpt', '452 4.2.2 Over quota', 'smtp.deferred', 'mailboxFull'],
  ['Gmail, no such account', 'rcpt', '550-5.1.1 The email account that you tried to reach does not exist.\r\n550 5.1.1 Please check the address', 'smtp.recipientRefused', 'unknownAddress'],
  ['Gmail, full', 'rcpt', '552 5.2.2 The email account that you tried to reach is over quota.', 'smtp.recipientRefused', 'mailboxFull'],
  ['Gmail, unauthenticated', 'message', '550-5.7.26 Unauthenticated email from x.test is not accepted due to DMARC', 'smtp.messageRefused', 'authentication'],
  ['Gmail, too fast', 'message', '421 4.7.28 Our system has detected an unusual rate of unsolicited mail', 'smtp.deferred', 'rateLimited'],
  ['Gmail, daily limit', 'message', '550 5.4.5 Daily user sending limit exceeded', 'smtp.messageRefused', 'busy'],
  ['Gmail, attachment', 'message', '552 5.7.0 This message was blocked because its content presents a potential security issue: malware', 'smtp.tooLarge', 'content'],
  ['Outlook, not found', 'rcpt', '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found', 'smtp.recipientRefused', 'unknownAddress'],
  ['Outlook, blocked', 'rcpt', '550 5.7.511 Access denied, banned sender; the address is on our block list', 'smtp.recipientRefused', 'spam'],
  ['Exchange, not your address', 'mail', '550 5.7.60 SMTP; Client does not have permissions to send as this sender', 'smtp.senderRefused', 'policy'],
  ['Exchange, too large', 'mail', '552 5.3.4 Message size exceeds fixed maximum message size', 'smtp.tooLarge', 'tooLarge'],
  ['Yahoo, disabled', 'rcpt', "554 delivery error: dd This user doesn't have a yahoo.com account", 'smtp.recipientRefused', 'unknownAddress'],
  ['Yahoo, deferred', 'mail', '421 4.7.0 [TSS04] Messages temporarily deferred due to user complaints', 'smtp.deferred', 'busy'],
  ['iCloud, full', 'rcpt', '552 5.2.2 Mailbox full', 'smtp.recipientRefused', 'mailboxFull'],
  ['Naver, no such account', 'rcpt', '550 5.1.1 No such user - 존재하지 않는 계정입니다', 'smtp.recipientRefused', 'unknownAddress'],
  ['Naver, full', 'rcpt', '552 5.2.2 메일함 용량을 초과했습니다', 'smtp.recipientRefused', 'mailboxFull'],
  ['Daum, refused as spam', 'message', '554 5.7.1 스팸으로 분류되어 차단되었습니다', 'smtp.messageRefused', 'spam'],
  ['Kakao, closed account', 'rcpt', '550 휴면 계정입니다', 'smtp.recipientRefused', 'mailboxDisabled'],
]; // prettier-ignore

describe('what servers answer comes down to a cause a person can act on', () => {
  it.each(replies)('%s', (_name, step, raw, code, reason) => {
    const reply = parseSmtpReply(raw);
    expect(reply).not.toBeNull();
    if (reply === null) return;
    const { data } = smtpReplyError(reply, step, server, 'bob@x.test');
    expect({ code: data.code, reason: data.reason, words: data.serverReply }).toEqual({
      code,
      reason,
      words: reply.text,
    });
  });

  it('words nobody knows come down to nothing', () => {
    expect(deliveryCause('', 'xyzzy')).toBe('unspecified');
  });
});
