import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

/** The three panes as a person names them. */
export class MailPanes {
  constructor(readonly page: Page) {}

  get list(): Locator {
    return this.page.getByRole('grid', { name: 'Messages' });
  }

  get rows(): Locator {
    return this.list.getByRole('row');
  }

  get reading(): Locator {
    return this.page.getByRole('region', { name: 'Message', exact: true });
  }

  /** The frame in which HTML mail is shown. */
  get frame(): FrameLocator {
    return this.reading.frameLocator('iframe');
  }

  /** A folder of an account, by the names on the screen. */
  async folder(account: string, name: string): Promise<Locator> {
    const tree = this.page.getByRole('treegrid', { name: 'Folders' });
    const key = await tree
      .locator('[data-key^="account:"]')
      .filter({ hasText: account })
      .getAttribute('data-key');
    return tree
      .locator(`[data-key^="${key?.slice('account:'.length) ?? ''}/"]`)
      .filter({ hasText: new RegExp(`^${name}`) });
  }

  async open(account: string, name: string): Promise<void> {
    await (await this.folder(account, name)).click();
  }

  async expectCount(count: number, timeout = 60_000): Promise<void> {
    await expect(this.list).toHaveAttribute('aria-rowcount', String(count), { timeout });
  }

  /** The subjects on the screen, from the top. */
  async subjects(): Promise<string[]> {
    return this.rows.locator('.n-message__subject').allTextContents();
  }
}
