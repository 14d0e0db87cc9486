import type { Session } from 'electron';
import type { Logger } from '../engine/ports.ts';
import { APP_ORIGIN, isAppUrl } from './appOrigin.ts';

const SCOPE = 'session';
/** Nothing listens there, and a proxy given by address costs no DNS packet either. */
const DEAD_PROXY = 'http://127.0.0.1:1';
const LOCAL_SCHEMES: ReadonlySet<string> = new Set(['app:', 'blob:', 'data:', 'devtools:']);
/** What the page may do without asking: copy for the person, and nothing that looks out into the world. */
const PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen']);

/**
 * Takes the network and the machine away from everything that shows in this session. Resolves when the proxy is
 * set: no page may load before. The proxy stops what request filters do not see (preconnect, DNS prefetch).
 */
export async function hardenSession(session: Session, logger: Logger): Promise<void> {
  session.setPermissionRequestHandler((_page, permission, decide, details) => {
    const isAllowed = PERMISSIONS.has(permission) && details.isMainFrame && isAppUrl(details.requestingUrl);
    if (!isAllowed) logger.log('warn', SCOPE, 'refused a permission', { permission });
    decide(isAllowed);
  });
  session.setPermissionCheckHandler(
    (_page, permission, requestingOrigin) => PERMISSIONS.has(permission) && isAppUrl(requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  // Its dictionaries come from the network.
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event, item) => {
    // An attachment that the page hands to the person; Electron asks where to put it.
    if (item.getURL().startsWith(`blob:${APP_ORIGIN}/`)) return;
    logger.log('warn', SCOPE, 'refused a download');
    event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    const isLocal = LOCAL_SCHEMES.has(schemeOf(details.url));
    if (!isLocal) logger.log('warn', SCOPE, 'refused a request', { type: details.resourceType });
    answer({ cancel: !isLocal });
  });
  // Chromium leaves loopback addresses unproxied unless told otherwise.
  await session.setProxy({
    mode: 'fixed_servers',
    proxyRules: DEAD_PROXY,
    proxyBypassRules: '<-loopback>',
  });
  await session.closeAllConnections();
}

const schemeOf = (url: string): string => (URL.canParse(url) ? new URL(url).protocol : '');
