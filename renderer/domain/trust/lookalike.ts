import { readDomain, type DomainReading } from './domainName.ts';
import { registrableDomain } from './registrableDomain.ts';
import { isNear, skeleton } from './skeleton.ts';

const MAX_KNOWN = 2000;

/**
 * The known domain that this one could be taken for (`paypa1.test` for `paypal.test`), or null: also null when it is a
 * known one itself or belongs to the same owner.
 */
export function lookalikeOf(reading: DomainReading, known: readonly string[]): string | null {
  const own = registrableDomain(reading.unicode);
  const others = new Set(
    known.slice(0, MAX_KNOWN).map((domain) => registrableDomain(readDomain(domain).unicode)),
  );
  others.delete('');
  if (others.has(own)) return null;
  for (const other of others) if (isTakenFor(own, other)) return other;
  return null;
}

/** The same look as a whole, or a name one slip away under the same ending. */
function isTakenFor(own: string, other: string): boolean {
  if (skeleton(own) === skeleton(other)) return true;
  const [name, ending] = parts(own);
  const [otherName, otherEnding] = parts(other);
  return ending === otherEnding && isNear(name, otherName);
}

const parts = (domain: string): readonly [name: string, ending: string] => {
  const dot = domain.indexOf('.');
  return dot < 0 ? [domain, ''] : [domain.slice(0, dot), domain.slice(dot)];
};
