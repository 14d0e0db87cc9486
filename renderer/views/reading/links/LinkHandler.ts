import { createContext } from 'react';

/** A link as it stands in a message: what it says, and what it opens. */
export interface MessageLinkInfo {
  readonly text: string;
  readonly href: string;
}

/** What becomes of links in the shown message. */
export interface LinkHandler {
  open(link: MessageLinkInfo): void;
  /** The pointer or the keyboard is on a link, or has left it (null). */
  hover(link: MessageLinkInfo | null): void;
}

export const LinkHandlerContext = createContext<LinkHandler>({ open: () => {}, hover: () => {} });
