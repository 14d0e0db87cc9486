import type { Kind, MailScore } from './scoreMail.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const repairsOf = ({ misses }: MailScore, kind: Kind): number =>
  misses.filter((miss) => miss.kind === kind && miss.repair !== null).length;

/** A share of what was checked, from 0 to 1; with what was repaired counted as right, or not. */
export function fraction(scores: readonly MailScore[], kind: Kind, withRepairs: boolean): number {
  const checked = sum(scores.map((score) => score.checked[kind]));
  const right = scores.map((score) => score.right[kind] + (withRepairs ? repairsOf(score, kind) : 0));
  return checked === 0 ? 1 : sum(right) / checked;
}

/** Time by size, with what a small mail costs anyway (one millisecond's worth) not blown up to a megabyte. */
export const msPerMb = ({ parseMs, sizeBytes }: MailScore): number =>
  parseMs / Math.max(sizeBytes / 1_000_000, 0.1);

/** One line per folder: mails, as agreed and repaired of checked per kind, slowest milliseconds a megabyte, exceptions. */
export function mimeTable(scores: readonly MailScore[]): string {
  const folders = [...new Set(scores.map(({ mail }) => mail.split('/')[0] ?? ''))].sort();
  const row = (name: string, own: readonly MailScore[]): string => {
    const total = (count: (score: MailScore) => number): number => sum(own.map(count));
    const cell = (kind: Kind): string =>
      `${total((score) => score.right[kind])}+${total((score) => repairsOf(score, kind))}/${total((score) => score.checked[kind])}`.padStart(
        14,
      );
    const slowest = Math.max(...own.map(msPerMb)).toFixed(0);
    const exceptions = own.filter(({ exception }) => exception !== null).length;
    return `${name.padEnd(28)}${String(own.length).padStart(6)}${cell('fields')}${cell('attachments')}${cell('text')}${slowest.padStart(8)}${String(exceptions).padStart(11)}`;
  };
  return [
    "as agreed (the README's normal forms, exactly) + proven repairs / checked",
    `${'folder'.padEnd(28)} mails        fields   attachments          text   ms/MB exceptions`,
    ...folders.map((folder) =>
      row(
        folder,
        scores.filter(({ mail }) => mail.startsWith(`${folder}/`)),
      ),
    ),
    row('all', scores),
    '',
    ...repairLines(scores),
  ].join('\n');
}

/** How many differences are which repair, and how many are none. */
function repairLines(scores: readonly MailScore[]): string[] {
  const misses = scores.flatMap((score) => score.misses);
  const count = (repair: string | null): number => misses.filter((miss) => miss.repair === repair).length;
  return [
    `differs by a repair: ${count('charset')} charset (the agreed value has unreadable characters or the wrong ones of a wrong label), ${count('files')} uuencoded files taken out of text, ${count('flowed')} format=flowed lines joined`,
    `differs otherwise: ${count(null)}`,
  ];
}
