import { LINK_ATTRIBUTE } from '../sanitiseMessage.ts';

/**
 * The wall. No script, no connection, no font, frame, form or plugin; pictures only from the message itself; the
 * message's styles stay (they can only ask for pictures, which are walled too).
 */
export const FRAME_CSP =
  "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; font-src data:; form-action 'none'; base-uri 'none'; frame-src 'none'";

/** How the frame is coloured: on white paper, or as the window is. */
export type FrameLook = 'paper' | 'window';

export interface FrameColours {
  readonly ink: string;
  readonly accent: string;
  readonly line: string;
  readonly scheme: 'light' | 'dark';
}

/** The document every frame starts with: doctype (so that the layout is a modern one) and the CSP before all else. */
export const EMPTY_FRAME = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${FRAME_CSP}"><meta name="referrer" content="no-referrer"><meta charset="utf-8"><style></style><style></style><body>`;

/** The frame's own style sheet, under the message's. */
export function frameStyle(look: FrameLook, colours: FrameColours): string {
  const scheme = look === 'paper' ? 'light' : colours.scheme;
  const ink = look === 'paper' ? '#1d2629' : colours.ink;
  const accent = look === 'paper' ? '#17656d' : colours.accent;
  const line = look === 'paper' ? '#d8d4ca' : colours.line;
  return `:root{color-scheme:${scheme};background:${look === 'paper' ? '#f7f5f0' : 'transparent'}}
body{display:flow-root;margin:0;padding:${look === 'paper' ? '16px 20px' : '0'};overflow:hidden;color:${ink};font:15px/1.6 -apple-system,BlinkMacSystemFont,Inter,'Segoe UI',Pretendard,'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR','Noto Sans CJK KR',sans-serif;overflow-wrap:break-word}
[${LINK_ATTRIBUTE}]{color:${accent};text-decoration:underline;cursor:pointer}
[${LINK_ATTRIBUTE}]:focus-visible{outline:2px solid ${accent};outline-offset:1px}
img{max-width:100%}
img:not([src]):not([alt]),img:not([src])[alt=""]{display:none}
pre{white-space:pre-wrap}
blockquote{margin:8px 0;padding-left:12px;border-left:2px solid ${line}}`;
}
