import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MailServer } from '../servers/mailServer.ts';

/** Seconds of one run of mbsync into this directory (a Maildir of its own, kept between runs). */
export async function timeMbsync(
  server: MailServer,
  user: string,
  directory: string,
  fsync: boolean,
): Promise<number> {
  mkdirSync(path.join(directory, 'mail'), { recursive: true });
  const config = path.join(directory, 'mbsyncrc');
  writeFileSync(
    config,
    [
      `FSync ${fsync ? 'yes' : 'no'}`,
      '',
      'IMAPStore remote',
      `Host ${server.host}`,
      `Port ${server.ports.imap}`,
      `User ${server.address(user)}`,
      `Pass ${server.password(user)}`,
      'SSLType None',
      'AuthMechs LOGIN',
      '',
      'MaildirStore local',
      `Path ${directory}/mail/`,
      `Inbox ${directory}/mail/INBOX`,
      'SubFolders Verbatim',
      '',
      'Channel bench',
      'Far :remote:',
      'Near :local:',
      'Patterns INBOX',
      'Sync Pull',
      'Create Near',
      'Expunge Near',
      `SyncState ${directory}/state-`,
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  const started = performance.now();
  // Not spawnSync: the test server lives in this process.
  const child = spawn('mbsync', ['-q', '-c', config, 'bench'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`mbsync failed: ${errors}`);
  return (performance.now() - started) / 1000;
}
