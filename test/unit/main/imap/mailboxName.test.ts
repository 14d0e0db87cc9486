import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMailboxName, encodeMailboxName } from '../../../../main/engine/imap/mailboxName.ts';
import { FolderNames } from '../../../../main/engine/imap/FolderNames.ts';

describe('mailbox names', () => {
  it.each([
    ['INBOX', 'INBOX'],
    ['Entw&APw-rfe', 'Entwürfe'],
    ['&ZeVnLIqe-', '日本語'],
    ['&vPSwuNO4ycDVaA-', '보낸편지함'],
    ['Tom &- Jerry', 'Tom & Jerry'],
    ['~peter/mail/&U,BTFw-/&ZeVnLIqe-', '~peter/mail/台北/日本語'],
    ['&2D3eAA-', '😀'],
  ])('%s is %s', (wire, path) => {
    expect(decodeMailboxName(wire)).toBe(path);
    expect(encodeMailboxName(path)).toBe(wire);
  });

  it('comes back from every Unicode name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        expect(decodeMailboxName(encodeMailboxName(name))).toBe(name);
      }),
    );
  });

  it.each(['A&B', 'a&b-&', 'Grüße', '&AG-', '&!!-'])('sends the broken name %j back as it came', (wire) => {
    const names = new FolderNames();
    const path = names.toPath(wire);
    expect(path === null ? null : names.toWire(path)).toBe(wire);
  });
});
