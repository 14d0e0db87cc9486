// `npm run screenshots`: the walk of test/e2e/screens.spec.ts again, this time writing docs/screenshots/<screen>-<theme>-<language>-<width>.png.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = process.argv[2] ?? fileURLToPath(new URL('../docs/screenshots', import.meta.url));
/** What a reader of the documentation wants to see. */
const screens = [
  'first-screen',
  'add-account',
  'mail',
  'compose',
  'outbox',
  'connections',
  'accounts',
  'settings',
];

const run = (command, args, env = {}) => {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (status !== 0) process.exit(status ?? 1);
};

run('npm', ['run', '--silent', 'build']);
// Pictures of screens that are gone would lie.
rmSync(folder, { recursive: true, force: true });
run('npx', ['playwright', 'test', 'e2e/screens.spec'], {
  NARU_SCREENSHOTS: folder,
  NARU_SCREENS: screens.join(','),
});
