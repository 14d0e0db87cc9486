import { MailError, type Result } from '../../../preload/contract/index.ts';
import { requestPublic } from './requestPublic.ts';
import type { WebNetwork } from './WebNetwork.ts';

const MAX_BYTES = 10_000_000;
const TIMEOUT_MS = 20_000;

type PictureType = Result<'web.fetchPicture'>['type'];

/**
 * A remote picture of a message, because the person asked for it. No cookie, no referrer, nothing about this computer
 * beyond its address and that it reads mail. The bytes themselves say what it is; SVG is a document and refused.
 */
export async function fetchPicture(
  network: WebNetwork,
  url: string,
  signal: AbortSignal,
): Promise<Result<'web.fetchPicture'>> {
  const bytes = await requestPublic(
    network,
    {
      url,
      method: 'GET',
      headers: {
        Accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif',
        'User-Agent': 'Mozilla/5.0',
      },
      maxBytes: MAX_BYTES,
      timeoutMs: TIMEOUT_MS,
      maxRedirects: 5,
      isHttpsOnly: false,
    },
    signal,
  );
  const type = pictureType(bytes);
  if (type === null) throw new MailError('protocol.unexpected', 'it is not a picture');
  return { type, bytes: Uint8Array.from(bytes) };
}

/** By the signature of each format; null for everything else. */
export function pictureType(bytes: Uint8Array): PictureType | null {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'image/gif';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp';
  if (head.slice(4, 12) === 'ftypavif' || head.slice(4, 12) === 'ftypavis') return 'image/avif';
  return head.startsWith('BM') ? 'image/bmp' : null;
}
