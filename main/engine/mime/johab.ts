import iconv from 'iconv-lite';

/** Order of the jamo in a Unicode syllable by Johab's 5-bit codes; -1 where a code means nothing. */
const initials = [-1, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18];
const medials = [
  -1, -1, -1, 0, 1, 2, 3, 4, -1, -1, 5, 6, 7, 8, 9, 10, -1, -1, 11, 12, 13, 14, 15, 16, -1, -1, 17, 18, 19,
  20,
];
const finals = [
  -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, -1, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
  27,
];
const FILL_INITIAL = 1;
const FILL_MEDIAL = 2;
const FILL_FINAL = 1;
/** Compatibility jamo (U+3131…) of the initials, the medials being U+314F on in order. */
const lonelyInitials = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const lonelyFinals = ' ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';

/** Decodes Johab (KS C 5601-1992 annex 3, code page 1361). */
export function decodeJohab(bytes: Buffer): string {
  let result = '';
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    const trail = bytes[at + 1];
    if (lead < 0x80) result += lead === 0x5c ? '₩' : String.fromCharCode(lead);
    else if (trail === undefined) result += '\ufffd';
    else {
      result += lead < 0xd8 ? syllable((lead << 8) | trail) : symbol(lead, trail);
      at += 1;
    }
  }
  return result;
}

function syllable(code: number): string {
  const [first, middle, last] = [(code >> 10) & 31, (code >> 5) & 31, code & 31];
  const [initial, medial, final] = [initials[first] ?? -1, medials[middle] ?? -1, finals[last] ?? -1];
  if (initial >= 0 && medial >= 0 && final >= 0)
    return String.fromCharCode(0xac00 + (initial * 21 + medial) * 28 + final);
  if (initial >= 0 && middle === FILL_MEDIAL && last === FILL_FINAL)
    return lonelyInitials[initial] ?? '\ufffd';
  if (first === FILL_INITIAL && medial >= 0 && last === FILL_FINAL)
    return String.fromCharCode(0x314f + medial);
  if (first === FILL_INITIAL && middle === FILL_MEDIAL && final > 0) return lonelyFinals[final] ?? '\ufffd';
  return '\ufffd';
}

/** Symbols and Hanja are KS X 1001 rows folded two to a lead byte; CP949 holds the same rows. */
function symbol(lead: number, trail: number): string {
  const column = trail < 0x91 ? trail - 0x31 : trail - 0x43;
  if (column < 0 || column > 187) return '\ufffd';
  const row = lead < 0xe0 ? (lead - 0xd9) * 2 + 1 : (lead - 0xe0) * 2 + 42;
  const [high, low] = column < 94 ? [row, column] : [row + 1, column - 94];
  return iconv.decode(Buffer.from([high + 0xa0, low + 0xa1]), 'cp949');
}

/**
 * Syllables that KS X 1001 lacks, written as its filler and three jamo (KS X 1001 annex 3), which text in EUC-KR and
 * ISO-2022-KR may hold.
 */
export function composeHangul(text: string): string {
  if (!text.includes(FILLER)) return text;
  return text.replace(
    /\u3164([\u3131-\u314e])([\u314f-\u3163])([\u3131-\u314e\u3164])/g,
    (whole, first, middle, last) => {
      const initial = lonelyInitials.indexOf(String(first));
      const final = last === FILLER ? 0 : lonelyFinals.indexOf(String(last));
      if (initial < 0 || final < 0) return whole;
      return String.fromCharCode(
        0xac00 + (initial * 21 + String(middle).charCodeAt(0) - 0x314f) * 28 + final,
      );
    },
  );
}

const FILLER = '\u3164';
