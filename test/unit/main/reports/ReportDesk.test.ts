import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import {
  AccountId,
  FolderPath,
  Uid,
  UidValidity,
  type MessageSummary,
} from '../../../../preload/contract/index.ts';
import { ReportDesk } from '../../../../main/engine/reports/ReportDesk.ts';
import { enqueue, startHarness, type Harness } from '../outbox/outboxFixture.ts';

const folder = fileURLToPath(new URL('../../../fixtures/reports', import.meta.url));
let harness: Harness;
afterEach(async () => harness.stop());

const summary = (from: string): MessageSummary => ({
  uid: Uid.parse(1), modseq: null, flags: [], internalDate: harness.clock.now(), date: null, sizeBytes: 1,
  subject: 'x', from: [{ name: '', address: from }], sender: [], replyTo: [], to: [], cc: [], bcc: [],
  messageId: null, references: [], attachments: [],
}); // prettier-ignore

it('a report that arrives is noted beside its recipient, once, durably; mail of people is not even read', async () => {
  harness = await startHarness();
  const item = await enqueue(harness, 'draft-1', { to: 'bob@burger.test carol@burger.test' });
  await harness.until(({ state }) => state.name === 'filed');
  const report = readFileSync(path.join(folder, 'postfix-unknown-user.eml'), 'latin1').replaceAll(
    'm-postfix@crepes.test',
    item.messageId,
  );
  let read = 0;
  const desk = new ReportDesk({
    register: harness.outbox,
    sourceOf: async () => ({
      readSources: async function* () {
        read += 1;
        yield { uid: Uid.parse(1), source: Buffer.from(report, 'latin1') };
      },
    }),
    logger: { log: () => undefined },
    now: harness.clock.now,
  });
  const arrive = async (from: string): Promise<void> => {
    const batch = { added: [summary(from)], uidValidity: UidValidity.parse(1) };
    desk.arrived(AccountId.parse('account-1'), FolderPath.parse('INBOX'), batch);
    await desk.settled();
  };
  await arrive('dave@burger.test');
  expect(read).toBe(0);
  await arrive('MAILER-DAEMON@mx.burger.test');
  const { changes } = harness;
  await arrive('MAILER-DAEMON@mx.burger.test');
  expect({ read, more: harness.changes - changes }).toEqual({ read: 2, more: 0 });
  await harness.reopen();
  expect(harness.outbox.list()[0]?.recipients.map(({ report: noted }) => noted?.cause ?? null)).toEqual([
    'unknownAddress',
    null,
  ]);
});
