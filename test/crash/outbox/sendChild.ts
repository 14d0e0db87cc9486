import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { Draft, FolderPath, type FolderInfo, type ServerSettings } from '../../../preload/contract/index.ts';
import { createOutbox } from '../../../main/engine/outbox/Outbox.ts';
import type { FilingMailbox } from '../../../main/engine/outbox/OutboxPorts.ts';
import { systemClock } from '../../../main/engine/platform/systemClock.ts';
import { SmtpSubmission } from '../../../main/engine/smtp/SmtpSubmission.ts';
import { Transcripts } from '../../../main/engine/transcript/Transcripts.ts';

/*
 * Runs an outbox until it is killed: hands it the same drafts on every start, sends to the port it is told, files in
 * `sent` (one Message-ID a line). Says `ready`, then each change of the list as one line of JSON.
 */
const [directory = '', port = '', count = ''] = process.argv.slice(2);
const sentFile = path.join(directory, 'sent');

const server: ServerSettings = {
  host: '127.0.0.1',
  port: Number(port),
  security: 'none',
  user: '',
  auth: 'none',
  pinnedCertificate: null,
};

const sent: FolderInfo = {
  path: FolderPath.parse('Sent'),
  name: 'Sent',
  delimiter: '/',
  parent: null,
  role: 'sent',
  subscribed: true,
  selectable: true,
  total: null,
  unseen: null,
};

const filed = (): string[] => (existsSync(sentFile) ? readFileSync(sentFile, 'utf8').split('\n') : []);

const mailbox: FilingMailbox = {
  listFolders: async () => [sent],
  createFolder: async () => undefined,
  holdsMessageId: async (_folder, messageId) => filed().includes(messageId),
  fileCopy: async ({ messageId }) => {
    if (filed().includes(messageId)) return;
    const file = openSync(sentFile, 'a');
    writeSync(file, `${messageId}\n`);
    fsyncSync(file);
    closeSync(file);
  },
};

const outbox = await createOutbox({
  directory: path.join(directory, 'outbox'),
  clock: systemClock,
  logger: { log: () => undefined },
  emit: () => process.stdout.write(`${JSON.stringify(outbox.list())}\n`),
  readBlob: async function* () {
    yield Buffer.alloc(100_000, 'attached ');
  },
  identityFor: () => ({
    id: 'main',
    name: '앨리스',
    address: 'alice@crepes.test',
    replyTo: null,
    signature: '',
  }),
  submissionFor: async () =>
    new SmtpSubmission({
      server,
      secret: '',
      accountId: null,
      transcripts: new Transcripts(
        () => 0,
        () => undefined,
      ),
    }),
  mailboxFor: async () => mailbox,
  language: () => 'en',
});
process.stdout.write('ready\n');

for (let index = 0; index < Number(count); index += 1) {
  const draft = Draft.parse({
    id: `draft-${index}`,
    accountId: 'account-1',
    identityId: 'main',
    to: [{ name: '', address: 'bob@burger.test' }],
    cc: [],
    bcc: [],
    subject: `draft-${index}`,
    html: '<p>안녕</p>',
    attachments: [{ blobId: 'b', name: '파일.txt', type: 'text/plain', sizeBytes: 100_000, contentId: null }],
    inReplyTo: null,
    references: [],
    updatedAt: 1,
  });
  await outbox.enqueue({ draft, undoSeconds: 0, sendAt: null });
}
process.stdout.write(`${JSON.stringify(outbox.list())}\n`);
