import { toast } from 'sonner';

export interface ToastContent {
  readonly title: string;
  readonly description?: string | undefined;
  readonly tone?: 'plain' | 'error';
  readonly action?: { readonly label: string; readonly run: () => void };
  /** How long it stays; the default is 7 s with an action, 4 s without. */
  readonly durationMs?: number;
  /** The title is said anew each second until the time is up. */
  readonly countdown?: { readonly seconds: number; readonly words: (seconds: number) => string };
}

/** Says what has just happened, for a few seconds; returns what takes it away earlier. */
export function showToast({
  title,
  description,
  tone = 'plain',
  action,
  durationMs,
  countdown,
}: ToastContent): () => void {
  const options = {
    duration: durationMs ?? (action === undefined && tone === 'plain' ? 4000 : 7000),
    ...(description === undefined ? {} : { description }),
    ...(action === undefined ? {} : { action: { label: action.label, onClick: action.run } }),
  };
  const duration = options.duration;
  const end = Date.now() + duration;
  const stop = (): void => clearInterval(timer);
  const id =
    tone === 'error'
      ? toast.error(title, { ...options, icon: null })
      : toast(title, { ...options, onDismiss: stop, onAutoClose: stop });
  const begun = Date.now();
  const timer = setInterval(
    () => {
      const left = countdown === undefined ? 0 : Math.ceil(countdown.seconds - (Date.now() - begun) / 1000);
      if (countdown === undefined || left <= 0) stop();
      // The time it stays runs on: an update would begin it anew.
      else
        toast(countdown.words(left), {
          ...options,
          id,
          duration: end - Date.now(),
          onDismiss: stop,
          onAutoClose: stop,
        });
    },
    countdown === undefined ? 2 ** 30 : 1000,
  );
  if (countdown === undefined) stop();
  return () => {
    stop();
    toast.dismiss(id);
  };
}
