import { useEffect } from 'react';
import type { AppSettings } from '../../../preload/contract/index.ts';

/** Writes theme and density on `<html>`, where the tokens look for them; `system` is the absence of a theme. */
export function useAppearance({ theme, density }: Pick<AppSettings, 'theme' | 'density'>): void {
  useEffect(() => {
    const root = document.documentElement;
    if (theme === 'system') root.removeAttribute('data-theme');
    else root.setAttribute('data-theme', theme);
    root.setAttribute('data-density', density);
  }, [theme, density]);
}
