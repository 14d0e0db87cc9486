const BASE64 = /^[A-Za-z0-9+,]*$/;

/** Modified UTF-7 (RFC 3501 section 5.1.3) to Unicode; a name that is none is returned as it came. */
export function decodeMailboxName(name: string): string {
  if (!name.includes('&')) return name;
  let valid = true;
  const decoded = name.replace(/&([^-]*)(-?)/g, (_whole, encoded: string, end: string) => {
    if (end === '' || !BASE64.test(encoded)) valid = false;
    if (encoded === '') return '&';
    const bytes = Buffer.from(encoded.replaceAll(',', '/'), 'base64');
    if (bytes.length === 0 || bytes.length % 2 !== 0) valid = false;
    return bytes
      .subarray(0, bytes.length & ~1)
      .swap16()
      .toString('utf16le');
  });
  return valid ? decoded : name;
}

/** Unicode to modified UTF-7: printable ASCII stays, `&` becomes `&-`, everything else is base64 of UTF-16BE. */
export function encodeMailboxName(name: string): string {
  return name.replace(/&|[^\x20-\x7e]+/g, (part) => {
    if (part === '&') return '&-';
    const encoded = Buffer.from(part, 'utf16le').swap16().toString('base64');
    return `&${encoded.replaceAll('/', ',').replace(/=+$/, '')}-`;
  });
}
