import type { Draft, DraftId } from '../../../preload/contract/index.ts';
import type { NaruDatabase } from '../openDatabase.ts';

/** One draft as last mirrored from the host. */
export const draftById = (database: NaruDatabase, id: DraftId): Promise<Draft | undefined> =>
  database.drafts.get(id);
