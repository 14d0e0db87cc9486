import type { MenuItemConstructorOptions } from 'electron';

/**
 * The system's menu: what the system itself does (editing, zoom, windows). Mail commands live in the page, where
 * menu, palette and shortcuts come from one registry.
 */
export const menuTemplate = (options: {
  readonly platform: NodeJS.Platform;
  readonly devTools: boolean;
}): MenuItemConstructorOptions[] => [
  ...(options.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
  { role: 'fileMenu' },
  { role: 'editMenu' },
  {
    label: 'View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(options.devTools
        ? [{ type: 'separator' } as const, { role: 'reload' } as const, { role: 'toggleDevTools' } as const]
        : []),
    ],
  },
  { role: 'windowMenu' },
];
