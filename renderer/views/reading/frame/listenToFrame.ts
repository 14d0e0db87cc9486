import type { LinkHandler } from '../LinkHandler.ts';
import { LINK_ATTRIBUTE } from '../sanitiseMessage.ts';

/**
 * Looks after a frame's links and keys from outside: no script runs in it. `links` is asked at each event, since a
 * frame serves one message after another.
 */
export function listenToFrame(inner: Document, links: () => LinkHandler | null): void {
  const openLink = (event: Event): void => {
    const href = linkOf(event.target);
    // Whatever was clicked, the frame itself does nothing about it.
    event.preventDefault();
    if (href !== null) links()?.open(href);
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

function linkOf(target: EventTarget | null): string | null {
  // The frame's elements belong to another realm: instanceof would not know them.
  if (target === null || !('closest' in target)) return null;
  return (target as Element).closest(`[${LINK_ATTRIBUTE}]`)?.getAttribute(LINK_ATTRIBUTE) ?? null;
}
