import type { DemoPort } from '../engine/ports.ts';
import { createDemoWorld } from './createDemoWorld.ts';
import { demoAccountDraft } from './demoAccountDraft.ts';
import { demoStatus } from './demoStatus.ts';
import type { DemoWorld } from './demoTypes.ts';

/** Quick enough to watch; a real server waits about half an hour between tries and gives up after days. */
const schedule = { retryMs: 10_000, giveUpAfterMs: 60_000 };

/** The demo world for the engine: started when first asked for, one for the engine's life. */
export function createDemoPort(): DemoPort {
  const listeners = new Set<() => void>();
  let starting: Promise<DemoWorld> | null = null;
  let running: DemoWorld | null = null;

  const start = async (): Promise<DemoWorld> => {
    const world = createDemoWorld({ schedule });
    await world.start();
    world.listen(() => {
      for (const listener of listeners) listener();
    });
    running = world;
    return world;
  };

  return {
    start: async () => {
      starting ??= start().catch((error: unknown) => {
        starting = null;
        throw error;
      });
      const world = await starting;
      return world.accounts().map((account) => {
        const { draft, secrets } = demoAccountDraft(account);
        return { address: account.address, account: { account: draft, secrets } };
      });
    },
    status: () =>
      running === null ? { running: false, servers: [] } : { ...demoStatus(running), running: true },
    setServerUp: async (domain, up) => {
      await running?.setUp(domain, up);
    },
    onChange: (listener) => {
      listeners.add(listener);
    },
    stop: async () => {
      const world = await starting;
      starting = null;
      running = null;
      await world?.stop();
    },
  };
}
