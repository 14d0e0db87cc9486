import { describe, expect, it } from 'vitest';
import { readRtf } from '../../../../main/engine/mime/rtfText.ts';

const rtf = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('readRtf', () => {
  it('gives the HTML back that Outlook packed in (MS-OXRTFEX)', () => {
    const source = rtf(
      [
        String.raw`{\rtf1\ansi\ansicpg949\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fmodern\fcharset129 Gulim;}}`,
        String.raw`{\colortbl\red0\green0\blue0;}\uc1\pard\plain\deftab360 \f0\fs24`,
        String.raw`{\*\htmltag19 <html>}{\*\htmltag34 <head>}{\*\htmltag41 </head>}`,
        String.raw`{\*\htmltag50 <body>}\htmlrtf \lang1042 \htmlrtf0 {\*\htmltag64 <p class="a\'b0\'a1">}`,
        String.raw`{\*\mhtmltag84 <a href="cid:x">}a < b & c\'a1\'b1 {\f1 \'be\'c8\'b3\'e7}{\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0 \u54620?\u44544?\par`,
        String.raw`\{braces\}\tab x{\*\htmltag72 </p>}{\*\htmltag58 </body>}{\*\htmltag27 </html>}}trailing`,
      ].join('\r\n'),
    );
    expect(readRtf(source)).toEqual({
      kind: 'html',
      content:
        '<html><head></head><body><p class="a가">a &lt; b &amp; c” 안녕&nbsp;한글\n{braces}\tx</p></body></html>',
    });
  });

  it('gives the words of plain RTF, without fonts, styles, pictures and fields', () => {
    const source = rtf(
      String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset128 MS Gothic;}}{\stylesheet{\s0 Normal;}}{\info{\title T}}` +
        String.raw`\f0 caf\'e9 {\b bold}\line {\f1 \'82\'a0}{\*\unknown gone}{\pict 0102}\bin3 {}{\emdash end}`,
    );
    expect(readRtf(source)).toEqual({ kind: 'text', content: 'café bold\nあ—end' });
  });

  it.each([
    ['nothing', ''],
    ['other text', 'hello'],
  ])('says null for %s', (_what, text) => {
    expect(readRtf(rtf(text))).toBeNull();
  });

  it.each([
    ['open braces without end', `{\\rtf1 ${'{'.repeat(1_000_000)}x`],
    ['closing braces without beginning', `{\\rtf1 x${'}'.repeat(1_000_000)}`],
    ['a back slash at the end', '{\\rtf1 x\\'],
    ['an endless word', `{\\rtf1 \\${'a'.repeat(1_000_000)}`],
    ['escapes without hex', `{\\rtf1 ${"\\'".repeat(500_000)}`],
    ['binary data longer than the file', '{\\rtf1 x\\bin999999999 y}'],
  ])('survives %s', (_what, text) => {
    expect(readRtf(rtf(text))?.kind).toBe('text');
  });
});
