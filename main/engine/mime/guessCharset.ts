import iconv from 'iconv-lite';

/** Enough to tell by; the rest of a long text says the same. */
const SAMPLE_BYTES = 20_000;

/** What a language that is expected adds to its charsets' scores: it decides between equals, not against evidence. */
const EXPECTED = 0.15;

interface Candidate {
  readonly charset: string;
  /** Languages it is for, as their tags begin (BCP 47). */
  readonly languages: RegExp;
  /** Characters that everyday text of the language is made of. */
  readonly common: RegExp;
  /** Whether a character lies where the charset keeps its usual ones. */
  readonly isUsual: (lead: number, trail: number) => boolean;
}

const within = (value: number, from: number, to: number): boolean => value >= from && value <= to;

/** In the order in which a tie is decided. */
const candidates: readonly Candidate[] = [
  {
    charset: 'cp949',
    languages: /^ko/i,
    common:
      /[이다는을의에가고하지기한사로도서리시어은를인대자아나라그해수일보부정제전장과안니요습세내면상만주여오것있했입]/g,
    isUsual: (lead, trail) => within(lead, 0xb0, 0xc8) && trail >= 0xa1,
  },
  {
    charset: 'euc-jp',
    languages: /^ja/i,
    // Kana runs through every Japanese sentence.
    common: /[\u3041-\u30ff]/g,
    isUsual: (lead, trail) => (within(lead, 0xa4, 0xa5) || within(lead, 0xb0, 0xcf)) && trail >= 0xa1,
  },
  {
    charset: 'shift_jis',
    languages: /^ja/i,
    common: /[\u3041-\u30ff]/g,
    isUsual: (lead) => within(lead, 0x82, 0x83) || within(lead, 0x88, 0x97),
  },
  {
    charset: 'gb18030',
    languages: /^zh(?!-(hant|tw|hk|mo))/i,
    common:
      /[的一是不了在人有我他这中大来上个国和你们为到说时要以可会好件请文您吗邮日年月测试谢新公司北京关于通知议附下明天见发信息生对能自过后多]/g,
    isUsual: (lead, trail) => within(lead, 0xb0, 0xd7) && trail >= 0xa1,
  },
  {
    charset: 'big5',
    languages: /^zh-(hant|tw|hk|mo)/i,
    common:
      /[的一是不了在人有我他這中大來上個國和你們為到說時要以可會好件請文您嗎郵日年月測試謝新公司臺台灣北關於通知議附下明天見發信息生對能自過後多]/g,
    isUsual: (lead) => within(lead, 0xa4, 0xc6),
  },
];

/**
 * The likeliest charset of 8-bit text that is not UTF-8: of the East Asian charsets in which it decodes without a
 * hole, the one whose everyday characters it is full of, `languages` (BCP 47) deciding between equals; else Cyrillic
 * by its shape; else windows-1252.
 */
export function guessCharset(bytes: Buffer, languages: readonly string[] = []): string {
  const sample = wholeCharacters(bytes.subarray(0, SAMPLE_BYTES));
  const best = bestEastAsian(sample, languages);
  // Two runs of letters in an 8-bit script pass for a few Hanja now and then, hardly for everyday words.
  if (best.score >= 0.3) return best.charset;
  const high = highBytes(sample);
  if (high === 0 || !isDense(sample)) return 'windows-1252';
  return guessCyrillic(sample, high) ?? (best.score >= 0.15 ? best.charset : 'windows-1252');
}

/** The East Asian charset of text under a label that means nothing; null unless there is little doubt. */
export function guessEastAsian(bytes: Buffer, languages: readonly string[] = []): string | null {
  const sample = wholeCharacters(bytes.subarray(0, SAMPLE_BYTES));
  if (highBytes(sample) < 8) return null;
  const best = bestEastAsian(sample, languages);
  return best.score >= 0.45 ? best.charset : null;
}

function bestEastAsian(sample: Buffer, languages: readonly string[]): { charset: string; score: number } {
  if (!isDense(sample)) return { charset: '', score: 0 };
  const scores = candidates.map((candidate) => ({
    charset: candidate.charset,
    score: scoreOf(
      sample,
      candidate,
      languages.some((tag) => candidate.languages.test(tag)),
    ),
  }));
  return scores.reduce((left, right) => (right.score > left.score ? right : left));
}

const highBytes = (sample: Buffer): number =>
  sample.reduce((count, byte) => count + (byte >= 0x80 ? 1 : 0), 0);

/** The share of everyday characters among the foreign ones, and a little for the usual; 0 for impossible bytes. */
function scoreOf(sample: Buffer, { charset, common, isUsual }: Candidate, isExpected: boolean): number {
  const text = iconv.decode(sample, charset);
  if (/[\ufffd\ue000-\uf8ff\x80-\x9f]/.test(text)) return 0;
  const foreign = text.replace(/[\0-\x7f\u3000-\u303f\uff01-\uff5e]/g, '');
  if (foreign === '') return 0;
  // Half-width kana in Shift_JIS is what any 8-bit text looks like: they count where
  // Japanese is expected or other kana stand beside them.
  const halfWidth = foreign.match(/[\uff61-\uff9f]/g)?.length ?? 0;
  const full = foreign.match(common)?.length ?? 0;
  if (halfWidth > foreign.length / 4 && full < foreign.length / 8 && !isExpected) return 0;
  const everyday = full + halfWidth;
  return everyday / foreign.length + 0.2 * shareOfUsual(sample, isUsual) + (isExpected ? EXPECTED : 0);
}

function shareOfUsual(sample: Buffer, isUsual: Candidate['isUsual']): number {
  let [usual, pairs] = [0, 0];
  for (let at = 0; at < sample.length; at += 1) {
    const lead = sample[at] ?? 0;
    if (lead < 0x81) continue;
    pairs += 1;
    at += 1;
    if (isUsual(lead, sample[at] ?? 0)) usual += 1;
  }
  return pairs === 0 ? 0 : usual / pairs;
}

/** Without a character that the end of the sample cuts. */
function wholeCharacters(sample: Buffer): Buffer {
  let end = sample.length;
  if (end < SAMPLE_BYTES) return sample;
  while (end > 0 && (sample[end - 1] ?? 0) >= 0x80) end -= 1;
  return sample.subarray(0, end);
}

/** Lower-case letters lie in 0xe0–0xff of windows-1251 and in 0xc0–0xdf of KOI8-R. */
function guessCyrillic(sample: Buffer, high: number): string | null {
  if (high < 6) return null;
  let [upper, lower] = [0, 0];
  for (const byte of sample) {
    if (byte >= 0xe0) upper += 1;
    else if (byte >= 0xc0) lower += 1;
  }
  if (upper + lower < high * 0.9) return null;
  return upper > lower ? 'windows-1251' : 'koi8-r';
}

/** Most high bytes stand beside another one, or before the ASCII half of a two-byte character. */
function isDense(sample: Buffer): boolean {
  let [paired, high] = [0, 0];
  for (let at = 0; at < sample.length; at += 1) {
    if ((sample[at] ?? 0) < 0x80) continue;
    high += 1;
    const isNear = [-2, -1, 1, 2].some((step) => (sample[at + step] ?? 0) >= 0x80);
    if (isNear) paired += 1;
  }
  return paired > high * 0.7;
}
