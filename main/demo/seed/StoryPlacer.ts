import type { Person, SeedMail } from './composeSeedMail.ts';
import { people, type OwnerKey, type PersonKey } from './people.ts';
import type { ListThread } from './storyList.ts';
import type { PlacedMail, StoryPost, StoryThread } from './storyTypes.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Older mail than this has been opened, whatever it is. */
const READ_AFTER_MS = 14 * DAY_MS;
const OWNERS: readonly OwnerKey[] = ['alice', 'bob', 'carol'];

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const toHtml = (text: string, contentId: string): string =>
  `<html><body style="font-family:Georgia,serif;font-size:16px;line-height:1.5;color:#222">\n${text
    .split('\n\n')
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('\n')}\n<p><img src="cid:${contentId}" alt="" width="360"></p>\n</body></html>\n`;

const quote = (author: Person, text: string): string => {
  const lines = text.split('\n').map((line) => (line === '' ? '>' : `> ${line}`));
  return `\n\n${author.name}:\n${lines.join('\n')}\n`;
};

/** Turns the story's conversations into messages with their References, and says in which mailboxes they lie. */
export class StoryPlacer {
  readonly placed: PlacedMail[] = [];
  private readonly nowMs: number;
  private nextId = 1;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  /** A Message-ID at the sender's domain. */
  messageId(from: Person): string {
    const id = `<${String(this.nextId).padStart(5, '0')}.seed@${from.address.slice(from.address.indexOf('@') + 1)}>`;
    this.nextId += 1;
    return id;
  }

  daysAgo(days: number): number {
    return Math.round(this.nowMs - days * DAY_MS);
  }

  put(owner: OwnerKey, folder: string, flags: readonly string[], mail: SeedMail): void {
    this.placed.push({ owner, folder, flags, mail });
  }

  thread(thread: StoryThread): void {
    const ids = thread.posts.map((post) => this.messageId(people[post.by]));
    const unreadFrom = thread.posts.length - (thread.unread ?? 0);
    let atMs = this.daysAgo(thread.daysAgo);
    for (const [index, post] of thread.posts.entries()) {
      atMs = Math.min(atMs + post.afterHours * HOUR_MS, this.nowMs - (thread.posts.length - index) * 60_000);
      const mail = this.mailOf(thread, post, index, ids, atMs);
      const answered = thread.posts[index + 1]?.by;
      for (const owner of OWNERS.filter((key) => thread.among.includes(key))) {
        this.putPost(thread, post, mail, {
          owner,
          unread: index >= unreadFrom,
          answered: answered === owner,
          first: index === 0,
        });
      }
    }
  }

  /** A conversation on the list, as alice gets it: from the list's server, with the list's header fields. */
  list(thread: ListThread): void {
    const ids = thread.posts.map((post) => this.messageId(people[post.by]));
    let atMs = this.daysAgo(thread.daysAgo);
    for (const [index, post] of thread.posts.entries()) {
      atMs += post.afterHours * HOUR_MS;
      this.put('alice', 'INBOX', thread.unread === true ? [] : ['\\Seen'], {
        atMs,
        messageId: ids[index] ?? '',
        from: people[post.by],
        to: [people.list],
        subject: index === 0 ? thread.subject : `Re: ${thread.subject}`,
        ...(index === 0 ? {} : { references: ids.slice(0, index) }),
        headers: [
          ['List-Id', 'Batter and griddle science <batter.lists.griddle-science.example>'],
          ['List-Post', `<mailto:${people.list.address}>`],
          [
            'List-Unsubscribe',
            '<mailto:batter-leave@lists.griddle-science.example>, <https://lists.griddle-science.example/leave>',
          ],
          ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
          ['Precedence', 'list'],
        ],
        text: `${post.text}\n\n_______________________________________________\nbatter mailing list, ${people.list.address}\n`,
      });
    }
  }

  private mailOf(
    thread: StoryThread,
    post: StoryPost,
    index: number,
    ids: readonly string[],
    atMs: number,
  ): SeedMail {
    const others = thread.among.filter((key) => key !== post.by).map((key) => people[key]);
    // One answers whoever wrote last; the others are copied.
    const before = thread.posts[index - 1];
    const addressee = before === undefined || before.by === post.by ? others[0] : people[before.by];
    const text = `${post.text}${before === undefined ? '\n' : quote(people[before.by], before.text)}`;
    const attachments = [...(post.picture === undefined ? [] : [post.picture]), ...(post.attachments ?? [])];
    const subject = thread.subject.replace(/^Re: /, '');
    return {
      atMs,
      messageId: ids[index] ?? '',
      from: people[post.by],
      to: addressee === undefined ? others : [addressee],
      cc: others.filter((person) => person !== addressee),
      subject: index === 0 ? subject : `Re: ${subject}`,
      ...(index === 0 ? {} : { references: ids.slice(0, index) }),
      text,
      ...(post.picture?.contentId === undefined ? {} : { html: toHtml(post.text, post.picture.contentId) }),
      ...(attachments.length === 0 ? {} : { attachments }),
      ...(post.flowed === true ? { flowed: true } : {}),
    };
  }

  private putPost(
    thread: StoryThread,
    post: StoryPost,
    mail: SeedMail,
    state: { owner: OwnerKey; unread: boolean; answered: boolean; first: boolean },
  ): void {
    const { owner } = state;
    const sent = (post.by satisfies PersonKey) === owner;
    const old = this.nowMs - mail.atMs > READ_AFTER_MS;
    const flags = [
      ...(sent || old || !state.unread ? ['\\Seen'] : []),
      ...(state.answered ? ['\\Answered'] : []),
      ...(thread.starred === true && state.first ? ['\\Flagged'] : []),
    ];
    const folder = owner === 'alice' ? (thread.folder ?? 'INBOX') : 'INBOX';
    this.put(owner, sent ? 'Sent' : folder, flags, mail);
  }
}
