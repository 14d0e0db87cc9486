import { describe, expect, it } from 'vitest';
import type { FolderPath, FolderRole } from '../../../../preload/contract/index.ts';
import type { FolderRow } from '../../../../renderer/domain/rows.ts';
import { buildFolderTree, type FolderNode } from '../../../../renderer/views/folders/buildFolderTree.ts';

const row = (path: string, role: FolderRole = 'none', selectable = true): FolderRow => {
  const slash = path.lastIndexOf('/');
  return {
    key: `a/${path}` as FolderRow['key'],
    accountId: 'a' as FolderRow['accountId'],
    path: path as FolderPath,
    name: path.slice(slash + 1),
    delimiter: '/',
    parent: slash === -1 ? null : (path.slice(0, slash) as FolderPath),
    role,
    subscribed: true,
    selectable,
    total: 0,
    unread: 0,
    uidValidity: null,
    cursor: null,
    progress: null,
    serverCounts: null,
  };
};
const outline = (nodes: readonly FolderNode[]): unknown[] =>
  nodes.map(({ folder, children }) =>
    children.length === 0 ? folder.path : [folder.path, outline(children)],
  );

describe('buildFolderTree', () => {
  it.each<[string, FolderRow[], unknown[]]>([
    [
      'special folders first, the rest by name with numbers as numbers',
      [row('b10'), row('b9'), row('Trash', 'trash'), row('INBOX', 'inbox'), row('Sent', 'sent')],
      ['INBOX', 'Sent', 'Trash', 'b9', 'b10'],
    ],
    [
      'special folders rise out of a container, which then disappears',
      [row('INBOX', 'inbox'), row('[Gmail]', 'none', false), row('[Gmail]/Sent', 'sent')],
      ['INBOX', '[Gmail]/Sent'],
    ],
    ['nesting', [row('A'), row('A/B'), row('A/B/C')], [['A', [['A/B', ['A/B/C']]]]]],
    ['an unknown parent', [row('X/Y')], ['X/Y']],
    ['a parent of itself', [{ ...row('A'), parent: 'A' as FolderPath }], ['A']],
    [
      'parents in a circle',
      [
        { ...row('A'), parent: 'B' as FolderPath },
        { ...row('B'), parent: 'A' as FolderPath },
      ],
      ['A', 'B'],
    ],
  ])('%s', (_name, rows, expected) =>
    expect(outline(buildFolderTree(rows, new Intl.Collator('en', { numeric: true })))).toEqual(expected),
  );
});
