import { join } from 'node:path';
import { ensureDirectory } from './ensureDirectory.ts';
import type { FileSystem } from './FileSystem.ts';
import type { JournalOpening } from './Journal.ts';
import { Journal } from './Journal.ts';
import type { SegmentsOpening } from './Segments.ts';
import { Segments } from './Segments.ts';
import { toStoreError } from './StoreError.ts';
import { StoreIndex } from './StoreIndex.ts';
import type { StoreRecord } from './storeRecords.ts';
import { parseStoreRecord } from './storeRecords.ts';

/** What opening found; tears and damage are worth a line in the log. */
export interface StoreOpening {
  readonly journal: JournalOpening;
  readonly segments: SegmentsOpening;
}

export interface StoreFiles {
  readonly journal: Journal<StoreRecord>;
  readonly segments: Segments;
  readonly index: StoreIndex;
  readonly opening: StoreOpening;
}

/** Replays the journal, then makes the segment files agree with it. */
export const openStoreFiles = async (
  directory: string,
  fileSystem: FileSystem,
  limitBytes: number,
): Promise<StoreFiles> => {
  const index = new StoreIndex();
  try {
    await ensureDirectory(directory, fileSystem);
  } catch (error) {
    throw toStoreError(error, 'opening the mail store');
  }
  const journal = await Journal.open<StoreRecord>({
    path: join(directory, 'journal'),
    fileSystem,
    parse: parseStoreRecord,
    replay: (record) => index.apply(record),
  });
  try {
    const mayCut = journal.opening.tornBytes === 0 && journal.opening.gaps.length === 0;
    const known = index.segments;
    const mail = join(directory, 'mail');
    const { segments, opening } = await Segments.open({
      directory: mail,
      fileSystem,
      limitBytes,
      known,
      mayCut,
    });
    if (!mayCut) {
      // At the next open the tear is gone; without this the bytes its records spoke of would be cut off then.
      const sealed = opening.extra.map(
        ({ segment, sizeBytes }) => ({ kind: 'sealed', segment, sizeBytes }) as const,
      );
      if (sealed.length > 0) await journal.append(...sealed);
      for (const record of sealed) index.apply(record);
    }
    return { journal, segments, index, opening: { journal: journal.opening, segments: opening } };
  } catch (error) {
    await journal.close();
    throw error;
  }
};
