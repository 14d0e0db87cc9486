import type { LinkHandler } from './LinkHandler.ts';
import { LINK_ATTRIBUTE } from './sanitiseMessage.ts';

/** No message is taller; beyond it the frame scrolls by itself. */
const MAX_HEIGHT = 100_000;
/** A wide newsletter is made smaller, but not unreadable. */
const MIN_ZOOM = 0.5;
/** A layout that grows each time it is measured is left alone after this many times. */
const MAX_GROWTHS = 30;

/**
 * Gives the frame the height of its document and looks after its links and keys, from outside: no script runs in it.
 * Returns what ends that.
 */
export function attendFrame(frame: HTMLIFrameElement, links: LinkHandler): () => void {
  const inner = frame.contentDocument;
  if (inner === null) return () => {};
  let growths = 0;
  let lastHeight = 0;
  let lastWidth = 0;
  const fit = (): void => {
    const { body, documentElement: root } = inner;
    if (frame.clientWidth !== lastWidth) {
      // Another width is another layout: measure it afresh.
      lastWidth = frame.clientWidth;
      growths = 0;
      body.style.zoom = '1';
      const room = root.clientWidth;
      // What overflows runs into the padding on its right: there it has to be added again.
      const wanted = body.scrollWidth + Number.parseFloat(getComputedStyle(body).paddingRight);
      if (body.scrollWidth > room + 1) body.style.zoom = String(Math.max(MIN_ZOOM, room / wanted));
      body.style.overflowX = room / wanted < MIN_ZOOM ? 'auto' : '';
    }
    const height = Math.min(MAX_HEIGHT, Math.ceil(body.getBoundingClientRect().height));
    if (height === lastHeight || (height > lastHeight && (growths += 1) > MAX_GROWTHS)) return;
    lastHeight = height;
    frame.style.height = `${height}px`;
  };
  const observer = new ResizeObserver(fit);
  observer.observe(inner.body);
  observer.observe(frame);
  fit();

  const abort = new AbortController();
  const on = <K extends keyof DocumentEventMap>(
    name: K,
    listener: (event: DocumentEventMap[K]) => void,
  ): void => inner.addEventListener(name, listener, { signal: abort.signal });
  const openLink = (event: Event): void => {
    const href = linkOf(event.target);
    // Whatever was clicked, the frame itself does nothing about it.
    event.preventDefault();
    if (href !== null) links.open(href);
  };
  on('click', openLink);
  on('auxclick', (event) => event.preventDefault());
  on('dragstart', (event) => event.preventDefault());
  on('mouseover', (event) => links.hover(linkOf(event.target)));
  on('mouseout', () => links.hover(null));
  on('focusin', (event) => links.hover(linkOf(event.target)));
  on('focusout', () => links.hover(null));
  on('keydown', (event) => {
    if (event.key === 'Enter') openLink(event);
    // Keys pressed while the frame has the focus would never reach the window's commands.
    else if (!window.dispatchEvent(new KeyboardEvent('keydown', event))) event.preventDefault();
  });
  return () => {
    abort.abort();
    observer.disconnect();
  };
}

function linkOf(target: EventTarget | null): string | null {
  // The frame's elements belong to another realm: instanceof would not know them.
  if (target === null || !('closest' in target)) return null;
  return (target as Element).closest(`[${LINK_ATTRIBUTE}]`)?.getAttribute(LINK_ATTRIBUTE) ?? null;
}
