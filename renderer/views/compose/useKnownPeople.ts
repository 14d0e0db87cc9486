import { useLiveQuery } from 'dexie-react-hooks';
import type { Address } from '../../../preload/contract/index.ts';
import { rankPeople, suggestPeople } from '../../domain/composing/knownPeople.ts';
import { recentPeople } from '../../db/queries/peopleQueries.ts';
import { useAppData } from '../app/AppData.ts';
import { useServices } from '../app/AppServices.ts';

/** Completion from what mail itself taught: people one wrote to first, then those who wrote. */
export function useKnownPeople(): (typed: string) => readonly Address[] {
  const { database } = useServices();
  const { folders, accounts } = useAppData();
  // With several accounts one writes between them; with one, oneself is no suggestion.
  const own =
    accounts.length > 1 ? [] : accounts.flatMap(({ identities }) => identities.map(({ address }) => address));
  const sent = folders.filter(({ role }) => role === 'sent').map(({ key }) => key);
  const received = folders.filter(({ role }) => role === 'inbox').map(({ key }) => key);
  const people = useLiveQuery(
    async () => {
      const [written, read] = await Promise.all([
        recentPeople(database, sent, 'recipients'),
        recentPeople(database, received, 'senders'),
      ]);
      return rankPeople(written, read, own);
    },
    // Read once per composer: live per message would repaint while someone types.
    [database],
    [],
  );
  return (typed) => suggestPeople(people, typed);
}
