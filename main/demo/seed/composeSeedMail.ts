import { formatDateField } from '../mime/dateField.ts';
import { encodeBase64, encodeText, type EncodedBody } from './encodeBody.ts';
import { encodeFileName, encodeHeader } from './encodeHeader.ts';
import { encodeEucKr } from './encodeEucKr.ts';

/** Someone in the story. */
export interface Person {
  readonly name: string;
  readonly address: string;
  /** Where they live, as minutes east of Greenwich. */
  readonly zoneMinutes: number;
}

export interface SeedAttachment {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
  /** With a Content-ID the part is a picture inside the HTML, referred to by `cid:`. */
  readonly contentId?: string;
}

/** A message of the story, before it is bytes. At least one of `text`, `html` and `raw` is there. */
export interface SeedMail {
  readonly atMs: number;
  readonly messageId: string;
  readonly from: Person;
  readonly to: readonly Person[];
  readonly cc?: readonly Person[];
  readonly subject: string;
  /** Message-IDs from the thread's first on; the last one is what this answers. */
  readonly references?: readonly string[];
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly text?: string;
  readonly html?: string;
  /** An iCalendar object that goes beside the text, as an invitation does. */
  readonly calendar?: string;
  readonly attachments?: readonly SeedAttachment[];
  readonly charset?: 'euc-kr';
  readonly flowed?: boolean;
  /** A whole body with its own content type, for what does not fit the rest. */
  readonly raw?: { readonly contentType: string; readonly body: string };
}

/** A part as header lines and body, ready to stand in a multipart. */
interface Entity {
  readonly headers: readonly string[];
  readonly body: string;
}

const leaf = (contentType: string, body: EncodedBody, more: readonly string[] = []): Entity => ({
  headers: [`Content-Type: ${contentType}`, ...more, `Content-Transfer-Encoding: ${body.encoding}`],
  body: body.text,
});

const multipart = (subtype: string, boundary: string, parts: readonly Entity[]): Entity => ({
  headers: [`Content-Type: multipart/${subtype}; boundary="${boundary}"`],
  body: [
    ...parts.flatMap((part) => [`--${boundary}`, ...part.headers, '', part.body]),
    `--${boundary}--`,
  ].join('\r\n'),
});

const attachmentEntity = ({ name, type, bytes, contentId }: SeedAttachment): Entity =>
  leaf(`${type}; ${encodeFileName('name', name)}`, encodeBase64(bytes), [
    ...(contentId === undefined ? [] : [`Content-ID: <${contentId}>`]),
    `Content-Disposition: ${contentId === undefined ? 'attachment' : 'inline'}; ${encodeFileName('filename', name)}`,
  ]);

/** Soft line ends at 72 columns (RFC 3676 section 4.2); what starts with a blank, `>` or `From ` is space-stuffed. */
const flow = (text: string): string =>
  text
    .split('\n')
    .map((line) => {
      if (line.startsWith('>') || line === '-- ') return line;
      const stuffed = /^( |From )/.test(line) ? ` ${line}` : line;
      return stuffed.replace(/(.{1,71}) (?=\S)/g, '$1 \n').trimEnd();
    })
    .join('\n');

const textEntity = (mail: SeedMail): Entity => {
  const text = mail.text ?? '';
  if (mail.charset !== undefined)
    return leaf(`text/plain; charset=${mail.charset}`, encodeBase64(encodeEucKr(text)));
  return mail.flowed === true
    ? leaf('text/plain; charset=utf-8; format=flowed', encodeText(flow(text)))
    : leaf('text/plain; charset=utf-8', encodeText(text));
};

const contentEntity = (mail: SeedMail, boundary: (name: string) => string): Entity => {
  if (mail.raw !== undefined)
    return { headers: [`Content-Type: ${mail.raw.contentType}`], body: mail.raw.body };
  const attachments = mail.attachments ?? [];
  const inline = attachments.filter(({ contentId }) => contentId !== undefined);
  const attached = attachments.filter(({ contentId }) => contentId === undefined);
  const html = mail.html === undefined ? undefined : leaf('text/html; charset=utf-8', encodeText(mail.html));
  const related =
    html !== undefined && inline.length > 0
      ? multipart('related', boundary('related'), [html, ...inline.map(attachmentEntity)])
      : html;
  const calendar =
    mail.calendar === undefined
      ? undefined
      : leaf('text/calendar; charset=utf-8; method=REQUEST', encodeText(mail.calendar));
  const alternatives = [mail.text === undefined ? undefined : textEntity(mail), related, calendar].filter(
    (entity) => entity !== undefined,
  );
  const [only] = alternatives;
  const content =
    alternatives.length === 1 && only !== undefined
      ? only
      : multipart('alternative', boundary('alt'), alternatives);
  return attached.length === 0
    ? content
    : multipart('mixed', boundary('mixed'), [content, ...attached.map(attachmentEntity)]);
};

const formatPerson = ({ name, address }: Person, charset?: 'euc-kr'): string => {
  if (name === '') return address;
  if (charset === 'euc-kr') return `=?euc-kr?B?${encodeEucKr(name).toString('base64')}?= <${address}>`;
  return `${/[^\w\s]/.test(name) && /^[\x20-\x7e]*$/.test(name) ? `"${name}"` : encodeHeader(name)} <${address}>`;
};

const formatPeople = (people: readonly Person[]): string =>
  people.map((person) => formatPerson(person)).join(',\r\n ');

/** The exact bytes of a message. The same description gives the same bytes. */
export const composeSeedMail = (mail: SeedMail): Buffer => {
  const boundary = (name: string): string =>
    `=_${name}_${mail.messageId.replace(/[^A-Za-z0-9]/g, '').slice(0, 24)}`;
  const entity = contentEntity(mail, boundary);
  const subject =
    mail.charset === 'euc-kr'
      ? `=?euc-kr?B?${encodeEucKr(mail.subject).toString('base64')}?=`
      : encodeHeader(mail.subject);
  const parent = mail.references?.at(-1);
  const lines = [
    ...(mail.headers ?? [])
      .filter(([name]) => name === 'Return-Path')
      .map(([name, value]) => `${name}: ${value}`),
    `Date: ${formatDateField(mail.atMs, mail.from.zoneMinutes)}`,
    `From: ${formatPerson(mail.from, mail.charset)}`,
    ...(mail.to.length === 0 ? [] : [`To: ${formatPeople(mail.to)}`]),
    ...(mail.cc === undefined || mail.cc.length === 0 ? [] : [`Cc: ${formatPeople(mail.cc)}`]),
    `Subject: ${subject}`,
    `Message-ID: ${mail.messageId}`,
    ...(parent === undefined
      ? []
      : [`In-Reply-To: ${parent}`, `References: ${mail.references?.join('\r\n ') ?? ''}`]),
    ...(mail.headers ?? [])
      .filter(([name]) => name !== 'Return-Path')
      .map(([name, value]) => `${name}: ${value}`),
    'MIME-Version: 1.0',
    ...entity.headers,
    '',
    entity.body,
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
};
