import { requestPublic } from './requestPublic.ts';
import type { WebNetwork } from './WebNetwork.ts';

/**
 * The one-click unsubscription of RFC 8058 section 3.2: a POST of its one fixed body over https, without cookies or
 * credentials; a redirect is refused as that section asks. Resolves when the list's server said yes.
 */
export async function postOneClick(network: WebNetwork, url: string, signal: AbortSignal): Promise<void> {
  await requestPublic(
    network,
    {
      url,
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': '26',
        'User-Agent': 'Mozilla/5.0',
      },
      body: 'List-Unsubscribe=One-Click',
      maxBytes: 1_000_000,
      timeoutMs: 30_000,
      maxRedirects: 0,
      isHttpsOnly: true,
    },
    signal,
  );
}
