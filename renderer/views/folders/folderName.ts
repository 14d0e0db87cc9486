import type { FolderRow } from '../../domain/rows.ts';
import type { Catalogue } from '../../i18n/en.ts';

/** The folder as a person calls it: special folders in their language, others by their own name. */
export function folderName(folder: Pick<FolderRow, 'role' | 'name'>, text: Catalogue): string {
  return folder.role === 'none' ? folder.name : text.folders.roles[folder.role];
}
