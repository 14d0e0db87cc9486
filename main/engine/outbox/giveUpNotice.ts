import MailComposer from 'nodemailer/lib/mail-composer';
import type { Address, OutboxItem } from '../../../preload/contract/index.ts';

export interface GiveUpNotice {
  readonly bytes: Uint8Array;
  /** Without brackets; the same for the same message, so that filing it twice leaves one. */
  readonly messageId: string;
}

/** A larger message is attached as its headers only. */
const attachmentLimitBytes = 25 * 1024 * 1024;

const words = {
  en: {
    subject: (subject: string) => `Not delivered: ${subject}`,
    text: (recipients: string, days: number) =>
      `Naru tried to send your message for ${days} ${days === 1 ? 'day' : 'days'} and has given up.\r\n\r\n` +
      `It has not reached:\r\n${recipients}\r\n\r\n` +
      'The message is attached. It also stays in the outbox: there it can be edited and sent again.\r\n',
    lastReply: 'Last answer',
  },
  ko: {
    subject: (subject: string) => `보내지 못함: ${subject}`,
    text: (recipients: string, days: number) =>
      `나루가 ${days}일 동안 이 메일을 보내려 했지만 보내지 못해 그만두었습니다.\r\n\r\n` +
      `받지 못한 사람:\r\n${recipients}\r\n\r\n` +
      '메일은 아래에 첨부되어 있습니다. 보낼 편지함에도 그대로 있으니, 고쳐서 다시 보낼 수 있습니다.\r\n',
    lastReply: '마지막 응답',
  },
} as const;

/**
 * The notice for the person's own mailbox that a message was given up: who has not got it, the server's last words,
 * and the message itself (message/rfc822: our bytes are 7-bit). Marked as written by a program (RFC 3834).
 */
export async function giveUpNotice(
  item: OutboxItem,
  message: Uint8Array,
  options: { readonly language: 'en' | 'ko'; readonly at: number; readonly tryingSince: number },
): Promise<GiveUpNotice> {
  const { subject, text, lastReply } = words[options.language];
  const days = Math.max(1, Math.round((options.at - options.tryingSince) / (24 * 60 * 60 * 1000)));
  const left = item.recipients.filter(({ status }) => status !== 'accepted');
  const lines = left.map(({ recipient, reply }) =>
    reply === '' ? `  ${shown(recipient)}` : `  ${shown(recipient)}\r\n    ${lastReply}: ${reply}`,
  );
  const messageId = `naru-notice-${item.id}@${item.from.address.slice(item.from.address.lastIndexOf('@') + 1)}`;
  const composer = new MailComposer({
    from: { name: 'Naru', address: item.from.address },
    to: { ...item.from },
    subject: subject(item.subject),
    date: new Date(options.at),
    messageId: `<${messageId}>`,
    inReplyTo: `<${item.messageId}>`,
    headers: { 'Auto-Submitted': 'auto-replied' },
    text: text(lines.join('\r\n'), days),
    attachments: [{ ...attached(message), contentDisposition: 'attachment' }],
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { bytes: await composer.compile().build(), messageId };
}

function attached(message: Uint8Array): {
  readonly contentType: string;
  readonly filename: string;
  readonly content: Buffer;
} {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  if (bytes.length <= attachmentLimitBytes)
    return { contentType: 'message/rfc822', filename: 'message.eml', content: bytes };
  const end = bytes.indexOf('\r\n\r\n');
  return {
    contentType: 'text/rfc822-headers',
    filename: 'headers.txt',
    content: bytes.subarray(0, Math.max(end, 0)),
  };
}

const shown = ({ name, address }: Address): string => (name === '' ? address : `${name} <${address}>`);
