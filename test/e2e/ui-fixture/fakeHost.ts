import {
  defaultSettings,
  MailError,
  type AppSettings,
  type HostApi,
} from '../../../preload/contract/index.ts';
import type { NaruDatabase } from '../../../renderer/db/openDatabase.ts';
import type { PageHost } from '../../../renderer/views/app/AppServices.ts';
import { fakeEngine } from './fakeEngine.ts';

/** A host that keeps settings in the cache and has one picture to hand out; every other call says it is gone. */
export function fakeHost(database: NaruDatabase): PageHost {
  const known: Partial<HostApi> = {
    ...fakeEngine(database),
    'settings.get': async () => (await database.settings.get('app'))?.settings ?? defaultSettings,
    'settings.set': async (settings: AppSettings) => {
      await database.settings.put({ key: 'app', settings });
      return {};
    },
    'mail.fetchPart': async () => ({ name: 'a', type: 'text/plain', bytes: new Uint8Array([104, 105]) }),
  };
  const api = new Proxy(known, {
    get: (table, name: keyof HostApi) =>
      table[name] ?? (() => Promise.reject(new MailError('disconnected', 'only a fixture'))),
  });
  return {
    api: api as HostApi,
    on: () => () => {},
    onClose: () => {},
    close: () => {},
    onStateChange: () => () => {},
    hello: {
      contractVersion: 1,
      appVersion: '0',
      shell: 'test',
      platform: 'linux',
      capabilities: { demo: true, openExternal: false, secrets: 'file' },
    },
  };
}
