import type { ReactNode } from 'react';
import type { DemoServer } from '../../../preload/contract/index.ts';
import { setDemoServerUp } from '../../commands/setDemoServerUp.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import { Switch } from '../../ui/Switch.tsx';
import { useRunCommand } from '../app/useRunCommand.ts';

/** One demo server: on or off, whose mailboxes it has, what waits in its queue and until when. */
export function DemoServerCard({ server }: { readonly server: DemoServer }): ReactNode {
  const text = useText().demo;
  const formats = useFormats();
  const run = useRunCommand();
  const { domain, up, users, queue } = server;
  return (
    <div className="n-demo__server">
      <div className="n-demo__head">
        <span className="n-demo__domain">{domain}</span>
        <Switch
          aria-label={text.running(domain)}
          isSelected={up}
          onChange={(next) => run(setDemoServerUp(domain, next))}
        >
          {up ? text.up : text.down}
        </Switch>
      </div>
      <p className="n-demo__lead">{text.users(users.join(', '))}</p>
      {queue.length === 0 ? (
        <p className="n-demo__lead">{text.queueEmpty}</p>
      ) : (
        <div className="n-demo__scroll" tabIndex={0} role="group" aria-label={text.queueTitle(domain)}>
          <table className="n-demo__queue">
            <caption>{text.waiting(queue.length)}</caption>
            <thead>
              <tr>
                {[text.to, text.subject, text.attempts, text.next, text.error].map((heading) => (
                  <th key={heading} scope="col">
                    {heading}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {queue.map((message) => (
                <tr key={message.id}>
                  <td>{message.to.join(', ')}</td>
                  <td>{message.subject}</td>
                  <td>{formats.number(message.attempts)}</td>
                  <td>{new Date(message.nextAttemptAt).toTimeString().slice(0, 8)}</td>
                  <td>{message.lastError}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
