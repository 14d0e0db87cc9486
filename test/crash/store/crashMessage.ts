/** Message `number` of the crash test: up to 40 kB, unlike any other, with lines to quote, NUL and bare CR. */
export const crashMessage = (number: number): Buffer => {
  const line = `From ${number} \0 \r >From ${(number * 7919) % 1009}\n`;
  return Buffer.from(
    `Subject: ${number}\r\n\r\n${line.repeat((number * 37) % 1200)}end${number % 3 === 0 ? '\n' : ''}`,
    'latin1',
  );
};
