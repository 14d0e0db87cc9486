import type { MessageSummary } from '../../../preload/contract/index.ts';

/** Long threads: the first is kept for the root, then the newest (RFC 5322 asks for all, servers cut long headers). */
const MAX_REFERENCES = 100;

/** In-Reply-To and References of an answer (RFC 5322 section 3.6.4), without brackets, oldest first, each once. */
export function referenceChain(answered: Pick<MessageSummary, 'messageId' | 'references'>): {
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
} {
  const { messageId, references } = answered;
  const before = references.filter((id) => id !== messageId);
  const chain = [...new Set(messageId === null ? before : [...before, messageId])];
  const [root] = chain;
  return {
    inReplyTo: messageId,
    references:
      root === undefined || chain.length <= MAX_REFERENCES
        ? chain
        : [root, ...chain.slice(1 - MAX_REFERENCES)],
  };
}
