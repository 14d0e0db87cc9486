import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import {
  toErrorData,
  type MailErrorData,
  type MessageBody,
  type Uid,
} from '../../../preload/contract/index.ts';
import { drop } from '../../commands/drop.ts';
import { body } from '../../db/queries/messageQueries.ts';
import type { FolderKey } from '../../domain/rows.ts';
import { useServices } from '../app/AppServices.ts';

export type BodyState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly body: MessageBody }
  | { readonly kind: 'failed'; readonly error: MailErrorData };

/** A message's body from the cache; a missing one is asked for. `retry` asks again after a failure. */
export function useMessageBody(
  folder: FolderKey,
  uid: Uid,
): { readonly state: BodyState; readonly retry: () => void } {
  const { database, worker } = useServices();
  const cached = useLiveQuery(
    async () => ({ folder, uid, row: await body(database, folder, uid) }),
    [database, folder, uid],
  );
  const isOurs = cached?.folder === folder && cached.uid === uid;
  const isMissing = isOurs && cached.row === undefined;
  const [attempt, setAttempt] = useState(0);
  const [failure, setFailure] = useState<{ readonly key: string; readonly error: MailErrorData } | null>(
    null,
  );
  const key = `${folder}:${uid}:${attempt}`;
  useEffect(() => {
    if (!isMissing) return;
    drop(
      worker.api.ensureBody(folder, uid).catch((error: unknown) => {
        setFailure({ key, error: toErrorData(error) });
      }),
      'its effect arrives through the live query, its failure is shown',
    );
  }, [isMissing, worker, folder, uid, key]);
  const retry = (): void => setAttempt((count) => count + 1);
  if (isOurs && cached.row !== undefined) return { state: { kind: 'ready', body: cached.row.body }, retry };
  if (failure?.key === key) return { state: { kind: 'failed', error: failure.error }, retry };
  return { state: { kind: 'loading' }, retry };
}
