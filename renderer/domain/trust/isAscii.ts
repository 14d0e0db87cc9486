/** True for text of ASCII characters alone, and for none. */
export const isAscii = (text: string): boolean => /^\p{ASCII}*$/u.test(text);
