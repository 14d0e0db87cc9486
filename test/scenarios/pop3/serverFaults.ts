import { ScriptedServer } from '../../servers/scriptedServer.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { Maildrop, message, multiline, sha256, type Departure, type DroppedMessage } from './Maildrop.ts';
import { Receiver } from './Receiver.ts';

const DAY_MS = 86_400_000;

/** What one run of a scenario may use. */
interface Stage {
  readonly drop: Maildrop;
  readonly receiver: Receiver;
  /** One run of the client, the server departing from the standard as given; resolves with its outcome. */
  readonly run: (departure?: Departure) => Promise<string>;
  /** Notes a broken expectation. */
  readonly expect: (what: string, actual: unknown, wanted: unknown) => void;
}

/** Plays one scenario; then whatever happened must be mended by runs against a server that is well. */
interface Fault {
  readonly messages?: readonly DroppedMessage[];
  readonly leave?: Receiver['leave'];
  /** Messages the Inbox must hold in the end, each once; default: those of the maildrop. */
  readonly inTheEnd?: (drop: readonly DroppedMessage[]) => readonly DroppedMessage[];
  play(stage: Stage): Promise<string>;
}

const three = [message('a'), message('b'), message('c')];

/** A departure that answers one command in its own way. */
const answering = (
  expect: RegExp,
  reply: NonNullable<Departure['rules']>[number]['reply'] & {},
  close?: 'end' | 'reset',
): Departure => ({
  rules: [{ expect, reply, ...(close === undefined ? {} : { close }) }],
});

/** By the case's name in `authored-faults`. What each must hold beyond the common rules (see `check`) is said in `play`. */
export const serverFaults: Readonly<Record<string, Fault>> = {
  'pop3-srv-retr-short': {
    play: async ({ run, receiver, expect }) => {
      const outcome = await run(answering(/^RETR 2$/, '+OK\r\nSubject: b\r\n\r\nhal', 'end'));
      expect('whole messages alone', (await receiver.inboxTexts()).join('').includes('hal'), false);
      expect('the loss is named', outcome, 'refused: network.closed');
      return outcome;
    },
  },
  'pop3-srv-retr-dots': {
    messages: [message('dots', '.\r\n..\r\n...\r\n.a\r\n.\r\r\n \r\n. \r\n\r\n.'), message('last')],
    play: async ({ run, expect }) => {
      const outcome = await run();
      expect('both', outcome, 'stored 2, deleted 2');
      return outcome;
    },
  },
  'pop3-srv-retr-size-lie': {
    messages: [message('big', `${'x'.repeat(76)}\r\n`.repeat(130_000)), message('small')],
    play: async ({ run, expect }) => {
      const outcome = await run(answering(/^LIST$/, ['+OK', '1 10', '2 4000000000', '.']));
      expect('both', outcome, 'stored 2, deleted 2');
      return outcome;
    },
  },
  'pop3-srv-retr-err': {
    messages: Array.from({ length: 100 }, (_, index) => message(`m${index}`)),
    play: async ({ run, expect, drop }) => {
      const outcome = await run(answering(/^RETR 37$/, ['-ERR cannot read it']));
      expect('the others came', outcome, 'stored 99, deleted 99');
      expect(
        'the one stays',
        drop.messages.map(({ id }) => id),
        ['m36'],
      );
      return outcome;
    },
  },
  'pop3-srv-retr-err-temp': {
    messages: three,
    play: async ({ run, expect, drop }) => {
      const outcome = await run(answering(/^RETR 2$/, ['-ERR [SYS/TEMP] try again']));
      expect('the others came', outcome, 'stored 2, deleted 2');
      expect(
        'the one stays',
        drop.messages.map(({ id }) => id),
        ['b'],
      );
      return outcome;
    },
  },
  'pop3-srv-inuse': {
    play: async ({ run, expect }) => {
      const inUse = await run(answering(/^PASS /, ['-ERR [IN-USE] another session']));
      const delay = await run(answering(/^PASS /, ['-ERR [LOGIN-DELAY] wait']));
      expect('each is named', [inUse, delay], ['refused: mail.inUse', 'refused: auth.unavailable']);
      return `${inUse}, ${delay}`;
    },
  },
  'pop3-srv-uidl-dup': {
    messages: [{ ...message('a'), id: 'same' }, { ...message('b'), id: 'same' }, message('c')],
    leave: { policy: 'always' },
    play: async ({ run, expect }) => {
      const outcomes = [await run(), await run()];
      expect('all, once', outcomes, ['stored 3, deleted 0', 'stored 0, deleted 0']);
      return outcomes.join('; ');
    },
  },
  'pop3-srv-uidl-evil': {
    messages: [
      { ...message('a'), id: 'x'.repeat(10_240) },
      { ...message('b'), id: 'with some spaces' },
      { ...message('c'), id: 'with some other spaces' },
      { ...message('d'), id: Buffer.from('한글').toString('latin1') },
      { ...message('e'), id: '' },
      { ...message('f'), id: `sha256:${sha256(message('a').bytes)}` },
    ],
    leave: { policy: 'always' },
    play: async ({ run, expect }) => {
      const outcomes = [await run(), await run()];
      expect('all, once', outcomes, ['stored 6, deleted 0', 'stored 0, deleted 0']);
      return outcomes.join('; ');
    },
  },
  'pop3-srv-uidl-order': {
    messages: [...three, message('d')],
    play: async ({ run, expect, drop }) => {
      const outcome = await run({
        rules: [
          { expect: /^LIST$/, reply: ['+OK', '4 40', '1 10', '.'] },
          { expect: /^UIDL$/, reply: ['+OK', '3 c', '1 a', '4 d', '.'] },
        ],
      });
      expect('those that are listed', outcome, 'stored 3, deleted 3');
      expect(
        'the other stays',
        drop.messages.map(({ id }) => id),
        ['b'],
      );
      return outcome;
    },
  },
  'pop3-srv-uidl-count': {
    play: async ({ run, expect }) => {
      const outcome = await run(answering(/^UIDL$/, ['+OK', '1 a', '.']));
      expect('those without an id too', outcome, 'stored 3, deleted 3');
      return outcome;
    },
  },
  'pop3-srv-stat-big': {
    play: async ({ run, expect }) => {
      const outcome = await run({
        rules: [
          { expect: /^STAT$/, reply: ['+OK 4294967296 99999999999'] },
          {
            expect: /^LIST$/,
            reply: [
              '+OK 4294967296 messages (99999999999 octets)',
              '1 99999999999',
              '2 10',
              '3 10',
              '4294967296 1',
              '.',
            ],
          },
        ],
      });
      expect('the three', outcome, 'stored 3, deleted 3');
      return outcome;
    },
  },
  'pop3-srv-top-missing': {
    play: async ({ run, receiver, expect }) => {
      receiver.largestWholeBytes = 10;
      const outcome = await run(answering(/^TOP /, ['-ERR unknown command']));
      expect('whole, since there is no other way', outcome, 'stored 3, deleted 3');
      return outcome;
    },
  },
  'pop3-srv-crash-before-store': {
    play: async ({ run, receiver, expect, drop }) => {
      const dying = answering(/^RETR 3$/, () => {
        receiver.disk.state = 'dead';
        return Buffer.concat([Buffer.from('+OK\r\n'), multiline(three[2]?.bytes ?? Buffer.alloc(0))]);
      });
      const outcome = await run(dying);
      expect('nothing is deleted', drop.messages.length, 3);
      await receiver.restart();
      return outcome;
    },
  },
  'pop3-srv-disk-full': {
    play: async ({ run, receiver, expect, drop }) => {
      receiver.disk.state = 'full';
      const outcome = await run();
      expect('the reason is named', outcome, 'refused: store.diskFull');
      expect('nothing is deleted', drop.messages.length, 3);
      receiver.disk.state = 'well';
      return outcome;
    },
  },
  'pop3-srv-leave-n-days': {
    leave: { policy: 'days', days: 14 },
    inTheEnd: () => [...three, message('new')],
    play: async ({ run, receiver, expect, drop }) => {
      const outcomes = [await run()];
      receiver.nowMs += 13 * DAY_MS;
      drop.messages = [...drop.messages, message('new')];
      outcomes.push(await run());
      receiver.nowMs += DAY_MS;
      outcomes.push(await run());
      expect('each when its time has come', outcomes, [
        'stored 3, deleted 0',
        'stored 1, deleted 0',
        'stored 0, deleted 3',
      ]);
      expect(
        'the young one stays',
        drop.messages.map(({ id }) => id),
        ['new'],
      );
      return outcomes.join('; ');
    },
  },
  'pop3-srv-leave-clock': {
    leave: { policy: 'days', days: 14 },
    inTheEnd: () => [...three, message('later')],
    play: async ({ run, receiver, expect, drop }) => {
      const outcomes = [await run()];
      receiver.nowMs -= 3650 * DAY_MS;
      outcomes.push(await run());
      expect('a clock that went back deletes nothing', outcomes, [
        'stored 3, deleted 0',
        'stored 0, deleted 0',
      ]);
      receiver.nowMs += 2 * 3650 * DAY_MS;
      drop.messages = [...drop.messages, message('later')];
      outcomes.push(await run());
      expect(
        'what has not been here stays',
        drop.messages.some(({ id }) => id === 'later'),
        true,
      );
      return outcomes.join('; ');
    },
  },
  'pop3-srv-maildrop-swap': {
    leave: { policy: 'always' },
    inTheEnd: () => [...three, message('x'), message('y')],
    play: async ({ run, expect, drop }) => {
      const outcomes = [await run()];
      drop.messages = [message('x'), message('y')];
      outcomes.push(await run());
      // The same mail under other ids: a server that was moved or repaired.
      drop.messages = three.map((one) => ({ ...one, id: `new-${one.id}` }));
      outcomes.push(await run());
      drop.messages = three;
      outcomes.push(await run());
      expect('nothing twice', outcomes, [
        'stored 3, deleted 0',
        'stored 2, deleted 0',
        'stored 0, deleted 0',
        'stored 0, deleted 0',
      ]);
      return outcomes.join('; ');
    },
  },
  'pop3-srv-apop-bad': {
    play: async ({ run, expect, drop }) => {
      const outcome = await run({ greeting: ['+OK ready <1896.697170952>'] });
      const second = await run({ greeting: '+OK ready <18\u00e9\u0080@b c>\r\n' });
      expect(
        'no digest of what is no timestamp',
        drop.heard.filter((line) => line.startsWith('APOP')),
        [],
      );
      expect('mail comes', [outcome, second], ['stored 3, deleted 3', 'stored 0, deleted 0']);
      return outcome;
    },
  },
  'pop3-srv-utf8': {
    messages: [
      { id: 'u', bytes: Buffer.from('From: 김하늘 <a@example.test>\r\nSubject: 안녕 – raw\r\n\r\n본문\r\n') },
    ],
    play: async ({ run, drop, expect }) => {
      drop.capabilities = [...drop.capabilities, 'UTF8 USER'];
      const outcome = await run();
      expect(
        'UTF8 before the login',
        drop.heard.indexOf('UTF8') < drop.heard.findIndex((line) => line.startsWith('USER')) &&
          drop.heard.includes('UTF8'),
        true,
      );
      expect('it comes', outcome, 'stored 1, deleted 1');
      return outcome;
    },
  },
  'pop3-srv-greeting-evil': {
    play: async ({ run, expect }) => {
      const outcome = await run({ greeting: `+OK ${'x'.repeat(10_000_000)}\r\n` });
      expect('given up', outcome, 'refused: protocol.garbage');
      return outcome;
    },
  },
  'pop3-srv-ok-case': {
    play: async ({ run, expect }) => {
      const outcome = await run({
        greeting: ['+ok'],
        rules: [
          { expect: /^(USER|PASS|DELE)/, reply: ['+Ok'] },
          { expect: /^LIST$/, reply: ['-err no'] },
        ],
      });
      // DELE is taken by this server, and done nothing about.
      expect('understood', outcome, 'stored 3, deleted 3');
      return outcome;
    },
  },
  'pop3-srv-multiline-in-ok': {
    play: async ({ run, expect, drop }) => {
      const outcome = await run(answering(/^PASS /, '+OK 2 messages\r\n1 120\r\n2 200\r\n.\r\n'));
      expect('given up', outcome.startsWith('refused: protocol.'), true);
      expect('nothing is deleted', drop.messages.length, 3);
      return outcome;
    },
  },
  'pop3-srv-idle-timeout': {
    play: async ({ run, expect, drop }) => {
      const outcome = await run(answering(/^DELE 2$/, ['-ERR autologout'], 'end'));
      expect('nothing is deleted', drop.messages.length, 3);
      const fetched = drop.heard.filter((line) => line.startsWith('RETR')).length;
      await run();
      expect(
        'nothing is fetched twice',
        drop.heard.filter((line) => line.startsWith('RETR')).length,
        fetched,
      );
      return outcome;
    },
  },
  'pop3-srv-resp-text-evil': {
    play: async ({ run, expect }) => {
      const outcome = await run(answering(/^PASS /, ['-ERR <img src=x onerror=alert(1)>\u001b[31m']));
      expect('refused, and that is all', outcome, 'refused: auth.wrongPassword');
      return outcome;
    },
  },
};

/** The scenario of a fault: what it plays, then the common rules. */
export const faultScenario = (name: string, fault: Fault): Scenario => ({
  name,
  run: async (): Promise<Finding> => {
    const broken: string[] = [];
    const expect = (what: string, actual: unknown, wanted: unknown): void => {
      const [got, want] = [JSON.stringify(actual), JSON.stringify(wanted)];
      if (got !== want) broken.push(`${what}: ${got.slice(0, 300)} instead of ${want.slice(0, 300)}`);
    };
    const drop = new Maildrop(fault.messages ?? three);
    const original = drop.messages;
    const server = await ScriptedServer.start(() => drop.script());
    const receiver = await Receiver.create();
    receiver.leave = fault.leave ?? { policy: 'never' };
    drop.isHeld = (sha) => receiver.holds(sha);
    const run = async (departure: Departure = {}): Promise<string> => {
      drop.departures.push(departure);
      return receiver.collect({ port: server.port });
    };
    try {
      const outcome = await fault.play({ drop, receiver, run, expect });
      // Nothing a server did lasts: two runs against a sound one mend everything.
      for (let time = 0; time < 2; time += 1) {
        const after = await run();
        if (!after.startsWith('stored')) broken.push(`a sound server afterwards: ${after}`);
      }
      const wanted = (fault.inTheEnd ?? (() => original))(original).map(({ bytes }) => sha256(bytes));
      expect('every message once, byte for byte', (await receiver.inboxHashes()).sort(), [...wanted].sort());
      expect('DELE for what is held alone', drop.deletedTooEarly, []);
      return { outcome, broken };
    } finally {
      await receiver.close();
      await server.stop();
    }
  },
});
