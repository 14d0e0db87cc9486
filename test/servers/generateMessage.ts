import { createHash } from 'node:crypto';
import { filePart, headerText, multipart, textPart } from './messageParts.ts';
import { koreanSentences, people, sentences, subjects, type Person } from './messageWords.ts';
import { seededRandom, type SeededRandom } from './seededRandom.ts';

/** What a message is made of; `korean` is UTF-8, `eucKr` the older Korean charset in headers and text. */
export type MessageKind = 'plain' | 'html' | 'korean' | 'eucKr' | 'attachment' | 'inlineImage' | 'reply';

/** A message and what is known about it, for assertions. */
export interface GeneratedMessage {
  readonly seed: number;
  readonly index: number;
  readonly kind: MessageKind;
  /** Without angle brackets. */
  readonly messageId: string;
  /** The Message-ID a reply answers: that of the message with a lower index of the same seed. */
  readonly inReplyTo: string | undefined;
  readonly subject: string;
  readonly from: Person;
  readonly to: string;
  readonly date: Date;
  readonly attachments: readonly GeneratedAttachment[];
  /** The exact bytes, with CRLF line ends. */
  readonly raw: Buffer;
  readonly sha256: string;
}

/** A file inside a generated message. */
export interface GeneratedAttachment {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

export interface GenerateOptions {
  readonly to?: string;
  readonly kinds?: readonly MessageKind[];
}

/** Every kind; the default mixture has more plain, HTML and replies. */
export const messageKinds: readonly MessageKind[] = [
  'plain',
  'html',
  'korean',
  'eucKr',
  'attachment',
  'inlineImage',
  'reply',
];

const mixture: readonly MessageKind[] = [
  'plain',
  'plain',
  'html',
  'html',
  'korean',
  'reply',
  'reply',
  'attachment',
  'eucKr',
  'inlineImage',
];
const firstDateMs = Date.UTC(2026, 0, 5, 8, 0, 0);
const spacingMs = 17 * 60 * 1000;
const furthestParent = 5;
const onePixelPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/**
 * Message number `index` of a sequence: the same arguments give the same bytes on every machine, and dates rise
 * with the index. Replies thread with earlier messages of the same seed and `kinds`. Authored here: no one's mail.
 */
export function generateMessage(
  seed: number,
  index: number,
  options: GenerateOptions = {},
): GeneratedMessage {
  const { to = 'bob@example.test', kinds = mixture } = options;
  const outline = outlineOf(seed, index, kinds);
  const { random, kind, messageId, date, from, subject, thread } = outline;
  const charset = kind === 'eucKr' ? 'euc-kr' : 'utf-8';
  const { entity, attachments } = bodyOf(kind, random, `${seed}-${index}`);
  const head = [
    `From: ${headerText(from.name, charset)} <${from.address}>`,
    `To: <${to}>`,
    `Subject: ${headerText(subject, charset)}`,
    `Date: ${rfcDate(date)}`,
    `Message-ID: <${messageId}>`,
    ...(thread.length === 0
      ? []
      : [
          `In-Reply-To: <${thread.at(-1) ?? ''}>`,
          `References: ${thread.map((id) => `<${id}>`).join('\r\n ')}`,
        ]),
    'MIME-Version: 1.0',
  ];
  const raw = Buffer.from(`${head.join('\r\n')}\r\n${entity}`);
  const sha256 = createHash('sha256').update(raw).digest('hex');
  return {
    seed,
    index,
    kind,
    messageId,
    inReplyTo: thread.at(-1),
    subject,
    from,
    to,
    date,
    attachments,
    raw,
    sha256,
  };
}

interface Outline {
  readonly random: SeededRandom;
  readonly kind: MessageKind;
  readonly messageId: string;
  readonly date: Date;
  readonly from: Person;
  readonly subject: string;
  /** Message-IDs from the root of the thread to the parent. */
  readonly thread: readonly string[];
}

function outlineOf(seed: number, index: number, kinds: readonly MessageKind[]): Outline {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ index);
  const kind = random.pick(kinds);
  const korean = kind === 'korean' || kind === 'eucKr';
  const from = random.pick(people.filter((person) => person.korean === korean));
  const date = new Date(firstDateMs + index * spacingMs + random.below(spacingMs / 1000) * 1000);
  const messageId = `${seed}.${index}.${random.bytes(4).toString('hex')}@elsewhere.test`;
  const base = { random, kind, messageId, date, from };
  if (kind === 'reply' && index > 0) {
    const parent = outlineOf(seed, index - 1 - random.below(Math.min(index, furthestParent)), kinds);
    const subject = parent.subject.startsWith('Re: ') ? parent.subject : `Re: ${parent.subject}`;
    // Long threads keep the root and the nearest, as mail clients do.
    const thread = [...parent.thread, parent.messageId];
    return {
      ...base,
      subject,
      thread: thread.length > 20 ? [...thread.slice(0, 1), ...thread.slice(-19)] : thread,
    };
  }
  return {
    ...base,
    subject: `${random.pick(korean ? subjects.korean : subjects.english)} #${index}`,
    thread: [],
  };
}

function bodyOf(
  kind: MessageKind,
  random: SeededRandom,
  id: string,
): { entity: string; attachments: GeneratedAttachment[] } {
  const text = paragraphs(random, sentences);
  switch (kind) {
    case 'plain':
      // A line with a dot alone is what SMTP and POP3 have to stuff.
      return {
        entity: textPart('plain', `${text}\n.\n..two dots\nFrom here on: a line mbox has to quote\n`),
        attachments: [],
      };
    case 'reply':
      return {
        entity: textPart(
          'plain',
          `${text}\n\nOn an earlier day somebody wrote:\n> ${random.pick(sentences)}\n`,
        ),
        attachments: [],
      };
    case 'korean':
      return { entity: textPart('plain', paragraphs(random, koreanSentences)), attachments: [] };
    case 'eucKr':
      return { entity: textPart('plain', paragraphs(random, koreanSentences), 'euc-kr'), attachments: [] };
    case 'html': {
      const html = `<!doctype html><html><body><h1>${random.pick(subjects.english)}</h1><p>${text.replaceAll('\n\n', '</p>\n<p>')}</p></body></html>\n`;
      return {
        entity: multipart('alternative', `alt-${id}`, [textPart('plain', text), textPart('html', html)]),
        attachments: [],
      };
    }
    case 'attachment': {
      const fileName = random.pick(['report.pdf', '회의 자료.bin', 'holiday photo.jpg', 'data.csv']);
      const file = {
        fileName,
        mediaType: 'application/octet-stream',
        content: random.bytes(200 + random.below(6000)),
      };
      const parts = [textPart('plain', text), filePart(file.fileName, file.mediaType, file.content)];
      return { entity: multipart('mixed', `mix-${id}`, parts), attachments: [file] };
    }
    case 'inlineImage': {
      const contentId = `picture-${id}@elsewhere.test`;
      const file = { fileName: 'picture.png', mediaType: 'image/png', content: onePixelPng };
      const html = textPart(
        'html',
        `<p>${random.pick(sentences)}</p><img src="cid:${contentId}" alt="a dot">\n`,
      );
      const related = multipart('related', `rel-${id}`, [
        html,
        filePart(file.fileName, file.mediaType, file.content, contentId),
      ]);
      return { entity: related, attachments: [file] };
    }
  }
}

function paragraphs(random: SeededRandom, from: readonly string[]): string {
  const paragraph = (): string =>
    Array.from({ length: 1 + random.below(4) }, () => random.pick(from)).join('\n');
  return Array.from({ length: 1 + random.below(3) }, paragraph).join('\n\n');
}

function rfcDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}
