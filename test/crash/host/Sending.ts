import { createHash } from 'node:crypto';
import {
  DraftId,
  MailError,
  type AccountId,
  type Draft,
  type DraftAttachment,
  type HostApi,
  type HostClient,
  type OutboxItem,
} from '../../../preload/contract/index.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import type { SeededRandom } from '../../servers/seededRandom.ts';
import type { SinkSmtp } from '../../servers/sinkSmtp.ts';
import { countEach, type Loss } from './countEach.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const subjectOf = (raw: Buffer): string => /^Subject: (.*)\r$/m.exec(raw.toString('latin1'))?.[1] ?? '?';

/** Alice's outgoing messages: what she asked for, what the sink took, what lies in her Sent folder. */
export class Sending {
  /** Drafts whose `enqueue` was not answered yet: the page asks again with the same draft, as it would. */
  readonly #unanswered = new Map<DraftId, Draft>();
  readonly #enqueued = new Set<string>();
  #uncertain = 0;
  #uncertainTaken = 0;

  constructor(
    private readonly accountId: AccountId,
    private readonly sink: SinkSmtp,
    private readonly server: MailServer,
    private readonly random: SeededRandom,
  ) {}

  get enqueuedCount(): number {
    return this.#enqueued.size;
  }
  get uncertainCounts(): { readonly uncertain: number; readonly ofThemTaken: number } {
    return { uncertain: this.#uncertain, ofThemTaken: this.#uncertainTaken };
  }

  write(count: number): void {
    for (let index = 0; index < count; index += 1) {
      const number = this.#enqueued.size;
      const id = DraftId.parse(`out-${number}`);
      this.#enqueued.add(`out-${number}`);
      this.#unanswered.set(id, newDraft(this.accountId, id, String(id)));
    }
  }

  /** Enqueues everything not answered yet; every third with a file. A call cut short is tried again next time. */
  async enqueueAll(api: HostApi): Promise<void> {
    for (const [id, draft] of this.#unanswered) {
      const isWithFile = Number(id.slice(4)) % 3 === 0;
      const attachments = isWithFile ? [await upload(api, this.random.bytes(50_000))] : [];
      await api['outbox.enqueue']({ draft: { ...draft, attachments }, undoSeconds: 0, sendAt: null });
      this.#unanswered.delete(id);
    }
  }

  /** The person's answer to each uncertain message, by the sink's truth. Resolves with how many there were. */
  async answerUncertain(api: HostApi): Promise<number> {
    const uncertain = (await api['outbox.list']({})).filter(({ state }) => state.name === 'uncertain');
    for (const item of uncertain) {
      const wasTaken = this.#taken().some(({ subject }) => subject === item.subject);
      this.#uncertain += 1;
      if (wasTaken) this.#uncertainTaken += 1;
      await api['outbox.resolveUncertain']({
        outboxId: item.id,
        decision: wasTaken ? 'wasSent' : 'sendAgain',
      });
    }
    return uncertain.length;
  }

  /** Enqueues the rest and waits until every message is filed. Rejects when one is refused or given up. */
  async finish(client: HostClient): Promise<OutboxItem[]> {
    await this.enqueueAll(client.api);
    for (;;) {
      const changed = nextChange(client);
      const items = await client.api['outbox.list']({});
      const stuck = items.find(({ state }) => ['refused', 'givenUp', 'partlyRefused'].includes(state.name));
      if (stuck !== undefined) throw new Error(`a message ended as ${stuck.state.name}`);
      if (items.every(({ state }) => state.name === 'filed')) return items;
      await changed;
    }
  }

  /** Every message asked for against what the sink took. */
  compareTaken(): Loss {
    return countEach(
      [...this.#enqueued],
      this.#taken().map(({ subject }) => subject),
    );
  }

  /** The exact bytes the sink took against those in Sent. */
  compareFiled(): Loss {
    return countEach(
      this.#taken().map(({ sha256: hash }) => hash),
      this.server.listMailbox('alice', 'Sent').map(({ sha256: hash }) => hash),
    );
  }

  #taken(): { readonly subject: string; readonly sha256: string }[] {
    return this.sink.messages
      .filter(({ verdict }) => verdict === 'accept')
      .map(({ raw }) => ({ subject: subjectOf(raw), sha256: sha256(raw) }));
  }
}

/** Resolves at the outbox's next change; the host's end is one too, and the next call says so. */
function nextChange(client: HostClient): Promise<void> {
  return new Promise((resolve) => {
    const stop = client.on('outbox.changed', () => {
      stop();
      resolve();
    });
    client.onClose(resolve);
  });
}

/** Runs until the host is killed; what fails by that is no failure, anything else is. */
export async function untilKilled(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof MailError && error.code === 'disconnected')) throw error;
  }
}

async function upload(api: HostApi, bytes: Uint8Array): Promise<DraftAttachment> {
  const { blobId } = await api['blobs.create']({});
  await api['blobs.append']({ blobId, bytes: new Uint8Array(bytes) });
  await api['blobs.finish']({ blobId });
  return {
    blobId,
    name: '첨부.bin',
    type: 'application/octet-stream',
    sizeBytes: bytes.length,
    contentId: null,
  };
}

export const newDraft = (accountId: AccountId, id: DraftId, subject: string): Draft => ({
  id,
  accountId,
  identityId: 'main',
  to: [{ name: '밥', address: 'bob@elsewhere.test' }],
  cc: [],
  bcc: [],
  subject,
  html: `<p>안녕하세요, ${subject}</p>`,
  attachments: [],
  inReplyTo: null,
  references: [],
  updatedAt: 1,
});
