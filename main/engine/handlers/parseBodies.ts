import { MailError, type MessageBody, type Uid } from '../../../preload/contract/index.ts';
import type { MessageParser } from '../ports.ts';

interface Source {
  readonly uid: Uid;
  readonly source: Uint8Array;
}
type Choice = Parameters<MessageParser['parse']>[3];

/** What one thread is given at a time: enough that the handing over costs little, small enough to keep both busy. */
const GROUP_MESSAGES = 16;
const GROUP_BYTES = 256 * 1024;
/** From here on a message goes alone: its memory is handed over then, not copied. */
const LARGE_BYTES = 64 * 1024;
/** Sources that wait for a thread; above this the next ones are not even read from the server. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;

/** Parses messages as they come, in groups: the next ones are fetched while the last are parsed in their threads. */
export async function parseBodies(
  parser: MessageParser,
  sources: AsyncIterable<Source>,
  signal: AbortSignal,
  choice: Choice,
): Promise<MessageBody[]> {
  const parsed: Promise<MessageBody[]>[] = [];
  let waiting: { readonly settled: Promise<void>; readonly bytes: number }[] = [];
  let group: Source[] = [];
  let groupBytes = 0;
  const give = (): void => {
    const done = parseGroup(parser, group, signal, choice);
    // Its error is Promise.all's to tell; until then it is nobody's.
    const settled = done.then(
      () => leave(),
      () => leave(),
    );
    const entry = { settled, bytes: groupBytes };
    const leave = (): void => {
      waiting = waiting.filter((other) => other !== entry);
    };
    waiting.push(entry);
    parsed.push(done);
    group = [];
    groupBytes = 0;
  };
  for await (const source of sources) {
    if (source.source.length >= LARGE_BYTES && group.length > 0) give();
    group.push(source);
    groupBytes += source.source.length;
    if (group.length >= GROUP_MESSAGES || groupBytes >= GROUP_BYTES || source.source.length >= LARGE_BYTES)
      give();
    while (waiting.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_WAITING_BYTES) await waiting[0]?.settled;
  }
  if (group.length > 0) give();
  return (await Promise.all(parsed)).flat();
}

/** All at once; when one of them breaks the parser, each on its own, so that the others come. */
async function parseGroup(
  parser: MessageParser,
  group: readonly Source[],
  signal: AbortSignal,
  choice: Choice,
): Promise<MessageBody[]> {
  if (group.length > 1) {
    try {
      return await parser.parseAll(group, signal, choice);
    } catch (error) {
      if (!(error instanceof MailError) || error.code !== 'protocol.garbage') throw error;
    }
  }
  return Promise.all(
    group.map(({ uid, source }) =>
      parser.parse(source, uid, signal, choice).catch((error: unknown) => unreadable(uid, error)),
    ),
  );
}

/** A message that breaks the parser is shown as empty, with its source to look at; the others of its batch come. */
function unreadable(uid: Uid, error: unknown): MessageBody {
  if (!(error instanceof MailError) || error.code !== 'protocol.garbage') throw error;
  return { uid, headers: [], text: null, html: null, attachments: [], inlineParts: [], truncated: true };
}
