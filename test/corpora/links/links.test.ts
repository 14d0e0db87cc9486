import { expect, it } from 'vitest';
import { assessLink } from '../../../renderer/domain/trust/assessLink.ts';
import { linkifyLine } from '../../../renderer/views/reading/text/linkifyLine.ts';
import { readRows, reportGate, type CaseResult } from '../gate.ts';

interface LinkRow {
  readonly id: string;
  readonly html: string;
  readonly warn: boolean | null;
  readonly host_shown: string | null;
}

const rows = readRows<LinkRow>('authored-links/vectors.json');

it.skipIf(rows.length === 0)('says where links lead and which of them lie', () => {
  const results = rows.map((row): CaseResult => {
    const { text, href } = linkOf(row.html);
    const assessed = assessLink(text, href);
    const isWarning = assessed.warnings.length > 0;
    return {
      id: row.id,
      isRight: assessed.shownHost === row.host_shown && (row.warn === null || isWarning === row.warn),
      isControl: row.warn === false,
      want: { warn: row.warn, host: row.host_shown },
      got: {
        text: text.slice(0, 80),
        href: href.slice(0, 80),
        host: assessed.shownHost,
        warnings: assessed.warnings,
      },
    };
  });
  const all = reportGate('links', { 'authored-links': results });
  expect(all.falseAlarms).toBe(0);
  expect(all.share).toBeGreaterThanOrEqual(0.98);
});

/** The one link of a vector, as it stands in its HTML or as plain text makes it. */
function linkOf(html: string): { readonly text: string; readonly href: string } {
  const plain = /^\(text\/plain\) (.*)$/su.exec(html)?.[1];
  if (plain !== undefined) {
    const link = linkifyLine(plain).find((part) => part.kind === 'link');
    if (link?.kind !== 'link') throw new Error(`no link in ${plain}`);
    return { text: link.text, href: link.href };
  }
  const href = /<(?:a|area)\b[^>]*?href=(?:"([^"]*)"|'([^']*)'|([^\s>]*))/su.exec(html);
  const text = /<a\b[^>]*>(.*?)<\/a>/su.exec(html)?.[1] ?? /alt="([^"]*)"/u.exec(html)?.[1] ?? '';
  return {
    text: unescape(text.replace(/<[^>]*>/gu, '')),
    href: unescape(href?.[1] ?? href?.[2] ?? href?.[3] ?? ''),
  };
}

const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
