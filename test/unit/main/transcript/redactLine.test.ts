import { expect, it } from 'vitest';
import { redactLine } from '../../../../main/engine/transcript/redactLine.ts';

it.each([
  ['imap', 'A1 LOGIN alice hunter2', 'A1 LOGIN ••••'],
  ['imap', 'A1 login "al ice" {7}\r\nhunter2', 'A1 login ••••'],
  ['imap', 'A2 AUTHENTICATE PLAIN AGFsaWNlAGh1bnRlcjI=', 'A2 AUTHENTICATE PLAIN ••••'],
  ['imap', 'A3 SELECT LOGIN', 'A3 SELECT LOGIN'],
  ['pop3', 'USER alice', 'USER alice'],
  ['pop3', 'PASS hunter2 with spaces', 'PASS ••••'],
  ['pop3', 'APOP alice c4c9334bac560ecc979e58001b3e22fb', 'APOP alice ••••'],
  ['pop3', 'AUTH PLAIN AGFsaWNl', 'AUTH PLAIN ••••'],
  ['smtp', 'AUTH PLAIN AGFsaWNl', 'AUTH PLAIN ••••'],
  ['smtp', 'AUTH LOGIN', 'AUTH LOGIN'],
  ['smtp', 'AUTH-DATA aHVudGVyMg==', '••••'],
  ['smtp', 'MAIL FROM:<alice@crepes.fr>', 'MAIL FROM:<alice@crepes.fr>'],
] as const)('%s: %s', (protocol, line, shown) => {
  expect(redactLine(protocol, 'sent', line)).toBe(shown);
});
