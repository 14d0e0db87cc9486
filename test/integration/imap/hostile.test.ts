import { afterEach, describe, expect, it } from 'vitest';
import { Uid, UidValidity, type ServerSettings } from '../../../preload/contract/index.ts';
import type { StandingRule } from '../../servers/script.ts';
import { ScriptedServer } from '../../servers/scriptedServer.ts';
import { CachedFolder } from './CachedFolder.ts';
import { errorOf, INBOX, never, openSource, type Harness } from './imapHarness.ts';

const running: { server: ScriptedServer; harness: Harness }[] = [];
afterEach(async () => {
  for (const { server, harness } of running.splice(0)) {
    await harness.source.close();
    expect(server.failures).toEqual([]);
    await server.stop();
  }
});

const ordinary: StandingRule[] = [
  { expect: / CAPABILITY$/i, reply: ['* CAPABILITY IMAP4rev1', '{tag} OK done'] },
  { expect: / LOGIN /i, reply: ['{tag} OK in'] },
  { expect: / NAMESPACE$/i, reply: ['{tag} OK'] },
  { expect: / LIST /i, reply: ['* LIST (\\Noselect) "/" ""', '{tag} OK'] },
  { expect: / LOGOUT$/i, reply: ['* BYE', '{tag} OK'] },
  { expect: / SELECT /i, reply: ['* 2 EXISTS', '* OK [UIDVALIDITY 9] ok', '* OK [UIDNEXT 8] ok', '{tag} OK [READ-WRITE] ok'] },
  { expect: / UID SEARCH UNSEEN$/i, reply: ['* SEARCH 7', '{tag} OK'] },
]; // prettier-ignore

/** A server that is ordinary but for these rules. */
async function open(rules: StandingRule[]): Promise<CachedFolder> {
  const server = await ScriptedServer.start({
    greeting: ['* OK hi'],
    steps: [],
    always: [...rules, ...ordinary],
  });
  const settings: ServerSettings = {
    host: server.host,
    port: server.port,
    security: 'none',
    user: 'alice',
    auth: 'password',
    pinnedCertificate: null,
  };
  const harness = openSource(settings, 'secret');
  running.push({ server, harness });
  return new CachedFolder(harness.source, INBOX);
}

const good = '* 1 FETCH (UID 5 FLAGS (\\Seen) RFC822.SIZE 10)';

describe('a hostile or broken server', () => {
  it('repeats a UID, volunteers others and sends nonsense numbers: one row each, none invented', async () => {
    const cache = await open([
      {
        expect: / FETCH /i,
        reply: [good, good, '* 9 FETCH (UID 999 FLAGS ())', '* 2 FETCH (UID -4 FLAGS ())', '* 2 FETCH (UID 7 FLAGS () RFC822.SIZE -1)', '{tag} OK'],
      },
    ]); // prettier-ignore
    await cache.step();
    expect(cache.state()).toEqual([
      [5, ['\\Seen']],
      [7, []],
    ]);
  });

  it('sends an envelope that cannot be read: the message is shown with what can be had', async () => {
    const cache = await open([
      {
        expect: / FETCH .*ENVELOPE/i,
        reply: [good, '* 2 FETCH (UID 7 FLAGS () ENVELOPE ("unclosed) BODYSTRUCTURE', '{tag} OK'],
      },
      { expect: / FETCH /i, reply: [good, '* 2 FETCH (UID 7 FLAGS (\\Flagged) RFC822.SIZE 20)', '{tag} OK'] },
    ]);
    await cache.step();
    expect(cache.state()).toEqual([
      [5, ['\\Seen']],
      [7, ['\\Flagged']],
    ]);
  });

  it('ends in the middle of a literal: an error, no rows', async () => {
    const cache = await open([
      {
        expect: / FETCH /i,
        reply: '* 1 FETCH (UID 5 BODY[HEADER.FIELDS (REFERENCES)] {500}\r\nabc',
        close: 'end',
      },
    ]);
    expect((await errorOf(cache.step())).code).toBe('network.closed');
    expect(cache.state()).toEqual([]);
  });

  it('does not answer a SEARCH: nothing is taken for gone', async () => {
    let exists = 2;
    const cache = await open([
      {
        expect: / SELECT /i,
        reply: ({ tag }) => [
          `* ${exists} EXISTS`,
          '* OK [UIDVALIDITY 9] ok',
          '* OK [UIDNEXT 8] ok',
          '* OK [HIGHESTMODSEQ 5] ok',
          `${tag} OK`,
        ],
      },
      { expect: / FETCH /i, reply: [good, '* 2 FETCH (UID 7 FLAGS ())', '{tag} OK'] },
      { expect: / UID SEARCH UID /i, reply: ['{tag} OK done'] },
    ]);
    await cache.step();
    exists = 1;
    expect((await errorOf(cache.step())).code).toBe('protocol.unexpected');
    expect(cache.state().map(([uid]) => uid)).toEqual([5, 7]);
  });

  it('selects without UIDVALIDITY: an error, not a guess', async () => {
    const cache = await open([{ expect: / SELECT /i, reply: ['* 2 EXISTS', '{tag} OK'] }]);
    expect((await errorOf(cache.step())).code).toBe('protocol.unexpected');
  });

  /** The bodies that come for these UIDs, in order of arrival. */
  async function bodies(rules: StandingRule[], uids: readonly number[]): Promise<[number, string][]> {
    await open(rules);
    const source = running.at(-1)?.harness.source;
    const got: [number, string][] = [];
    const wanted = {
      folder: INBOX,
      uidValidity: UidValidity.parse(9),
      uids: uids.map((uid) => Uid.parse(uid)),
    };
    for await (const { uid, source: bytes } of source?.readSources(wanted, never) ?? [])
      got.push([uid, Buffer.from(bytes).toString('latin1')]);
    return got;
  }
  const body = (sequence: number, uid: number, text: string): string =>
    `* ${sequence} FETCH (UID ${uid} BODY[] {${text.length}}\r\n${text})`;

  it('sends a body twice, one as NIL, one as a quoted string and one nobody asked for', async () => {
    const reply = [
      body(1, 5, 'five'),
      body(1, 5, 'again'),
      '* 2 FETCH (UID 6 BODY[] NIL)',
      '* 3 FETCH (UID 7 BODY[] "seven")',
      body(4, 8, 'eight'),
      '{tag} OK',
    ];
    expect(await bodies([{ expect: / UID FETCH /i, reply }], [5, 6, 7])).toEqual([
      [5, 'five'],
      [7, 'seven'],
    ]);
  });

  it('works on two sets at once and mixes their answers', async () => {
    let first = '';
    const rule: StandingRule = {
      expect: / UID FETCH /i,
      reply: ({ tag }) => {
        if (first !== '') return [body(101, 101, 'last'), body(2, 2, 'two'), `${tag} OK`, `${first} OK`];
        first = tag;
        return [body(1, 1, 'one')];
      },
    };
    const uids = Array.from({ length: 101 }, (_, index) => index + 1);
    expect(await bodies([rule], uids)).toEqual([
      [1, 'one'],
      [101, 'last'],
      [2, 'two'],
    ]);
  });

  it.each([
    ['says a literal is shorter than it is', '* 1 FETCH (UID 5 BODY[] {3}\r\nfive\r\n* VANISHED 1:9\r\n)'],
    ['answers what nobody asked', 'X99 OK done'],
    ['is no IMAP server after all', 'HTTP/1.1 200 OK'],
  ])('%s: an error with a reason, and the connection is given up', async (_name, line) => {
    const rule: StandingRule = { expect: / UID FETCH /i, reply: [line, '{tag} OK'] };
    expect((await errorOf(bodies([rule], [5]))).code).toBe('protocol.garbage');
  });
});
