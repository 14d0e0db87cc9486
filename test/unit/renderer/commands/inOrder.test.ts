import { expect, it } from 'vitest';
import { createInOrder } from '../../../../renderer/commands/inOrder.ts';

it('runs tasks in the order they were asked for, also after one that fails', async () => {
  const inOrder = createInOrder();
  const done: string[] = [];
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const slow = inOrder(async () => {
    await gate;
    done.push('slow');
  });
  const failing = inOrder(async () => {
    done.push('failing');
    throw new Error('no');
  });
  const last = inOrder(async () => {
    done.push('last');
    return 3;
  });
  open();
  await slow;
  await expect(failing).rejects.toThrow('no');
  expect(await last).toBe(3);
  expect(done).toEqual(['slow', 'failing', 'last']);
});
