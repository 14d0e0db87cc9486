import { randomBytes } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import {
  MailError,
  type Address,
  type BlobId,
  type Draft,
  type DraftAttachment,
  type Identity,
} from '../../../preload/contract/index.ts';
import { checkAddress } from './checkAddress.ts';
import { cleanFileName, cleanHeaderText } from './cleanHeaderText.ts';
import { encodeBase64 } from './encodeBase64.ts';
import { plainTextFromHtml } from './plainTextFromHtml.ts';
import type { MessageEnvelope } from './submission.ts';

export interface ComposePorts {
  /** The bytes of a draft's file, in any pieces. Throws `blob.unknown` when there is none by this id. */
  readonly readBlob: (blobId: BlobId) => AsyncIterable<Uint8Array>;
  /** Milliseconds since the epoch: the Date header. */
  readonly now: () => number;
  /** The left part of the Message-ID: letters, digits and hyphens that never repeat. */
  readonly newId: () => string;
}

export type RecipientKind = 'to' | 'cc' | 'bcc';

export interface ComposedMessage {
  /** Without brackets. */
  readonly messageId: string;
  readonly from: Address;
  readonly subject: string;
  readonly envelope: MessageEnvelope;
  /** Everyone in the envelope once, with the best-known header they stand in. */
  readonly recipients: readonly { readonly recipient: Address; readonly kind: RecipientKind }[];
  /** The bytes, once; a piece may be used until the next but one is asked for. It fails with what `readBlob` threw. Attachments pass through it; they are never in memory whole. */
  readonly stream: AsyncIterable<Buffer>;
}

const maximumReferences = 50;
const maximumReferenceLength = 900;

/**
 * A draft as the exact bytes of a message (RFC 5322, MIME): composed once, sent and filed as they are. It guarantees
 * 7-bit bytes with CRLF, lines of at most 998 octets, no Bcc header, a Message-ID in the sender's domain, and that
 * nothing in a field can end a header. Throws `address.invalid` naming the address; unusable references are left out.
 */
export function composeMessage(draft: Draft, identity: Identity, ports: ComposePorts): ComposedMessage {
  const from = checkAddress({ name: identity.name, address: identity.address });
  const recipients = uniqueRecipients(draft);
  if (recipients.length === 0)
    throw new MailError('address.invalid', 'nobody to send it to', {
      scope: 'message',
      retry: 'afterChange',
    });
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  const messageId = `${ports.newId()}@${domain}`;
  const subject = cleanHeaderText(draft.subject);
  const html = completeHtml(draft.html);
  const answered = messageIds([draft.inReplyTo ?? '']);
  const references = messageIds(draft.references);
  const files = draft.attachments.map(({ blobId }): PlacedFile => {
    const mark = randomBytes(markBytes);
    return { blobId, mark, line: mark.toString('base64') };
  });
  const composer = new MailComposer({
    from: { ...from },
    ...addressField('to', draft.to),
    ...addressField('cc', draft.cc),
    ...(identity.replyTo === null ? {} : { replyTo: checkAddress({ name: '', address: identity.replyTo }) }),
    subject,
    date: new Date(ports.now()),
    messageId: `<${messageId}>`,
    ...(answered[0] === undefined ? {} : { inReplyTo: answered[0] }),
    ...(references.length === 0 ? {} : { references }),
    // Nothing at all would make nodemailer leave the part out.
    text: plainTextFromHtml(html) || '\r\n',
    html,
    attachments: draft.attachments.map((attachment, index) =>
      mimeAttachment(attachment, html, files[index]?.mark ?? Buffer.alloc(0)),
    ),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    messageId,
    from,
    subject,
    envelope: { from: from.address, to: recipients.map(({ recipient }) => recipient.address) },
    recipients,
    stream: placeFiles(() => composer.compile().build(), files, ports),
  };
}

/** A file's place in the message: a line of base64 that cannot stand anywhere by chance. */
interface PlacedFile {
  readonly blobId: BlobId;
  readonly mark: Buffer;
  readonly line: string;
}

// 57 bytes are one line of 76 letters.
const markBytes = 57;

/** The message around its files, then each file in its place: so the files pass through at the disk's own speed. */
async function* placeFiles(
  build: () => Promise<Buffer>,
  files: readonly PlacedFile[],
  { readBlob }: ComposePorts,
): AsyncGenerator<Buffer> {
  const frame = await build();
  const places = files
    .map((file) => ({ ...file, at: frame.indexOf(file.line, 0, 'latin1') }))
    .sort((a, b) => a.at - b.at);
  let from = 0;
  for (const { blobId, line, at } of places) {
    // A file left out silently would be worse than a message not sent.
    if (at < from) throw new Error('a file has no place in its message');
    yield frame.subarray(from, at);
    yield* encodeBase64(readBlob(blobId));
    from = at + line.length;
  }
  yield frame.subarray(from);
}

function uniqueRecipients(draft: Draft): ComposedMessage['recipients'] {
  const seen = new Map<string, { readonly recipient: Address; readonly kind: RecipientKind }>();
  for (const kind of ['to', 'cc', 'bcc'] as const)
    for (const given of draft[kind]) {
      const recipient = checkAddress(given);
      if (!seen.has(recipient.address)) seen.set(recipient.address, { recipient, kind });
    }
  return [...seen.values()];
}

// A copy: nodemailer writes into the objects it is given.
const addressField = (
  key: 'to' | 'cc',
  list: readonly Address[],
): { readonly to?: Address[]; readonly cc?: Address[] } =>
  list.length === 0 ? {} : { [key]: list.map((address) => ({ ...checkAddress(address) })) };

/** Message-IDs (RFC 5322 section 3.6.4) in brackets; what could not stand in a header is left out, the middle of a long list too. */
function messageIds(ids: readonly string[]): string[] {
  const usable = ids.filter(
    (id) => id.length <= maximumReferenceLength && /^[\x21-\x3b\x3d\x3f-\x7e]+$/.test(id),
  );
  const kept =
    usable.length > maximumReferences
      ? [...usable.slice(0, 1), ...usable.slice(1 - maximumReferences)]
      : usable;
  return kept.map((id) => `<${id}>`);
}

function completeHtml(fragment: string): string {
  const text = fragment
    .toWellFormed()
    .replaceAll('\0', '')
    .replace(/\r\n?|\n/g, '\r\n');
  return /<html[\s>]/i.test(text)
    ? text
    : `<!DOCTYPE html>\r\n<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>${text}</body></html>\r\n`;
}

function mimeAttachment(attachment: DraftAttachment, html: string, content: Buffer) {
  const { contentId } = attachment;
  const inline =
    contentId !== null && /^[\w.!#$%+=@-]{1,200}$/.test(contentId) && html.includes(`cid:${contentId}`);
  return {
    filename: cleanFileName(attachment.name),
    contentType: mimeType(attachment.type),
    contentTransferEncoding: 'base64',
    contentDisposition: inline ? 'inline' : 'attachment',
    ...(inline ? { cid: contentId } : {}),
    content,
  };
}

/** A media type (RFC 6838 section 4.2) without parameters. message/* and multipart/* may not be base64 (RFC 2046 section 5.2.1). */
function mimeType(type: string): string {
  const [bare = ''] = type.split(';');
  const known = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/i.test(bare.trim());
  return known && !/^(message|multipart)\//i.test(bare.trim())
    ? bare.trim().toLowerCase()
    : 'application/octet-stream';
}
