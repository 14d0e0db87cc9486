import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoPort } from '../../../main/demo/createDemoPort.ts';
import { draftTo, TestEngine } from './TestEngine.ts';

describe('the engine: the demo', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await TestEngine.start(createDemoPort);
  });
  afterAll(() => engine?.stop());

  it('alice writes to bob while his server is down; when it is up again he has it once', async () => {
    const started = await engine.call('demo.start', {});
    expect(started.servers.map(({ domain, up }) => ({ domain, up }))).toEqual([
      { domain: 'crepes.fr', up: true },
      { domain: 'hamburger.edu', up: true },
    ]);
    const accounts = await engine.call('accounts.list', {});
    expect(accounts.map(({ label, isDemo }) => `${label} ${String(isDemo)}`)).toEqual([
      'alice@crepes.fr true',
      'bob@hamburger.edu true',
      'carol@hamburger.edu true',
    ]);
    const [alice, bob, carol] = accounts.map(({ id }) => id);
    if (alice === undefined || bob === undefined || carol === undefined) throw new Error('no accounts');
    const folder = await engine.folderWithRole(bob, 'inbox');

    await engine.call('demo.setServerUp', { domain: 'hamburger.edu', up: false });
    const draft = draftTo(alice, 'bob@hamburger.edu', { subject: '다리가 끊겼어요' });
    await engine.call('outbox.enqueue', { draft, undoSeconds: 0, sendAt: null });
    await engine.untilOutbox('draft-1', 'filed');
    await engine.call('demo.start', {});
    expect(await engine.call('accounts.list', {})).toHaveLength(3);
    expect({
      imap: (await engine.errorOf('folders.list', { accountId: bob })).code,
      pop3: (await engine.errorOf('collect.run', { accountId: carol })).code,
    }).toEqual({ imap: 'network.refused', pop3: 'network.refused' });

    await engine.call('demo.setServerUp', { domain: 'hamburger.edu', up: true });
    for (;;) {
      const changed = engine.nextEvent('demo.changed');
      const { servers } = await engine.call('demo.status', {});
      if (servers.every(({ queue }) => queue.length === 0)) break;
      await changed;
    }
    const { summaries } = await engine.messages(bob, folder);
    expect(summaries.filter(({ subject }) => subject === draft.subject)).toHaveLength(1);
  });
});
