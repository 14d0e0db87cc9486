/** No message is taller; beyond it the frame scrolls by itself. */
const MAX_HEIGHT = 100_000;
/** A wide newsletter is made smaller, but not unreadable. */
const MIN_ZOOM = 0.5;
/** A layout that grows each time it is measured is left alone after this many times. */
const MAX_GROWTHS = 30;

/** Keeps a frame as tall as its document and a wide document as narrow as its frame, measured from outside. */
export class FrameFit {
  readonly #frame: HTMLIFrameElement;
  readonly #inner: Document;
  readonly #observer: ResizeObserver;
  #growths = 0;
  #lastHeight = 0;
  #lastWidth = 0;

  constructor(frame: HTMLIFrameElement, inner: Document) {
    this.#frame = frame;
    this.#inner = inner;
    this.#observer = new ResizeObserver(() => this.fit());
    this.#observer.observe(inner.body);
    this.#observer.observe(frame);
  }

  /** Another document in the same frame: nothing measured before counts. */
  reset(): void {
    this.#growths = 0;
    this.#lastHeight = 0;
    this.#lastWidth = 0;
    this.fit();
  }

  fit(): void {
    const frame = this.#frame;
    const { body, documentElement: root } = this.#inner;
    // A parked frame has no room; it is measured when it is shown.
    if (frame.clientWidth === 0) return;
    if (frame.clientWidth !== this.#lastWidth) {
      // Another width is another layout: measure it afresh.
      this.#lastWidth = frame.clientWidth;
      this.#growths = 0;
      body.style.zoom = '1';
      const room = root.clientWidth;
      // What overflows runs into the padding on its right: there it has to be added again.
      const wanted = body.scrollWidth + Number.parseFloat(getComputedStyle(body).paddingRight);
      if (body.scrollWidth > room + 1) body.style.zoom = String(Math.max(MIN_ZOOM, room / wanted));
      body.style.overflowX = room / wanted < MIN_ZOOM ? 'auto' : '';
    }
    const height = Math.min(MAX_HEIGHT, Math.ceil(body.getBoundingClientRect().height));
    if (height === this.#lastHeight) return;
    if (height > this.#lastHeight && (this.#growths += 1) > MAX_GROWTHS) return;
    this.#lastHeight = height;
    frame.style.height = `${height}px`;
  }

  dispose(): void {
    this.#observer.disconnect();
  }
}
