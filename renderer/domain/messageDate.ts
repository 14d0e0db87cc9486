import type { EpochMs, MessageSummary } from '../../preload/contract/index.ts';

const DAY_MS = 86_400_000;

/**
 * Where a message stands in a list sorted by date: its Date header; its arrival when there is none, or when the
 * header lies more than a day after the arrival (else one mail dated 2038 stays on top for years).
 */
export function messageDate(summary: Pick<MessageSummary, 'date' | 'internalDate'>): EpochMs {
  const { date, internalDate } = summary;
  return date === null || date > internalDate + DAY_MS ? internalDate : date;
}
