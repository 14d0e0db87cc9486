import { useAppData } from '../app/AppData.ts';
import { useMediaQuery } from '../app/useMediaQuery.ts';

/** Whether the window is dark now. */
export function useIsDark(): boolean {
  const { settings } = useAppData();
  const isSystemDark = useMediaQuery('(prefers-color-scheme: dark)');
  return settings.theme === 'dark' || (settings.theme === 'system' && isSystemDark);
}
