import { z } from 'zod';
import { FolderPath } from './ids.ts';

/** Special use of a folder (RFC 6154), by the server's word or by a well-known name. */
export const FolderRole = z.enum([
  'inbox',
  'drafts',
  'sent',
  'archive',
  'junk',
  'trash',
  'all',
  'flagged',
  'none',
]);
export type FolderRole = z.infer<typeof FolderRole>;

/** A folder as its system of record lists it. */
export const FolderInfo = z.strictObject({
  path: FolderPath,
  /** The last segment, for people. */
  name: z.string().max(1000),
  /** Hierarchy separator; empty in a flat namespace. */
  delimiter: z.string().max(1),
  parent: FolderPath.nullable(),
  role: FolderRole,
  subscribed: z.boolean(),
  /** False for `\Noselect`: it only holds other folders. */
  selectable: z.boolean(),
  /** By STATUS where it was cheap to ask; null when not asked. */
  total: z.number().int().min(0).nullable(),
  unseen: z.number().int().min(0).nullable(),
});
export type FolderInfo = z.infer<typeof FolderInfo>;
