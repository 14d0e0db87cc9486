import type { ReactNode } from 'react';
import type { Address, EpochMs, MessageSummary } from '../../../preload/contract/index.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import { oneLine } from '../messageList/describeRow.ts';

/** More would make the window slow; the number that is left out is said. */
const MAX_SHOWN = 200;

/** Every address of a message in full. */
export function AddressDetails({
  summary,
  date,
}: {
  readonly summary: MessageSummary;
  readonly date: EpochMs;
}): ReactNode {
  const text = useText();
  const formats = useFormats();
  const isOtherReply = summary.replyTo.some(
    (reply) => !summary.from.some((from) => from.address.toLowerCase() === reply.address.toLowerCase()),
  );
  const lists: readonly (readonly [string, readonly Address[]])[] = [
    [text.reading.from, summary.from],
    [text.reading.replyTo, isOtherReply ? summary.replyTo : []],
    [text.reading.to, summary.to],
    [text.reading.cc, summary.cc],
    [text.reading.bcc, summary.bcc],
  ];
  return (
    <dl className="n-details">
      {lists.map(([label, addresses]) =>
        addresses.length === 0 ? null : (
          <div key={label} className="n-details__row">
            <dt>{label}</dt>
            <dd>
              {addresses.slice(0, MAX_SHOWN).map((address, index) => (
                <p key={index}>
                  <bdi>{oneLine(address.name)}</bdi>{' '}
                  <bdi className="n-details__address">{address.address}</bdi>
                </p>
              ))}
              {addresses.length > MAX_SHOWN ? (
                <p>{text.reading.andOthers(addresses.length - MAX_SHOWN)}</p>
              ) : null}
            </dd>
          </div>
        ),
      )}
      <div className="n-details__row">
        <dt>{text.reading.date}</dt>
        <dd>{formats.fullDate(date)}</dd>
      </div>
    </dl>
  );
}
