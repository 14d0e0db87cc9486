import { Image, ImageOff } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { changeSettings } from '../../../commands/changeSettings.ts';
import type { MessageRow } from '../../../domain/rows.ts';
import { useText } from '../../../i18n/TextContext.ts';
import { Button } from '../../../ui/Button.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { useAppData } from '../../app/AppData.ts';
import { useRunCommand } from '../../app/useRunCommand.ts';
import type { OpenMessage, PicturesState } from '../open/OpenMessage.ts';
import type { RemotePicture } from './remotePictures.ts';
import { trackerName } from './trackerName.ts';
import './pictures.css';

export interface PicturesNoticeProps {
  readonly row: MessageRow;
  readonly found: readonly RemotePicture[];
  readonly pictures: PicturesState;
  readonly isShown: boolean;
  /** The sender is not in doubt: what was allowed for that sender holds for this message. */
  readonly isTrusted: boolean;
  readonly open: OpenMessage;
}

/** What a message would have asked from the network, and the person's choice about it. */
export function PicturesNotice({
  row,
  found,
  pictures,
  isShown,
  isTrusted,
  open,
}: PicturesNoticeProps): ReactNode {
  const text = useText();
  const { settings } = useAppData();
  const run = useRunCommand();
  const address = row.summary.from[0]?.address.toLowerCase() ?? '';
  const isAllowed = address !== '' && settings.pictureSenders.includes(address);
  const trackers = found.filter(({ isTracker }) => isTracker);
  const count = found.length - trackers.length;
  const isAutomatic = isShown && isAllowed && isTrusted && count > 0 && pictures.kind === 'blocked';
  useEffect(() => {
    if (isAutomatic) open.showPictures();
  }, [isAutomatic, open]);
  if (found.length === 0) return null;
  const names = [...new Set(trackers.map(({ url }) => trackerName(new URL(url)) ?? new URL(url).hostname))];
  const remember = (isAlways: boolean): void => {
    const others = settings.pictureSenders.filter((sender) => sender !== address);
    run(changeSettings({ pictureSenders: isAlways ? [...others, address] : others }));
    if (isAlways) open.showPictures();
  };
  const said = [
    pictures.kind === 'blocked' && count > 0 ? text.reading.picturesBlocked(count) : '',
    pictures.kind === 'loading' ? text.reading.picturesLoading(pictures.done, pictures.total) : '',
    pictures.kind === 'shown' && pictures.failed > 0 ? text.reading.picturesFailed(pictures.failed) : '',
    pictures.kind === 'shown' && isAllowed ? text.reading.picturesAlways(address) : '',
    trackers.length > 0 ? text.reading.trackersBlocked(trackers.length, names.slice(0, 3).join(', ')) : '',
  ].filter((sentence) => sentence !== '');
  if (said.length === 0) return null;
  return (
    <Notice
      icon={pictures.kind === 'shown' ? Image : ImageOff}
      action={
        <span className="n-pictures__actions">
          {pictures.kind === 'blocked' && count > 0 ? (
            <>
              <Button size="small" onPress={open.showPictures}>
                {text.reading.showPictures}
              </Button>
              {address === '' || isAllowed ? null : (
                <Button size="small" tone="quiet" onPress={() => remember(true)}>
                  {text.reading.alwaysShowPictures}
                </Button>
              )}
            </>
          ) : null}
          {pictures.kind === 'loading' ? (
            <Button size="small" onPress={open.cancelPictures}>
              {text.common.cancel}
            </Button>
          ) : null}
          {isAllowed && pictures.kind === 'shown' ? (
            <Button size="small" tone="quiet" onPress={() => remember(false)}>
              {text.reading.neverShowPictures}
            </Button>
          ) : null}
        </span>
      }
    >
      {said.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </Notice>
  );
}
