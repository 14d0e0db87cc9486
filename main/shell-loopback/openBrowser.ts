import { spawn } from 'node:child_process';

/** How each system opens an address; null where nobody could see it. */
export function browserCommand(
  url: string,
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): readonly [command: string, ...args: string[]] | null {
  if (platform === 'darwin') return ['open', url];
  // Not `cmd /c start`, which would read `&` as the end of the command.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  const hasScreen = Boolean(environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY']);
  return hasScreen ? ['xdg-open', url] : null;
}

/** True when a browser was asked to open it; false when there is none to ask. Waits at most 5 s for a refusal. */
export function openBrowser(url: string): Promise<boolean> {
  const command = browserCommand(url, process.platform, process.env);
  if (command === null) return Promise.resolve(false);
  const [file, ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: 'ignore', detached: true });
    const patience = setTimeout(() => resolve(true), 5000);
    const settle = (opened: boolean): void => {
      clearTimeout(patience);
      resolve(opened);
    };
    child.once('error', () => settle(false));
    child.once('exit', (code) => settle(code === 0));
    child.unref();
  });
}
