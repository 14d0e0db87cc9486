import { CalendarClock } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { laterTimes, toLocalInput, type LaterTime } from '../../domain/composing/laterTimes.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import './SendLater.css';

/** The clock beside Send: when the message is to leave. */
export function SendLater({
  isDisabled,
  onChoose,
}: {
  readonly isDisabled: boolean;
  readonly onChoose: (at: number) => void;
}): ReactNode {
  const text = useText();
  const formats = useFormats();
  /** What can be chosen, made when the dialog opens; null while it is closed. */
  const [times, setTimes] = useState<readonly LaterTime[] | null>(null);
  const [own, setOwn] = useState('');
  const open = (): void => {
    const now = new Date();
    setTimes(laterTimes(now));
    setOwn(toLocalInput(now.getTime() + 2 * 3_600_000));
  };
  const choose = (at: number): void => {
    setTimes(null);
    onChoose(at);
  };
  const ownTime = new Date(own).getTime();
  // The clock is asked when the button is pressed: what has passed meanwhile leaves at once.
  const isUsable =
    Number.isFinite(ownTime) && (times?.[0] === undefined || ownTime > times[0].at - 3_600_000);
  return (
    <>
      <IconButton
        icon={CalendarClock}
        label={text.compose.sendLater}
        isDisabled={isDisabled}
        onPress={open}
      />
      <Dialog
        title={text.compose.sendLater}
        isOpen={times !== null}
        onClose={() => setTimes(null)}
        closeLabel={text.common.close}
        size="small"
        actions={
          <Button tone="primary" isDisabled={!isUsable} onPress={() => choose(ownTime)}>
            {text.compose.sendAtOwnTime}
          </Button>
        }
      >
        <ul className="n-later">
          {(times ?? []).map(({ choice, at }) => (
            <li key={choice}>
              <Button onPress={() => choose(at)}>{text.compose.later[choice]}</Button>
              <span className="n-later__time">{formats.fullDate(at)}</span>
            </li>
          ))}
        </ul>
        <label className="n-later__own">
          {text.compose.ownTime}
          <input
            className="n-field__input"
            type="datetime-local"
            value={own}
            onChange={(event) => setOwn(event.target.value)}
          />
        </label>
        <p className="n-later__hint">{text.compose.laterHint}</p>
      </Dialog>
    </>
  );
}
