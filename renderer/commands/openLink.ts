import type { HostClient, Result } from '../../preload/contract/index.ts';
import { linkTarget } from './linkTarget.ts';
import { openCompose, type ViewState } from './ViewState.ts';

export interface LinkPorts {
  readonly host: HostClient;
  readonly hello: Result<'host.hello'> | null;
  readonly update: (change: (state: ViewState) => ViewState) => void;
}

/**
 * Opens a link of a message because a person clicked it: mailto in our own composer, the web in the person's own
 * browser without opener, referrer or the name and password an address may carry, a telephone number in the system's
 * program for it (the caller has asked). Anything else is ignored.
 */
export async function openLink(href: string, { host, hello, update }: LinkPorts): Promise<void> {
  const target = linkTarget(href);
  if (target === null) return;
  if (target.startsWith('mailto:')) {
    update(openCompose({ kind: 'new', mailto: target }));
    return;
  }
  const url = new URL(target);
  url.username = '';
  url.password = '';
  if (hello?.capabilities.openExternal === true) await host.api['external.open']({ url: url.href });
  else window.open(url.href, '_blank', 'noopener,noreferrer');
}
