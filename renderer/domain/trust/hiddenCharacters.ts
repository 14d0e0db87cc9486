/** Marks that turn letters round by force; nobody's name needs them. */
const OVERRIDE = /[\u202d\u202e]/u;

/** What takes no room: zero-width and direction marks, soft hyphen, Hangul fillers, variation selectors, tags. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Runs of white space of any width, line and paragraph separators, and the blanks that look like letters. */
const BLANKS = /[\s\p{Z}\p{Cc}\u2800]+/gu;

export const overridesOrder = (text: string): boolean => OVERRIDE.test(text);

/** Text without anything that cannot be seen; what joins emoji or shapes Arabic and Indic letters goes too. */
export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '');

export const hasInvisible = (text: string): boolean => withoutInvisible(text) !== text;

/**
 * Text as one line that cannot reach out of its place: white space collapsed, controls and reordering marks gone, cut
 * at `maxLength` characters with an ellipsis. Joiners stay between letters that need them.
 */
export function oneLine(text: string, maxLength: number): string {
  const line = text
    .slice(0, maxLength * 8)
    .replace(BLANKS, ' ')
    .replace(INVISIBLE, (mark) => (mark === '\u200c' || mark === '\u200d' || mark === '\ufe0f' ? mark : ''))
    .replace(/ {2,}/gu, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= maxLength ? line : `${characters.slice(0, maxLength - 1).join('')}…`;
}
