import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DraftProblem } from '../../domain/composing/checkDraft.ts';
import type { Catalogue } from '../../i18n/en.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Notice } from '../../ui/Notice.tsx';

/** What must be mended before the message can go. */
export function ProblemNotices({ problems }: { readonly problems: readonly DraftProblem[] }): ReactNode {
  const text = useText().compose;
  if (problems.length === 0) return null;
  return (
    <div role="alert" className="n-compose__problems">
      {problems.map((problem) => (
        <Notice key={problem.kind} tone="danger" icon={CircleAlert}>
          {wordsOf(problem, text.problems)}
        </Notice>
      ))}
    </div>
  );
}

function wordsOf(problem: DraftProblem, words: Catalogue['compose']['problems']): string {
  switch (problem.kind) {
    case 'noRecipients':
      return words.noRecipients;
    case 'invalidAddress':
      return words.invalidAddress(problem.addresses.join(', '));
    case 'uploading':
      return words.uploading(problem.count);
  }
}
