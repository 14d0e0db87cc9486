import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** True when a process of this id runs, also another user's. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * When a process began, as text that no later process of the same id shares; null where the system does not tell.
 * Process ids are used again, above all after a restart of the machine.
 */
export async function processStart(
  pid: number,
  platform: NodeJS.Platform = process.platform,
): Promise<string | null> {
  try {
    if (platform === 'linux') {
      const [stat, boot] = await Promise.all([
        readFile(`/proc/${pid}/stat`, 'utf8'),
        readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      ]);
      // Field 22; the second field, the name, may hold spaces and parentheses.
      const ticks = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .at(19);
      return ticks === undefined ? null : `${boot.trim()}/${ticks}`;
    }
    if (platform === 'win32') return null;
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], {
      timeout: 5000,
      env: { ...process.env, LC_ALL: 'C' },
    });
    return stdout.trim() || null;
  } catch {
    return null; // Not there, or not to be seen: the caller then decides by the id alone.
  }
}
