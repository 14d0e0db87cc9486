import { Download } from 'lucide-react';
import { MailError } from '../../preload/contract/index.ts';
import { splitFolderKey, type FolderKey, type MessageRow } from '../domain/rows.ts';
import type { Command } from './Command.ts';
import { intent } from './intent.ts';
import { selectOne } from './Selection.ts';
import { select } from './ViewState.ts';

/** A large message by POP3 over a slow line takes its time. */
const DEADLINE_MS = 3 * 3_600_000;

/**
 * Fetches the whole of a message of which only the header is here. The whole one comes under a number of its own and
 * takes the place of the header, on the screen too if that is still where the person is.
 */
export function downloadRest({
  folder,
  uid,
}: Pick<MessageRow, 'uid'> & { readonly folder: FolderKey }): Command {
  return intent(
    'downloadRest',
    Download,
    (text) => text.reading.downloadRest(''),
    async ({ host, worker, folders, state, update }) => {
      const uidValidity = folders.find(({ key }) => key === folder)?.uidValidity ?? null;
      if (uidValidity === null) throw new MailError('mail.messageGone', 'the folder is not in the cache');
      const { accountId, path } = splitFolderKey(folder);
      const at = state.order.indexOf(uid);
      const heirs = new Set([uid, state.order[at + 1], state.order[at - 1]]);
      const whole = await host.api['collect.rest'](
        { accountId, folder: path, uidValidity, uid },
        { deadlineMs: DEADLINE_MS },
      );
      const { uid: arrived } = whole;
      if (arrived !== null) {
        update((now) => {
          const { focus } = now.selection;
          const isHere = now.folder === folder && focus !== null && heirs.has(focus);
          return isHere ? select(selectOne(arrived))(now) : now;
        });
      }
      await worker.syncNow(accountId);
      return null;
    },
  );
}
