import {
  Archive,
  FileText,
  Inbox,
  Layers,
  OctagonAlert,
  Send,
  Star,
  Trash2,
  type LucideIcon,
} from 'lucide-react';
import type { FolderRole } from '../../../preload/contract/index.ts';

/** One picture per special folder; ordinary folders have a plain one. */
export const roleIcons: Readonly<Record<Exclude<FolderRole, 'none'>, LucideIcon>> = {
  inbox: Inbox,
  drafts: FileText,
  sent: Send,
  archive: Archive,
  junk: OctagonAlert,
  trash: Trash2,
  all: Layers,
  flagged: Star,
};
