import type { MessageRow } from '../domain/rows.ts';
import { changeNow } from './changeSelected.ts';
import type { CommandContext, CommandOutcome } from './Command.ts';

/** True when there are rows and all carry the flag: then the command takes it away. */
export const haveAll = (rows: readonly MessageRow[], flag: string): boolean =>
  rows.length > 0 && rows.every(({ flags }) => flags.includes(flag));

/** Sets the flag on the chosen messages; when all have it, takes it away. */
export function toggleFlag(
  context: CommandContext,
  flag: string,
  notices: { readonly set: (count: number) => string; readonly cleared: (count: number) => string },
): Promise<CommandOutcome | null> {
  return context.inOrder(async () =>
    haveAll(await context.readRows(), flag)
      ? changeNow(context, { kind: 'flags', add: [], remove: [flag] }, notices.cleared)
      : changeNow(context, { kind: 'flags', add: [flag], remove: [] }, notices.set),
  );
}
