import { createHash } from 'node:crypto';
import type { Address } from '../../../preload/contract/index.ts';

const fold = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The normal forms of the corpora's README: both sides of every comparison go through them. */
export const normalSubject = fold;
export const normalMessageId = (id: string): string => id.replace(/[<>\s]/g, '');
export const normalDate = (epochMs: number | null): string | null =>
  epochMs === null ? null : new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');
export const normalAddresses = (list: readonly Address[]): string =>
  JSON.stringify(
    list.map(({ name, address }) => [
      fold(name.replace(/["']/g, '')),
      fold(address.replace(/["']/g, '')).toLowerCase(),
    ]),
  );
export const normalText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+$/gm, '')
    .trim();
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
export const shortHash = (bytes: Uint8Array): string => sha256(bytes).slice(0, 16);
