import { AtSign, Sailboat } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { drop } from '../../commands/drop.ts';
import { showFailure } from '../../commands/runCommand.ts';
import { startDemo } from '../../commands/startDemo.ts';
import { openSection } from '../../commands/ViewState.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Mark } from '../../ui/Mark.tsx';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { useServices } from '../app/AppServices.ts';
import { sections } from '../app/sections.tsx';
import { useHello } from '../app/useHello.ts';
import './FirstScreen.css';

/** For someone who has just arrived: their own mail, or a look around. */
export function FirstScreen(): ReactNode {
  const text = useText();
  const { host, worker, view, notifier } = useServices();
  const [isStarting, setIsStarting] = useState(false);
  const hasDemo = useHello()?.capabilities.demo ?? false;
  const beginDemo = async (): Promise<void> => {
    setIsStarting(true);
    await showFailure({ text }, notifier, () => startDemo(host, worker.api));
    setIsStarting(false);
  };
  return (
    <main className="n-first">
      <div className="n-first__column">
        <Mark size={72} />
        <h1 className="n-first__title">{text.firstScreen.title}</h1>
        <p className="n-first__lead">{text.firstScreen.lead}</p>
        <div className="n-first__choices">
          {sections.some(({ section }) => section === 'accounts') ? (
            <AriaButton
              className="n-first__choice n-first__choice--main"
              onPress={() => view.setState(openSection('accounts'))}
            >
              <AtSign aria-hidden size={20} strokeWidth={1.75} />
              <span className="n-first__label">{text.firstScreen.addAccount}</span>
              <span className="n-first__hint">{text.firstScreen.addAccountHint}</span>
            </AriaButton>
          ) : null}
          {hasDemo ? (
            <AriaButton
              className="n-first__choice"
              isDisabled={isStarting}
              onPress={() => drop(beginDemo(), 'failures are shown by showFailure')}
            >
              {isStarting ? (
                <ProgressRing label={text.firstScreen.starting} size={20} />
              ) : (
                <Sailboat aria-hidden size={20} strokeWidth={1.75} />
              )}
              <span className="n-first__label">
                {isStarting ? text.firstScreen.starting : text.firstScreen.tryDemo}
              </span>
              <span className="n-first__hint">{text.firstScreen.tryDemoHint}</span>
            </AriaButton>
          ) : null}
        </div>
      </div>
      <svg className="n-first__water" viewBox="0 0 1200 120" preserveAspectRatio="none" aria-hidden>
        <path d="M0 50c100-28 200-28 300 0s200 28 300 0 200-28 300 0 200 28 300 0v70H0z" />
        <path d="M0 74c100-24 200-24 300 0s200 24 300 0 200-24 300 0 200 24 300 0v46H0z" />
      </svg>
    </main>
  );
}
