import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoWorld } from '../../../main/demo/createDemoWorld.ts';
import type { DemoWorld } from '../../../main/demo/demoTypes.ts';
import { encodeModifiedUtf7 } from '../../../main/demo/mailbox/modifiedUtf7.ts';
import { accountOf, present } from './imapflowClient.ts';

const run = promisify(execFile);
const installed = spawnSync('mbsync', ['--version']).error === undefined;
if (!installed) process.stderr.write('skipped: mbsync is not installed (Debian: isync)\n');

const normal = (text: string): string => text.replace(/\r\n/g, '\n').replace(/^X-TUID: .*\n/m, '');

describe.skipIf(!installed)('a stock client (mbsync)', () => {
  let world: DemoWorld;
  let directory: string;

  beforeAll(async () => {
    world = createDemoWorld();
    await world.start();
    directory = await mkdtemp(join(tmpdir(), 'naru-mbsync-'));
    const { imap, user, password } = accountOf(world, 'alice@crepes.fr');
    const lines = [
      'IMAPAccount demo',
      `Host ${imap.host}`,
      `Port ${imap.port}`,
      `User ${user}`,
      `Pass ${password}`,
      'SSLType None',
      'AuthMechs PLAIN',
      '',
      'IMAPStore far',
      'Account demo',
      '',
      'MaildirStore near',
      `Path ${directory}/mail/`,
      `Inbox ${directory}/mail/INBOX`,
      'SubFolders Verbatim',
      '',
      'Channel demo',
      'Far :far:',
      'Near :near:',
      'Patterns *',
      'Create Both',
      'Expunge Both',
      `SyncState ${directory}/state/`,
      '',
    ];
    await writeFile(join(directory, 'mbsyncrc'), lines.join('\n'));
    for (const name of ['mail', 'state']) await run('mkdir', [join(directory, name)]);
  });
  afterAll(async () => {
    await world.stop();
    await rm(directory, { recursive: true });
  });

  const sync = () => run('mbsync', ['-c', join(directory, 'mbsyncrc'), '-a'], { timeout: 50_000 });
  const localMessages = async (mailbox: string): Promise<string[]> => {
    const files = await Promise.all(
      ['cur', 'new'].map(async (part) => {
        const folder = join(directory, 'mail', mailbox, part);
        return (await readdir(folder)).map((file) => join(folder, file));
      }),
    );
    return Promise.all(files.flat().map(async (file) => normal(await readFile(file, 'latin1'))));
  };

  it('mirrors every folder byte for byte and carries flags and new mail back', async () => {
    await sync();
    const account = present(world.mailAccount('alice@crepes.fr'));
    for (const name of account.names()) {
      const there = present(account.find(name))
        .all()
        .map((message) => normal(message.content.bytes.toString('latin1')));
      // mbsync keeps the name as it goes over the wire.
      expect((await localMessages(encodeModifiedUtf7(name))).sort(), name).toEqual(there.sort());
    }
    const drafts = join(directory, 'mail', 'Drafts', 'cur', '1.local:2,DS');
    await writeFile(drafts, 'From: alice@crepes.fr\nSubject: from mbsync\n\nhello\n');
    await sync();
    const added = present(account.find('Drafts')?.all().at(-1));
    expect(added.content.bytes.toString()).toContain('Subject: from mbsync');
    expect([...added.flags].sort()).toEqual(['\\Draft', '\\Seen']);
  });
});
