import { domainOf, addressesIn } from './addressParts.ts';
import { readDomain, type DomainTrick } from './domainName.ts';
import { overridesOrder } from './hiddenCharacters.ts';
import { hostsInText } from './hostInText.ts';
import { lookalikeOf } from './lookalike.ts';
import { sameOwner } from './registrableDomain.ts';

/** Why a link may not be what it seems. */
export type LinkWarning =
  /** The text names another host or address than the one that opens. */
  | { readonly code: 'textNamesAnother'; readonly named: string }
  /** A name (and password) before the `@`, made to look like the host. */
  | { readonly code: 'userInfo'; readonly shown: string }
  /** A bare IP address; `isDisguised` when written as one number, in octal or in hexadecimal. */
  | { readonly code: 'ipAddress'; readonly isDisguised: boolean }
  | { readonly code: 'trickyDomain'; readonly trick: DomainTrick }
  | { readonly code: 'lookalikeDomain'; readonly known: string }
  /** The text turns its letters round. */
  | { readonly code: 'reorderedText' }
  /** A scheme that never opens from a message: script, data, a file. */
  | { readonly code: 'notOpened'; readonly scheme: string };

export interface LinkAssessment {
  readonly kind: 'web' | 'mail' | 'phone' | 'inert';
  /** What opens, normalised as the browser will; null when nothing does. */
  readonly target: string | null;
  /** The host (with a port that is not the usual one) or the mail domain, safe to be shown; null when there is none. */
  readonly shownHost: string | null;
  /** A host that the address itself says it goes on to (`…?url=https://…`): common, worth showing, no warning. */
  readonly leadsTo: string | null;
  readonly warnings: readonly LinkWarning[];
}

const MAX_LENGTH = 8000;
const INERT = { kind: 'inert', target: null, shownHost: null, leadsTo: null } as const;

/**
 * What a link with this text really opens, and what about it could fool a person. `known`: domains of the person's own
 * correspondents. Pure, and bounded by the length of an address.
 */
export function assessLink(text: string, href: string, known: readonly string[] = []): LinkAssessment {
  const url = readHref(href);
  if (url === null) return { ...INERT, warnings: schemeWarning(href) };
  if (url.protocol === 'mailto:') return assessMailLink(text, url);
  if (url.protocol === 'tel:')
    return { kind: 'phone', target: url.href, shownHost: null, leadsTo: null, warnings: [] };
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { ...INERT, warnings: schemeWarning(url.href) };
  const reading = readDomain(url.hostname);
  const warnings: LinkWarning[] = [];
  const named = hostsInText(text).find((host) => !isPromiseKept(host, url.hostname));
  if (named !== undefined) warnings.push({ code: 'textNamesAnother', named: readDomain(named).shown });
  if (overridesOrder(text)) warnings.push({ code: 'reorderedText' });
  if (url.username !== '' || url.password !== '')
    warnings.push({ code: 'userInfo', shown: url.username.slice(0, 100) });
  if (isIpAddress(url.hostname)) {
    const isDisguised = !writtenHost(href).includes(url.hostname);
    if (isDisguised || !text.includes(url.hostname)) warnings.push({ code: 'ipAddress', isDisguised });
  }
  for (const trick of reading.tricks) warnings.push({ code: 'trickyDomain', trick });
  const alike = lookalikeOf(reading, known);
  if (alike !== null) warnings.push({ code: 'lookalikeDomain', known: alike });
  const port = url.port === '' ? '' : `:${url.port}`;
  return { kind: 'web', target: url.href, shownHost: reading.shown + port, leadsTo: leadsTo(url), warnings };
}

/** As browsers read it: blanks and controls dropped, back slashes turned; `//host` is taken for https. */
function readHref(href: string): URL | null {
  const trimmed = href.slice(0, MAX_LENGTH + 1).replace(/^[\p{Cc}\s]+/u, '');
  const absolute = /^[\\/]{2}/u.test(trimmed) ? `https:${trimmed}` : trimmed;
  if (absolute.length > MAX_LENGTH || !URL.canParse(absolute)) return null;
  const url = new URL(absolute);
  return url.href.length > MAX_LENGTH ? null : url;
}

/** A place in the same message or a path without a host is harmless; any other scheme is named. */
function schemeWarning(href: string): LinkWarning[] {
  const scheme = /^[\p{Cc}\s]*([a-z][a-z\d+.\s-]{0,30}):/iu
    .exec(href)?.[1]
    ?.toLowerCase()
    .replace(/\s/gu, '');
  return scheme === undefined || scheme === 'cid' || scheme === 'mid' ? [] : [{ code: 'notOpened', scheme }];
}

/** The text's host itself, one below it, or another of the same owner. */
const isPromiseKept = (named: string, host: string): boolean => {
  const promised = readDomain(named).ascii.replace(/\.$/u, '');
  const real = host.replace(/\.$/u, '');
  return real === promised || real.endsWith(`.${promised}`) || sameOwner(promised, real);
};

const isIpAddress = (host: string): boolean =>
  host.startsWith('[') || /^(?:\d{1,3}\.){3}\d{1,3}$/u.test(host);

/** What stands between the slashes and the path, before it is normalised. */
const writtenHost = (href: string): string => /^[^/\\]*[/\\]{2,}([^/\\?#]*)/u.exec(href.trim())?.[1] ?? '';

function assessMailLink(text: string, url: URL): LinkAssessment {
  const path = decode(url.pathname);
  const addresses = path.split(',').map((address) => address.trim().toLowerCase());
  const named = addressesIn(text).find((address) => !addresses.includes(address));
  const domain = domainOf(addresses[0] ?? '');
  const reading = readDomain(domain);
  return {
    kind: 'mail',
    target: url.href,
    shownHost: domain === '' ? null : reading.shown,
    leadsTo: null,
    warnings: [
      ...(named === undefined ? [] : [{ code: 'textNamesAnother', named } as const]),
      ...(overridesOrder(text) ? [{ code: 'reorderedText' } as const] : []),
      ...reading.tricks.map((trick) => ({ code: 'trickyDomain', trick }) as const),
    ],
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // Not percent-encoded after all: as it stands.
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** The host of the first other address inside this one, as redirecting services carry it. */
function leadsTo(url: URL): string | null {
  const inside = /https?(?::|%3a)(?:\/|%2f){2}[^&#\s]*/iu.exec(
    `${url.pathname}${url.search}${url.hash}`.slice(1),
  )?.[0];
  const target = inside === undefined ? '' : decode(inside);
  if (!URL.canParse(target)) return null;
  const { hostname } = new URL(target);
  return hostname === '' || hostname === url.hostname ? null : readDomain(hostname).shown;
}
