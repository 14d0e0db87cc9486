import type { ReactNode } from 'react';
import type { Address, EpochMs, MessageSummary } from '../../../preload/contract/index.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import { oneLine } from '../messageList/describeRow.ts';
import { reasonWords, verdictWords } from './sender/senderWords.ts';
import type { Sender } from './sender/useSender.ts';

/** More would make the window slow; the number that is left out is said. */
const MAX_SHOWN = 200;

/** Every address of a message in full. */
export function AddressDetails({
  summary,
  date,
  sender,
}: {
  readonly summary: MessageSummary;
  readonly date: EpochMs;
  readonly sender: Sender | null;
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
      {sender === null ? null : (
        <>
          <div className="n-details__row">
            <dt>{text.trust.verdict}</dt>
            <dd>
              <p>{verdictWords(sender.assessed, text)}</p>
              {sender.assessed.reasons.slice(sender.assessed.isWarning ? 1 : 0).map((reason, index) => (
                <p key={index}>{reasonWords(reason, text)}</p>
              ))}
            </dd>
          </div>
          <div className="n-details__row">
            <dt>{text.trust.checks}</dt>
            <dd>
              {sender.results === null || sender.results.results.length === 0 ? (
                <p>{text.trust.noChecks}</p>
              ) : (
                sender.results.results.slice(0, 20).map(({ method, result, properties }, index) => (
                  <p key={index}>
                    <bdi>
                      {`${method.toUpperCase()}: ${result}`}
                      <span className="n-details__address"> {[...properties.values()].slice(0, 1)}</span>
                    </bdi>
                  </p>
                ))
              )}
            </dd>
          </div>
        </>
      )}
    </dl>
  );
}
