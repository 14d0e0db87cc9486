import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { AccountDraft } from '../../../preload/contract/model/account.ts';
import { DemoStatus } from '../../../preload/contract/model/demo.ts';
import { createDemoWorld } from '../../../main/demo/createDemoWorld.ts';
import { demoAccountDraft } from '../../../main/demo/demoAccountDraft.ts';
import { demoStatus } from '../../../main/demo/demoStatus.ts';
import type { DemoWorld, DemoWorldEvent } from '../../../main/demo/demoTypes.ts';
import { accountOf, connectImapFlow } from './imapflowClient.ts';

/** What a server says first and after one command. */
const ask = async (port: number, command: string, until: RegExp): Promise<string> => {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  let text = '';
  socket.on('data', (chunk: string) => {
    if (text === '') socket.write(`${command}\r\n`);
    text += chunk;
    if (until.test(text)) socket.end();
  });
  await once(socket, 'close');
  return text;
};

describe('the demo world', () => {
  let world: DemoWorld = createDemoWorld({ seed: 'empty' });
  afterEach(() => world.stop());

  it('drops everyone when a domain goes down, and comes back on the same ports', async () => {
    world = createDemoWorld({ seed: 'empty' });
    const events: DemoWorldEvent[] = [];
    world.listen((event) => events.push(event));
    await world.start();
    const before = world.domains().map(({ ports }) => ports);
    const client = await connectImapFlow(world, 'bob@hamburger.edu');
    const closed = once(client, 'close');
    await world.setUp('hamburger.edu', false);
    await closed;
    await expect(connectImapFlow(world, 'bob@hamburger.edu')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await (await connectImapFlow(world, 'alice@crepes.fr')).logout();
    await world.setUp('hamburger.edu', true);
    expect(world.domains().map(({ ports }) => ports)).toEqual(before);
    await (await connectImapFlow(world, 'bob@hamburger.edu')).logout();
    expect(events).toEqual([
      { kind: 'domainChanged', domain: 'crepes.fr', isUp: true },
      { kind: 'domainChanged', domain: 'hamburger.edu', isUp: true },
      { kind: 'domainChanged', domain: 'hamburger.edu', isUp: false },
      { kind: 'domainChanged', domain: 'hamburger.edu', isUp: true },
    ]);
  });

  it('says what its submission and its relay can', async () => {
    world = createDemoWorld({ seed: 'empty' });
    await world.start();
    const [crepes] = world.domains();
    const extensions = async (port: number) =>
      (await ask(port, 'EHLO test', /^250 /m))
        .split('\r\n')
        .map((line) => line.slice(4).split(' ')[0])
        .filter((word) => /^[A-Z0-9]{3,}$/.test(word ?? ''))
        .sort();
    expect(await extensions(crepes?.ports.submission ?? 0)).toEqual([
      '8BITMIME',
      'AUTH',
      'DSN',
      'PIPELINING',
      'SIZE',
    ]);
    expect(await extensions(crepes?.ports.relay ?? 0)).toEqual(['8BITMIME', 'PIPELINING', 'SIZE']);
  });

  it('speaks the contract’s words', async () => {
    world = createDemoWorld();
    await world.start();
    expect(
      world
        .accounts()
        .map((account) => AccountDraft.parse(demoAccountDraft(account).draft).incoming.protocol),
    ).toEqual(['imap', 'imap', 'pop3']);
    expect(DemoStatus.parse(demoStatus(world)).running).toBe(true);
    expect(world.mailAccount('carol@hamburger.edu')?.inbox.size).toBeGreaterThan(3);
    expect(world.mailAccount('bob@hamburger.edu')?.inbox.size).toBeGreaterThan(15);
  });

  it('leaves nothing open when a port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    world = createDemoWorld({ seed: 'empty', ports: { 'hamburger.edu': { pop3: port } } });
    await expect(world.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const { imap } = accountOf(world, 'alice@crepes.fr');
    await expect(ask(imap.port, 'a NOOP', /./)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    taken.close();
  });
});
