import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImapSession } from '../../../../main/demo/imap/ImapSession.ts';
import { MailAccount } from '../../../../main/demo/mailbox/MailAccount.ts';
import { MessageContent } from '../../../../main/demo/mailbox/MessageContent.ts';

const NOW = Date.UTC(2026, 10, 14, 9, 30);

const MIXED = [
  'From: "Bob, of the lab" <bob@hamburger.edu>',
  'To: undisclosed-recipients:;',
  'Subject: parts',
  'Date: Fri, 13 Nov 2026 23:30:00 -0500',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="b 1"',
  '',
  'preamble',
  '--b 1',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'one',
  '--b 1',
  'Content-Type: message/rfc822',
  '',
  'Subject: inner',
  'Content-Type: multipart/alternative; boundary=c',
  '',
  '--c',
  '',
  'inner text',
  '--c--',
  '--b 1--',
  '',
].join('\r\n');

const SIMPLE = 'Subject: =?utf-8?B?66mU67CA?=\r\nX-A: 1\r\nX-B: 2\r\n\r\nbody text\r\n';

interface Client {
  readonly account: MailAccount;
  say(...lines: string[]): string[];
  readonly session: ImapSession;
  readonly isClosed: () => boolean;
}

const connect = (account = createAccount()): Client => {
  let output = '';
  let closed = false;
  const session = new ImapSession({
    send: (bytes) => (output += bytes),
    close: () => (closed = true),
    authenticate: (user, password) => (account.accepts(user, password) ? account : undefined),
    now: () => NOW,
  });
  session.start();
  output = '';
  return {
    account,
    session,
    isClosed: () => closed,
    say: (...lines) => {
      session.receive(Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'latin1'));
      const said = output;
      output = '';
      return said.split('\r\n').slice(0, -1);
    },
  };
};

const createAccount = (): MailAccount => {
  const account = new MailAccount({ address: 'alice@crepes.fr', password: 'p w', uidValidity: 7 });
  account.inbox.append(new MessageContent(Buffer.from(MIXED)), ['\\Seen'], Date.UTC(2026, 10, 13));
  account.inbox.append(new MessageContent(Buffer.from(SIMPLE)), ['$Junk'], Date.UTC(2026, 10, 14));
  return account;
};

const loggedIn = (account?: MailAccount): Client => {
  const client = connect(account);
  client.say('a LOGIN alice "p w"', 'b SELECT inbox');
  return client;
};

describe('ImapSession', () => {
  it.each([
    [
      'wrong password',
      'a LOGIN alice nope',
      'a NO [AUTHENTICATIONFAILED] The user name or the password is wrong',
    ],
    ['before login', 'a SELECT INBOX', 'a BAD Log in first'],
    ['no such command', 'a XYZZY', 'a BAD Unknown command'],
    ['no tag', '??', '* BAD Expected a tag and a command'],
    ['prototype member', 'a constructor', 'a BAD Unknown command'],
    ['UID of nothing', 'a UID NOOP', 'a BAD Unknown command'],
  ])('%s', (_name, line, answer) => {
    expect(connect().say(line)).toEqual([answer]);
  });

  it('takes literals, synchronising and not, and AUTHENTICATE in both forms', () => {
    expect(connect().say('a LOGIN {5}', 'alice {3+}', 'p w')).toEqual([
      '+ Ready for the literal',
      expect.stringMatching(/^a OK/),
    ]);
    const plain = Buffer.from('\0alice\0p w').toString('base64');
    expect(connect().say(`a AUTHENTICATE PLAIN ${plain}`)).toEqual([expect.stringMatching(/^a OK/)]);
    expect(connect().say('a AUTHENTICATE PLAIN', plain)).toEqual(['+ ', expect.stringMatching(/^a OK/)]);
    expect(connect().say('a AUTHENTICATE PLAIN', '*')).toEqual(['+ ', 'a BAD Authentication cancelled']);
  });

  it.each<[string, string[]]>([
    ['BODY.PEEK[1]', ['* 1 FETCH (BODY[1] "one")']],
    [
      'BODY.PEEK[1.MIME]',
      ['* 1 FETCH (BODY[1.MIME] {43}', 'Content-Type: text/plain; charset=utf-8', '', ')'],
    ],
    ['BODY.PEEK[2.1]', ['* 1 FETCH (BODY[2.1] "inner text")']],
    [
      'BODY.PEEK[2.HEADER.FIELDS (subject)]',
      ['* 1 FETCH (BODY[2.HEADER.FIELDS (SUBJECT)] {18}', 'Subject: inner', '', ')'],
    ],
    ['BODY.PEEK[3]', ['* 1 FETCH (BODY[3] NIL)']],
    ['BODY.PEEK[1]<1.1>', ['* 1 FETCH (BODY[1]<1> "n")']],
    ['BODY.PEEK[1]<9.5>', ['* 1 FETCH (BODY[1]<9> "")']],
    ['(UID INTERNALDATE)', ['* 1 FETCH (UID 1 INTERNALDATE "13-Nov-2026 00:00:00 +0000")']],
    [
      'ENVELOPE',
      [
        '* 1 FETCH (ENVELOPE ("Fri, 13 Nov 2026 23:30:00 -0500" "parts" (("Bob, of the lab" NIL "bob" "hamburger.edu")) (("Bob, of the lab" NIL "bob" "hamburger.edu")) (("Bob, of the lab" NIL "bob" "hamburger.edu")) ((NIL NIL "undisclosed-recipients" NIL)(NIL NIL NIL NIL)) NIL NIL NIL NIL))',
      ],
    ],
    [
      'BODY',
      [
        '* 1 FETCH (BODY (("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 3 0)("message" "rfc822" NIL NIL NIL "7bit" 91 (NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL) (("text" "plain" NIL NIL NIL "7bit" 10 0) "alternative") 6) "mixed"))',
      ],
    ],
  ])('FETCH 1 %s', (items, expected) => {
    expect(loggedIn().say(`c FETCH 1 ${items}`)).toEqual([...expected, 'c OK Fetch completed']);
  });

  it('reading marks as read, peeking does not, and EXAMINE never', () => {
    const client = loggedIn();
    expect(client.say('c FETCH 2 BODY.PEEK[TEXT]')[0]).toBe('* 2 FETCH (BODY[TEXT] {11}');
    expect(client.say('d FETCH 2 BODY[HEADER.FIELDS (X-B)]').join('|')).toBe(
      '* 2 FETCH (BODY[HEADER.FIELDS (X-B)] {10}|X-B: 2|| FLAGS ($Junk \\Seen \\Recent))|d OK Fetch completed',
    );
    client.say('e STORE 2 -FLAGS.SILENT (\\Seen)', 'f EXAMINE INBOX', 'g FETCH 2 BODY[]');
    expect(client.account.inbox.get(2)?.flags.has('\\Seen')).toBe(false);
    expect(client.say('h STORE 2 +FLAGS (\\Seen)')).toEqual([
      'h NO [READ-ONLY] The mailbox was opened for reading only',
    ]);
  });

  it.each<[string, string]>([
    ['ALL', ' 1 2'],
    ['SEEN', ' 1'],
    ['UNKEYWORD $junk', ' 1'],
    ['SUBJECT parts', ' 1'],
    ['CHARSET UTF-8 SUBJECT {6+}\r\n\xeb\xa9\x94\xeb\xb0\x80', ' 2'],
    ['BODY "inner text"', ' 1'],
    ['TEXT x-b', ' 2'],
    ['HEADER X-A ""', ' 2'],
    ['FROM bob NOT SEEN', ''],
    ['OR FROM bob KEYWORD $Junk', ' 1 2'],
    ['(UNSEEN) 1:*', ' 2'],
    ['UID 2', ' 2'],
    ['SINCE 14-Nov-2026', ' 2'],
    ['ON 13-Nov-2026', ' 1'],
    ['BEFORE 13-Nov-2026', ''],
    ['SENTON "13-Nov-2026"', ' 1'],
    ['LARGER 100', ' 1'],
    ['SMALLER 100', ' 2'],
    ['MODSEQ 3', ' 2 (MODSEQ 3)'],
    ['RECENT NEW', ' 2'],
    ['OLD', ''],
  ])('SEARCH %s', (keys, found) => {
    expect(loggedIn().say(`c SEARCH ${keys}`)).toEqual([`* SEARCH${found}`, 'c OK Search completed']);
  });

  it('refuses an unknown charset and an endless nesting', () => {
    const client = loggedIn();
    expect(client.say('c SEARCH CHARSET KOI8-R ALL')).toEqual([
      'c NO [BADCHARSET (US-ASCII UTF-8)] That charset is not supported',
    ]);
    expect(client.say(`d SEARCH ${'NOT '.repeat(100)}ALL`)).toEqual([
      'd BAD The search is nested too deeply',
    ]);
    expect(client.say(`e SEARCH ${'('.repeat(5000)}`)).toEqual(['e BAD The search is nested too deeply']);
  });

  it('tells another session of changes, numbers changing only when they may', () => {
    const account = createAccount();
    const one = loggedIn(account);
    const two = loggedIn(account);
    two.say('c STORE 1 +FLAGS.SILENT (\\Deleted)', 'd EXPUNGE', 'e APPEND INBOX {3+}', 'abc');
    expect(one.say('c FETCH 2 UID')).toEqual([
      '* 2 FETCH (UID 2)',
      '* 3 EXISTS',
      '* 2 RECENT',
      'c OK Fetch completed',
    ]);
    expect(one.say('d NOOP')).toEqual(['* 1 EXPUNGE', 'd OK Noop completed']);
    expect(one.say('e IDLE')).toEqual(['+ idling']);
    two.say('f STORE 1 +FLAGS (\\Flagged)');
    expect(one.say('DONE')[0]).toMatch(/^\* 1 FETCH \(UID 2 FLAGS \(\$Junk \\Flagged/);
  });

  it.each<[string, string[]]>([
    ['LIST "" %', ['* LIST (\\HasNoChildren) "/" "INBOX"', '* LIST (\\HasChildren) "/" "a"']],
    ['LIST "" "a/*"', ['* LIST (\\HasNoChildren) "/" "a/&wuA-"']],
    ['LIST "" ""', ['* LIST (\\Noselect) "/" ""']],
    ['LIST (SUBSCRIBED) "" *', ['* LIST (\\HasNoChildren \\Subscribed) "/" "INBOX"']],
    ['LSUB "" *', ['* LSUB () "/" "INBOX"']],
    [
      'LIST "" (inbox) RETURN (SUBSCRIBED STATUS (MESSAGES UNSEEN))',
      ['* LIST (\\HasNoChildren \\Subscribed) "/" "INBOX"', '* STATUS "INBOX" (MESSAGES 2 UNSEEN 1)'],
    ],
  ])('%s', (command, expected) => {
    const client = loggedIn();
    client.say('c CREATE "a/&wuA-"');
    expect(client.say(`d ${command}`).slice(0, -1)).toEqual(expected);
  });

  it('renames with what is below, and refuses what cannot be', () => {
    const client = loggedIn();
    client.say('c CREATE a/b/c', 'd RENAME a x/y');
    expect(client.account.names()).toEqual(['INBOX', 'x', 'x/y', 'x/y/b', 'x/y/b/c']);
    expect(
      client.say('e DELETE x', 'f DELETE INBOX', 'g CREATE x', 'h RENAME x x/z', 'i CREATE a//b'),
    ).toEqual([
      'e NO [HASCHILDREN] Delete the mailboxes below it first',
      'f NO [CANNOT] The inbox cannot be deleted',
      'g NO [ALREADYEXISTS] That mailbox exists already',
      'h NO [CANNOT] A mailbox cannot move below itself',
      'i NO [CANNOT] That name cannot be used for a mailbox',
    ]);
  });

  it('bounds what a client may send', () => {
    expect(connect().say('a LOGIN {99999999}')).toEqual(['a NO [TOOBIG] That literal is too large']);
    const pushy = connect();
    expect(pushy.say('a LOGIN {99999999+}')).toEqual(['* BYE [TOOBIG] That literal is too large']);
    expect(pushy.isClosed()).toBe(true);
    const endless = connect();
    endless.session.receive(Buffer.alloc(300_000, 'x'));
    expect(endless.isClosed()).toBe(true);
    const guesser = connect();
    for (let attempt = 0; attempt < 5; attempt += 1) guesser.say('a LOGIN alice x');
    expect(guesser.isClosed()).toBe(true);
  });

  it('never throws, whatever arrives and however it is cut', () => {
    const words = [
      'FETCH',
      'STORE',
      'SEARCH',
      'UID',
      'LIST',
      'APPEND',
      'INBOX',
      '1:*',
      '(',
      ')',
      '"',
      '{2+}\r\n',
      '{1}\r\n',
      'BODY[',
      '1.MIME',
      ']',
      '<0.1>',
      '\\Seen',
      '+FLAGS',
      'NOT',
      'OR',
      '*',
      '%',
      '\r\n',
      ' ',
      'a ',
      '\0',
      '\xff',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 4 }))), (parts) => {
        const client = loggedIn();
        for (const part of ['c FETCH ', ...parts, '\r\n'])
          client.session.receive(Buffer.from(part, 'latin1'));
      }),
      { numRuns: 400 },
    );
  });
});
