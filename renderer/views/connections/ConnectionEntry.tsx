import { Lock, LockOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { ListBoxItem } from 'react-aria-components';
import type { ConnectionInfo } from '../../../preload/contract/index.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import { Badge } from '../../ui/Badge.tsx';

/** One dialogue in the list: with whom, how protected, where it stands. */
export function ConnectionEntry({ connection }: { readonly connection: ConnectionInfo }): ReactNode {
  const text = useText().connections;
  const formats = useFormats();
  const { id, protocol, host, port, secure, closedAt, openedAt, phase } = connection;
  const LockIcon = secure ? Lock : LockOpen;
  return (
    <ListBoxItem id={id} textValue={`${protocol} ${host}`} className="n-connection">
      <span className="n-connection__title">
        <span className="n-connection__protocol">{protocol.toUpperCase()}</span>
        <span className="n-ellipsis">{`${host}:${port}`}</span>
        <LockIcon
          aria-hidden
          size={13}
          strokeWidth={1.75}
          className={secure ? 'n-connection__lock' : 'n-connection__lock n-connection__lock--open'}
        />
        <span className="n-hidden">{secure ? text.secure : text.insecure}</span>
      </span>
      <span className="n-connection__when">
        {closedAt === null ? (
          <>
            <Badge tone="success">{text.phase[phase]}</Badge> {text.since(formats.time(openedAt))}
          </>
        ) : (
          text.ended(formats.time(closedAt))
        )}
      </span>
    </ListBoxItem>
  );
}
