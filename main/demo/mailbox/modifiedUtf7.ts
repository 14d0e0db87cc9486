/** Base64 of UTF-16BE with `,` for `/` and no padding: the shifted half of RFC 3501 section 5.1.3. */
const encodeShifted = (text: string): string => {
  const bytes = Buffer.from(text, 'utf16le').swap16();
  return bytes.toString('base64').replace(/=+$/, '').replaceAll('/', ',');
};

const decodeShifted = (shifted: string): string => {
  const bytes = Buffer.from(shifted.replaceAll(',', '/'), 'base64');
  // An odd byte is a broken name: drop it rather than let swap16 throw.
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
};

/** A mailbox name as it goes over the wire (RFC 3501 section 5.1.3). Never fails; the result is printable ASCII. */
export const encodeModifiedUtf7 = (name: string): string =>
  name.replace(/&|[^\x20-\x7e]+/g, (run) => (run === '&' ? '&-' : `&${encodeShifted(run)}-`));

/** The name a wire form stands for. A malformed shift is kept as far as it decodes; never throws. */
export const decodeModifiedUtf7 = (wire: string): string =>
  wire.replace(/&([A-Za-z0-9+,]*)-?/g, (_all, shifted: string) =>
    shifted === '' ? '&' : decodeShifted(shifted),
  );
