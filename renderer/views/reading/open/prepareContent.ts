import type { InlinePart, MessageBody } from '../../../../preload/contract/index.ts';
import { cutHtml } from './cutHtml.ts';
import { sanitiseMessage, type SanitisedMessage } from '../sanitiseMessage.ts';

/** A body made ready for the screen. */
export type Prepared =
  | {
      readonly kind: 'html';
      readonly message: SanitisedMessage;
      /** What was left out of a very large message; empty for nearly all. */
      readonly rest: string;
      /** Blob addresses of the message's own pictures; given back by `releaseContent`. */
      readonly urls: readonly string[];
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' };

/** As pictures only; SVG too, since a picture in `<img>` runs nothing and asks nothing. */
const PICTURE = /^image\/[\w.+-]+$/u;

/** Sanitises a body's HTML, else takes its text. */
export function prepareContent(body: MessageBody): Prepared {
  const { html, text } = body;
  if (html !== null && html.trim() !== '') {
    const shown = cutHtml(html);
    const pictures = pictureUrls(body.inlineParts);
    const message = sanitiseMessage(shown, (id) => pictures.get(id));
    return { kind: 'html', message, rest: html.slice(shown.length), urls: [...pictures.values()] };
  }
  return text !== null && text.trim() !== '' ? { kind: 'text', text } : { kind: 'none' };
}

export function releaseContent(content: Prepared): void {
  if (content.kind === 'html') for (const url of content.urls) URL.revokeObjectURL(url);
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
