import { CONTRACT_VERSION, MailError } from '../../../preload/contract/index.ts';
import type { EmitEvent, EnginePorts, Handlers } from '../ports.ts';
import type { SettingsStore } from '../settings/SettingsStore.ts';
import { fetchPicture } from '../web/fetchPicture.ts';
import { postOneClick } from '../web/postOneClick.ts';
import type { WebNetwork } from '../web/WebNetwork.ts';
import type { Transcripts } from '../transcript/Transcripts.ts';

export interface HostParts {
  readonly ports: Pick<EnginePorts, 'host' | 'demo' | 'openExternal'>;
  readonly settings: SettingsStore;
  readonly transcripts: Transcripts;
  readonly emit: EmitEvent;
  readonly web: WebNetwork;
}

type HostMethods = Extract<
  keyof Handlers,
  `host.${string}` | `settings.${string}` | `connections.${string}` | `external.${string}` | `web.${string}`
>;

export function hostHandlers({
  ports,
  settings,
  transcripts,
  emit,
  web,
}: HostParts): Pick<Handlers, HostMethods> {
  const { appVersion, shell, platform, secrets } = ports.host;
  return {
    'host.hello': async () => ({
      contractVersion: CONTRACT_VERSION,
      appVersion,
      shell,
      platform,
      capabilities: { demo: ports.demo !== null, openExternal: ports.openExternal !== null, secrets },
    }),
    'settings.get': async () => settings.get(),
    'settings.set': async (next) => {
      await settings.set(next);
      emit('settings.changed', {});
      return {};
    },
    'connections.list': async () => transcripts.list(),
    'connections.transcript': async ({ connectionId, afterSeq }) => transcripts.lines(connectionId, afterSeq),
    'web.fetchPicture': ({ url }, { signal }) => fetchPicture(web, url, signal),
    'web.unsubscribe': async ({ url }, { signal }) => {
      await postOneClick(web, url, signal);
      return {};
    },
    'external.open': async ({ url }) => {
      if (!isOpenable(url))
        throw new MailError('invalidRequest', 'only web and mail addresses and telephone numbers are opened');
      if (ports.openExternal === null) throw new MailError('notSupported', 'this shell opens no addresses');
      await ports.openExternal(url);
      return {};
    },
  };
}

/** A message may hold any link; a file, a script or another program's scheme must not be started by one. */
function isOpenable(url: string): boolean {
  return URL.canParse(url) && ['https:', 'http:', 'mailto:', 'tel:'].includes(new URL(url).protocol);
}
