import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ServiceUser } from './serviceUser.ts';

const setpriv = '/usr/bin/setpriv';

/** Where the Dovecot binary is. */
export function dovecotBinary(): string {
  return process.env['DOVECOT_BIN'] ?? '/usr/sbin/dovecot';
}

/** One run of Dovecot's master process. */
export interface DovecotProcess {
  /** Resolves with a description when the master has gone. */
  readonly exited: Promise<string>;
  log(): string;
  /** As a power cut: master and all its processes at once; resolves when the master has gone. */
  stop(): Promise<void>;
}

/** Starts Dovecot in the foreground as `owner`. It ends with this process even when that is killed outright. */
export function spawnDovecot(directory: string, configFile: string, owner: ServiceUser): DovecotProcess {
  const [command, ...args] = [
    ...(existsSync(setpriv) ? [setpriv, '--pdeathsig', 'TERM'] : []),
    dovecotBinary(),
    '-F',
    '-c',
    configFile,
  ];
  const child = spawn(command ?? dovecotBinary(), args, {
    // As the caller's own user, setting the ids would need a privilege.
    ...(process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid } : {}),
    cwd: directory,
    // Its own process group, so that stop() reaches every process of it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: directory },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  let running = true;
  const exited = new Promise<string>((resolve) => {
    const gone = (how: string): void => {
      running = false;
      resolve(how);
    };
    child
      .once('error', (error) => gone(error.message))
      .once('exit', (code, signal) => gone(`exit ${code ?? signal ?? 'unknown'}`));
  });
  const logFile = path.join(directory, 'dovecot.log');
  return {
    exited,
    log: () => output + (existsSync(logFile) ? readFileSync(logFile, 'utf8') : ''),
    async stop() {
      if (!running) return;
      // A polite TERM takes Dovecot up to ten seconds while clients are logged in. Acknowledged mail is safe either way.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await exited;
    },
  };
}
