import type { ErrorCode, MailErrorData } from '../../preload/contract/index.ts';

/** What happened, and what the person can do now. */
export interface ErrorSentence {
  readonly title: string;
  readonly hint: string;
}

/** Words for every code of the contract: a code without a sentence is a compile error. */
export type ErrorSentences = Readonly<Record<ErrorCode, (error: MailErrorData) => ErrorSentence>>;
