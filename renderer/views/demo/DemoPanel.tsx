import type { ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { useHostQuery } from '../app/useHostQuery.ts';
import { DemoServerCard } from './DemoServerCard.tsx';
import './DemoPanel.css';

/** The demo's mail servers with their switches and queues; nothing where the demo does not run. */
export function DemoPanel(): ReactNode {
  const text = useText().demo;
  const answer = useHostQuery((host, signal) => host.api['demo.status']({}, { signal }), 'demo.changed');
  if (answer.name !== 'answered' || !answer.value.running) return null;
  return (
    <section className="n-demo" aria-labelledby="demo-title">
      <h2 id="demo-title" className="n-demo__title">
        {text.title}
      </h2>
      <p className="n-demo__lead">{text.lead}</p>
      {answer.value.servers.map((server) => (
        <DemoServerCard key={server.domain} server={server} />
      ))}
    </section>
  );
}
