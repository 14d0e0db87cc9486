const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/iu;

/**
 * A name any file system takes and no eye is fooled by: no path, no control or direction characters (`exe.fdp` shown
 * as `pdf.exe`), no leading dot, no name Windows reserves, at most 180 characters with the extension kept.
 */
export function safeFileName(name: string, fallback: string): string {
  const clean = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/[/\\:*?"<>|]/gu, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/gu, '');
  if (clean === '') return fallback;
  const safe = RESERVED.test(clean) ? `_${clean}` : clean;
  if (safe.length <= 180) return safe;
  const extension = /\.[\p{L}\p{N}]{1,10}$/u.exec(safe)?.[0] ?? '';
  return safe.slice(0, 180 - extension.length) + extension;
}
