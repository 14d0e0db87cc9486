import type { ReadStream } from 'node:tty';

const ENTER = /[\r\n]/;
const BACKSPACE = /[\b\x7f]/;
const CTRL_C = '\x03';
const MAX_LENGTH = 1000;

/** Asks on the terminal without showing what is typed. Rejects when the person presses Ctrl+C. */
export function askPassphrase(
  question: string,
  input: Pick<ReadStream, 'setRawMode' | 'on' | 'off' | 'setEncoding' | 'resume' | 'pause'>,
  write: (text: string) => void,
): Promise<string> {
  write(question);
  input.setRawMode(true);
  input.setEncoding('utf8');
  input.resume();
  return new Promise((resolve, reject) => {
    let typed = '';
    const end = (settle: () => void): void => {
      input.off('data', onData);
      input.setRawMode(false);
      input.pause();
      write('\n');
      settle();
    };
    const onData = (chunk: Buffer | string): void => {
      for (const character of String(chunk)) {
        if (ENTER.test(character)) return end(() => resolve(typed));
        if (character === CTRL_C) return end(() => reject(new Error('stopped')));
        if (BACKSPACE.test(character)) typed = [...typed].slice(0, -1).join('');
        else if (typed.length < MAX_LENGTH) typed += character;
      }
    };
    input.on('data', onData);
  });
}
