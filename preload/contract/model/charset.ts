import { z } from 'zod';

/**
 * The charsets a person can have a message read in when its own labels are wrong, by their usual MIME names. Each
 * stands for its whole family: `euc-kr` reads all of CP949, `shift_jis` CP932, `gb18030` GB2312 and GBK, `big5` HKSCS,
 * `iso-2022-jp` all its descendants.
 */
export const TextCharset = z.enum([
  'utf-8',
  'euc-kr',
  'johab',
  'iso-2022-kr',
  'shift_jis',
  'euc-jp',
  'iso-2022-jp',
  'gb18030',
  'hz-gb-2312',
  'iso-2022-cn',
  'big5',
  'windows-1252',
  'iso-8859-15',
  'windows-1250',
  'iso-8859-2',
  'windows-1257',
  'windows-1251',
  'koi8-r',
  'koi8-u',
  'iso-8859-5',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1258',
  'windows-874',
  'macintosh',
  'utf-16le',
  'utf-16be',
  'utf-7',
]);
export type TextCharset = z.infer<typeof TextCharset>;

/** How a message's text was read: by its label, by what its bytes look like, or as the person chose. */
export const CharsetUse = z.strictObject({
  /** As this software names it; for people a hint, no more. */
  name: z.string().max(60),
  source: z.enum(['label', 'guess', 'chosen']),
});
export type CharsetUse = z.infer<typeof CharsetUse>;
