import type { FolderKey } from '../../domain/rows.ts';
import type { FolderHead } from '../blocks.ts';

/** Blocks named in a log: a reader that has missed more reads everything, which is no slower. */
const MAX_LOGGED_BLOCKS = 256;

/** The head after a commit that changed `blocks` and stored `packs`; a new epoch where there is no head to go on from. */
export function nextHead(
  head: FolderHead | undefined,
  folder: FolderKey,
  { blocks, packs }: { readonly blocks: readonly number[]; readonly packs: number },
): FolderHead {
  const { epoch, version, log, nextPack } = head ?? {
    epoch: crypto.randomUUID(),
    version: 0,
    log: [],
    nextPack: 1,
  };
  const entries = [...log, { version: version + 1, blocks }];
  let logged = entries.reduce((sum, entry) => sum + entry.blocks.length, 0);
  while (logged > MAX_LOGGED_BLOCKS && entries.length > 1) logged -= entries.shift()?.blocks.length ?? 0;
  return { folder, epoch, version: version + 1, log: entries, nextPack: nextPack + packs };
}
