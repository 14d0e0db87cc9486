import { use, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { FramePoolContext } from './frame/FramePoolContext.ts';
import { frameStyle } from './frame/frameDocument.ts';
import type { FrameContent, WarmFrame } from './frame/WarmFrame.ts';
import { LinkHandlerContext } from './links/LinkHandler.ts';
import type { SanitisedMessage } from './sanitiseMessage.ts';
import { useIsDark } from './useIsDark.ts';

const DARK = { ink: '#e9e6df', accent: '#7cc3c6', line: '#3a474c', scheme: 'dark' } as const;
const LIGHT = { ink: '#1d2629', accent: '#17656d', line: '#d8d4ca', scheme: 'light' } as const;

/** A sanitised message in a warm frame; `WarmFrame` says which walls stand where. */
export function MessageFrame({ message }: { readonly message: SanitisedMessage }): ReactNode {
  const text = useText();
  const links = use(LinkHandlerContext);
  const pool = use(FramePoolContext);
  const isDark = useIsDark();
  const place = useRef<HTMLDivElement>(null);
  const frame = useRef<WarmFrame>(null);
  // Designed for white paper unless it says otherwise; a message without any colour takes the window's.
  const isPaper = isDark && message.hasColours && !message.supportsDark;
  const title = text.reading.messageContent;
  useLayoutEffect(() => {
    if (pool === null || place.current === null) return;
    const taken = pool.take(place.current);
    frame.current = taken;
    return () => {
      frame.current = null;
      pool.give(taken);
    };
  }, [pool]);
  useLayoutEffect(() => {
    if (frame.current !== null) frame.current.links = links;
  }, [pool, links]);
  useLayoutEffect(() => {
    if (frame.current === null) return;
    const { element } = frame.current;
    element.title = title;
    element.classList.toggle('n-mail-frame--paper', isPaper);
    const content: FrameContent = {
      html: message.html,
      css: message.css,
      bodyStyle: message.bodyStyle,
      frameCss: frameStyle(isPaper ? 'paper' : 'window', isDark ? DARK : LIGHT),
    };
    frame.current.show(content);
  }, [pool, message, isPaper, isDark, title]);
  return <div ref={place} className="n-mail-place" />;
}
