export interface FoundFile {
  readonly name: string;
  readonly bytes: Buffer;
}

const BEGIN = /^begin [0-7]{3,4}(?: +(.{1,255}))?$/;
const MAX_FILES = 100;

/** Decodes a body that is uuencoded as a whole; null when no `begin` line is in it. */
export function decodeUuencoded(body: Buffer): Buffer | null {
  return takeUuencoded(body.toString('latin1')).files[0]?.bytes ?? null;
}

/**
 * Takes uuencoded files out of a text (POSIX uuencode: `begin 644 name`, lines, `end`). `text` must have one char per
 * byte. Only a block with at least one line of the right length and an `end` counts: prose that begins with "begin" stays.
 */
export function takeUuencoded(text: string): { readonly text: string; readonly files: readonly FoundFile[] } {
  if (!/^begin /m.test(text)) return { text, files: [] };
  const files: FoundFile[] = [];
  const kept: string[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const begin = BEGIN.exec(line.trimEnd());
    const block = begin === null || files.length >= MAX_FILES ? null : readBlock(lines, at + 1);
    if (block === null) kept.push(line);
    else {
      files.push({ name: (begin?.[1] ?? '').trim(), bytes: block.bytes });
      at = block.endLine;
    }
  }
  return { text: kept.join('\n'), files };
}

function readBlock(lines: readonly string[], from: number): { bytes: Buffer; endLine: number } | null {
  const pieces: Buffer[] = [];
  for (let at = from; at < lines.length; at += 1) {
    // Trailing blanks are data in old encoders and are lost on the way: decodeLine fills them in.
    const line = (lines[at] ?? '').replace(/\r$/, '');
    if (line.trimEnd() === 'end')
      return pieces.length === 0 ? null : { bytes: Buffer.concat(pieces), endLine: at };
    if (line === '' || line.trim() === '`') continue;
    const piece = decodeLine(line);
    if (piece === null) return null;
    if (piece.length > 0) pieces.push(piece);
  }
  return null;
}

function decodeLine(line: string): Buffer | null {
  const length = (line.charCodeAt(0) - 0x20) & 0x3f;
  const needed = Math.ceil(length / 3) * 4;
  if (line.length > needed + 3 || line.length < needed - 6) return null;
  const bytes = Buffer.alloc((needed / 4) * 3);
  for (let group = 0; group * 4 < needed; group += 1) {
    let value = 0;
    for (let index = 0; index < 4; index += 1) {
      const code = line.charCodeAt(1 + group * 4 + index);
      value = (value << 6) | (Number.isNaN(code) ? 0 : (code - 0x20) & 0x3f);
    }
    bytes.writeUIntBE(value, group * 3, 3);
  }
  return bytes.subarray(0, length);
}
