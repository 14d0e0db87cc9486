import { beforeEach, expect, it } from 'vitest';
import {
  FolderPath,
  MailError,
  SyncBatch,
  SyncCursor,
  type SyncBatch as Batch,
} from '../../../../preload/contract/index.ts';
import { StepAhead, type StepQuestion } from '../../../../main/engine/imap/StepAhead.ts';

const INBOX = FolderPath.parse('INBOX');
const never = new AbortController().signal;
const cursor = (text: string): SyncCursor => SyncCursor.parse(text);
const question = (at: string | null, maxMessages = 100): StepQuestion => ({
  folder: INBOX,
  cursor: at === null ? null : cursor(at),
  maxMessages,
});

function batch(nextCursor: string, more: boolean): Batch {
  return SyncBatch.parse({
    uidValidity: 1, reset: false, added: [], flagChanges: [], vanished: '', present: null, counts: null,
    nextCursor, more, progress: { done: 0, total: 0 },
  }); // prettier-ignore
}

let asked: { readonly cursor: string | null; readonly signal: AbortSignal }[] = [];
let answers: (Batch | MailError)[] = [];
let timers: (() => void)[] = [];
let steps: StepAhead;
beforeEach(() => {
  asked = [];
  answers = [];
  timers = [];
  steps = new StepAhead(
    async (step, signal) => {
      asked.push({ cursor: step.cursor, signal });
      const answer = answers.shift();
      if (answer === undefined) throw new Error('asked too often');
      if (answer instanceof MailError) throw answer;
      return answer;
    },
    {
      now: () => 0,
      setTimer: (_ms, run) => {
        timers.push(run);
        return () => (timers = timers.filter((other) => other !== run));
      },
    },
  );
});
const cursors = (): (string | null)[] => asked.map((step) => step.cursor);

it('asks for the next step before anybody does, and gives it to whoever asks for that one', async () => {
  answers = [batch('a', true), batch('b', true), batch('c', true)];
  expect((await steps.step(question(null), never)).nextCursor).toBe('a');
  expect(cursors()).toEqual([null, 'a']);
  expect((await steps.step(question('a', 200), never)).nextCursor).toBe('b');
  expect(cursors()).toEqual([null, 'a', 'b']);
});

it('asks anew for another cursor, fewer messages, after a change, and when it was kept too long', async () => {
  const spoil: (() => StepQuestion)[] = [
    () => question('other'),
    () => question('a', 50),
    () => (steps.forget(), question('a')),
    () => (timers.forEach((run) => run()), question('a')),
  ];
  for (const [index, next] of spoil.entries()) {
    answers = [batch('a', true), batch('early', false), batch('fresh', false)];
    await steps.step(question(null), never);
    expect((await steps.step(next(), never)).nextCursor).toBe('fresh');
    expect(asked.at(-2)?.signal.aborted).toBe(true);
    expect(asked).toHaveLength((index + 1) * 3);
  }
});

it('never lets the last answer be one from before the question', async () => {
  answers = [batch('a', true), batch('b', false), batch('b', false)];
  await steps.step(question(null), never);
  expect(await steps.step(question('a'), never)).toEqual(batch('b', true));
  expect(await steps.step(question('b'), never)).toEqual(batch('b', false));
  expect(cursors()).toEqual([null, 'a', 'b']);

  // One that does not even move is not given: "more" without moving would be asked for ever.
  answers = [batch('a', true), batch('a', false), batch('a', false)];
  await steps.step(question(null), never);
  expect((await steps.step(question('a'), never)).more).toBe(false);
});

it('tells a failure to the one who asks, not before', async () => {
  const failure = new MailError('network.closed', 'gone');
  answers = [batch('a', true), failure, failure];
  await steps.step(question(null), never);
  await expect(steps.step(question('a'), never)).rejects.toBe(failure);
});

it('ends when the asker gives up', async () => {
  answers = [batch('a', true), batch('b', true)];
  await steps.step(question(null), never);
  const asker = new AbortController();
  const answer = steps.step(question('a'), asker.signal);
  asker.abort();
  await expect(answer).rejects.toThrow();
  expect(asked[1]?.signal.aborted).toBe(true);
});
