const rowBytes = 57;
const rowLetters = 76;
const rowsAtOnce = 1024;

/**
 * Base64 with lines of 76 letters (RFC 2045 section 6.8), CRLF between them and none at the end, piece by piece: the
 * borders of the pieces that come do not matter. A piece may be used until the next but one is asked for: two buffers
 * serve a file of any size.
 */
export async function* encodeBase64(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const block = Buffer.allocUnsafeSlow(rowBytes * rowsAtOnce);
  const letters = Buffer.allocUnsafeSlow(rowLetters * rowsAtOnce);
  const outputs = [0, 1].map(() => Buffer.allocUnsafeSlow((rowLetters + 2) * rowsAtOnce));
  let filled = 0;
  let turn = 0;
  const encoded = (): Buffer => {
    const length = letters.write(block.toString('base64', 0, filled), 'latin1');
    const output = outputs[turn % 2] ?? Buffer.alloc(0);
    let to = 0;
    for (let from = 0; from < length; from += rowLetters) {
      if (from > 0 || turn > 0) {
        output[to] = 13;
        output[to + 1] = 10;
        to += 2;
      }
      const end = Math.min(from + rowLetters, length);
      letters.copy(output, to, from, end);
      to += end - from;
    }
    turn += 1;
    filled = 0;
    return output.subarray(0, to);
  };
  for await (const piece of source)
    for (let at = 0; at < piece.length;) {
      const taken = Math.min(piece.length - at, block.length - filled);
      block.set(piece.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
      if (filled === block.length) yield encoded();
    }
  if (filled > 0) yield encoded();
}
