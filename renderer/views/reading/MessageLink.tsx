import { use, type ReactNode } from 'react';
import { LinkHandlerContext } from './LinkHandler.ts';

/** A link of a message in our own page: it names its true target and opens by the handler, never by itself. */
export function MessageLink({ href, label }: { readonly href: string; readonly label: string }): ReactNode {
  const links = use(LinkHandlerContext);
  return (
    <a
      href={href}
      rel="noopener noreferrer"
      title={href}
      onClick={(event) => {
        event.preventDefault();
        links.open(href);
      }}
      onAuxClick={(event) => event.preventDefault()}
      onMouseEnter={() => links.hover(href)}
      onMouseLeave={() => links.hover(null)}
      onFocus={() => links.hover(href)}
      onBlur={() => links.hover(null)}
    >
      {label}
    </a>
  );
}
