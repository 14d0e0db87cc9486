import { posix, win32 } from 'node:path';

/**
 * Where mail lies when nobody says otherwise; the same for both shells, so that they show the same mail (never at
 * the same time: the directory is locked). `~/.config/Naru/mail`, `~/Library/Application Support/Naru/mail` or
 * `%APPDATA%\Naru\mail`. Absolute, given an absolute home.
 */
export function defaultDataDir(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === 'win32')
    return win32.join(environment['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming'), 'Naru', 'mail');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Naru', 'mail');
  const configured = environment['XDG_CONFIG_HOME'];
  // The XDG specification says that relative paths are to be ignored.
  const config =
    configured !== undefined && posix.isAbsolute(configured) ? configured : posix.join(home, '.config');
  return posix.join(config, 'Naru', 'mail');
}
