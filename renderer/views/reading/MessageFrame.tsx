import { use, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { InlinePart } from '../../../preload/contract/index.ts';
import { useText } from '../../i18n/TextContext.ts';
import { classNames } from '../../ui/classNames.ts';
import { attendFrame } from './attendFrame.ts';
import { frameDocument } from './frameDocument.ts';
import { LinkHandlerContext } from './LinkHandler.ts';
import { sanitiseMessage } from './sanitiseMessage.ts';
import { useInlinePictures } from './useInlinePictures.ts';
import { useIsDark } from './useIsDark.ts';

export interface MessageFrameProps {
  readonly html: string;
  readonly inlineParts: readonly InlinePart[];
  /** Tells how many remote pictures were taken out. */
  readonly onBlocked: (count: number) => void;
}

/**
 * The ONE place where a message's HTML meets the screen. Three walls, each enough for what it covers:
 *
 * 1. `sandbox` without `allow-scripts`, forms, popups, top navigation or downloads: nothing in the frame runs or
 *    leaves it. `allow-same-origin` stays, so that the page can measure the document and see clicks on its links;
 *    it gives the document nothing, because without scripts nobody is there to use the origin. The two together
 *    (`allow-scripts allow-same-origin`) would be no sandbox at all: never add the first.
 * 2. The CSP, first in `srcdoc`, and inherited from the page: no request of any kind.
 * 3. `sanitiseMessage`: what would ask or run is not even in the document; links are inert and handled from outside.
 *
 * `credentialless`-like headers are not needed: nothing is ever requested. What none of the three stops (a preconnect
 * hint) the sanitiser removes with `<link>`, and the shell's session cannot reach the network.
 */
export function MessageFrame({ html, inlineParts, onBlocked }: MessageFrameProps): ReactNode {
  const text = useText();
  const links = use(LinkHandlerContext);
  const isDark = useIsDark();
  const frame = useRef<HTMLIFrameElement>(null);
  const [loads, setLoads] = useState(0);
  const pictures = useInlinePictures(inlineParts);
  const message = useMemo(
    () => (pictures === null ? null : sanitiseMessage(html, (id) => pictures.get(id))),
    [html, pictures],
  );
  const blocked = message?.blockedPictures ?? 0;
  useEffect(() => onBlocked(blocked), [blocked, onBlocked]);
  useEffect(
    () => (frame.current === null || loads === 0 ? undefined : attendFrame(frame.current, links)),
    [loads, links],
  );
  if (message === null) return null;
  // Designed for white paper unless it says otherwise; a message without any colour takes the window's.
  const look = message.hasColours && !(isDark && message.supportsDark) ? 'paper' : 'window';
  const colours = isDark
    ? { ink: '#e9e6df', accent: '#7cc3c6', line: '#3a474c', scheme: 'dark' as const }
    : { ink: '#1d2629', accent: '#17656d', line: '#d8d4ca', scheme: 'light' as const };
  return (
    <iframe
      ref={frame}
      title={text.reading.messageContent}
      className={classNames('n-mail-frame', look === 'paper' && isDark && 'n-mail-frame--paper')}
      sandbox="allow-same-origin"
      referrerPolicy="no-referrer"
      srcDoc={frameDocument(message, look === 'paper' && !isDark ? 'window' : look, colours)}
      onLoad={() => setLoads((count) => count + 1)}
    />
  );
}
