import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pop3Reader, type AnswerShape } from '../../../../main/engine/pop3/Pop3Reader.ts';
import { MailError } from '../../../../preload/contract/index.ts';

/** Reads everything; pieces of data are joined, since where they are cut means nothing. */
function read(shapes: readonly AnswerShape[], chunks: readonly Buffer[]): string[] {
  const reader = new Pop3Reader();
  for (const shape of shapes) reader.expect(shape);
  const out: string[] = [];
  let data: Buffer[] | null = null;
  try {
    for (const chunk of chunks) {
      for (const event of reader.push(chunk)) {
        if (event.kind === 'data') (data ??= []).push(Buffer.from(event.bytes));
        else {
          if (data !== null) out.push(`data ${Buffer.concat(data).toString('latin1')}`);
          data = null;
          out.push(event.kind === 'status' ? `${event.status} ${event.text}` : 'end');
        }
      }
    }
  } catch (error) {
    out.push(error instanceof MailError ? error.code : String(error));
  }
  if (data !== null) out.push(`partial ${Buffer.concat(data).toString('latin1')}`);
  if (reader.isIdle && !out.at(-1)?.startsWith('protocol.')) out.push('idle');
  return out;
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('Pop3Reader', () => {
  it.each<[string, AnswerShape[], string, string[]]>([
    ['a greeting', ['line'], '+OK ready\r\n', ['ok ready', 'end', 'idle']],
    ['a bare +OK', ['line'], '+OK\r\n', ['ok ', 'end', 'idle']],
    [
      'a refusal has no body',
      ['multiline', 'line'],
      '-ERR [AUTH] no\r\n+OK\r\n',
      ['err [AUTH] no', 'end', 'ok ', 'end', 'idle'],
    ],
    ['a continuation', ['line'], '+ abc\r\n', ['continue abc']],
    ['an empty list', ['multiline'], '+OK\r\n.\r\n', ['ok ', 'end', 'idle']],
    [
      'dots unstuffed',
      ['multiline'],
      '+OK\r\n..\r\n.a\r\n...b\r\n.\r\n',
      ['ok ', 'data .\r\na\r\n..b\r\n', 'end', 'idle'],
    ],
    [
      'dots inside lines stay',
      ['multiline'],
      '+OK\r\na.\r\nb.c\r\n.\r\n',
      ['ok ', 'data a.\r\nb.c\r\n', 'end', 'idle'],
    ],
    [
      'a lone LF before a dot is content',
      ['multiline'],
      '+OK\r\na\n.\nb\r\n.\r\n',
      ['ok ', 'data a\n.\nb\r\n', 'end', 'idle'],
    ],
    [
      'a lone CR before a dot is content',
      ['multiline'],
      '+OK\r\na\r.\rb\r\n.\r\n',
      ['ok ', 'data a\r.\rb\r\n', 'end', 'idle'],
    ],
    [
      'a server of bare LFs',
      ['multiline', 'line'],
      '+OK\na\n..b\n.\n+OK\n',
      ['ok ', 'data a\n.b\n', 'end', 'ok ', 'end', 'idle'],
    ],
    [
      '8-bit bytes untouched',
      ['multiline'],
      '+OK\r\n\xb0\xa1\0\xff\r\n.\r\n',
      ['ok ', 'data \xb0\xa1\0\xff\r\n', 'end', 'idle'],
    ],
    [
      'two answers in one chunk',
      ['multiline', 'multiline'],
      '+OK\r\na\r\n.\r\n+OK\r\nb\r\n.\r\n',
      ['ok ', 'data a\r\n', 'end', 'ok ', 'data b\r\n', 'end', 'idle'],
    ],
    ['unasked bytes', ['line'], '+OK\r\n+OK injected\r\n', ['ok ', 'end', 'protocol.unexpected']],
    ['another protocol', ['line'], '* OK IMAP4rev1 ready\r\n', ['protocol.garbage']],
    ['+OKAY is not +OK', ['line'], '+OKAY\r\n', ['protocol.garbage']],
    ['an endless line', ['line'], `+OK ${'x'.repeat(9000)}`, ['protocol.garbage']],
    ['cut in a message', ['multiline'], '+OK\r\nabc\r\n.', ['ok ', 'partial abc\r\n']],
  ])('%s', (_what, shapes, bytes, expected) => {
    expect(read(shapes, [latin1(bytes)])).toEqual(expected);
    // The same, one byte at a time.
    expect(
      read(
        shapes,
        [...latin1(bytes)].map((byte) => Buffer.from([byte])),
      ),
    ).toEqual(expected);
  });

  it('gives back any message byte for byte, however it is cut', () => {
    const piece = fc.oneof(
      fc.constantFrom('.', '\r\n', '\r', '\n', '\r\n.', '..', '.\r\n'),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 60 }),
        (pieces, cuts) => {
          const message = Buffer.from(`${pieces.join('')}\r\n`);
          const stuffed = message.toString('latin1').replace(/^\./, '..').replaceAll('\r\n.', '\r\n..');
          const wire = latin1(`+OK\r\n${stuffed}.\r\n+OK next\r\n`);
          const chunks: Buffer[] = [];
          let at = 0;
          for (const size of cuts) {
            chunks.push(wire.subarray(at, at + size));
            at += size;
          }
          chunks.push(wire.subarray(at));
          expect(read(['multiline', 'line'], chunks)).toEqual([
            'ok ',
            `data ${message.toString('latin1')}`,
            'end',
            'ok next',
            'end',
            'idle',
          ]);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
