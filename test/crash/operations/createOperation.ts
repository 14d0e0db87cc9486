import type { OperationName } from '../harness/jobs.ts';
import type { Operation, OperationTools } from '../harness/Operation.ts';
import { ArrangeFolders } from './ArrangeFolders.ts';
import { ChangeAccounts } from './ChangeAccounts.ts';
import { ChangeMail } from './ChangeMail.ts';
import { Receive } from './Receive.ts';
import { SaveDrafts } from './SaveDrafts.ts';
import { Send } from './Send.ts';
import { SyncMail } from './SyncMail.ts';

/** `size` is the number of messages, where the operation has one. */
export function createOperation(name: OperationName, tools: OperationTools, size: number | null): Operation {
  switch (name) {
    case 'receive: delete on server':
      return new Receive(tools, { policy: 'never' }, size ?? 24);
    case 'receive: keep always':
      return new Receive(tools, { policy: 'always' }, size ?? 12);
    case 'receive: keep N days':
      return new Receive(tools, { policy: 'days', days: 1 }, size ?? 12);
    case 'receive: until deleted here':
      return new Receive(tools, { policy: 'untilDeleted' }, size ?? 12);
    case 'send, file in Sent, take back':
      return new Send(tools, { perRun: size ?? 4, fileBytes: 50_000, cancelEvery: 5 });
    case 'save drafts':
      return new SaveDrafts(tools);
    case 'change local mail':
      return new ChangeMail(tools, {
        protocol: 'pop3',
        messages: size ?? 60,
        perRun: 8,
        kinds: ['flag', 'flag', 'move', 'move', 'copy', 'delete', 'undo'],
      });
    case 'compact the store':
      return new ChangeMail(tools, {
        protocol: 'pop3',
        messages: size ?? 120,
        perRun: 6,
        kinds: ['delete', 'delete', 'move', 'copy'],
      });
    case 'arrange local folders':
      return new ArrangeFolders(tools);
    case 'push IMAP changes':
    case 'push IMAP changes, no MOVE':
      return new ChangeMail(tools, {
        protocol: 'imap',
        messages: size ?? 60,
        perRun: 8,
        kinds: ['flag', 'flag', 'move', 'move', 'copy', 'delete', 'undo'],
      });
    case 'sync IMAP':
      return new SyncMail(tools, { messages: size ?? 300, foreignChanges: 20 });
    case 'add and change accounts':
      return new ChangeAccounts(tools);
  }
}
