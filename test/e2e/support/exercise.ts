import { expect, type Page } from '@playwright/test';

/**
 * Does to the content of a message's frame what a person may: moves over everything, focuses, clicks what is no link,
 * scrolls. Says whether there was a frame; false for a message shown as plain text.
 */
export async function exerciseFrame(page: Page, waitMs: number): Promise<boolean> {
  return page.evaluate(async (waitMs) => {
    const seen = ((globalThis as unknown as { __seen?: WeakSet<Element> }).__seen ??= new WeakSet());
    const find = (): HTMLIFrameElement | null => {
      const shown = document.querySelector('.n-reading__page[data-shown][data-ready]');
      const frame = shown?.querySelector<HTMLIFrameElement>('iframe.n-mail-frame') ?? null;
      const inner = frame?.contentDocument ?? null;
      const isWritten = inner?.URL === 'about:srcdoc' && frame?.hasAttribute('data-written') === true;
      return frame !== null && isWritten && !seen.has(frame.closest('.n-reading__page') ?? frame)
        ? frame
        : null;
    };
    // The page of the message before must not be taken for this one's.
    const deadline = performance.now() + waitMs;
    while (find() === null && performance.now() < deadline)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    const frame = find();
    const inner = frame?.contentDocument ?? null;
    if (frame === null || inner === null) return false;
    seen.add(frame.closest('.n-reading__page') ?? frame);
    const settled = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    await settled();
    for (const element of inner.querySelectorAll<HTMLElement>('body *')) {
      for (const name of ['pointerover', 'mouseover', 'mousemove'])
        element.dispatchEvent(new MouseEvent(name, { bubbles: true }));
      // A link would open a window because a person asked: it is only focused.
      if (element.closest('[role=link]') === null && 'click' in element) element.click();
      if ('focus' in element) element.focus();
    }
    frame.scrollIntoView({ block: 'end' });
    await settled();
    frame.scrollIntoView({ block: 'start' });
    return true;
  }, waitMs);
}

/** The same for the editor of the open composer, once it holds something; answers what it should never hold. */
export async function exerciseEditor(page: Page): Promise<string[]> {
  const editor = page.locator('.n-compose [contenteditable=true]');
  await expect(editor).toBeVisible();
  return editor.evaluate(async (root) => {
    const bad: string[] = [];
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      if (/^(script|style|link|meta|base|iframe|frame|object|embed|form|input|button|svg|math|template|video|audio|source|picture)$/iu.test(element.tagName)) bad.push(element.tagName); // prettier-ignore
      for (const { name, value } of element.attributes) {
        const isRemote = /^(src|srcset|background|poster|data)$/u.test(name) && !/^(data:image|blob:|cid:)/u.test(value); // prettier-ignore
        if (/^on|^(id|class|name|action|formaction|ping)$/u.test(name) || isRemote)
          bad.push(`${name}=${value}`);
        if (/^href$/u.test(name) && !/^(https?|mailto|tel):/iu.test(value.trim()))
          bad.push(`${name}=${value}`);
        if (name === 'style' && /url|image|position|z-index|fixed|expression/iu.test(value)) bad.push(value);
      }
      for (const type of ['pointerover', 'mouseover', 'mousemove'])
        element.dispatchEvent(new MouseEvent(type, { bubbles: true }));
      if (element.closest('a') === null) element.click();
    }
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return bad;
  });
}

/** Puts HTML into the open editor as a paste or a drop would, in place of what is there. */
export async function insertInEditor(page: Page, how: 'paste' | 'drop', html: string): Promise<void> {
  await page.locator('.n-compose [contenteditable=true]').evaluate(
    async (root, { how, html }) => {
      const line = document.createElement('div');
      line.append(document.createElement('br'));
      root.replaceChildren(line);
      (root as HTMLElement).focus();
      getSelection()?.collapse(line, 0);
      const data = new DataTransfer();
      data.setData('text/html', html);
      const box = line.getBoundingClientRect();
      const place = { clientX: box.x + 2, clientY: box.y + box.height / 2 };
      const shared = { bubbles: true, cancelable: true };
      const event =
        how === 'paste'
          ? new ClipboardEvent('paste', { ...shared, clipboardData: data })
          : new DragEvent('drop', { ...shared, ...place, dataTransfer: data });
      const changed = new Promise((resolve) => {
        const observer = new MutationObserver(() => resolve(observer.disconnect()));
        observer.observe(root, { childList: true, subtree: true, characterData: true });
        // What is taken out whole changes nothing: two frames are enough to know.
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null))));
      });
      line.dispatchEvent(event);
      await changed;
    },
    { how, html },
  );
}
