import { MailError, type EpochMs } from '../../../preload/contract/index.ts';
import type { OutboxBook } from './OutboxBook.ts';
import { nextOutboxState, type OutboxEvent } from './outboxStates.ts';

/**
 * Settles the attempts a crash interrupted, by what is on disk:
 * - `sending`, not `handedOver`: the final dot cannot have been written, for it waits for that mark. RFC 5321
 *   section 4.1.1.4: without it the server must not take the message. So it is safe to queue it again.
 * - `sending`, `handedOver`: the server may have it or not; nothing here can tell. `uncertain`: the Sent folder is
 *   asked for the Message-ID, then the person.
 * - any other state is an outcome that was written down, or an intent without effect; the runner goes on from it.
 */
export async function recoverInterrupted(book: OutboxBook, now: EpochMs): Promise<void> {
  for (const { item, progress } of book.list()) {
    if (progress.state.name !== 'sending') continue;
    await book.change(item.id, ({ progress: latest }) => ({
      ...latest,
      state: nextOutboxState(latest.state, latest.handedOver ? outcomeLost(now) : { name: 'interrupted' }),
    }));
  }
}

const outcomeLost = (at: EpochMs): OutboxEvent => ({
  name: 'outcomeLost',
  at,
  error: new MailError('smtp.outcomeUnknown', 'Naru ended before the server answered', { scope: 'message' })
    .data,
});
