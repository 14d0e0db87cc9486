import type { ReactNode } from 'react';
import { Toaster as SonnerToaster } from 'sonner';
import './Toaster.css';

/** Where toasts appear; mount it once. `label` names the region for screen readers. */
export function Toaster({ label }: { readonly label: string }): ReactNode {
  return (
    <SonnerToaster
      position="bottom-center"
      containerAriaLabel={label}
      offset={40}
      gap={8}
      visibleToasts={3}
      toastOptions={{ unstyled: true, classNames: { toast: 'n-toast', error: 'n-toast--error' } }}
    />
  );
}
