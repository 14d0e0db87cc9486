import type { LinkHandler } from '../links/LinkHandler.ts';
import { FrameFit } from './fitFrame.ts';
import { EMPTY_FRAME } from './frameDocument.ts';
import { listenToFrame } from './listenToFrame.ts';

/** What a frame shows: already sanitised, all of it. */
export interface FrameContent {
  readonly html: string;
  /** The message's own style sheets. */
  readonly css: string;
  readonly bodyStyle: string;
  /** Our style sheet under the message's. */
  readonly frameCss: string;
}

/**
 * The ONE place where a message's HTML meets the screen. Three walls, each enough for what it covers:
 *
 * 1. `sandbox` without `allow-scripts`, forms, popups, top navigation or downloads: nothing in the frame runs or
 *    leaves it. `allow-same-origin` stays, so that the page can measure the document and see clicks on its links;
 *    it gives the document nothing, because without scripts nobody is there to use the origin. The two together
 *    (`allow-scripts allow-same-origin`) would be no sandbox at all: never add the first.
 * 2. The CSP, first in `srcdoc`, and inherited from the page: no request of any kind. It stays with the document
 *    whatever is written into it later.
 * 3. `sanitiseMessage`: what would ask or run is not even in the document; links are inert and handled from outside.
 *
 * What none of the three stops (a preconnect hint) the sanitiser removes with `<link>`, and the shell's session cannot
 * reach the network.
 *
 * The frame is warm: its document is loaded once, and one message after another is written into it, which costs a
 * parse and a layout but no navigation.
 */
export class WarmFrame {
  readonly element: HTMLIFrameElement;
  /** Who looks after the links of what is shown now. */
  links: LinkHandler | null = null;
  #content: FrameContent | null = null;
  #fit: FrameFit | null = null;

  constructor() {
    this.element = document.createElement('iframe');
    this.element.className = 'n-mail-frame';
    this.element.setAttribute('sandbox', 'allow-same-origin');
    this.element.referrerPolicy = 'no-referrer';
    this.element.srcdoc = EMPTY_FRAME;
    // Not once: a browser without moveBefore loads the frame anew each time it is moved.
    this.element.addEventListener('load', () => this.#onLoad());
  }

  show(content: FrameContent): void {
    if (this.#content === content) return;
    this.#content = content;
    this.#write();
  }

  /** Measured again, as after a move to where it has room. */
  fit(): void {
    this.#fit?.fit();
  }

  clear(): void {
    this.links = null;
    if (this.#content === null) return;
    this.#content = null;
    this.#write();
  }

  #onLoad(): void {
    const inner = this.element.contentDocument;
    this.#fit?.dispose();
    this.#fit = null;
    if (inner === null) return;
    this.#fit = new FrameFit(this.element, inner);
    listenToFrame(inner, () => this.links);
    this.#write();
  }

  #write(): void {
    const inner = this.element.contentDocument;
    if (this.#fit === null || inner === null) return;
    const [own, message] = inner.head.querySelectorAll('style');
    if (own === undefined || message === undefined) return;
    own.textContent = this.#content?.frameCss ?? '';
    message.textContent = this.#content?.css ?? '';
    inner.body.setAttribute('style', this.#content?.bodyStyle ?? '');
    inner.body.innerHTML = this.#content?.html ?? '';
    // For whoever waits for the content, since a message may well be empty.
    this.element.toggleAttribute('data-written', this.#content !== null);
    if (this.#content !== null) this.#fit.reset();
  }
}
