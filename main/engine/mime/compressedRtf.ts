/** What the window holds before the first byte (MS-OXRTFCP section 2.1.2.1). */
const PRESET =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const WINDOW = 4096;
const COMPRESSED = 0x75465a4c;
const UNCOMPRESSED = 0x414c454d;
const MAX_RTF = 16_000_000;

/** Inflates PR_RTF_COMPRESSED (MS-OXRTFCP), at most 16 MB; null when it is none. A cut stream gives what it holds. */
export function inflateRtf(data: Buffer): Buffer | null {
  if (data.length < 16) return null;
  const rawSize = data.readUInt32LE(4);
  const kind = data.readUInt32LE(8);
  if (rawSize > MAX_RTF) return null;
  if (kind === UNCOMPRESSED) return data.subarray(16, 16 + rawSize);
  if (kind !== COMPRESSED) return null;
  const window = Buffer.alloc(WINDOW, 0x20);
  let write = window.write(PRESET, 'latin1');
  // Two bytes give seventeen at most: a small stream that claims much gets no memory for it.
  const out = Buffer.alloc(Math.min(rawSize, data.length * 9));
  let length = 0;
  const put = (byte: number): void => {
    if (length < out.length) out[length] = byte;
    length += 1;
    window[write] = byte;
    write = (write + 1) % WINDOW;
  };
  for (let at = 16; at < data.length && length < out.length;) {
    const control = data[at++] ?? 0;
    for (let bit = 0; bit < 8 && at < data.length && length < out.length; bit += 1) {
      if ((control & (1 << bit)) === 0) {
        put(data[at++] ?? 0);
        continue;
      }
      const reference = ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0);
      at += 2;
      const offset = reference >> 4;
      // A reference to where the next byte goes is the end.
      if (offset === write) return out.subarray(0, Math.min(length, out.length));
      for (let index = 0; index < (reference & 15) + 2; index += 1)
        put(window[(offset + index) % WINDOW] ?? 0);
    }
  }
  return out.subarray(0, Math.min(length, out.length));
}
