import type { ReactNode } from 'react';
import type { Address, MessageBody, NestedMessage } from '../../../preload/contract/index.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import { oneLine } from '../messageList/describeRow.ts';
import { MessageContent } from './MessageContent.tsx';
import type { Prepared } from './open/prepareContent.ts';

const MAX_SHOWN = 20;

/** Messages inside the message, each under its own head: what that head says is nobody's word but its own. */
export function NestedMessages({
  body,
  prepared,
}: {
  readonly body: MessageBody;
  readonly prepared: readonly Prepared[];
}): ReactNode {
  return body.nested
    ?.slice(0, prepared.length)
    .map((nested, index) => (
      <Nested
        key={`${nested.partId}:${nested.depth}`}
        nested={nested}
        content={prepared[index] ?? { kind: 'none' }}
      />
    ));
}

interface NestedProps {
  readonly nested: NestedMessage;
  readonly content: Prepared;
}

function Nested({ nested, content }: NestedProps): ReactNode {
  const text = useText();
  const formats = useFormats();
  const { subject, from, to, cc, date } = nested;
  const rows: readonly (readonly [string, string])[] = [
    [text.reading.from, addressLine(from)],
    [text.reading.to, addressLine(to)],
    [text.reading.cc, addressLine(cc)],
    [text.reading.date, date === null ? '' : formats.fullDate(date)],
  ];
  return (
    <section className="n-nested">
      <h3 className="n-nested__subject">
        <bdi>{oneLine(subject)}</bdi>
      </h3>
      <dl className="n-details">
        {rows.map(([label, value]) =>
          value === '' ? null : (
            <div key={label} className="n-details__row">
              <dt>{label}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ),
        )}
      </dl>
      <MessageContent content={content} />
    </section>
  );
}

const addressLine = (addresses: readonly Address[]): string =>
  addresses
    .slice(0, MAX_SHOWN)
    .map(({ name, address }) =>
      oneLine(name === '' || address === '' ? name || address : `${name} <${address}>`),
    )
    .join(', ');
