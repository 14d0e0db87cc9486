import type { FoundFile } from './uuencode.ts';

const MAX_FILES = 100;

/**
 * Takes yEnc files out of a text (yEnc draft 1.3: `=ybegin … name=`, lines, `=yend`). `text` must have one char per
 * byte. A block whose length is not the announced one is left in the text: half a file is no file. A part of a
 * multi-part post is taken as what it is, with its part number in its name.
 */
export function takeYenc(text: string): { readonly text: string; readonly files: readonly FoundFile[] } {
  if (!text.includes('=ybegin ')) return { text, files: [] };
  const files: FoundFile[] = [];
  const kept: string[] = [];
  /** Where in `kept` the block that is open began; -1 outside. */
  let begin = -1;
  for (const line of text.split('\n')) {
    if (line.startsWith('=ybegin ')) begin = kept.length;
    kept.push(line);
    if (begin < 0 || !line.startsWith('=yend ')) continue;
    const file = files.length < MAX_FILES ? readFile(kept.slice(begin)) : null;
    if (file !== null) {
      files.push(file);
      kept.length = begin;
    }
    begin = -1;
  }
  return { text: kept.join('\n'), files };
}

/** A block from its `=ybegin` line to its `=yend` line; null when its length is not the announced one. */
function readFile(lines: readonly string[]): FoundFile | null {
  const [begin = '', end = ''] = [lines[0], lines.at(-1)].map((line) => (line ?? '').slice(0, 500));
  const isPart = lines[1]?.startsWith('=ypart ') === true;
  const bytes = decodeYenc(lines.slice(isPart ? 2 : 1, -1).join('\n'));
  if (bytes.length !== Number(/ size=(\d+)/.exec(end)?.[1])) return null;
  const name = / name=(.*)$/.exec(begin.trimEnd())?.[1]?.trim() ?? '';
  const number = isPart ? / part=(\d{1,6})/.exec(begin)?.[1] : undefined;
  return { name: number === undefined ? name : `${name}.${number.padStart(3, '0')}`, bytes };
}

function decodeYenc(data: string): Buffer {
  const out = Buffer.allocUnsafe(data.length);
  let length = 0;
  for (let at = 0; at < data.length; at += 1) {
    let code = data.charCodeAt(at);
    if (code === 0x0d || code === 0x0a) continue;
    if (code === 0x3d) code = data.charCodeAt((at += 1)) - 64;
    out[length++] = (code - 42) & 0xff;
  }
  return out.subarray(0, length);
}
