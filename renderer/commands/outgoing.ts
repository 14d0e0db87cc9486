import { Check, CircleX, PencilLine, RotateCw, Send } from 'lucide-react';
import type { OutboxItem } from '../../preload/contract/index.ts';
import type { Command } from './Command.ts';
import { intent } from './intent.ts';
import { takeBack } from './sendDraft.ts';

/** Tries to send it now instead of at its time. */
export const retryOutgoing = ({ id }: OutboxItem): Command =>
  intent(
    'retryOutgoing',
    RotateCw,
    (text) => text.outbox.retryNow,
    async ({ host }) => {
      await host.api['outbox.retryNow']({ outboxId: id });
      return null;
    },
  );

/** Stops it, if it has not left, and opens it for writing. */
export const editOutgoing = ({ id }: OutboxItem): Command =>
  intent(
    'editOutgoing',
    PencilLine,
    (text) => text.outbox.editAgain,
    async (context) => {
      await takeBack(context, id);
      return null;
    },
  );

/** Takes a finished one off the list; the message itself lies in Sent, or nowhere by the person's will. */
export const dismissOutgoing = ({ id }: OutboxItem): Command =>
  intent(
    'dismissOutgoing',
    CircleX,
    (text) => text.outbox.dismiss,
    async ({ host }) => {
      await host.api['outbox.dismiss']({ outboxId: id });
      return null;
    },
  );

/** The person's word on a message of which nobody knows whether it left. */
export const resolveOutgoing = ({ id }: OutboxItem, decision: 'wasSent' | 'sendAgain'): Command =>
  intent(
    'resolveOutgoing',
    decision === 'wasSent' ? Check : Send,
    (text) => (decision === 'wasSent' ? text.outbox.wasSent : text.outbox.sendAgain),
    async ({ host }) => {
      await host.api['outbox.resolveUncertain']({ outboxId: id, decision });
      return null;
    },
  );
