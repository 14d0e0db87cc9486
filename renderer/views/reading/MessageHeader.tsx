import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Address } from '../../../preload/contract/index.ts';
import { splitFolderKey, type MessageRow } from '../../domain/rows.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { useAppData } from '../app/AppData.ts';
import { oneLine, shortName } from '../messageList/describeRow.ts';
import { AddressDetails } from './AddressDetails.tsx';
import { SenderLine } from './sender/SenderLine.tsx';
import type { Sender } from './sender/useSender.ts';
import './MessageHeader.css';

const SHOWN_RECIPIENTS = 3;

/** Subject, who, to whom, when; every address behind one button. */
export function MessageHeader({
  row,
  sender,
}: {
  readonly row: MessageRow;
  /** Null before it is known, and for what the person wrote. */
  readonly sender: Sender | null;
}): ReactNode {
  const text = useText();
  const formats = useFormats();
  const { accounts } = useAppData();
  const { summary } = row;
  // "Me" is who this account is; the others here may be other people.
  const { accountId } = splitFolderKey(row.folder);
  const own = new Set(
    accounts
      .filter(({ id }) => id === accountId)
      .flatMap(({ identities }) => identities.map(({ address }) => address.toLowerCase())),
  );
  const from = sender?.assessed.authors[0] ??
    summary.from[0] ??
    summary.sender[0] ?? { name: '', address: '' };
  const recipients = [...summary.to, ...summary.cc];
  const nameOf = (address: Address): string =>
    own.has(address.address.toLowerCase()) ? text.reading.me : shortName(address);
  const subject = oneLine(summary.subject);
  return (
    <header className="n-head">
      <h2 className={subject === '' ? 'n-head__subject n-head__subject--none' : 'n-head__subject'}>
        <bdi>{subject === '' ? text.messageList.noSubject : subject}</bdi>
      </h2>
      <div className="n-head__people">
        <Avatar name={from.name} address={from.address} size={38} />
        <div className="n-head__who">
          <p className="n-head__from">
            <bdi className="n-head__name">{shortName(from) || text.messageList.noSender}</bdi>
            {from.name.trim() === '' ? null : <bdi className="n-head__address">{from.address}</bdi>}
          </p>
          <Popover
            label={text.reading.detailsTitle}
            trigger={
              <Button className="n-head__to">
                <span className="n-ellipsis">
                  {text.reading.to}:{' '}
                  <bdi>{recipients.slice(0, SHOWN_RECIPIENTS).map(nameOf).join(', ') || '–'}</bdi>
                  {recipients.length > SHOWN_RECIPIENTS
                    ? ` ${text.reading.andOthers(recipients.length - SHOWN_RECIPIENTS)}`
                    : null}
                </span>
                <span className="n-hidden">{text.reading.showDetails}</span>
                <ChevronDown aria-hidden size={13} />
              </Button>
            }
          >
            <AddressDetails summary={summary} date={row.date} sender={sender} />
          </Popover>
          {sender === null || sender.assessed.isWarning ? null : <SenderLine assessed={sender.assessed} />}
        </div>
        <time className="n-head__date" dateTime={new Date(row.date).toISOString()}>
          {formats.fullDate(row.date)}
        </time>
      </div>
    </header>
  );
}
