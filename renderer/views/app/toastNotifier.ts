import type { Notifier } from '../../commands/runCommand.ts';
import { showToast } from '../../ui/showToast.ts';

/** Commands speak through toasts. */
export const toastNotifier: Notifier = {
  notice: (title, action, durationMs) => {
    showToast({
      title,
      ...(action === undefined ? {} : { action }),
      ...(durationMs === undefined ? {} : { durationMs }),
    });
  },
  error: (title, hint) => {
    showToast({ title, description: hint, tone: 'error' });
  },
};
