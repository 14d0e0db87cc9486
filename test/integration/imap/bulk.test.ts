import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inlineParser } from '../../../main/engine/mime/inlineParser.ts';
import {
  Uid,
  UidValidity,
  type MessageSummary,
  type ServerSettings,
} from '../../../preload/contract/index.ts';
import type { GeneratedMessage } from '../../servers/generateMessage.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import { isAvailable, startMailServer } from '../../servers/startMailServer.ts';
import { CachedFolder } from './CachedFolder.ts';
import { errorOf, INBOX, never, openSource, settings, type Harness } from './imapHarness.ts';

const MESSAGES = 250;

/** Much at once: what the wire after the login is for. */
describe.skipIf(!isAvailable()).each(['none', 'tls', 'starttls'] as const)(
  'in bulk, security %s',
  (security) => {
    let server: MailServer;
    let sent: GeneratedMessage[];
    let harness: Harness;
    let cache: CachedFolder;

    beforeAll(async () => {
      server = await startMailServer();
      // Dovecot makes the user's directory, as the user it runs as.
      const plain = openSource(settings(server, 'alice'), server.password('alice'));
      await plain.source.listFolders(never);
      await plain.source.close();
      sent = server.fillMailbox('alice', MESSAGES);
      harness = openSource(await secured(), server.password('alice'));
      cache = new CachedFolder(harness.source, INBOX);
      await cache.sync(100);
    });
    afterAll(async () => {
      await harness.source.close();
      await server.stop();
    });

    /** Trusts the test server's certificate as a person would: by the one the refusal showed. */
    async function secured(): Promise<ServerSettings> {
      if (security === 'none') return settings(server, 'alice');
      const port = security === 'tls' ? server.ports.imaps : server.ports.imap;
      const open = settings(server, 'alice', { security, port });
      const unknown = openSource(open, server.password('alice'));
      const refusal = await errorOf(unknown.source.listFolders(never));
      await unknown.source.close();
      return { ...open, pinnedCertificate: refusal.certificate?.fingerprint ?? null };
    }

    const wanted = (uids: readonly number[]) => ({
      folder: INBOX,
      uidValidity: cache.uidValidity ?? UidValidity.parse(1),
      uids: uids.map((uid) => Uid.parse(uid)),
    });
    const all = Array.from({ length: MESSAGES }, (_, index) => index + 1);

    it('lists every message as its bytes say it', async () => {
      expect(cache.rows.size).toBe(MESSAGES);
      // Sizes of attachments are estimates on both sides, from other numbers.
      const parts = (row: Pick<MessageSummary, 'attachments'>): unknown =>
        row.attachments.map(({ partId, name, type }) => ({ partId, name, type }));
      for (const [index, message] of sent.entries()) {
        const row = cache.rows.get(index + 1);
        if (row === undefined) throw new Error(`no row for message ${index + 1}`);
        const expected = await inlineParser.summarize(message.raw);
        expect({ ...row, attachments: parts(row) }).toEqual({
          ...expected,
          attachments: parts(expected),
          uid: index + 1,
          flags: [],
          modseq: row.modseq,
          internalDate: message.date.getTime(),
        });
        expect(row.modseq).toMatch(/^\d+$/);
      }
    });

    it('brings exact bytes, set after set, to a reader that takes its time', async () => {
      const got = new Map<number, string>();
      for await (const { uid, source } of harness.source.readSources(wanted([...all, 9999]), never)) {
        got.set(uid, Buffer.from(source).toString('latin1'));
        if (uid % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      expect([...got.keys()].sort((left, right) => left - right)).toEqual(all);
      for (const [index, { raw }] of sent.entries()) expect(got.get(index + 1)).toBe(raw.toString('latin1'));
    });

    it('serves the next one after a reader that left, and after one that gave up', async () => {
      for await (const found of harness.source.readSources(wanted(all), never)) {
        expect(found.source.length).toBeGreaterThan(0);
        break;
      }
      const controller = new AbortController();
      const aborted = (async () => {
        for await (const found of harness.source.readSources(wanted(all), controller.signal))
          if (found.uid > 0) controller.abort();
      })();
      expect((await errorOf(aborted)).code).toBe('cancelled');
      let count = 0;
      for await (const found of harness.source.readSources(wanted(all), never))
        count += found.uid > 0 ? 1 : 0;
      expect(count).toBe(MESSAGES);
    });

    it('writes the dialogue down, but not a thousand lines of it', () => {
      const lines = harness.transcripts.list().flatMap(({ id }) => harness.transcripts.lines(id, -1));
      const text = lines.map((line) => line.text).join('\n');
      expect(text).toContain('UID FETCH 1:100 (UID BODY.PEEK[]');
      expect(text).toMatch(/and \d+ more FETCH responses/);
      expect(text).not.toContain(server.password('alice'));
      expect(text).not.toContain('MIME-Version');
    });
  },
);
