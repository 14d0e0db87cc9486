import type { MessageParser } from '../ports.ts';
import { parseMessage, parsePart, summarizeSource } from './parseMessage.ts';

/** Parses on the calling thread: for tests and tools. The app parses in threads (`ThreadParser`). */
export const inlineParser: MessageParser = {
  parse: (source, uid, _signal, choice) => parseMessage(source, uid, choice),
  parseAll: (messages, _signal, choice) =>
    Promise.all(messages.map(({ source, uid }) => parseMessage(source, uid, choice))),
  part: (source, partId) => parsePart(source, partId),
  summarize: (source, _signal, choice) => summarizeSource(source, choice),
  close: async () => undefined,
};
