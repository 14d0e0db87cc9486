const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const MAX_CODE_POINT = 0x10ffff;

/** The label behind `xn--` (RFC 3492 section 6.2); null when it is no Punycode. Labels are at most 63 characters. */
export function decodePunycode(input: string): string | null {
  if (input.length > 63) return null;
  const dash = input.lastIndexOf('-');
  const output = [...input.slice(0, Math.max(dash, 0))].map((char) => char.codePointAt(0) ?? 0);
  if (output.some((code) => code >= 0x80)) return null;
  let code = 128;
  let position = 0;
  let bias = 72;
  let at = dash > 0 ? dash + 1 : 0;
  while (at < input.length) {
    const before = position;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(input.charCodeAt(at));
      at += 1;
      if (digit === null) return null;
      position += digit * weight;
      if (position > 0x7fffffff) return null;
      const threshold = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const length = output.length + 1;
    bias = adapt(position - before, length, before === 0);
    code += Math.floor(position / length);
    if (code > MAX_CODE_POINT || (code >= 0xd800 && code <= 0xdfff)) return null;
    position %= length;
    output.splice(position, 0, code);
    position += 1;
  }
  return String.fromCodePoint(...output);
}

function digitOf(code: number): number | null {
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? lower - 0x61 : null;
}

/** The bias after each delta (RFC 3492 section 6.1). */
function adapt(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? 700 : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  while (rest > ((BASE - T_MIN) * T_MAX) / 2) {
    rest = Math.floor(rest / (BASE - T_MIN));
    k += BASE;
  }
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + 38));
}
