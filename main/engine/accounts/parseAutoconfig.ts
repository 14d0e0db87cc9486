import {
  ServerSettings,
  type DiscoveredSettings,
  type Incoming,
  type Security,
} from '../../../preload/contract/index.ts';

/** Larger documents are not autoconfig. */
const MAX_CHARACTERS = 256 * 1024;

/**
 * Reads a Thunderbird autoconfig document (`config-v1.1.xml`): servers in the document's order, IMAP before POP3,
 * those with protection before those without. It is not an XML parser: it takes the few flat elements that the
 * format has, knows no entities but the predefined five, and so has nothing to expand or fetch.
 */
export function parseAutoconfig(xml: string, address: string): DiscoveredSettings[] {
  if (xml.length > MAX_CHARACTERS) return [];
  const document = xml.replace(/<!--[\s\S]*?-->/g, '');
  const outgoing = servers(document, 'outgoingServer', address).find(({ type }) => type === 'smtp')?.server;
  if (outgoing === undefined) return [];
  const incoming = servers(document, 'incomingServer', address);
  const providerName = (
    element(document, 'displayShortName') ??
    element(document, 'displayName') ??
    ''
  ).slice(0, 200);
  return (['imap', 'pop3'] as const).flatMap((protocol) =>
    incoming
      .filter(({ type }) => type === protocol)
      .slice(0, 3)
      .map(({ server }) => ({
        source: 'autoconfig' as const,
        providerName,
        incoming: incomingOf(protocol, server),
        outgoing,
        hint: 'none' as const,
      })),
  );
}

function incomingOf(protocol: 'imap' | 'pop3', server: ServerSettings): Incoming {
  return protocol === 'imap'
    ? { protocol, server }
    : { protocol, server, leaveOnServer: { policy: 'never' } };
}

const securities: Readonly<Record<string, Security>> = { SSL: 'tls', STARTTLS: 'starttls', plain: 'none' };
const preference: readonly Security[] = ['tls', 'starttls', 'none'];

function servers(document: string, tag: string, address: string): { type: string; server: ServerSettings }[] {
  const blocks = document.matchAll(
    new RegExp(`<${tag}\\s+type="([a-z0-9]{1,10})"[^>]{0,200}>([\\s\\S]{0,5000}?)</${tag}>`, 'g'),
  );
  const found: { type: string; server: ServerSettings }[] = [];
  for (const [, type = '', block = ''] of blocks) {
    const parsed = ServerSettings.safeParse({
      host: element(block, 'hostname'),
      port: Number(element(block, 'port')),
      security: securities[element(block, 'socketType') ?? ''],
      user: fill(element(block, 'username') ?? '%EMAILADDRESS%', address),
      auth: 'password',
      pinnedCertificate: null,
    });
    if (parsed.success) found.push({ type, server: parsed.data });
  }
  return found.sort((a, b) => preference.indexOf(a.server.security) - preference.indexOf(b.server.security));
}

function element(text: string, tag: string): string | undefined {
  const content = new RegExp(`<${tag}(?:\\s[^>]{0,200})?>([^<]{0,1000})</${tag}>`).exec(text)?.[1]?.trim();
  return content?.replace(
    /&(amp|lt|gt|quot|apos);/g,
    (_match, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'",
  );
}

function fill(template: string, address: string): string {
  const at = address.lastIndexOf('@');
  return template
    .replaceAll('%EMAILADDRESS%', address)
    .replaceAll('%EMAILLOCALPART%', address.slice(0, at))
    .replaceAll('%EMAILDOMAIN%', address.slice(at + 1));
}
