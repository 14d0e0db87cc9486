import { expect, type Page } from '@playwright/test';
import type { MailServer } from '../../servers/mailServer.ts';

/** Sets a Dovecot account up by hand, judging and trusting the test authority's certificates on the way. */
export async function addAccount(
  page: Page,
  server: MailServer,
  user: string,
  protocol: 'imap' | 'pop3',
  /** What else to choose in the form. */
  choose: () => Promise<void> = async () => undefined,
): Promise<void> {
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  await field('Your name').fill(user === 'alice' ? '앨리스' : 'Bob');
  await field('Email address').fill(server.address(user));
  await page.getByLabel('Password', { exact: true }).fill(server.password(user));
  await page.getByRole('button', { name: 'Set up by hand' }).click();
  if (protocol === 'pop3') await page.getByText('POP3: the mail comes to this computer').click();
  await field('Incoming server').fill(server.host);
  await field('Incoming port').fill(String(protocol === 'imap' ? server.ports.imaps : server.ports.pop3s));
  await field('Incoming user name').fill(server.address(user));
  await field('Outgoing server').fill(server.host);
  await field('Outgoing port').fill(String(server.ports.submissions));
  await field('Outgoing user name').fill(server.address(user));
  await choose();
  await page.getByRole('button', { name: 'Test and save' }).click();
  // Nobody vouches for the test authority: both servers' certificates are shown, and trusted one by one.
  const trust = page.getByRole('button', { name: 'Trust this certificate for this server' });
  await expect(trust).toHaveCount(2);
  await trust.first().click();
  await expect(trust).toHaveCount(1);
  await trust.first().click();
  await expect(page.getByText(`${server.address(user)} is set up`)).toBeVisible();
}
