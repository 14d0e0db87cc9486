import { useEffect, useState } from 'react';
import type { InlinePart } from '../../../preload/contract/index.ts';

/** As pictures only; SVG too, since a picture in `<img>` runs nothing and asks nothing. */
const PICTURE = /^image\/[\w.+-]+$/u;

/** Blob addresses of a message's own pictures by content id, given back when the message goes; null until made. */
export function useInlinePictures(parts: readonly InlinePart[]): ReadonlyMap<string, string> | null {
  const [made, setMade] = useState<{
    readonly parts: readonly InlinePart[];
    readonly urls: ReadonlyMap<string, string>;
  } | null>(null);
  useEffect(() => {
    const urls = new Map(
      parts
        .filter(({ type }) => PICTURE.test(type))
        .map(({ contentId, type, bytes }) => [
          contentId.replace(/^<|>$/gu, ''),
          URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type })),
        ]),
    );
    // Addresses are a resource: they can only be made where they can also be given back.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setMade({ parts, urls });
    return () => {
      for (const url of urls.values()) URL.revokeObjectURL(url);
    };
  }, [parts]);
  return made?.parts === parts ? made.urls : null;
}
