import type { MessageBody } from '../../preload/contract/index.ts';

/** Packs beyond about 64 KiB cost Chromium a file each; what is larger by itself is alone in its pack. */
const PACK_BYTES = 56 * 1024;
const PACK_BODIES = 16;

/** Bodies in groups that are stored together, in their order. */
export function packBodies(bodies: readonly MessageBody[]): readonly (readonly MessageBody[])[] {
  const packs: MessageBody[][] = [];
  let open: MessageBody[] = [];
  let bytes = 0;
  for (const body of bodies) {
    const size = roughBytes(body);
    if (open.length > 0 && (open.length === PACK_BODIES || bytes + size > PACK_BYTES)) {
      packs.push(open);
      open = [];
      bytes = 0;
    }
    open.push(body);
    bytes += size;
  }
  if (open.length > 0) packs.push(open);
  return packs;
}

const roughBytes = ({ headers, text, html, inlineParts }: MessageBody): number =>
  headers.reduce((sum, { name, value }) => sum + name.length + value.length, 0) +
  (text?.length ?? 0) +
  (html?.length ?? 0) +
  inlineParts.reduce((sum, { bytes }) => sum + bytes.length, 0);
