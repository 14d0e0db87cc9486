import {
  CalendarDays,
  File,
  FileArchive,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideo,
  Mail,
  Music,
  type LucideIcon,
} from 'lucide-react';
import type { AttachmentInfo } from '../../../preload/contract/index.ts';

/** A picture and a short word for a file, by its extension's own letters and its declared type. */
export function attachmentIcon({ name, type }: Pick<AttachmentInfo, 'name' | 'type'>): {
  readonly Icon: LucideIcon;
  readonly label: string;
} {
  const extension = /\.([a-z0-9]{1,6})$/iu.exec(name)?.[1];
  const label = (extension ?? type.split('/')[1]?.replace(/^(x-|vnd\.).*$/u, '') ?? '').toUpperCase();
  return { Icon: iconFor(type, extension?.toLowerCase() ?? ''), label: label === '' ? 'FILE' : label };
}

function iconFor(type: string, extension: string): LucideIcon {
  if (type.startsWith('image/')) return FileImage;
  if (type.startsWith('video/')) return FileVideo;
  if (type.startsWith('audio/')) return Music;
  if (type === 'text/calendar' || extension === 'ics') return CalendarDays;
  if (type === 'message/rfc822' || extension === 'eml') return Mail;
  if (/zip|compressed|tar|gzip|7z|rar/u.test(type) || /^(zip|gz|7z|rar|tar|egg|alz)$/u.test(extension))
    return FileArchive;
  if (/spreadsheet|excel|csv/u.test(type) || /^(xlsx?|csv|ods|numbers)$/u.test(extension))
    return FileSpreadsheet;
  if (
    type.startsWith('text/') ||
    /pdf|word|document/u.test(type) ||
    /^(pdf|docx?|hwpx?|odt|txt|md)$/u.test(extension)
  )
    return FileText;
  return File;
}
