import { crc32, deflateSync } from 'node:zlib';

export type Colour = readonly [red: number, green: number, blue: number];

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
};

/** A PNG (8-bit RGB) whose pixels `shade` paints; x and y run from 0 to 1. */
export const encodePng = (width: number, height: number, shade: (x: number, y: number) => Colour): Buffer => {
  const stride = width * 3;
  const rows = Buffer.alloc((stride + 1) * height);
  let above = new Uint8Array(stride);
  for (let row = 0; row < height; row += 1) {
    const current = new Uint8Array(stride);
    for (let column = 0; column < width; column += 1) {
      current.set(shade(column / width, row / height).map(Math.round), column * 3);
    }
    // Filter 2 (up) makes gradients small: each byte is the difference to the row above.
    const start = row * (stride + 1);
    rows[start] = 2;
    for (let at = 0; at < stride; at += 1)
      rows[start + 1 + at] = ((current[at] ?? 0) - (above[at] ?? 0)) & 0xff;
    above = current;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
