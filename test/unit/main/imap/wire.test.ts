import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MailError } from '../../../../preload/contract/index.ts';
import { textOf } from '../../../../main/engine/imap/imapNodes.ts';
import { parseFetch } from '../../../../main/engine/imap/parseFetch.ts';
import { formatCommand } from '../../../../main/engine/imap/wire/formatCommand.ts';
import { readInternalDate } from '../../../../main/engine/imap/wire/internalDate.ts';
import { UnreadableResponse } from '../../../../main/engine/imap/wire/NodeReader.ts';
import { ResponseFramer } from '../../../../main/engine/imap/wire/ResponseFramer.ts';
import { WireReply } from '../../../../main/engine/imap/wire/WireReply.ts';
import { WIRE_LIMITS, type WireLimits } from '../../../../main/engine/imap/wire/wireLimits.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** What a session says, with every shape the reader knows. */
const DIALOGUE = [
  '* OK [CAPABILITY IMAP4rev1 QRESYNC] ready {for} you',
  '* LIST (\\HasNoChildren \\Sent) "/" "Sent \\"mail\\" \\\\"',
  '* LIST () NIL {8}\r\n&AOk-"(]',
  '* 12 FETCH (UID 42 FLAGS (\\Seen $a[1]) MODSEQ (9) BODY[HEADER.FIELDS ("SUBJECT" TO)] {15}\r\nSubject: a\r\nb)( BODYSTRUCTURE (("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1) "MIXED"))',
  '* 13 FETCH (BODY[]<0> {0}\r\n RFC822.SIZE 5 UID 43  INTERNALDATE "17-Jul-1996 02:44:25 -0700")',
  '* 14 FETCH (FLAGS NIL UID 44 BODY[] "quoted \\" \xea\xb0\x80" X-GM-LABELS ("a" \\Inbox))',
  '* VANISHED (EARLIER) 300:310,405',
  '* ESEARCH (TAG "N1") UID ALL 1:3,7',
  '* SEARCH 2 84 882',
  '+ go on',
  'N1 OK [COPYUID 1 2:3 4:5] done',
  '* BYE [ALERT] see you',
].map((line) => `${line}\r\n`).join(''); // prettier-ignore

/** Every response read as far as it can be; unreadable ones by name. Throws what the framer throws. */
function read(chunks: readonly Buffer[], limits: WireLimits = WIRE_LIMITS): string[] {
  const framer = new ResponseFramer(limits);
  const found: string[] = [];
  for (const chunk of chunks)
    framer.push(chunk, (response) => {
      const reply = new WireReply(response.bytes, response.skippedLiterals);
      try {
        const what = reply.name === 'FETCH' ? parseFetch(reply) : reply.attributes;
        found.push(`${reply.tag} ${reply.command} ${JSON.stringify(what)}`);
      } catch (error) {
        if (!(error instanceof UnreadableResponse)) throw error;
        found.push(`${reply.tag} unreadable`);
      }
    });
  return found;
}

describe('reading a server', () => {
  const whole = read([bytes(DIALOGUE)]);

  it('reads each kind of response', () => {
    expect(whole).toMatchInlineSnapshot(`
      [
        "* OK [{"type":"ATOM","value":"","section":[{"type":"ATOM","value":"CAPABILITY"},{"type":"ATOM","value":"IMAP4rev1"},{"type":"ATOM","value":"QRESYNC"}]},{"type":"TEXT","value":"ready {for} you"}]",
        "* LIST [[{"type":"ATOM","value":"\\\\HasNoChildren"},{"type":"ATOM","value":"\\\\Sent"}],{"type":"STRING","value":"/"},{"type":"STRING","value":"Sent \\"mail\\" \\\\"}]",
        "* LIST [[],null,{"type":"LITERAL","value":{"type":"Buffer","data":[38,65,79,107,45,34,40,93]}}]",
        "* 12 {"sequence":12,"uid":42,"flags":["\\\\Seen","$a[1]"],"modseq":"9","sizeBytes":null,"internalDate":null,"bodyStructure":[[{"type":"STRING","value":"TEXT"},{"type":"STRING","value":"PLAIN"},null,null,null,{"type":"STRING","value":"7BIT"},{"type":"ATOM","value":"1"},{"type":"ATOM","value":"1"}],{"type":"STRING","value":"MIXED"}],"header":{"type":"Buffer","data":[83,117,98,106,101,99,116,58,32,97,13,10,98,41,40]},"source":null,"tooLarge":false}",
        "* 13 {"sequence":13,"uid":43,"flags":null,"modseq":null,"sizeBytes":5,"internalDate":837596665000,"bodyStructure":null,"header":null,"source":{"type":"Buffer","data":[]},"tooLarge":false}",
        "* 14 {"sequence":14,"uid":44,"flags":null,"modseq":null,"sizeBytes":null,"internalDate":null,"bodyStructure":null,"header":null,"source":{"type":"Buffer","data":[113,117,111,116,101,100,32,34,32,234,176,128]},"tooLarge":false}",
        "* VANISHED [[{"type":"ATOM","value":"EARLIER"}],{"type":"ATOM","value":"300:310,405"}]",
        "* ESEARCH [[{"type":"ATOM","value":"TAG"},{"type":"STRING","value":"N1"}],{"type":"ATOM","value":"UID"},{"type":"ATOM","value":"ALL"},{"type":"ATOM","value":"1:3,7"}]",
        "* SEARCH [{"type":"ATOM","value":"2"},{"type":"ATOM","value":"84"},{"type":"ATOM","value":"882"}]",
        "+ GO [{"type":"ATOM","value":"on"}]",
        "N1 OK [{"type":"ATOM","value":"","section":[{"type":"ATOM","value":"COPYUID"},{"type":"ATOM","value":"1"},{"type":"ATOM","value":"2:3"},{"type":"ATOM","value":"4:5"}]},{"type":"TEXT","value":"done"}]",
        "* BYE [{"type":"ATOM","value":"","section":[{"type":"ATOM","value":"ALERT"}]},{"type":"TEXT","value":"see you"}]",
      ]
    `);
  });

  it('reads the same however the bytes are cut', () => {
    const all = bytes(DIALOGUE);
    for (let cut = 1; cut < all.length; cut += 1)
      expect(read([all.subarray(0, cut), all.subarray(cut)])).toEqual(whole);
    for (const size of [1, 2, 3, 7, 64])
      expect(
        read(
          Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
            all.subarray(index * size, index * size + size),
          ),
        ),
      ).toEqual(whole);
  });

  it('reads lines that end in LF alone the same', () => {
    const lines = '* 1 FETCH (UID 5 FLAGS ())\r\n* OK hi\r\n* 2 EXISTS\r\n';
    expect(read([bytes(lines.replaceAll('\r\n', '\n'))])).toEqual(read([bytes(lines)]));
  });

  it('whatever bytes come: a response, an unreadable one, or a MailError with a reason', () => {
    const all = bytes(DIALOGUE);
    const limits = { maxLineBytes: 400, maxLiteralBytes: 300, maxSkippedBytes: 1000, maxResponseBytes: 900 };
    const mutation = fc.record({
      at: fc.nat(all.length - 1),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(...bytes('(){}[]"\\\r\n 09*-~<'))),
      drop: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 200 }), (mutations, size) => {
        const mutated = [...all];
        for (const { at, byte, drop } of mutations) mutated.splice(Math.min(at, mutated.length), drop ? 1 : 0, byte);
        const raw = Buffer.from(mutated);
        const outcome = (chunks: readonly Buffer[]): unknown => {
          try {
            return read(chunks, limits);
          } catch (error) {
            if (!(error instanceof MailError)) throw error;
            expect(['protocol.garbage', 'protocol.tooLarge']).toContain(error.code);
            return error.message;
          }
        };
        const pieces: Buffer[] = [];
        for (let at = 0; at < raw.length; at += size) pieces.push(raw.subarray(at, at + size));
        expect(outcome(pieces)).toEqual(outcome([raw]));
      }),
      { numRuns: 400, seed: 7 },
    ); // prettier-ignore
  });
});

describe('limits', () => {
  const small = { maxLineBytes: 50, maxLiteralBytes: 20, maxSkippedBytes: 1000, maxResponseBytes: 100 };
  const codeOf = (text: string): string | null => {
    try {
      read([bytes(text)], small);
      return null;
    } catch (error) {
      return error instanceof MailError ? error.code : String(error);
    }
  };

  it.each([
    ['an endless line', `* OK ${'x'.repeat(60)}`, 'protocol.tooLarge'],
    ['a huge literal', '* 1 FETCH (BODY[] {99999999999999999999999999}\r\n', 'protocol.tooLarge'],
    ['a literal beyond what is read past', '* 1 FETCH (BODY[] {1001}\r\n', 'protocol.tooLarge'],
    ['many literals in one response', `* X ${`{20}\r\n${'y'.repeat(20)} `.repeat(9)}`, 'protocol.tooLarge'],
    ['a literal longer than it says', '* 1 FETCH (BODY[] {3}\r\nabcdef)\r\n', 'protocol.garbage'],
  ])('%s: %s', (_name, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('reads past one literal that is too large to keep, and goes on', () => {
    const text = `* 1 FETCH (UID 1 BODY[] {500}\r\n${'z'.repeat(500)} FLAGS (\\Seen))\r\n* 2 FETCH (UID 2)\r\n`;
    for (const chunks of [[bytes(text)], [bytes(text.slice(0, 40)), bytes(text.slice(40))]]) {
      const found = read(chunks, small);
      expect(found[0]).toContain('"uid":1,"flags":["\\\\Seen"]');
      expect(found[0]).toContain('"source":null,"tooLarge":true');
      expect(found[1]).toContain('"uid":2');
    }
  });

  it('nesting and the number of tokens are bounded', () => {
    const deep = `* X ${'('.repeat(5000)}`;
    const many = `* X ${'() '.repeat(600_000)}`;
    for (const text of [deep, many])
      expect(() => new WireReply(bytes(text)).attributes).toThrow(UnreadableResponse);
  });
});

describe('commands', () => {
  const atom = (value: string) => ({ type: 'ATOM', value });
  const quoted = (value: string) => ({ type: 'STRING', value });

  it('quotes, and sends as a literal what cannot be quoted', () => {
    expect(formatCommand('a LIST', [quoted(''), quoted('a"\\b'), [atom('X'), null]], 'none')).toEqual([
      'a LIST "" "a\\"\\\\b" (X NIL)\r\n',
    ]);
    expect(formatCommand('a SELECT', [quoted('보'), atom('X')], 'none')).toEqual([
      'a SELECT {3}\r\n',
      Buffer.from('보'),
      ' X\r\n',
    ]);
    expect(formatCommand('a SELECT', [quoted('a\r\nb LOGOUT')], 'all')).toEqual([
      'a SELECT {11+}\r\n',
      Buffer.from('a\r\nb LOGOUT'),
      '\r\n',
    ]);
  });

  it('refuses a word that would break out', () => {
    for (const word of ['a b', 'a\r\nb', 'a)', '', 'é', 'a"', '{3}'])
      expect(() => formatCommand('a X', [atom(word)], 'none')).toThrow(MailError);
  });
});

describe('values', () => {
  it('reads dates by their fields', () => {
    expect(readInternalDate('17-Jul-1996 02:44:25 -0700')).toBe(Date.UTC(1996, 6, 17, 9, 44, 25));
    expect(readInternalDate(' 7-Jul-1996 02:44:25 +0900')).toBe(Date.UTC(1996, 6, 6, 17, 44, 25));
    for (const text of ['', 'NIL', '17-Xxx-1996 02:44:25 -0700', 'yesterday']) expect(readInternalDate(text)).toBeNull();
  }); // prettier-ignore

  it('keeps the bytes of text that is no UTF-8', () => {
    const reply = new WireReply(Buffer.from('2a20582022b1e8c3b622', 'hex'));
    expect(reply.attributes).toEqual([{ type: 'STRING', value: Buffer.from('b1e8c3b6', 'hex') }]);
    expect(textOf(reply.attributes[0])).toHaveLength(4);
  });
});
