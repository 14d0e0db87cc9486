import { describe, expect, it } from 'vitest';
import { FolderPath } from '../../../../preload/contract/index.ts';
import { SeenStatus } from '../../../../main/engine/imap/SeenStatus.ts';
import type { FolderStatus } from '../../../../main/engine/imap/statusFolder.ts';

const lists = FolderPath.parse('Lists');
const nothing: FolderStatus = {
  messages: null,
  unseen: null,
  uidNext: null,
  uidValidity: null,
  highestModseq: null,
};
const whole: FolderStatus = { messages: 3, unseen: 1, uidNext: 9, uidValidity: 7, highestModseq: '20' };

describe('SeenStatus', () => {
  it.each<[string, FolderStatus, boolean]>([
    ['the same again', whole, false],
    ['a part that says the same', { ...nothing, messages: 3 }, false],
    ['nothing readable', nothing, false],
    ['a part that says something else', { ...nothing, highestModseq: '21' }, true],
    ['one message more', { ...whole, messages: 4, uidNext: 10 }, true],
    ['made anew', { ...whole, uidValidity: 8 }, true],
  ])('%s', (_, status, isNews) => {
    const seen = new SeenStatus();
    expect(seen.isNews(lists, whole)).toBe(false);
    expect(seen.isNews(lists, status)).toBe(isNews);
  });

  it('forgets what is no longer watched', () => {
    const seen = new SeenStatus();
    seen.isNews(lists, whole);
    seen.keep([]);
    expect(seen.isNews(lists, { ...whole, messages: 9 })).toBe(false);
  });
});
