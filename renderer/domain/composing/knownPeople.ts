import type { Address } from '../../../preload/contract/index.ts';
import { isMailAddress, sameAddress } from './address.ts';

/**
 * People in the order of how likely one writes to them: those one wrote to by how often, then those who wrote. The
 * newest name counts (lists come newest first); own and unusable addresses are left out.
 */
export function rankPeople(
  written: readonly Address[],
  read: readonly Address[],
  own: readonly string[],
): readonly Address[] {
  const people = new Map<string, { person: Address; weight: number }>();
  const count = (addresses: readonly Address[], weight: number): void => {
    for (const { name, address } of addresses) {
      const key = address.toLowerCase();
      const known = people.get(key);
      if (known === undefined) people.set(key, { person: { name, address }, weight });
      else
        people.set(key, {
          person: known.person.name === '' ? { name, address: known.person.address } : known.person,
          weight: known.weight + weight,
        });
    }
  };
  count(written, WRITTEN);
  count(read, 1);
  return [...people.values()]
    .filter(
      ({ person: { address } }) =>
        isMailAddress(address) &&
        !own.some((mine) => sameAddress(mine, address)) &&
        !/^(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?)[@+-]/iu.test(address),
    )
    .sort((a, b) => b.weight - a.weight)
    .map(({ person }) => person);
}

/** One message one wrote outweighs any number of letters received. */
const WRITTEN = 1000;
const SHOWN = 6;

/** The best of `people` whose name has a word, or whose address or domain has a beginning, like `typed`. */
export function suggestPeople(people: readonly Address[], typed: string): readonly Address[] {
  const wanted = typed.toLowerCase().normalize('NFC');
  const fits = ({ name, address }: Address): boolean =>
    name.toLowerCase().normalize('NFC').startsWith(wanted) ||
    `${name} ${address}`
      .toLowerCase()
      .normalize('NFC')
      .split(/[\s@"'(]+/u)
      .some((word) => word.startsWith(wanted)) ||
    address.toLowerCase().startsWith(wanted);
  return people.filter(fits).slice(0, SHOWN);
}
