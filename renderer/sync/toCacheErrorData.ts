import { Dexie } from 'dexie';
import { MailError, toErrorData, type MailErrorData } from '../../preload/contract/index.ts';

/**
 * As toErrorData, with the database's own failures named: `store.diskFull`, else `store.ioError`. An aborted
 * transaction bears the name of a cancelled call and is none.
 */
export function toCacheErrorData(error: unknown): MailErrorData {
  if (!(error instanceof Dexie.DexieError)) return toErrorData(error);
  const words = `${error.name} ${error.message} ${String(error.inner)}`;
  return words.includes('QuotaExceeded')
    ? new MailError('store.diskFull', 'there is no room left for the cache', { scope: 'account' }).data
    : new MailError('store.ioError', words, { scope: 'account', retry: 'later' }).data;
}
