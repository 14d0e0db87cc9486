import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatSequenceSet,
  parseSequenceSet,
  sequenceMatcher,
} from '../../../../main/demo/imap/sequenceSet.ts';
import { matchMailboxPattern } from '../../../../main/demo/imap/matchMailboxPattern.ts';
import { decodeModifiedUtf7, encodeModifiedUtf7 } from '../../../../main/demo/mailbox/modifiedUtf7.ts';
import { parseMimeTree, type MimeNode } from '../../../../main/demo/mime/parseMimeTree.ts';
import { settleAttempt, type QueuedMessage } from '../../../../main/demo/queue/queueDecisions.ts';

describe('modified UTF-7', () => {
  it.each([
    ['INBOX', 'INBOX'],
    ['a & b', 'a &- b'],
    ['~peter/mail/台北/日本語', '~peter/mail/&U,BTFw-/&ZeVnLIqe-'],
    ['레시피', '&uAjC3NU8-'],
    ['🥞', '&2D7dXg-'],
  ])('%s', (name, wire) => {
    expect([encodeModifiedUtf7(name), decodeModifiedUtf7(wire)]).toEqual([wire, name]);
  });

  it('brings every name back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (name) => decodeModifiedUtf7(encodeModifiedUtf7(name)) === name,
      ),
    );
  });
});

describe('sequence sets', () => {
  it.each([
    ['1', 5, [1]],
    ['2:4', 5, [2, 3, 4]],
    ['4:2', 5, [2, 3, 4]],
    ['*', 5, [5]],
    ['3:*,1', 5, [1, 3, 4, 5]],
    ['9:*', 5, [5]],
  ])('%s of %i', (text, largest, expected) => {
    const matches = sequenceMatcher(parseSequenceSet(text) ?? [], largest);
    expect([1, 2, 3, 4, 5].filter(matches)).toEqual(expected);
  });

  it.each(['', '0', '1:', ':2', 'a', '1,,2', '1:2:3', '99999999999'])('refuses %j', (text) => {
    expect(parseSequenceSet(text)).toBeUndefined();
  });

  it('writes the shortest form', () => {
    expect(formatSequenceSet([1, 2, 3, 5, 7, 8])).toBe('1:3,5,7:8');
  });
});

describe('mailbox patterns', () => {
  it.each([
    ['*', 'a/b', true],
    ['%', 'a/b', false],
    ['%/%', 'a/b', true],
    ['a*', 'ab/c', true],
    ['inbox', 'INBOX', true],
    ['a%b', 'a/b', false],
    ['*'.repeat(40) + 'x', 'a'.repeat(200), false],
  ])('%s for %s', (pattern, name, expected) => {
    expect(matchMailboxPattern(pattern, name, '/')).toBe(expected);
  });
});

describe('the MIME tree', () => {
  const outline = (source: string, node: MimeNode): unknown => [
    node.mediaType,
    node.children.length > 0
      ? node.children.map((child) => outline(source, child))
      : source.slice(node.bodyStart, node.bodyEnd),
  ];
  it.each<[string, string, unknown]>([
    ['no header', '\r\nhi\r\n', ['text/plain', 'hi\r\n']],
    ['no blank line', 'Subject: x', ['text/plain', '']],
    ['bare LF', 'Content-Type: text/html\n\nhi\n', ['text/html', 'hi\n']],
    [
      'unfinished multipart',
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n',
      [
        'multipart/mixed',
        [
          ['text/plain', 'one'],
          ['text/plain', 'two\r\n'],
        ],
      ],
    ],
    [
      'a boundary that begins another',
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n--bb\r\n--b--\r\n',
      ['multipart/mixed', [['text/plain', '--bb']]],
    ],
    ['no boundary at all', 'Content-Type: multipart/mixed\r\n\r\nx\r\n', ['multipart/mixed', 'x\r\n']],
    ['nonsense type', 'Content-Type: cheese\r\n\r\nx\r\n', ['text/plain', 'x\r\n']],
  ])('%s', (_name, source, expected) => {
    expect(outline(source, parseMimeTree(Buffer.from(source)))).toEqual(expected);
  });

  it('stays small under hostile nesting', () => {
    const layers = Array.from(
      { length: 500 },
      (_, index) => `Content-Type: multipart/mixed; boundary=b${index}\r\n\r\n--b${index}\r\n`,
    );
    const depth = (node: MimeNode): number => 1 + Math.max(0, ...node.children.map(depth));
    expect(depth(parseMimeTree(Buffer.from(layers.join(''))))).toBeLessThanOrEqual(21);
  });
});

describe('settleAttempt', () => {
  const queued: QueuedMessage = {
    id: 'Q1',
    sender: 'a@x',
    domain: 'y',
    recipients: ['b@y', 'c@y'],
    source: Buffer.from(''),
    queuedAtMs: 0,
    attempts: 2,
    nextAttemptAtMs: 50,
    lastError: undefined,
    state: 'sending',
    notify: { failure: true, success: false },
  };
  const schedule = { retryMs: 30, giveUpAfterMs: 100 };
  const outcome = (recipient: string, result: 'accepted' | 'deferred' | 'refused') => ({
    recipient,
    result,
    text: result,
  });

  it('keeps who was deferred and finishes the rest', () => {
    expect(
      settleAttempt(queued, [outcome('b@y', 'deferred'), outcome('c@y', 'refused')], schedule, 50),
    ).toEqual({
      remaining: {
        ...queued,
        recipients: ['b@y'],
        attempts: 3,
        nextAttemptAtMs: 80,
        lastError: 'deferred',
        state: 'waiting',
      },
      final: [{ recipient: 'c@y', action: 'failed', text: 'refused', expired: false }],
    });
  });

  it('tries a last time when the time is up, then gives up', () => {
    expect(settleAttempt(queued, [outcome('b@y', 'deferred')], schedule, 90).remaining?.nextAttemptAtMs).toBe(
      100,
    );
    expect(
      settleAttempt(queued, [outcome('b@y', 'deferred'), outcome('c@y', 'accepted')], schedule, 100),
    ).toEqual({
      remaining: undefined,
      final: [
        { recipient: 'b@y', action: 'failed', text: 'deferred', expired: true },
        { recipient: 'c@y', action: 'relayed', text: 'accepted', expired: false },
      ],
    });
  });
});
