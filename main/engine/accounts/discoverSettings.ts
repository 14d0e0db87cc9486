import { domainToASCII } from 'node:url';
import {
  MailError,
  type DiscoveredSettings,
  type Security,
  type ServerSettings,
} from '../../../preload/contract/index.ts';
import { parseAutoconfig } from './parseAutoconfig.ts';
import { providerByDomain, providerByMx, type Provider } from './providers.ts';

/** What looking up needs of the world; each rejects or answers empty when there is nothing. */
export interface DiscoveryPorts {
  resolveMx(domain: string): Promise<readonly { readonly exchange: string; readonly priority: number }[]>;
  resolveSrv(name: string): Promise<
    readonly {
      readonly name: string;
      readonly port: number;
      readonly priority: number;
      readonly weight: number;
    }[]
  >;
  /** A small document by https; null when it is not there. */
  fetchText(url: string, signal: AbortSignal): Promise<string | null>;
  /** Whether something accepts connections there. */
  canConnect(host: string, port: number, signal: AbortSignal): Promise<boolean>;
}

/**
 * Proposals for an address's servers, best first: the bundled table; else, asked all at once, the domain's
 * autoconfig, DNS SRV (RFC 6186), the provider its MX points at, and the usual host names that answer. Only the
 * domain is told to others, never the part before the @. Throws `address.invalid`; nothing found is an empty list.
 */
export async function discoverSettings(
  address: string,
  ports: DiscoveryPorts,
  signal: AbortSignal,
): Promise<DiscoveredSettings[]> {
  const { domain } = splitAddress(address);
  const known = providerByDomain(domain);
  if (known !== undefined) return [fromProvider(known, address, 'provider')];
  const found = await Promise.all(
    [fromAutoconfig, fromSrv, fromMx, fromGuess].map((source) =>
      quietly(source(address, domain, ports, signal)),
    ),
  );
  return found.flat().slice(0, 20);
}

/** Throws `address.invalid` unless it has the shape local@domain with a dotted or literal domain. */
export function splitAddress(address: string): { localPart: string; domain: string } {
  const at = address.lastIndexOf('@');
  const localPart = address.slice(0, at);
  const domain = domainToASCII(
    address
      .slice(at + 1)
      .trim()
      .toLowerCase(),
  );
  if (at < 1 || /[\s\p{Cc}<>,;:"()[\]\\]/u.test(localPart) || !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)) {
    throw new MailError('address.invalid', 'this is not a mail address', {
      retry: 'afterChange',
      subject: address.slice(0, 320),
    });
  }
  return { localPart, domain };
}

type Source = (
  address: string,
  domain: string,
  ports: DiscoveryPorts,
  signal: AbortSignal,
) => Promise<DiscoveredSettings[]>;

/** One source's failure is not the answer: the others may know. */
async function quietly(answer: Promise<DiscoveredSettings[]>): Promise<DiscoveredSettings[]> {
  return answer.catch(() => []);
}

const fromAutoconfig: Source = async (address, domain, ports, signal) => {
  const urls = [
    `https://autoconfig.${domain}/mail/config-v1.1.xml`,
    `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`,
  ];
  const documents = await Promise.all(urls.map((url) => ports.fetchText(url, signal).catch(() => null)));
  for (const xml of documents) {
    const settings = xml === null ? [] : parseAutoconfig(xml, address);
    if (settings.length > 0) return settings;
  }
  return [];
};

const fromSrv: Source = async (address, domain, ports) => {
  const best = async (service: string): Promise<{ host: string; port: number } | null> => {
    const records = await ports.resolveSrv(`_${service}._tcp.${domain}`).catch(() => []);
    // A target of "." says that the service is not offered (RFC 2782).
    const usable = records.filter((record) => record.name !== '' && record.name !== '.');
    const first = [...usable].sort((a, b) => a.priority - b.priority || b.weight - a.weight)[0];
    return first === undefined ? null : { host: first.name.replace(/\.$/, ''), port: first.port };
  };
  const [imaps, imap, pop3s, submissions, submission] = await Promise.all(
    ['imaps', 'imap', 'pop3s', 'submissions', 'submission'].map(best),
  );
  const server = (at: { host: string; port: number }, security: Security): ServerSettings =>
    settings(at.host, at.port, security, address);
  const outgoing = submissions
    ? server(submissions, 'tls')
    : submission
      ? server(submission, 'starttls')
      : null;
  if (outgoing === null) return [];
  const answer = { source: 'srv', providerName: domain, outgoing, hint: 'none' } as const;
  const incoming = imaps ? server(imaps, 'tls') : imap ? server(imap, 'starttls') : null;
  if (incoming !== null) return [{ ...answer, incoming: { protocol: 'imap', server: incoming } }];
  if (!pop3s) return [];
  return [
    {
      ...answer,
      incoming: { protocol: 'pop3', server: server(pop3s, 'tls'), leaveOnServer: { policy: 'never' } },
    },
  ];
};

const fromMx: Source = async (address, domain, ports) => {
  const exchanges = (await ports.resolveMx(domain)).map(({ exchange }) => exchange);
  const provider = providerByMx(exchanges);
  return provider === undefined ? [] : [fromProvider({ ...provider, user: 'address' }, address, 'provider')];
};

const fromGuess: Source = async (address, domain, ports, signal) => {
  const answering = async (
    names: readonly string[],
    tries: readonly (readonly [number, Security])[],
  ): Promise<ServerSettings | null> => {
    const candidates = tries.flatMap(([port, security]) =>
      names.map((name) => settings(`${name}.${domain}`, port, security, address)),
    );
    const open = await Promise.all(
      candidates.map(({ host, port }) => ports.canConnect(host, port, signal).catch(() => false)),
    );
    return candidates.find((_candidate, index) => open[index]) ?? null;
  };
  const [incoming, outgoing] = await Promise.all([
    answering(['imap', 'mail'], [[993, 'tls'], [143, 'starttls']]), // prettier-ignore
    answering(['smtp', 'mail'], [[465, 'tls'], [587, 'starttls']]), // prettier-ignore
  ]);
  if (incoming === null || outgoing === null) return [];
  return [
    {
      source: 'guess',
      providerName: domain,
      incoming: { protocol: 'imap', server: incoming },
      outgoing,
      hint: 'none',
    },
  ];
};

function fromProvider(
  provider: Provider,
  address: string,
  source: DiscoveredSettings['source'],
): DiscoveredSettings {
  const user = provider.user === 'address' ? address : splitAddress(address).localPart;
  return {
    source,
    providerName: provider.name,
    incoming: { protocol: 'imap', server: settings(...provider.imap, user) },
    outgoing: settings(...provider.smtp, user),
    hint: provider.hint,
  };
}

function settings(host: string, port: number, security: Security, user: string): ServerSettings {
  return { host, port, security, user, auth: 'password', pinnedCertificate: null };
}
