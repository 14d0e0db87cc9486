import type { Kind, MailScore } from './scoreMail.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** A share of what was checked, from 0 to 1; `strict` without the repairs. */
export function fraction(scores: readonly MailScore[], kind: Kind, isStrict: boolean): number {
  const checked = sum(scores.map((score) => score.checked[kind]));
  const right = scores.map((score) => score.right[kind] + (isStrict ? 0 : score.repaired[kind]));
  return checked === 0 ? 1 : sum(right) / checked;
}

/** Time by size, with what a small mail costs anyway (one millisecond's worth) not blown up to a megabyte. */
export const msPerMb = ({ parseMs, sizeBytes }: MailScore): number =>
  parseMs / Math.max(sizeBytes / 1_000_000, 0.1);

/** One line per folder: mails, right of checked per kind, slowest milliseconds a megabyte, exceptions. */
export function mimeTable(scores: readonly MailScore[]): string {
  const folders = [...new Set(scores.map(({ mail }) => mail.split('/')[0] ?? ''))].sort();
  const row = (name: string, own: readonly MailScore[]): string => {
    const cell = (kind: Kind): string =>
      `${sum(own.map((score) => score.right[kind]))}+${sum(own.map((score) => score.repaired[kind]))}/${sum(own.map((score) => score.checked[kind]))}`.padStart(
        14,
      );
    const slowest = Math.max(...own.map(msPerMb)).toFixed(0);
    const exceptions = own.filter(({ exception }) => exception !== null).length;
    return `${name.padEnd(28)}${String(own.length).padStart(6)}${cell('fields')}${cell('attachments')}${cell('text')}${slowest.padStart(8)}${String(exceptions).padStart(11)}`;
  };
  return [
    'right to the letter + proven repairs / checked',
    `${'folder'.padEnd(28)} mails        fields   attachments          text   ms/MB exceptions`,
    ...folders.map((folder) =>
      row(
        folder,
        scores.filter(({ mail }) => mail.startsWith(`${folder}/`)),
      ),
    ),
    row('all', scores),
  ].join('\n');
}
