import { expect, it } from 'vitest';

it('the engine loads under plain Node, where loading electron throws', async () => {
  // This vitest project aliases nothing: an import of electron anywhere below would try to download it and fail.
  const engine = await import('../../main/engine/createEngine.ts');
  expect(typeof engine.createEngine).toBe('function');
});
