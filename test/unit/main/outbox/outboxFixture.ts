import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { simpleParser } from 'mailparser';
import {
  FolderPath,
  MailError,
  type FolderInfo,
  type OutboxItem,
} from '../../../../preload/contract/index.ts';
import { createOutbox, type Outbox } from '../../../../main/engine/outbox/Outbox.ts';
import type { FilingMailbox, OutboxPorts } from '../../../../main/engine/outbox/OutboxPorts.ts';
import type {
  Submission,
  SubmissionOutcome,
  SubmissionRequest,
} from '../../../../main/engine/smtp/submission.ts';
import { identity, newDraft } from '../smtp/composeFixture.ts';

/** A clock that stands still until a test moves it; timers fire in order on the way. */
export class FakeClock {
  #now = Date.UTC(2026, 10, 21);
  #timers: { readonly at: number; readonly run: () => void }[] = [];
  #sleepers: (() => void)[] = [];
  now = (): number => this.#now;
  setTimer = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    for (const wake of this.#sleepers.splice(0)) wake();
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };
  /** Resolves when somebody waits for a time. */
  async asleep(): Promise<void> {
    if (this.#timers.length === 0) await new Promise<void>((resolve) => this.#sleepers.push(resolve));
  }
  advance(ms: number): void {
    this.#now += ms;
    const due = this.#timers.filter(({ at }) => at <= this.#now);
    this.#timers = this.#timers.filter(({ at }) => at > this.#now);
    for (const { run } of due) run();
  }
}

export interface FiledCopy {
  readonly folder: string;
  readonly messageId: string;
  readonly flags: readonly string[];
  readonly source: Uint8Array;
}

const folder = (name: string, role: FolderInfo['role']): FolderInfo => ({
  path: FolderPath.parse(name), name, delimiter: '/', parent: null, role,
  subscribed: true, selectable: true, total: null, unseen: null,
}); // prettier-ignore

/** An account's mailboxes in memory, which can be made to fail. */
export class FakeMailbox implements FilingMailbox {
  readonly copies: FiledCopy[] = [];
  failures = 0;
  folders = [folder('INBOX', 'inbox'), folder('보낸편지함', 'sent')];
  listFolders = async (): Promise<FolderInfo[]> => this.folders;
  createFolder = async (path: string): Promise<void> => {
    this.folders.push(folder(path, 'sent'));
  };
  fileCopy = async (copy: FiledCopy): Promise<void> => {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new MailError('network.closed', 'gone');
    }
    if (!(await this.holdsMessageId(copy.folder, copy.messageId))) this.copies.push(copy);
  };
  holdsMessageId = async (path: string, messageId: string): Promise<boolean> =>
    this.copies.some((copy) => copy.folder === path && copy.messageId === messageId);
}

export type Play = (request: SubmissionRequest, attempt: number) => Promise<SubmissionOutcome>;

export interface Harness {
  outbox: Outbox;
  readonly clock: FakeClock;
  readonly mailbox: FakeMailbox;
  readonly requests: SubmissionRequest[];
  readonly directory: string;
  connections: number;
  changes: number;
  play: Play;
  ports: OutboxPorts;
  /** Resolves when the (only, or newest) item fits. */
  until(fits: (item: OutboxItem) => boolean): Promise<OutboxItem>;
  /** Resolves when `condition` holds after a change of the outbox. */
  when(condition: () => boolean): Promise<void>;
  /** Moves the clock on, each time everything sleeps, until `condition` holds. */
  passTime(stepMs: number, condition: () => boolean): Promise<void>;
  reopen(): Promise<void>;
  stop(): Promise<void>;
}

export const accept: Play = async (request) => {
  await request.beforeHandover();
  return {
    kind: 'accepted',
    response: '250 ok',
    recipients: request.envelope.to.map((recipient) => ({ recipient, status: 'accepted', reply: '250 ok' })),
  };
};

export const fail =
  (
    kind: 'refused' | 'deferred' | 'uncertain',
    code: MailError['code'],
    scope: 'message' | 'connection' = 'message',
  ): Play =>
  async (request) => {
    if (kind === 'uncertain') await request.beforeHandover();
    return { kind, recipients: [], error: new MailError(code, code, { scope, serverReply: '4.x' }).data };
  };

/** An outbox on a real directory, with a fake clock, server and mailbox. */
export async function startHarness(play: Play = accept): Promise<Harness> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'naru-outbox-'));
  const waiting: { readonly condition: () => boolean; readonly resolve: () => void }[] = [];
  const clock = new FakeClock();
  const mailbox = new FakeMailbox();
  const check = (): void => {
    harness.changes += 1;
    for (const entry of waiting.splice(0)) {
      if (entry.condition()) entry.resolve();
      else waiting.push(entry);
    }
  };
  let nextId = 0;
  const harness: Harness = {
    clock, mailbox, directory, play,
    requests: [], connections: 0, changes: 0,
    outbox: undefined as unknown as Outbox, // set below, before anyone sees it
    ports: {
      directory: path.join(directory, 'outbox'),
      clock,
      logger: { log: () => undefined },
      emit: () => queueMicrotask(check),
      readBlob: async function* () {
        yield Buffer.from('file');
      },
      identityFor: () => identity,
      submissionFor: async (): Promise<Submission> => {
        harness.connections += 1;
        return {
          submit: (request) => {
            harness.requests.push(request);
            queueMicrotask(check);
            return harness.play(request, harness.requests.length);
          },
          close: async () => undefined,
        };
      },
      mailboxFor: async () => mailbox,
      language: () => 'en',
      random: () => 0.5,
      newId: () => `id-${String((nextId += 1))}`,
    },
    when: (condition) =>
      new Promise((resolve) => {
        if (condition()) resolve();
        else waiting.push({ condition, resolve });
      }),
    until: async (fits) => {
      const find = (): OutboxItem | undefined => harness.outbox.list().find(fits);
      await harness.when(() => find() !== undefined);
      return find() as OutboxItem; // the condition has just held
    },
    passTime: async (stepMs, condition) => {
      for (let step = 0; !condition(); step += 1) {
        if (step > 1000) throw new Error('it never happened');
        await Promise.race([clock.asleep(), harness.when(condition)]);
        if (!condition()) clock.advance(stepMs);
      }
    },
    reopen: async () => {
      await harness.outbox.close();
      harness.outbox = await createOutbox(harness.ports);
    },
    stop: async () => {
      await harness.outbox.close();
      await rm(directory, { recursive: true, force: true });
    },
  }; // prettier-ignore
  harness.outbox = await createOutbox(harness.ports);
  return harness;
}

export const enqueue = (
  harness: Harness,
  id = 'draft-1',
  options: { readonly undoSeconds?: number; readonly sendAt?: number | null; readonly to?: string } = {},
): Promise<OutboxItem> => {
  const to = (options.to ?? 'bob@burger.test').split(' ').map((address) => ({ name: '', address }));
  // Too long for the journal: the bytes lie in a file the tests can look at.
  const html = `<p>${'long '.repeat(4000)}</p>`;
  const draft = newDraft({ id: id as never, to, subject: `안녕 ${id}`, html }); // parsed and branded inside
  return harness.outbox.enqueue({
    draft,
    undoSeconds: options.undoSeconds ?? 0,
    sendAt: options.sendAt ?? null,
  });
};

export const parseMail = (bytes: Uint8Array) => simpleParser(Buffer.from(bytes));
