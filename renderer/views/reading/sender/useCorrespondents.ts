import { useLiveQuery } from 'dexie-react-hooks';
import { createContext } from 'react';
import { recentPeople } from '../../../db/queries/peopleQueries.ts';
import { useAppData } from '../../app/AppData.ts';
import { useServices } from '../../app/AppServices.ts';

/** Addresses the person has written to. */
export const CorrespondentsContext = createContext<readonly string[]>([]);

const NOBODY: readonly string[] = [];

/** Read once for each set of Sent folders: live per message would assess every page again with each mail sent. */
export function useCorrespondents(): readonly string[] {
  const { database } = useServices();
  const { folders } = useAppData();
  const sent = folders.filter(({ role }) => role === 'sent').map(({ key }) => key);
  return useLiveQuery(
    async () => {
      const people = await recentPeople(database, sent, 'recipients');
      return [...new Set(people.map(({ address }) => address.toLowerCase()))];
    },
    [database, sent.join('\n')],
    NOBODY,
  );
}
