import type { MailAccount, SpecialUse } from '../mailbox/MailAccount.ts';
import { MessageContent } from '../mailbox/MessageContent.ts';
import { composeSeedMail, type SeedMail } from './composeSeedMail.ts';
import { people, type OwnerKey } from './people.ts';
import { BOOKINGS_FOLDER, RECIPES_FOLDER, SUPPLIERS_FOLDER } from './storyTypes.ts';
import { tellStory } from './tellStory.ts';

const USUAL: readonly (readonly [name: string, use: SpecialUse])[] = [
  ['Drafts', '\\Drafts'],
  ['Sent', '\\Sent'],
  ['Archive', '\\Archive'],
  ['Junk', '\\Junk'],
  ['Trash', '\\Trash'],
];

const OWNERS: readonly OwnerKey[] = ['alice', 'bob', 'carol'];

/** Gives everyone the usual folders and, with `story`, their mail up to `nowMs`. */
export const seedMailboxes = (
  find: (address: string) => MailAccount | undefined,
  options: { readonly nowMs: number; readonly story: boolean },
): void => {
  const accountOf = (owner: OwnerKey): MailAccount | undefined => find(people[owner].address);
  for (const owner of OWNERS) {
    const account = accountOf(owner);
    const own = owner === 'alice' && options.story ? [RECIPES_FOLDER, SUPPLIERS_FOLDER, BOOKINGS_FOLDER] : [];
    for (const [name, use] of USUAL) account?.create(name, use);
    for (const name of own) account?.create(name);
    for (const name of account?.names() ?? []) account?.subscribe(name);
  }
  if (!options.story) return;
  // The same mail lies in several mailboxes: composed once, its bytes are shared.
  const contents = new Map<SeedMail, MessageContent>();
  for (const { owner, folder, flags, mail } of tellStory(options.nowMs)) {
    const content = contents.get(mail) ?? new MessageContent(composeSeedMail(mail));
    contents.set(mail, content);
    accountOf(owner)?.require(folder).append(content, flags, mail.atMs);
  }
};
