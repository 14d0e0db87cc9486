import DOMPurify, { type Config } from 'dompurify';
import { linkTarget } from '../../commands/linkTarget.ts';
import { boundedHtml, MESSAGE_LIMITS } from './boundedHtml.ts';
import { nestsTooDeeply } from './boundedCss.ts';
import { isTinyOrHidden, RemotePictures, type RemotePicture } from './pictures/remotePictures.ts';
import { cleanDeclarations, sanitiseStyleSheet } from './sanitiseCss.ts';

/** Only `sanitiseMessage` makes one: what takes it needs no other proof. */
declare const sanitised: unique symbol;

export interface SanitisedMessage {
  readonly [sanitised]: true;
  /** What goes into the frame's body. */
  readonly html: string;
  readonly css: string;
  /** Attributes of the message's own `<body>` that carry its look. */
  readonly bodyStyle: string;
  /** Pictures and backgrounds that would have been asked from the network, loaded or not. */
  readonly remotePictures: readonly RemotePicture[];
  /** It says itself that it can be dark. */
  readonly supportsDark: boolean;
  /** It sets a colour or a background somewhere; without, it takes the window's own. */
  readonly hasColours: boolean;
  /** Part of it was left out: it is larger or more deeply nested than any letter. */
  readonly isCut: boolean;
}

/** The attribute that holds a link's target; `href` itself is gone, so that the frame has nowhere to go. */
export const LINK_ATTRIBUTE = 'data-naru-href';

const config: Config & { RETURN_DOM: true } = {
  USE_PROFILES: { html: true },
  WHOLE_DOCUMENT: true,
  RETURN_DOM: true,
  FORBID_TAGS: [
    ...[
      'link',
      'meta',
      'base',
      'script',
      'noscript',
      'template',
      'iframe',
      'frame',
      'frameset',
      'object',
      'embed',
    ],
    ...['form', 'input', 'button', 'textarea', 'select', 'option', 'datalist', 'dialog', 'slot', 'portal'],
    ...['audio', 'video', 'source', 'track', 'picture', 'svg', 'math', 'map', 'area', 'marquee'],
  ],
  // `name` could shadow members of the frame's document that the page uses to measure it.
  FORBID_ATTR: [
    ...[
      'name',
      'srcset',
      'imagesrcset',
      'lowsrc',
      'dynsrc',
      'longdesc',
      'cite',
      'action',
      'formaction',
      'ping',
    ],
    ...[
      'usemap',
      'ismap',
      'poster',
      'data',
      'classid',
      'codebase',
      'profile',
      'manifest',
      'target',
      'download',
    ],
    ...[
      'autofocus',
      'contenteditable',
      'popover',
      'popovertarget',
      'is',
      'slot',
      'part',
      'tabindex',
      'accesskey',
    ],
    LINK_ATTRIBUTE,
  ],
  ALLOW_ARIA_ATTR: true,
  ALLOW_DATA_ATTR: false,
};

const DATA_PICTURE = /^data:image\/(png|gif|jpe?g|webp|avif|bmp)[;,]/iu;

/**
 * Takes everything out of a message's HTML that could run, ask the network, leave the frame or fool the page. The
 * second wall behind the frame's CSP. `pictureUrl` gives the address of a picture in the message by its content id,
 * `loaded` the blob addresses of remote pictures that the person asked for.
 */
export function sanitiseMessage(
  source: string,
  pictureUrl: (contentId: string) => string | undefined,
  loaded: ReadonlyMap<string, string> = new Map(),
): SanitisedMessage {
  const supportsDark = declaresDark(source);
  // RETURN_DOM with WHOLE_DOCUMENT gives the html element, still in a document that loads nothing.
  const bounded = boundedHtml(source, MESSAGE_LIMITS);
  const root = DOMPurify.sanitize(bounded.html, config) as HTMLElement;
  const remote = new RemotePictures(loaded);
  let css = '';
  let hasColours = false;
  for (const style of root.querySelectorAll('style')) {
    css += sanitiseStyleSheet(style.textContent, remote);
    style.remove();
  }
  if (/(^|[;{\s])(color|background(-color)?)\s*:/iu.test(css)) hasColours = true;
  for (const element of [root, ...root.querySelectorAll<HTMLElement>('*')]) {
    cleanAttributes(element, pictureUrl, remote);
    if (element.style.color !== '' || element.style.backgroundColor !== '') hasColours = true;
    if (element.hasAttribute('bgcolor') || element.getAttribute('color') !== null) hasColours = true;
  }
  const body = root.querySelector('body');
  const bgcolor = body?.getAttribute('bgcolor') ?? null;
  const bodyStyle = `${bgcolor !== null && /^#?[\w]+$/u.test(bgcolor) ? `background-color:${bgcolor};` : ''}${body?.style.cssText ?? ''}`;
  return {
    html: (body ?? root).innerHTML,
    css,
    bodyStyle,
    remotePictures: remote.all,
    supportsDark,
    hasColours,
    isCut: bounded.isCut,
  } as SanitisedMessage;
}

function cleanAttributes(
  element: HTMLElement,
  pictureUrl: (contentId: string) => string | undefined,
  remote: RemotePictures,
): void {
  if (nestsTooDeeply(element.getAttribute('style') ?? '')) element.removeAttribute('style');
  if (element.style.length > 0) cleanDeclarations(element.style, remote);
  const background = element.getAttribute('background');
  if (background !== null) {
    element.removeAttribute('background');
    const own = remote.take(background);
    if (own !== undefined) element.style.backgroundImage = `url("${own}")`;
  }
  const source = element.getAttribute('src');
  if (source !== null) {
    element.removeAttribute('src');
    const contentId = /^cid:(.*)$/isu.exec(source.trim())?.[1];
    const own = contentId === undefined ? undefined : pictureUrl(decodeContentId(contentId));
    if (element.tagName === 'IMG' && own !== undefined) element.setAttribute('src', own);
    else if (element.tagName === 'IMG' && DATA_PICTURE.test(source)) element.setAttribute('src', source);
    else if (contentId === undefined && element.tagName === 'IMG') {
      const loadedUrl = remote.take(source, isTinyOrHidden(element));
      if (loadedUrl !== undefined) element.setAttribute('src', loadedUrl);
    }
  }
  const href = element.getAttribute('href') ?? element.getAttribute('xlink:href');
  element.removeAttribute('href');
  element.removeAttribute('xlink:href');
  const target = href === null || element.tagName !== 'A' ? null : linkTarget(href);
  if (target !== null) {
    element.setAttribute(LINK_ATTRIBUTE, target);
    element.setAttribute('role', 'link');
    element.setAttribute('tabindex', '0');
    element.removeAttribute('title');
  }
}

function decodeContentId(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    // Not percent-encoded after all (RFC 2392 asks for it, senders forget): the id as it stands.
    if (error instanceof URIError) return value;
    throw error;
  }
}

/** `<meta name="color-scheme" content="… dark">`, a `color-scheme` property or a dark media query. */
function declaresDark(source: string): boolean {
  const head = source.slice(0, 200_000);
  return (
    /<meta[^>]+name\s*=\s*["']?(supported-)?color-scheme["']?[^>]*dark/iu.test(head) ||
    /prefers-color-scheme\s*:\s*dark/iu.test(head) ||
    /[{;\s](supported-)?color-schemes?\s*:[^;}]*dark/iu.test(head)
  );
}
