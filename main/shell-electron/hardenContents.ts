import type { WebContents } from 'electron';
import type { Logger } from '../engine/ports.ts';
import { isAppUrl } from './appOrigin.ts';

const SCOPE = 'window';

/**
 * Keeps a page where it is: no navigation away from `app://naru`, none at all in the frames below it, no windows,
 * no webviews. A link that the person follows into a new window goes to their own browser, by `openExternal`.
 */
export function hardenContents(
  contents: WebContents,
  openExternal: (url: string) => Promise<void>,
  logger: Logger,
): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && isAppUrl(event.url)) return;
    // A message's frame being filled by our own page; its content is what the page gave it.
    if (!event.isMainFrame && event.url === 'about:srcdoc') return;
    logger.log('warn', SCOPE, 'refused a navigation', { isMainFrame: event.isMainFrame });
    event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url).catch((error: unknown) =>
      // The person sees that nothing opened; why is for the log.
      logger.log('warn', SCOPE, 'refused a link', { error: String(error) }),
    );
    return { action: 'deny' };
  });
}
