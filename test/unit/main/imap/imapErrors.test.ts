import { describe, expect, it } from 'vitest';
import { MailError } from '../../../../preload/contract/index.ts';
import { isRejection, mapImapError, type ErrorContext } from '../../../../main/engine/imap/imapErrors.ts';

const server = { host: 'mail.example.test', port: 993 };
const command: ErrorContext = { server, authenticating: false };
const login: ErrorContext = { server, authenticating: true };

const refusal = (status: 'NO' | 'BAD', code: string, text = ''): Error =>
  Object.assign(new Error('Command failed'), {
    responseStatus: status,
    responseText: text,
    response: {
      attributes: [
        ...(code === '' ? [] : [{ type: 'ATOM', value: '', section: [{ type: 'ATOM', value: code }] }]),
        { type: 'TEXT', value: text },
      ],
    },
  });
const authFailure = (code: string, text: string, status = 'NO'): Error =>
  Object.assign(new Error('Command failed'), {
    authenticationFailed: true,
    responseStatus: status,
    ...(code === '' ? {} : { serverResponseCode: code }),
    response: text,
  });
const coded = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('mapImapError', () => {
  it.each<[string, Error, ErrorContext, string, boolean]>([
    ['NONEXISTENT', refusal('NO', 'NONEXISTENT'), command, 'mail.folderNotFound', true],
    ['TRYCREATE', refusal('NO', 'TRYCREATE'), command, 'mail.folderNotFound', true],
    ['ALREADYEXISTS', refusal('NO', 'ALREADYEXISTS'), command, 'mail.folderExists', true],
    ['OVERQUOTA', refusal('NO', 'OVERQUOTA'), command, 'mail.overQuota', true],
    ['quota in words', refusal('NO', '', 'Quota exceeded'), command, 'mail.overQuota', true],
    ['INUSE', refusal('NO', 'INUSE'), command, 'mail.inUse', false],
    ['UNAVAILABLE', refusal('NO', 'UNAVAILABLE'), command, 'mail.refused', false],
    ['NOPERM', refusal('NO', 'NOPERM'), command, 'mail.readOnly', true],
    [
      'no such folder in words',
      refusal('NO', '', "Mailbox doesn't exist: X"),
      command,
      'mail.folderNotFound',
      true,
    ],
    ['bare NO', refusal('NO', ''), command, 'mail.refused', true],
    ['BAD', refusal('BAD', ''), command, 'protocol.unexpected', true],
    ['__proto__ as a code', refusal('NO', '__proto__'), command, 'mail.refused', true],
    ['wrong password', authFailure('AUTHENTICATIONFAILED', 'NO'), login, 'auth.wrongPassword', true],
    ['bare NO to LOGIN', authFailure('', 'LOGIN failed'), login, 'auth.wrongPassword', true],
    ['AUTHORIZATIONFAILED', authFailure('AUTHORIZATIONFAILED', ''), login, 'auth.refused', true],
    [
      'app password wanted',
      authFailure('', 'Application-specific password required'),
      login,
      'auth.refused',
      true,
    ],
    ['login UNAVAILABLE', authFailure('UNAVAILABLE', ''), login, 'auth.unavailable', false],
    [
      'too many connections',
      authFailure('', 'Too many simultaneous connections'),
      login,
      'auth.unavailable',
      false,
    ],
    ['no mechanism', new Error('Unsupported authentication mechanism'), login, 'auth.mechanism', true],
    [
      'no STARTTLS',
      Object.assign(new Error('Server does not support STARTTLS'), { tlsFailed: true }),
      login,
      'tls.notOffered',
      true,
    ],
    ['injection', coded('STARTTLS_INJECTION'), login, 'tls.handshake', true],
    ['silence', coded('GREETING_TIMEOUT'), login, 'network.timeout', false],
    ['noise', coded('GREETING_TIMEOUT'), { ...login, heardServer: true }, 'protocol.garbage', true],
    ['refused', coded('ECONNREFUSED'), login, 'network.refused', false],
    ['unknown host', coded('ENOTFOUND'), login, 'network.hostNotFound', false],
    ['lost', coded('NoConnection'), command, 'network.closed', false],
    ['endless line', coded('LineTooLarge'), command, 'protocol.tooLarge', true],
    ['huge literal', coded('LiteralTooLarge'), command, 'protocol.tooLarge', true],
    ['unreadable answer', coded('ParserError13'), command, 'protocol.garbage', true],
    ['a bug of ours', new TypeError('x is not a function'), command, 'unexpected', true],
  ])('%s', (_name, error, context, code, rejection) => {
    const mapped = mapImapError(error, context);
    expect([mapped.code, isRejection(mapped)]).toEqual([code, rejection]);
  });

  it("keeps the server's words, the folder and where it was", () => {
    expect(
      mapImapError(refusal('NO', 'OVERQUOTA', 'Quota exceeded'), { ...command, folder: 'Sent' }).data,
    ).toEqual({
      code: 'mail.overQuota',
      message: 'Command failed',
      scope: 'folder',
      retry: 'afterChange',
      host: server.host,
      port: server.port,
      serverReply: 'Quota exceeded',
      subject: 'Sent',
    });
  });

  it('passes a MailError through', () => {
    const error = new MailError('tls.changed', 'x');
    expect(mapImapError(error, login)).toBe(error);
  });
});
