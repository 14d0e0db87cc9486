export const APP_SCHEME = 'app';
/** Constant for ever: the renderer's IndexedDB belongs to it. */
export const APP_ORIGIN = 'app://naru';
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

/** True for addresses of our own pages, and nothing that merely looks like one. */
export const isAppUrl = (url: string): boolean => url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);
