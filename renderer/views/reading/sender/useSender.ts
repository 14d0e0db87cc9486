import { use, useMemo } from 'react';
import type { MessageBody } from '../../../../preload/contract/index.ts';
import { assessSender, type SenderAssessment } from '../../../domain/trust/assessSender.ts';
import { ownResults, type AuthenticationResults } from '../../../domain/trust/authenticationResults.ts';
import { splitFolderKey, type MessageRow } from '../../../domain/rows.ts';
import { useAppData } from '../../app/AppData.ts';
import { authservTrust } from './authservTrust.ts';
import { CorrespondentsContext } from './useCorrespondents.ts';

export interface Sender {
  readonly assessed: SenderAssessment;
  /** What the account's own server checked; null when it said nothing. */
  readonly results: AuthenticationResults | null;
}

/** Who sent a message; null before its headers are here, and for what the person wrote. */
export function useSender(row: MessageRow, body: MessageBody | null): Sender | null {
  const { accounts, folders } = useAppData();
  const known = use(CorrespondentsContext);
  const { accountId } = splitFolderKey(row.folder);
  const account = accounts.find(({ id }) => id === accountId);
  const role = folders.find(({ key }) => key === row.folder)?.role;
  const isOwn = role === 'sent' || role === 'drafts';
  const { from, replyTo } = row.summary;
  return useMemo(() => {
    if (body === null || isOwn) return null;
    const trust = authservTrust(account);
    const own = account?.identities.map(({ address }) => address) ?? [];
    return {
      assessed: assessSender({ headers: body.headers, from, replyTo }, { trust, own, known }),
      results: ownResults(body.headers, trust),
    };
  }, [body, isOwn, account, from, replyTo, known]);
}
