/**
 * Lets a promise go on without anyone waiting, saying why nobody does. A rejection is not swallowed: it reaches
 * the window's error event like any uncaught error.
 */
export function drop(promise: Promise<unknown>, _why: string): void {
  promise.catch((error: unknown) => {
    reportError(error);
  });
}
