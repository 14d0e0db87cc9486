import type { Notifier } from '../../commands/runCommand.ts';
import { showToast } from '../../ui/showToast.ts';

/** Commands speak through toasts. */
export const toastNotifier: Notifier = {
  notice: (title, action, durationMs, countdown) => {
    showToast({
      title,
      ...(action === undefined ? {} : { action }),
      ...(durationMs === undefined ? {} : { durationMs }),
      ...(countdown === undefined ? {} : { countdown }),
    });
  },
  error: (title, hint) => {
    showToast({ title, description: hint, tone: 'error' });
  },
};
