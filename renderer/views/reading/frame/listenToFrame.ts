import type { LinkHandler, MessageLinkInfo } from '../links/LinkHandler.ts';
import { LINK_ATTRIBUTE } from '../sanitiseMessage.ts';

/**
 * Looks after a frame's links and keys from outside: no script runs in it. `links` is asked at each event, since a
 * frame serves one message after another.
 */
export function listenToFrame(inner: Document, links: () => LinkHandler | null): void {
  const openLink = (event: Event): void => {
    const link = linkOf(event.target);
    // Whatever was clicked, the frame itself does nothing about it.
    event.preventDefault();
    if (link !== null) links()?.open(link);
  };
  inner.addEventListener('click', openLink);
  inner.addEventListener('auxclick', (event) => event.preventDefault());
  inner.addEventListener('dragstart', (event) => event.preventDefault());
  inner.addEventListener('mouseover', (event) => links()?.hover(linkOf(event.target)));
  inner.addEventListener('mouseout', () => links()?.hover(null));
  inner.addEventListener('focusin', (event) => links()?.hover(linkOf(event.target)));
  inner.addEventListener('focusout', () => links()?.hover(null));
  inner.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') openLink(event);
    // Keys pressed while the frame has the focus would never reach the window's commands.
    else if (!window.dispatchEvent(new KeyboardEvent('keydown', event))) event.preventDefault();
  });
}

/** Longer texts say no more about where a link seems to go. */
const MAX_TEXT = 1000;

function linkOf(target: EventTarget | null): MessageLinkInfo | null {
  // The frame's elements belong to another realm: instanceof would not know them.
  if (target === null || !('closest' in target)) return null;
  const anchor = (target as Element).closest(`[${LINK_ATTRIBUTE}]`);
  const href = anchor?.getAttribute(LINK_ATTRIBUTE);
  if (anchor === null || href === null || href === undefined) return null;
  const words = (anchor.textContent ?? '').trim();
  const alternative = anchor.querySelector('img')?.getAttribute('alt') ?? '';
  return { href, text: (words === '' ? alternative : words).slice(0, MAX_TEXT) };
}
