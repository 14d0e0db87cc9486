import type { MessageBody, PartId, Uid } from '../../../preload/contract/index.ts';
import type { ReadingChoice } from './mimeReading.ts';
import { parseMessage, parsePart, summarizeSource, type ParseChoice } from './parseMessage.ts';
import type { SourceSummary } from './summarizeSource.ts';

/** What is asked of a parsing thread, and what it answers; both cross by structured clone. */
export type ParseJob =
  | { readonly kind: 'message'; readonly source: Uint8Array; readonly uid: Uid; readonly choice: ParseChoice }
  | {
      readonly kind: 'messages';
      readonly messages: readonly { readonly source: Uint8Array; readonly uid: Uid }[];
      readonly choice: ParseChoice;
    }
  | { readonly kind: 'part'; readonly source: Uint8Array; readonly partId: PartId }
  | { readonly kind: 'summary'; readonly source: Uint8Array; readonly choice: ReadingChoice };

export type ParseAnswer = MessageBody | MessageBody[] | Awaited<ReturnType<typeof parsePart>> | SourceSummary;

export async function runParseJob(job: ParseJob): Promise<ParseAnswer> {
  switch (job.kind) {
    case 'message':
      return parseMessage(job.source, job.uid, job.choice);
    case 'messages':
      return Promise.all(job.messages.map(({ source, uid }) => parseMessage(source, uid, job.choice)));
    case 'part':
      return parsePart(job.source, job.partId);
    case 'summary':
      return summarizeSource(job.source, job.choice);
  }
}
