import { afterEach, expect, test, vi } from 'vitest';
import type { MessageBody, MessageSummary, Uid } from '../../../../preload/contract/index.ts';
import { openDatabase, type NaruDatabase } from '../../../../renderer/db/openDatabase.ts';
import { messagesWithoutBody } from '../../../../renderer/db/queries/bodyQueries.ts';
import { body, messageOrder } from '../../../../renderer/db/queries/messageQueries.ts';
import { watchMessageOrder } from '../../../../renderer/db/queries/watchMessageOrder.ts';
import { clearCache } from '../../../../renderer/db/writes/clearCache.ts';
import { commitSyncBatch } from '../../../../renderer/db/writes/commitSyncBatch.ts';
import { recordChange } from '../../../../renderer/db/writes/recordChange.ts';
import { replaceFolders } from '../../../../renderer/db/writes/replaceFolders.ts';
import { storeBodies } from '../../../../renderer/db/writes/storeBodies.ts';
import { undoChange } from '../../../../renderer/db/writes/undoChange.ts';
import { applyFlagDelta, isFlagged, isUnread } from '../../../../renderer/domain/flags.ts';
import type { MessageChange } from '../../../../renderer/domain/messageChange.ts';
import { includesUid, parseUidSet } from '../../../../renderer/domain/uidSet.ts';
import {
  accountId,
  allRows,
  batch,
  cursor,
  folderInfo,
  inbox,
  openTestDatabase,
  path,
  randomSource,
  summary,
  uid,
  uidSet,
  validity,
} from '../sync/fixtures.ts';

const STEPS = 90;
const flagChoices = ['\\Seen', '\\Flagged', '$Work', '\\Answered'];
const opened: NaruDatabase[] = [];
afterEach(async () => {
  for (const database of opened.splice(0)) await database.delete();
});

interface Held {
  summary: MessageSummary;
  text: string | null;
}
interface Change {
  readonly opId: string;
  readonly uids: ReadonlySet<number>;
  readonly change: MessageChange;
}

/** The cache as anyone would write it down first: a map, a list of changes, and a sort. */
class Model {
  messages = new Map<number, Held>();
  changes: Change[] = [];

  shown(id: number): { readonly flags: readonly string[]; readonly hidden: 0 | 1 } {
    let flags: readonly string[] = this.messages.get(id)?.summary.flags ?? [];
    let hidden: 0 | 1 = 0;
    for (const { uids, change } of this.changes) {
      if (!uids.has(id)) continue;
      if (change.kind === 'flags') flags = applyFlagDelta(flags, change);
      else if (change.kind !== 'copy') hidden = 1;
    }
    return { flags, hidden };
  }

  order(isWanted: (flags: readonly string[]) => boolean): number[] {
    return [...this.messages.values()]
      .map(({ summary: held }) => held)
      .filter((held) => this.shown(held.uid).hidden === 0 && isWanted(this.shown(held.uid).flags))
      .sort((a, b) => (b.date ?? 0) - (a.date ?? 0) || b.uid - a.uid)
      .map((held) => held.uid);
  }
}

const letter = (id: number, text: string): MessageBody => ({
  uid: uid(id),
  headers: [],
  text,
  html: null,
  attachments: [],
  inlineParts: [],
  truncated: false,
});

test.each([11, 12, 13])('blocks show what a map would: seed %i', { timeout: 60_000 }, async (seed) => {
  const random = randomSource(seed);
  const database = await openTestDatabase();
  // Another tab: its list follows by what the commits tell.
  const other = openDatabase(database.name);
  opened.push(other, database);
  let followed: readonly Uid[] = [];
  const errors: unknown[] = [];
  const stop = watchMessageOrder(
    other,
    inbox,
    { filter: 'all' },
    { onOrder: (uids) => (followed = uids), onError: (error) => errors.push(error) },
  );
  const model = new Model();
  let at: string | null = null;
  let made = 0;
  let validityNow = 1;
  const context = () => ({ newOperationId: () => `op${(made += 1)}`, nowMs: made });
  // Some close together, some far apart: many in a block, and many blocks.
  const anyUid = () => 1 + (random.chance(0.6) ? random.below(700) : random.below(40) * 5003);
  const someUids = (most: number) => [...new Set(Array.from({ length: 1 + random.below(most) }, anyUid))];
  const known = () => [...model.messages.keys()];

  const commit = async (): Promise<void> => {
    const isRenumbered = random.chance(0.04);
    if (isRenumbered) validityNow += 1;
    const isReset = at === null || isRenumbered;
    const added = someUids(60).map((id) =>
      summary(id, random.some(flagChoices, 2), {
        // Not in the order of the UIDs, and not all different.
        date: random.below(500) * 1000,
        internalDate: 1_000_000_000,
        subject: `message ${id} of ${at}`,
        sizeBytes: random.below(3000),
      }),
    );
    const vanished = uidSet(random.chance(0.5) ? random.some(known(), 5).join(',') : '');
    const low = anyUid();
    const present = random.chance(0.1)
      ? { low: uid(low), high: uid(low + 300), uids: uidSet(random.some(known(), 200).join(',')) }
      : null;
    const flagChanges = random.some([...known(), 99_999], 20).map((id) => ({
      uid: uid(id),
      flags: random.some(flagChoices, 3),
      modseq: null,
    }));
    const nextCursor = cursor(`${(made += 1)}`);
    const step = batch({
      added,
      vanished,
      present,
      flagChanges,
      nextCursor,
      uidValidity: validity(validityNow),
    });
    expect(
      await commitSyncBatch(database, inbox, at === null ? null : cursor(at), { ...step, reset: isReset }),
    ).toBe('committed');
    at = nextCursor;
    if (isReset) model.messages.clear();
    if (isRenumbered) model.changes = [];
    const gone = (id: number) =>
      includesUid(parseUidSet(vanished), id) ||
      (present !== null &&
        id >= present.low &&
        id <= present.high &&
        !includesUid(parseUidSet(present.uids), id));
    for (const id of known().filter(gone)) model.messages.delete(id);
    for (const one of added)
      model.messages.set(one.uid, { summary: one, text: model.messages.get(one.uid)?.text ?? null });
    for (const { uid: id, flags } of flagChanges) {
      const held = model.messages.get(id);
      if (held !== undefined) held.summary = { ...held.summary, flags };
    }
  };
  const change = async (): Promise<void> => {
    if (at === null) return;
    const what = random.pick<MessageChange>([
      { kind: 'flags', add: [random.pick(flagChoices)], remove: [random.pick(flagChoices)] },
      { kind: 'move', destination: path('Archive') },
      { kind: 'copy', destination: path('Archive') },
      { kind: 'delete' },
    ]);
    const uids = random.some(known(), what.kind === 'flags' ? 30 : 4);
    // Where it would do nothing it is left out, as the server may think otherwise by the time it is pushed.
    const listed = uids.filter((id) => {
      const { flags, hidden } = model.shown(id);
      return hidden === 0 && (what.kind !== 'flags' || applyFlagDelta(flags, what).join() !== flags.join());
    });
    const [opId] = await recordChange(database, inbox, uids.map(uid), what, context());
    if (opId !== undefined) model.changes.push({ opId, uids: new Set(listed), change: what });
  };
  const undo = async (): Promise<void> => {
    const last = random.pick(model.changes);
    if (last === undefined) return;
    await undoChange(database, [last.opId], context());
    model.changes = model.changes.filter(({ opId }) => opId !== last.opId);
  };
  const bodies = async (): Promise<void> => {
    const uids = [...random.some(known(), 40), 99_999];
    const letters = uids.map((id) => letter(id, `text ${id} ${'x '.repeat(random.below(6000))}`));
    await storeBodies(database, inbox, validity(validityNow), letters);
    for (const { uid: id, text } of letters) {
      const held = model.messages.get(id);
      if (held !== undefined) held.text ??= text;
    }
  };
  const forget = async (): Promise<void> => {
    if ((await database.pendingOperations.count()) === 0) {
      await clearCache(database);
      await replaceFolders(database, accountId, [folderInfo('INBOX', 'inbox'), folderInfo('Archive')]);
    } else {
      await replaceFolders(database, accountId, [folderInfo('Archive')]);
      await replaceFolders(database, accountId, [folderInfo('INBOX', 'inbox'), folderInfo('Archive')]);
    }
    model.messages.clear();
    // What was waiting is parked, and lies over nothing.
    model.changes = [];
    at = null;
  };
  const check = async (): Promise<void> => {
    const row = await database.folders.get(inbox);
    const withText = [...model.messages].filter(([, { text }]) => text !== null);
    const texts = await Promise.all(
      withText.map(async ([id]) => [id, (await body(database, inbox, uid(id)))?.body.text]),
    );
    const stored = async (table: 'summaries' | 'previews') =>
      (await database[table].toArray()).flatMap(({ uids }) => [...uids]).sort((a, b) => a - b);
    const packed = (await database.bodyPacks.toArray()).flatMap((pack) => pack.bodies.map((one) => one.uid));
    const ascending = known().sort((a, b) => a - b);
    const small = { limit: 1000, maxBytes: 1500 };
    expect({
      rows: (await allRows(database)).map(({ uid: id, summary: { subject }, flags, hidden, hasBody }) => [
        id,
        subject,
        flags,
        hidden,
        hasBody,
      ]),
      order: await messageOrder(database, inbox, { filter: 'all' }),
      unreadOrder: await messageOrder(database, inbox, { filter: 'unread' }),
      flaggedOrder: await messageOrder(database, inbox, { filter: 'flagged' }),
      total: row?.total,
      unread: row?.unread,
      texts,
      summaries: await stored('summaries'),
      previews: await stored('previews'),
      packed: packed.sort((a, b) => a - b),
      missing: (await messagesWithoutBody(database, inbox, small)).map((one) => one.uid),
    }).toEqual({
      rows: ascending.map((id) => {
        const held = model.messages.get(id);
        const { flags, hidden } = model.shown(id);
        return [id, held?.summary.subject, flags, hidden, (held?.text ?? null) !== null];
      }),
      order: model.order(() => true),
      unreadOrder: model.order(isUnread),
      flaggedOrder: model.order(isFlagged),
      total: model.order(() => true).length,
      unread: model.order(isUnread).length,
      texts: withText.map(([id, { text }]) => [id, text]),
      summaries: ascending,
      previews: withText.map(([id]) => id).sort((a, b) => a - b),
      packed: withText.map(([id]) => id).sort((a, b) => a - b),
      missing: model
        .order(() => true)
        .filter((id) => {
          const held = model.messages.get(id);
          return held?.text === null && held.summary.sizeBytes <= 1500;
        }),
    });
    await vi.waitFor(() => expect(followed).toEqual(model.order(() => true)));
  };

  for (let step = 0; step < STEPS; step += 1) {
    const what = random.next();
    if (what < 0.4) await commit();
    else if (what < 0.6) await change();
    else if (what < 0.7) await undo();
    else if (what < 0.97) await bodies();
    else await forget();
    if (step % 5 === 0) await check();
  }
  await check();
  stop();
  expect(errors).toEqual([]);
});
