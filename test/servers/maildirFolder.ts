import path from 'node:path';

/** Where Dovecot's Maildir++ layout keeps a folder; `folder` is its path with '/' ("INBOX", "Work/2026", "보관함"). */
export function maildirFolder(maildir: string, folder: string): string {
  if (folder.toUpperCase() === 'INBOX') return maildir;
  return path.join(maildir, `.${folder.split('/').map(modifiedUtf7).join('.')}`);
}

/** Modified UTF-7 (RFC 3501 section 5.1.3). */
function modifiedUtf7(name: string): string {
  return name.replaceAll('&', '&-').replace(/[^\x20-\x7e]+/g, (run) => {
    const base64 = Buffer.from(run, 'utf16le').swap16().toString('base64');
    return `&${base64.replace(/=+$/, '').replaceAll('/', ',')}-`;
  });
}
