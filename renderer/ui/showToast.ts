import { toast } from 'sonner';

export interface ToastContent {
  readonly title: string;
  readonly description?: string | undefined;
  readonly tone?: 'plain' | 'error';
  readonly action?: { readonly label: string; readonly run: () => void };
  /** How long it stays; the default is 7 s with an action, 4 s without. */
  readonly durationMs?: number;
}

/** Says what has just happened, for a few seconds; returns what takes it away earlier. */
export function showToast({
  title,
  description,
  tone = 'plain',
  action,
  durationMs,
}: ToastContent): () => void {
  const options = {
    duration: durationMs ?? (action === undefined && tone === 'plain' ? 4000 : 7000),
    ...(description === undefined ? {} : { description }),
    ...(action === undefined ? {} : { action: { label: action.label, onClick: action.run } }),
  };
  const id = tone === 'error' ? toast.error(title, { ...options, icon: null }) : toast(title, options);
  return () => {
    toast.dismiss(id);
  };
}
