import type { DemoStatus } from '../../preload/contract/model/demo.ts';
import type { DemoWorld } from './demoTypes.ts';
import { decodeHeaderText } from './mime/decodeText.ts';
import { fieldValue, parseHeader } from './mime/parseHeader.ts';

const MAX_SHOWN = 1000;
const MAX_TEXT = 2000;

const subjectOf = (source: Buffer): string =>
  decodeHeaderText(fieldValue(parseHeader(source, 0, source.length).fields, 'subject') ?? '').slice(
    0,
    MAX_TEXT,
  );

/** The world as the contract's `demo.status` shows it. */
export const demoStatus = (world: DemoWorld): DemoStatus => {
  const accounts = world.accounts();
  const domains = world.domains();
  return {
    running: domains.some((domain) => domain.isUp),
    servers: domains.map((domain) => ({
      domain: domain.name,
      up: domain.isUp,
      users: accounts.map(({ address }) => address).filter((address) => address.endsWith(`@${domain.name}`)),
      queue: domain.queue.slice(0, MAX_SHOWN).map((message) => ({
        id: message.id,
        from: message.sender,
        to: [...message.recipients],
        subject: subjectOf(message.source),
        attempts: message.attempts,
        nextAttemptAt: message.nextAttemptAtMs,
        lastError: (message.lastError ?? '').slice(0, MAX_TEXT),
      })),
    })),
  };
};
