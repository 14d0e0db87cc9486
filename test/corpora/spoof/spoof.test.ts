import { expect, it } from 'vitest';
import { parseMessage, summarizeSource } from '../../../main/engine/mime/parseMessage.ts';
import { assessSender, type SenderAssessment } from '../../../renderer/domain/trust/assessSender.ts';
import { Uid } from '../../../preload/contract/index.ts';
import { readRows, reportGate, type CaseResult } from '../gate.ts';

/** `sender`: the addresses that may be shown, null for whatever is honest; `warn` null when both will do. */
interface SpoofRow {
  readonly id: string;
  readonly headers: string;
  readonly sender?: readonly string[] | null;
  readonly warn?: boolean | null;
  readonly trusted_authserv?: string;
  readonly verdict?: 'pass' | 'fail' | 'none' | 'warn';
}

const rows = readRows<SpoofRow>('authored-spoof/vectors.json');

it.skipIf(rows.length === 0)('tells honest senders from made-up ones', async () => {
  const senders: CaseResult[] = [];
  const verdicts: CaseResult[] = [];
  for (const row of rows) {
    const assessed = await assess(row);
    if (row.verdict !== undefined) {
      const got = verdictOf(assessed);
      verdicts.push({ id: row.id, isRight: got === row.verdict, want: row.verdict, got });
      continue;
    }
    const shown = assessed.authors.map(({ address }) => address).filter((address) => address !== '');
    const isShownRight =
      (row.sender ?? null) === null || JSON.stringify(shown) === JSON.stringify(row.sender);
    const isWarnRight = (row.warn ?? null) === null || assessed.isWarning === row.warn;
    senders.push({
      id: row.id,
      isRight: isShownRight && isWarnRight && shown.every((address) => !/whitehouse/.test(address)),
      isControl: row.warn === false,
      want: { sender: row.sender, warn: row.warn },
      got: {
        shown,
        authors: assessed.authors.map(({ name }) => name.slice(0, 60)),
        reasons: assessed.reasons,
      },
    });
  }
  const all = reportGate('spoof', { 'authored-spoof senders': senders, 'authored-spoof results': verdicts });
  expect(all.falseAlarms).toBe(0);
  expect(all.share).toBeGreaterThanOrEqual(0.98);
});

async function assess(row: SpoofRow): Promise<SenderAssessment> {
  const source = Buffer.from(`${row.headers}\n\nx\n`, 'utf8');
  const [body, summary] = await Promise.all([parseMessage(source, Uid.parse(1)), summarizeSource(source)]);
  return assessSender(
    { headers: body.headers, from: summary.from, replyTo: summary.replyTo },
    { trust: { ids: [row.trusted_authserv ?? 'mx.own.test'], isBelowReceived: false }, own: [], known: [] },
  );
}

const verdictOf = ({ verdict }: SenderAssessment): string =>
  ({ verified: 'pass', failed: 'fail', suspicious: 'warn', unknown: 'none' })[verdict];
