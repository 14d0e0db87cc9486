import { looksLike } from './confusables.ts';
import { withoutInvisible } from './hiddenCharacters.ts';

/** Pairs and signs of plain ASCII that a glance takes for another letter. */
const ASCII_LOOKS: readonly (readonly [RegExp, string])[] = [
  [/rn/gu, 'm'],
  [/vv/gu, 'w'],
  [/0/gu, 'o'],
  [/[1|]/gu, 'l'],
  [/5/gu, 's'],
];

/**
 * Two texts with the same skeleton look the same (after Unicode Technical Standard 39, section 4): compatibility forms
 * folded, marks and invisible characters dropped, each letter replaced by the ASCII letter it resembles.
 */
export function skeleton(text: string): string {
  let shape = mapLooks(text);
  for (const [pattern, letter] of ASCII_LOOKS) shape = shape.replace(pattern, letter);
  return shape;
}

/** The skeleton before ASCII is compared with ASCII: what a label of another script pretends to be. */
export function mapLooks(text: string): string {
  const folded = withoutInvisible(text).normalize('NFKD').replace(/\p{M}/gu, '');
  // Capitals resemble other letters than their small forms do: both are looked up.
  return [...folded]
    .map((char) => plain(char))
    .join('')
    .toLowerCase();
}

function plain(char: string): string {
  if (char.charCodeAt(0) < 0x80) return char;
  // Cherokee's small letters are its capitals made smaller.
  const shape = /\p{Script=Cherokee}/u.test(char) ? char.toUpperCase() : char;
  const direct = looksLike(shape);
  return direct === shape ? looksLike(char.toLowerCase()) : direct;
}

/** Whether one could be taken for the other: the same skeleton, or one slip of the finger apart when long enough. */
export function isNear(one: string, other: string): boolean {
  if (one === other) return false;
  const [a, b] = [skeleton(one), skeleton(other)];
  return a === b || (Math.min(a.length, b.length) >= 5 && isOneSlip(a, b));
}

/** One letter added, left out, changed, or two neighbours swapped (restricted Damerau distance of one). */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
