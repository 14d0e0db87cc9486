import type { InlinePart, MessageBody } from '../../../../preload/contract/index.ts';
import { cutHtml } from './cutHtml.ts';
import type { RemotePicture } from '../pictures/remotePictures.ts';
import { sanitiseMessage, type SanitisedMessage } from '../sanitiseMessage.ts';

/** HTML or text made ready for the screen. */
export type Prepared =
  | {
      readonly kind: 'html';
      readonly message: SanitisedMessage;
      /** What was left out of a very large message; empty for nearly all. */
      readonly rest: string;
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' };

/** A body made ready: its own content and that of the messages in it. */
export interface PreparedBody {
  readonly content: Prepared;
  /** One for each of `MessageBody.nested`, in its order, up to MAX_NESTED. */
  readonly nested: readonly Prepared[];
  /** Blob addresses of the message's own pictures; given back by `releaseBody`. */
  readonly urls: readonly string[];
}

/** More messages in a message are not shown: each may be large, and all are sanitised before the first is seen. */
const MAX_NESTED = 20;

/** As pictures only; SVG too, since a picture in `<img>` runs nothing and asks nothing. */
const PICTURE = /^image\/[\w.+-]+$/u;

const NONE: ReadonlyMap<string, string> = new Map();

/** Sanitises a body's HTML, else takes its text. `loaded`: remote pictures the person asked for, by their address. */
export function prepareBody(body: MessageBody, loaded = NONE): PreparedBody {
  const pictures = pictureUrls(body.inlineParts);
  return {
    content: prepareContent(body, pictures, loaded),
    nested: (body.nested ?? [])
      .slice(0, MAX_NESTED)
      .map((nested) => prepareContent(nested, pictures, loaded)),
    urls: [...pictures.values()],
  };
}

/** What of a body and of the messages in it would be asked from the network, each address once. */
export function remotePicturesOf({ content, nested }: PreparedBody): readonly RemotePicture[] {
  const all = [content, ...nested].flatMap((one) => (one.kind === 'html' ? one.message.remotePictures : []));
  return [...new Map(all.map((picture) => [picture.url, picture])).values()];
}

export function releaseBody({ urls }: PreparedBody): void {
  for (const url of urls) URL.revokeObjectURL(url);
}

function prepareContent(
  { html, text }: Pick<MessageBody, 'html' | 'text'>,
  pictures: ReadonlyMap<string, string>,
  loaded: ReadonlyMap<string, string>,
): Prepared {
  if (html !== null && html.trim() !== '') {
    const shown = cutHtml(html);
    const message = sanitiseMessage(shown, (id) => pictures.get(id), loaded);
    return { kind: 'html', message, rest: html.slice(shown.length) };
  }
  return text !== null && text.trim() !== '' ? { kind: 'text', text } : { kind: 'none' };
}

function pictureUrls(parts: readonly InlinePart[]): ReadonlyMap<string, string> {
  return new Map(
    parts
      .filter(({ type }) => PICTURE.test(type))
      .map(({ contentId, type, bytes }) => [
        contentId.replace(/^<|>$/gu, ''),
        URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type })),
      ]),
  );
}
