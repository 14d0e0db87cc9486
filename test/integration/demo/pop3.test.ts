import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDemoWorld } from '../../../main/demo/createDemoWorld.ts';
import type { DemoWorld } from '../../../main/demo/demoTypes.ts';
import { MessageContent } from '../../../main/demo/mailbox/MessageContent.ts';
import { accountOf, present } from './imapflowClient.ts';

/** Speaks POP3 over a bare socket: one command, one whole answer. */
class Dialogue {
  private text = '';
  private wake: () => void = () => undefined;
  private readonly socket: Socket;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.setEncoding('latin1');
    this.socket.on('data', (chunk: string) => {
      this.text += chunk;
      this.wake();
    });
  }

  async line(): Promise<string> {
    return this.upTo('\r\n');
  }

  async ask(command: string, multiline = false): Promise<string> {
    this.socket.write(`${command}\r\n`);
    return multiline ? this.upTo('\r\n.\r\n') : this.upTo('\r\n');
  }

  drop(): Promise<void> {
    return new Promise((resolve) => {
      this.socket.once('close', () => resolve());
      this.socket.destroy();
    });
  }

  private async upTo(end: string): Promise<string> {
    while (!this.text.includes(end)) await new Promise<void>((resolve) => (this.wake = resolve));
    const at = this.text.indexOf(end) + end.length;
    const taken = this.text.slice(0, at);
    this.text = this.text.slice(at);
    return taken;
  }
}

describe('POP3', () => {
  let world: DemoWorld;
  let port: number;

  beforeEach(async () => {
    world = createDemoWorld({ seed: 'empty' });
    await world.start();
    port = accountOf(world, 'carol@hamburger.edu').pop3.port;
    const inbox = present(world.mailAccount('carol@hamburger.edu')).inbox;
    inbox.append(new MessageContent(Buffer.from('Subject: one\n\n.dot\nlast')), [], 0);
    inbox.append(new MessageContent(Buffer.from('Subject: two\r\n\r\na\r\nb\r\nc\r\n')), [], 0);
  });
  afterEach(() => world.stop());

  const login = async (): Promise<Dialogue> => {
    const dialogue = new Dialogue(port);
    expect(await dialogue.line()).toMatch(/^\+OK/);
    expect(await dialogue.ask('USER carol')).toMatch(/^\+OK/);
    expect(await dialogue.ask('PASS brioche')).toBe('+OK 2 messages\r\n');
    return dialogue;
  };

  it('goes through authorization, transaction and update', async () => {
    const validity = present(world.mailAccount('carol@hamburger.edu')).inbox.uidValidity;
    const dialogue = await login();
    expect(await dialogue.ask('CAPA', true)).toContain('\r\nUIDL\r\n');
    expect(await dialogue.ask('STAT')).toBe('+OK 2 53\r\n');
    expect(await dialogue.ask('LIST', true)).toBe('+OK 2 messages\r\n1 28\r\n2 25\r\n.\r\n');
    expect(await dialogue.ask('UIDL 2')).toBe(`+OK 2 ${validity}.2\r\n`);
    expect(await dialogue.ask('RETR 1', true)).toBe(
      '+OK 28 octets\r\nSubject: one\r\n\r\n..dot\r\nlast\r\n.\r\n',
    );
    expect(await dialogue.ask('TOP 2 1', true)).toBe('+OK Top follows\r\nSubject: two\r\n\r\na\r\n.\r\n');
    expect(await dialogue.ask('DELE 1')).toMatch(/^\+OK/);
    expect(await dialogue.ask('RETR 1')).toMatch(/^-ERR/);
    expect(await dialogue.ask('RSET')).toMatch(/^\+OK/);
    expect(await dialogue.ask('DELE 2')).toMatch(/^\+OK/);
    expect(await dialogue.ask('NOOP')).toBe('+OK\r\n');
    expect(await dialogue.ask('XYZZY')).toMatch(/^-ERR/);
    expect(await dialogue.ask('QUIT')).toMatch(/^\+OK/);
    expect(present(world.mailAccount('carol@hamburger.edu')).inbox.uids()).toEqual([1]);
  });

  it('locks the maildrop, and a lost connection deletes nothing', async () => {
    const first = await login();
    await first.ask('DELE 1');
    const second = new Dialogue(port);
    await second.line();
    await second.ask('USER carol@hamburger.edu');
    expect(await second.ask('PASS brioche')).toMatch(/^-ERR \[IN-USE\]/);
    await first.drop();
    await second.ask('USER carol');
    expect(await second.ask('PASS brioche')).toBe('+OK 2 messages\r\n');
    await second.ask('QUIT');
  });

  it('shows the door after three wrong passwords and to endless lines', async () => {
    const dialogue = new Dialogue(port);
    await dialogue.line();
    for (const answer of ['-ERR [AUTH] The', '-ERR [AUTH] The', '-ERR [AUTH] Too many']) {
      await dialogue.ask('USER carol');
      expect((await dialogue.ask('PASS wrong')).startsWith(answer)).toBe(true);
    }
    const endless = new Dialogue(port);
    await endless.line();
    expect(await endless.ask('A'.repeat(5000))).toBe('-ERR Line too long\r\n');
  });
});
