import { use, type ReactNode } from 'react';
import { LinkHandlerContext } from './LinkHandler.ts';

/** A link of a message in our own page: it names its true target and opens by the handler, never by itself. */
export function MessageLink({ href, label }: { readonly href: string; readonly label: string }): ReactNode {
  const links = use(LinkHandlerContext);
  const link = { href, text: label };
  return (
    <a
      href={href}
      rel="noopener noreferrer"
      onClick={(event) => {
        event.preventDefault();
        links.open(link);
      }}
      onAuxClick={(event) => event.preventDefault()}
      onMouseEnter={() => links.hover(link)}
      onMouseLeave={() => links.hover(null)}
      onFocus={() => links.hover(link)}
      onBlur={() => links.hover(null)}
    >
      {label}
    </a>
  );
}
