import { isUtf8 } from 'node:buffer';
import { resolveCharset } from './charsetLabels.ts';
import type { Reading } from './charsets.ts';
import { guessCharset } from './guessCharset.ts';
import { charsetOf, decodedBody, leaves, type MimePart } from './mimeTree.ts';

/** What a caller may know of how to read a message (`TextReading` of the ports). */
export type ReadingChoice = Partial<Pick<Reading, 'chosen' | 'languages'>>;

/**
 * How to read what carries no label in a message: raw 8-bit headers and file names are most likely written in the
 * charset that the first text says or, saying none, looks like.
 */
export function readingOf(root: MimePart, { chosen = '', languages = [] }: ReadingChoice): Reading {
  return { chosen, languages, likely: likelyCharset(root, languages) };
}

function likelyCharset(root: MimePart, languages: readonly string[]): string {
  const parts = [root, ...allParts(root)];
  const texts = leaves(root).filter((part) => part.type.startsWith('text/'));
  const labelled = texts.map(charsetOf).find((label) => !['', 'utf-8'].includes(resolveCharset(label)));
  if (labelled !== undefined || texts[0] === undefined) return labelled ?? '';
  const hasRaw = parts.some(({ fields }) => fields.some(({ value }) => /[\x80-\xff]/.test(value)));
  if (!hasRaw) return '';
  const sample = decodedBody(texts[0]).subarray(0, 20_000);
  return sample.some((byte) => byte >= 0x80) && !isUtf8(sample) ? guessCharset(sample, languages) : '';
}

const allParts = (part: MimePart): MimePart[] =>
  part.children.flatMap((child) => [child, ...allParts(child)]);
