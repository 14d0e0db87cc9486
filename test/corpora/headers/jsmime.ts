import MimeNode from 'nodemailer/lib/mime-node/index.js';
import { parseAddresses } from '../../../main/engine/mime/addresses.ts';
import { noReading } from '../../../main/engine/mime/charsets.ts';
import { decodeField, decodeHeaderText, decodeWords } from '../../../main/engine/mime/decodeWords.ts';
import { parseMailDate } from '../../../main/engine/mime/mailDate.ts';
import { readParameterField } from '../../../main/engine/mime/parameters.ts';
import type { CaseResult } from '../gate.ts';

/** One call recorded from Thunderbird's header parser, and what it must answer. */
export interface JsmimeRow {
  readonly id: string;
  readonly call: string;
  readonly args: readonly unknown[];
  readonly expected: unknown;
}

interface Mailbox {
  readonly name: string;
  readonly email?: string;
  readonly group?: readonly Mailbox[];
}

const ADDRESS_FIELDS =
  /^(from|to|cc|bcc|sender|reply-to|resent-(bcc|to|from|cc|sender|reply-to)|approved|disposition-notification-to|delivered-to|return-receipt-to|mail-(reply|followup)-to)$/iu;
const DATE_FIELDS = /^(date|expires|nntp-posting-date|resent-date)$/iu;

/** Asks our own functions what jsmime was asked; groups are compared opened, which is how we keep them. */
export function runJsmime({ id, call, args, expected }: JsmimeRow): CaseResult {
  const got = answer(call, args);
  const want = neutral(call, args, expected);
  const isRight = JSON.stringify(got) === JSON.stringify(want) || isRepair(want, got);
  return { id, isRight, want, got: { got, args } };
}

/** Where they give up on bytes that are not what the label says (U+FFFD), we read them as what they are. */
function isRepair(want: unknown, got: unknown): boolean {
  if (typeof want !== 'string' || typeof got !== 'string' || !want.includes('\ufffd')) return false;
  const pieces = want.split(/\ufffd+/u).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'));
  return new RegExp(`^${pieces.join('.{1,8}')}$`, 'su').test(got) && !got.includes('\ufffd');
}

function answer(call: string, args: readonly unknown[]): unknown {
  if (call.endsWith('parseParameterHeader')) return parameters(text(args[0]));
  if (call.endsWith('parseAddressingHeader')) return addresses(text(args[0]));
  if (call.endsWith('decodeRFC2047Words')) return words(args[0]);
  if (call.endsWith('emitStructuredHeader')) return parsed(text(args[0]), emitted(text(args[0]), args[1]));
  return parsed(text(args[0]), args[1]);
}

function neutral(call: string, args: readonly unknown[], expected: unknown): unknown {
  const name = text(args[0]);
  if (call.endsWith('emitStructuredHeader'))
    return parsed(
      name,
      text(expected)
        .replace(/^[^:]*:/u, '')
        .trim(),
    );
  if (
    call.endsWith('parseAddressingHeader') ||
    (call.endsWith('parseStructuredHeader') && Array.isArray(expected))
  )
    return (expected as Mailbox[]).flatMap(opened);
  if (call.endsWith('decodeRFC2047Words')) return text(expected).trim();
  if (typeof expected !== 'object' || expected === null) return expected;
  const fields = { ...(expected as Record<string, unknown>) };
  if ('__date' in fields) return fields['__date'] === 'Invalid' ? null : fields['__date'];
  delete fields['__map'];
  return Object.fromEntries(Object.entries(fields).sort());
}

function parsed(name: string, value: unknown): unknown {
  const values = (Array.isArray(value) ? value : [value]).map(text);
  const first = values[0] ?? '';
  if (ADDRESS_FIELDS.test(name)) return values.flatMap(addresses);
  if (DATE_FIELDS.test(name)) {
    const date = parseMailDate(first);
    return date === null ? null : new Date(date).toISOString();
  }
  if (/^content-type$/iu.test(name)) {
    const field = readParameterField(first);
    const type = field.value === '' ? 'text/plain' : field.value;
    const [medium = '', sub = ''] = type.split('/');
    const own = { '.mediatype': medium, '.subtype': sub, '.type': type };
    return Object.fromEntries(Object.entries({ ...own, ...Object.fromEntries(field.parameters) }).sort());
  }
  if (/^content-transfer-encoding$/iu.test(name)) return readParameterField(first).value;
  if (/^(in-reply-to|references)$/iu.test(name)) return (first.match(/<[^<>\s]+>/gu) ?? []).join(' ');
  return decodeHeaderText(first, 10_000);
}

function parameters(value: string): unknown {
  const field = readParameterField(Buffer.from(value, 'utf8').toString('latin1'));
  return Object.fromEntries(
    Object.entries({ '.preSemi': field.value, ...Object.fromEntries(field.parameters) }).sort(),
  );
}

const addresses = (value: string): unknown[] =>
  parseAddresses(value).map(({ name, address }) => ({ name, email: address }));

const opened = ({ name, email, group }: Mailbox): unknown[] =>
  group === undefined ? [{ name, email }] : group.length === 0 ? [] : group.flatMap(opened);

/** A word to decode, or a call for 8-bit bytes in a charset. */
function words(value: unknown): string {
  if (typeof value === 'string') return decodeWords(value).trim();
  const [bytes = '', charset = ''] = (value as { readonly args: readonly string[] }).args;
  return decodeField(bytes, 10_000, { ...noReading, likely: charset });
}

/** As the library that writes our messages writes a field of that kind (To, Date, Subject), unfolded. */
function emitted(name: string, value: unknown): string {
  const kind = ADDRESS_FIELDS.test(name) ? 'To' : DATE_FIELDS.test(name) ? 'Date' : 'Subject';
  const node = new MimeNode('text/plain');
  node.setHeader(kind, emittable(value) as string);
  const line = node
    .buildHeaders()
    .replace(/\r\n[ \t]+/gu, ' ')
    .split('\r\n')
    .find((candidate) => candidate.startsWith(`${kind}:`));
  return line?.slice(kind.length + 1).trim() ?? '';
}

function emittable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(emittable);
  if (typeof value !== 'object' || value === null) return value;
  if ('__date' in value) return new Date(text(value.__date)).toUTCString();
  const { name, email, group } = value as Mailbox;
  return group === undefined ? { name, address: email ?? '' } : { name, group: group.map(emittable) };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
