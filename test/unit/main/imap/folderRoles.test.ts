import { describe, expect, it } from 'vitest';
import { FolderPath } from '../../../../preload/contract/index.ts';
import { toFolderInfos, type ListedFolder } from '../../../../main/engine/imap/listFolders.ts';

const listed = (path: string, attributes: string[] = [], delimiter = '/'): ListedFolder => ({
  path: FolderPath.parse(path),
  delimiter,
  attributes,
});

const rolesOf = (folders: ListedFolder[]): Record<string, string> =>
  Object.fromEntries(
    toFolderInfos(folders, new Set(), new Map())
      .filter(({ role }) => role !== 'none')
      .map(({ path, role }) => [path, role]),
  );

describe('roles', () => {
  it.each<[string, ListedFolder[], Record<string, string>]>([
    [
      'by SPECIAL-USE, whatever the names',
      [listed('INBOX'), listed('Gesendet', ['\\Sent']), listed('Kram', ['\\Trash']), listed('Trash')],
      { INBOX: 'inbox', Gesendet: 'sent', Kram: 'trash' },
    ],
    [
      'Gmail',
      [
        listed('INBOX'),
        listed('[Gmail]', ['\\Noselect']),
        listed('[Gmail]/All Mail', ['\\All']),
        listed('[Gmail]/Starred', ['\\Flagged']),
        listed('[Gmail]/Spam', ['\\Junk']),
      ],
      { INBOX: 'inbox', '[Gmail]/All Mail': 'all', '[Gmail]/Starred': 'flagged', '[Gmail]/Spam': 'junk' },
    ],
    [
      'Korean names',
      [listed('INBOX'), listed('보낸편지함'), listed('임시보관함'), listed('휴지통'), listed('스팸메일함')],
      { INBOX: 'inbox', 보낸편지함: 'sent', 임시보관함: 'drafts', 휴지통: 'trash', 스팸메일함: 'junk' },
    ],
    [
      'everything below INBOX',
      [listed('INBOX', [], '.'), listed('INBOX.Sent', [], '.'), listed('INBOX.Corbeille', [], '.')],
      { INBOX: 'inbox', 'INBOX.Sent': 'sent', 'INBOX.Corbeille': 'trash' },
    ],
    ['not twice', [listed('Sent'), listed('Sent Items')], { Sent: 'sent' }],
    ['not for a subfolder by its name', [listed('Work'), listed('Work/Archive')], {}],
    ['not for what cannot be opened', [listed('Trash', ['\\Noselect'])], {}],
    ['decomposed Unicode', [listed('Entwu\u0308rfe')], { 'Entwu\u0308rfe': 'drafts' }],
  ])('%s', (_name, folders, expected) => {
    expect(rolesOf(folders)).toEqual(expected);
  });

  it('gives parents, names and counts', () => {
    const inbox = FolderPath.parse('INBOX');
    const infos = toFolderInfos(
      [listed('INBOX'), listed('A'), listed('A/B'), listed('X/Y'), listed('Ghost', ['\\NonExistent'])],
      new Set([inbox]),
      new Map([[inbox, { messages: 5, unseen: 2, uidNext: null, uidValidity: null, highestModseq: null }]]),
    );
    const plain = {
      delimiter: '/',
      role: 'none',
      subscribed: false,
      selectable: true,
      total: null,
      unseen: null,
    };
    expect(infos).toEqual([
      {
        ...plain,
        path: 'INBOX',
        name: 'INBOX',
        parent: null,
        role: 'inbox',
        subscribed: true,
        total: 5,
        unseen: 2,
      },
      { ...plain, path: 'A', name: 'A', parent: null },
      { ...plain, path: 'A/B', name: 'B', parent: 'A' },
      { ...plain, path: 'X/Y', name: 'Y', parent: null },
    ]);
  });
});
