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
 * browser without opener or referrer. Anything else is ignored.
 */
export async function openLink(href: string, { host, hello, update }: LinkPorts): Promise<void> {
  const target = linkTarget(href);
  if (target === null) return;
  if (target.startsWith('mailto:')) {
    update(openCompose({ kind: 'new', mailto: target }));
    return;
  }
  if (hello?.capabilities.openExternal === true) await host.api['external.open']({ url: target });
  else window.open(target, '_blank', 'noopener,noreferrer');
}
