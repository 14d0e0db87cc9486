import { Power } from 'lucide-react';
import type { Command } from './Command.ts';
import { intent } from './intent.ts';

/** Switches one of the demo's mail servers on or off. */
export function setDemoServerUp(domain: string, up: boolean): Command {
  return intent(
    'setDemoServerUp',
    Power,
    (text) => text.demo.title,
    async ({ host }) => {
      await host.api['demo.setServerUp']({ domain, up });
      return null;
    },
  );
}
