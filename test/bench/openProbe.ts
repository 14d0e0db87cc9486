/** What the page tells of one opening. */
export interface OpenTime {
  readonly ms: number;
  /** Which message stood there in the end, by its page's key. */
  readonly key: string;
  readonly kind: 'frame' | 'text';
}

/**
 * Runs in the page. From the input event's own time stamp until the frame in which the new message's content stands
 * has been handed to the screen: looked at before each frame is drawn, counted when that frame's drawing is over.
 * Quantised by the display's 60 Hz, as for a person.
 */
export function installOpenProbe(): void {
  const pageKey = (): string | null =>
    document.querySelector('.n-reading__page[data-shown][data-ready]')?.getAttribute('data-key') ?? null;
  const painted = (): 'frame' | 'text' | null => {
    const page = document.querySelector('.n-reading__page[data-shown][data-ready]');
    const inner = page?.querySelector<HTMLIFrameElement>('iframe.n-mail-frame');
    if (page === null || page.querySelector('.n-head') === null) return null;
    if (inner === null || inner === undefined)
      return page.querySelector('.n-plain, .n-reading__none') === null ? null : 'text';
    return inner.hasAttribute('data-written') ? 'frame' : null;
  };
  const state = { before: null as string | null, startedAt: 0, done: null as OpenTime | null };
  Object.assign(globalThis, { __open: state });
  const onInput = (event: Event): void => {
    if (state.startedAt !== 0) return;
    state.startedAt = event.timeStamp;
    state.before = pageKey();
    const look = (): void => {
      const kind = painted();
      const key = pageKey();
      if (kind === null || key === null || key === state.before) {
        requestAnimationFrame(look);
        return;
      }
      // A message posted before a frame is drawn arrives when it has been.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        state.done = { ms: performance.now() - state.startedAt, key, kind };
      };
      port2.postMessage(null);
    };
    requestAnimationFrame(look);
  };
  addEventListener('click', onInput, { capture: true });
  addEventListener('keydown', onInput, { capture: true });
}
