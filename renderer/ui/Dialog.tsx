import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { classNames } from './classNames.ts';
import { IconButton } from './IconButton.tsx';
import './Dialog.css';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** The name of the closing button, in the person's language. */
  readonly closeLabel: string;
  readonly children: ReactNode;
  /** Buttons at the foot, the main one last. */
  readonly actions?: ReactNode;
  readonly size?: 'small' | 'medium' | 'large';
}

/** A window over the window; Escape, a click beside it and its cross close it. */
export function Dialog({
  title,
  isOpen,
  onClose,
  closeLabel,
  children,
  actions,
  size = 'medium',
}: DialogProps): ReactNode {
  return (
    <ModalOverlay
      className="n-scrim"
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={classNames('n-modal', `n-modal--${size}`)}>
        <AriaDialog className="n-dialog">
          <header className="n-dialog__header">
            <Heading slot="title" className="n-dialog__title">
              {title}
            </Heading>
            <IconButton icon={X} label={closeLabel} size="small" onPress={onClose} />
          </header>
          <div className="n-dialog__body">{children}</div>
          {actions === undefined ? null : <footer className="n-dialog__actions">{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
