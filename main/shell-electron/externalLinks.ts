import type { Shell } from 'electron';
import { MailError } from '../../preload/contract/index.ts';

const SCHEMES: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:', 'tel:']);
const MAX_LENGTH = 8000;

/**
 * The address as the system may be asked to open it, or null. Anything but https, http, mailto and tel could start a
 * program; credentials in an address only serve to deceive.
 */
export function toExternalUrl(text: string): string | null {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  if (!SCHEMES.has(url.protocol) || url.username !== '' || url.password !== '') return null;
  return isWeb && url.hostname === '' ? null : url.href;
}

/** Opens an address in the person's own browser or mail program; rejects with `invalidRequest` when it may not. */
export const createOpenExternal =
  (shell: Pick<Shell, 'openExternal'>) =>
  async (text: string): Promise<void> => {
    const url = toExternalUrl(text);
    if (url === null)
      throw new MailError('invalidRequest', 'only https, http, mailto and tel addresses are opened');
    await shell.openExternal(url);
  };
