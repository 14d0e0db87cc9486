import type { LeaveOnServer } from '../../../preload/contract/index.ts';
import type { OperationName } from '../harness/jobs.ts';
import type { Operation, OperationTools } from '../harness/Operation.ts';
import { ArrangeFolders } from './ArrangeFolders.ts';
import { ChangeAccounts } from './ChangeAccounts.ts';
import { ChangeMail } from './ChangeMail.ts';
import { Receive, type ReceiveOptions } from './Receive.ts';
import { SaveDrafts } from './SaveDrafts.ts';
import { Send } from './Send.ts';
import { SyncMail } from './SyncMail.ts';

const kinds = ['plain', 'html', 'korean', 'reply', 'attachment'] as const;

/** `size` is the number of messages, where the operation has one. */
export function createOperation(name: OperationName, tools: OperationTools, size: number | null): Operation {
  const receive = (
    policy: LeaveOnServer,
    options: Pick<ReceiveOptions, 'perRun'> & Partial<ReceiveOptions>,
  ): Receive => new Receive(tools, { policy, deletePercent: 0, restMs: 0, kinds, ...options });
  switch (name) {
    case 'receive: delete on server':
      return receive({ policy: 'never' }, { perRun: size ?? 24 });
    case 'receive: keep always':
      return receive({ policy: 'always' }, { perRun: size ?? 12 });
    case 'receive: keep N days':
      return receive({ policy: 'days', days: 1 }, { perRun: size ?? 12 });
    case 'receive: until deleted here':
      return receive({ policy: 'untilDeleted' }, { perRun: size ?? 12, deletePercent: 16 });
    case 'compact the store':
      return receive(
        { policy: 'never' },
        { perRun: size ?? 80, deletePercent: 80, restMs: 300, kinds: ['attachment'] },
      );
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
