import { placeRecurring } from './placeRecurring.ts';
import { placeSpecials } from './placeSpecials.ts';
import { houseThreads } from './storyHouse.ts';
import { koreanThreads } from './storyKorea.ts';
import { labThreads } from './storyLab.ts';
import { listThreads } from './storyList.ts';
import { StoryPlacer } from './StoryPlacer.ts';
import { recipeThreads } from './storyRecipes.ts';
import type { PlacedMail } from './storyTypes.ts';

/** The whole story up to `nowMs`, oldest first. The same moment gives the same messages. */
export const tellStory = (nowMs: number): readonly PlacedMail[] => {
  const placer = new StoryPlacer(nowMs);
  for (const thread of [...recipeThreads(), ...koreanThreads(), ...houseThreads(), ...labThreads()])
    placer.thread(thread);
  for (const thread of listThreads) placer.list(thread);
  placeRecurring(placer);
  placeSpecials(placer);
  return [...placer.placed].sort((a, b) => a.mail.atMs - b.mail.atMs);
};
