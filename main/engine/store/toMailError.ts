import { MailError } from '../../../preload/contract/index.ts';
import type { ErrorCode, MailErrorData } from '../../../preload/contract/index.ts';
import type { StoreErrorCode } from './StoreError.ts';
import { StoreError } from './StoreError.ts';

const codes = {
  diskFull: 'store.diskFull',
  io: 'store.ioError',
  poisoned: 'store.ioError',
  corrupt: 'store.corrupt',
  unknownFormat: 'store.corrupt',
  notFound: 'mail.messageGone',
  conflict: 'mail.folderExists',
  invalid: 'invalidRequest',
  closed: 'disconnected',
} as const satisfies Record<StoreErrorCode, ErrorCode>;

/** A store failure in the contract's terms; other errors pass unchanged. `notFound` names what was looked for. */
export const toMailError = (
  error: unknown,
  notFound: ErrorCode = 'mail.messageGone',
  scope: MailErrorData['scope'] = 'folder',
): unknown => {
  if (!(error instanceof StoreError)) return error;
  const code = error.code === 'notFound' ? notFound : codes[error.code];
  return new MailError(code, error.message, { cause: error, scope });
};
