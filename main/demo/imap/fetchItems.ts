import type { BodySection } from './bodySection.ts';
import { ImapSyntaxError, type ImapCursor } from './ImapCursor.ts';

/** One thing a FETCH asks for. */
export type FetchItem =
  | {
      readonly kind:
        'flags' | 'uid' | 'internalDate' | 'size' | 'envelope' | 'body' | 'bodyStructure' | 'modseq';
    }
  | {
      readonly kind: 'section';
      /** The item's name as the response repeats it, e.g. `BODY[1]<0>`. */
      readonly label: string;
      readonly section: BodySection;
      /** Whether reading leaves `\Seen` alone. */
      readonly peek: boolean;
      readonly partial?: { readonly offset: number; readonly count: number };
    };

const SIMPLE: Readonly<Record<string, FetchItem>> = {
  FLAGS: { kind: 'flags' },
  UID: { kind: 'uid' },
  INTERNALDATE: { kind: 'internalDate' },
  'RFC822.SIZE': { kind: 'size' },
  ENVELOPE: { kind: 'envelope' },
  BODYSTRUCTURE: { kind: 'bodyStructure' },
  MODSEQ: { kind: 'modseq' },
  RFC822: { kind: 'section', label: 'RFC822', section: { path: [], part: { kind: 'whole' } }, peek: false },
  'RFC822.HEADER': {
    kind: 'section',
    label: 'RFC822.HEADER',
    section: { path: [], part: { kind: 'header' } },
    peek: true,
  },
  'RFC822.TEXT': {
    kind: 'section',
    label: 'RFC822.TEXT',
    section: { path: [], part: { kind: 'text' } },
    peek: false,
  },
};

const FAST: readonly FetchItem[] = [{ kind: 'flags' }, { kind: 'internalDate' }, { kind: 'size' }];
const ALL: readonly FetchItem[] = [...FAST, { kind: 'envelope' }];
const MACROS: Readonly<Record<string, readonly FetchItem[]>> = {
  FAST,
  ALL,
  FULL: [...ALL, { kind: 'body' }],
};

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const PART_KINDS: Readonly<Record<string, BodySection['part']>> = {
  '': { kind: 'whole' },
  HEADER: { kind: 'header' },
  TEXT: { kind: 'text' },
  MIME: { kind: 'mime' },
};

const parseSection = (cursor: ImapCursor): { section: BodySection; label: string } => {
  const spec = cursor.isNext(']') ? '' : cursor.keyword();
  const [, numbers = '', name = ''] = /^((?:\d{1,5}(?:\.|$))*)(.*)$/.exec(spec) ?? [];
  const path = numbers.split('.').filter(Boolean).map(Number);
  if (path.length > 50 || path.includes(0)) throw new ImapSyntaxError('There is no such section');
  if (name === 'HEADER.FIELDS' || name === 'HEADER.FIELDS.NOT') {
    cursor.space();
    const names = cursor.list(() => cursor.astring().toString('latin1'));
    return {
      section: { path, part: { kind: 'headerFields', names, not: name.endsWith('NOT') } },
      label: `${spec} (${names.map((each) => each.toUpperCase()).join(' ')})`,
    };
  }
  const part = own(PART_KINDS, name);
  if (part === undefined || (name === 'MIME' && path.length === 0))
    throw new ImapSyntaxError('There is no such section');
  return { section: { path, part }, label: spec };
};

const parsePartial = (cursor: ImapCursor): { offset: number; count: number } | undefined => {
  if (!cursor.take('<')) return undefined;
  const offset = cursor.number();
  cursor.expect('.');
  const count = cursor.number();
  cursor.expect('>');
  return { offset, count };
};

const parseItem = (cursor: ImapCursor): FetchItem => {
  const word = cursor.keyword();
  const simple = own(SIMPLE, word);
  if (simple !== undefined) return simple;
  throw new ImapSyntaxError(`Unknown FETCH item ${word}`);
};

const parseBodyItem = (cursor: ImapCursor): FetchItem => {
  const peek = cursor.takeWord('BODY.PEEK[');
  if (!peek && !cursor.takeWord('BODY[')) {
    if (cursor.peekKeyword() === 'BODY') {
      cursor.keyword();
      return { kind: 'body' };
    }
    return parseItem(cursor);
  }
  const { section, label } = parseSection(cursor);
  cursor.expect(']');
  const partial = parsePartial(cursor);
  return {
    kind: 'section',
    label: `BODY[${label}]${partial === undefined ? '' : `<${partial.offset}>`}`,
    section,
    peek,
    ...(partial === undefined ? {} : { partial }),
  };
};

/** Reads `ALL`, one item or a list of them (RFC 3501 section 6.4.5, RFC 7162 section 3.1.4). */
export const parseFetchItems = (cursor: ImapCursor): readonly FetchItem[] => {
  if (cursor.isNext('(')) return cursor.list(() => parseBodyItem(cursor));
  const macro = own(MACROS, cursor.peekKeyword() ?? '');
  if (macro === undefined) return [parseBodyItem(cursor)];
  cursor.keyword();
  return macro;
};
