import { trackerName } from './trackerName.ts';

/** A picture that would have been asked from the network. */
export interface RemotePicture {
  /** Normalised; https or http. */
  readonly url: string;
  /** Too small to be seen, or hidden: it is there to tell the sender that the message was read. Never loaded. */
  readonly isTracker: boolean;
}

/** The web address a message's `src` or `url()` means, null for anything else. `//host/x` is taken for https. */
export function remoteAddress(source: string): string | null {
  const trimmed = source.trim();
  const absolute = /^[\\/]{2}/u.test(trimmed) ? `https:${trimmed}` : trimmed;
  if (absolute.length > 8000 || !URL.canParse(absolute)) return null;
  const url = new URL(absolute);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}

/** Collects a message's remote pictures while it is sanitised, and puts those that were loaded in their places. */
export class RemotePictures {
  readonly #loaded: ReadonlyMap<string, string>;
  readonly #found = new Map<string, RemotePicture>();

  /** `loaded`: blob addresses by remote address. */
  constructor(loaded: ReadonlyMap<string, string>) {
    this.#loaded = loaded;
  }

  /** The blob address to show instead; undefined when the picture was not loaded. */
  take(source: string, isTracker = false): string | undefined {
    const url = remoteAddress(source);
    if (url === null) return undefined;
    this.#found.set(url, { url, isTracker: isTracker || trackerName(new URL(url)) !== null });
    return this.#loaded.get(url);
  }

  get all(): readonly RemotePicture[] {
    return [...this.#found.values()];
  }
}

/** A picture of at most two pixels in one direction, or one that is not displayed. */
export function isTinyOrHidden(element: HTMLElement): boolean {
  const { style } = element;
  const size = (attribute: string, property: string): number => {
    const value = /^\d+(?:\.\d+)?/u.exec(property || (element.getAttribute(attribute) ?? '').trim())?.[0];
    return value === undefined || /%|em/u.test(property) ? Number.POSITIVE_INFINITY : Number(value);
  };
  return (
    size('width', style.width) <= 2 ||
    size('height', style.height) <= 2 ||
    style.display === 'none' ||
    style.visibility === 'hidden' ||
    style.opacity === '0' ||
    element.hasAttribute('hidden')
  );
}
