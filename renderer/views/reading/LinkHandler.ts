import { createContext } from 'react';

/** What becomes of links in the shown message. */
export interface LinkHandler {
  open(href: string): void;
  /** The pointer or the keyboard is on a link (its target), or has left it (null). */
  hover(href: string | null): void;
}

export const LinkHandlerContext = createContext<LinkHandler>({ open: () => {}, hover: () => {} });
