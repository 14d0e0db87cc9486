/** Runs tasks one after another in the order they were asked for; one that fails does not stop the next. */
export type InOrder = <T>(task: () => Promise<T>) => Promise<T>;

export function createInOrder(): InOrder {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task, task);
    last = run.catch(() => undefined);
    return run;
  };
}
