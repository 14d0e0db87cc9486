import { CircleHelp, ShieldAlert, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SenderAssessment } from '../../../domain/trust/assessSender.ts';
import { useText } from '../../../i18n/TextContext.ts';
import { classNames } from '../../../ui/classNames.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { reasonWords, verdictWords } from './senderWords.ts';
import './sender.css';

const icons = {
  verified: ShieldCheck,
  unknown: CircleHelp,
  failed: ShieldAlert,
  suspicious: ShieldAlert,
} as const;

/** Who vouches for the sender, in one plain line. */
export function SenderLine({ assessed }: { readonly assessed: SenderAssessment }): ReactNode {
  const text = useText();
  const Icon = icons[assessed.verdict];
  return (
    <p className={classNames('n-sender', `n-sender--${assessed.verdict}`)}>
      <Icon aria-hidden size={14} strokeWidth={1.75} />
      {verdictWords(assessed, text)}
    </p>
  );
}

/** A warning stands above the message, with all that was found. */
export function SenderWarning({ assessed }: { readonly assessed: SenderAssessment }): ReactNode {
  const text = useText();
  if (!assessed.isWarning) return null;
  const sentences = [...new Set(assessed.reasons.map((reason) => reasonWords(reason, text)))];
  return (
    <Notice icon={ShieldAlert} tone={assessed.verdict === 'failed' ? 'danger' : 'warning'}>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </Notice>
  );
}
