import { ScriptedServer } from '../../servers/scriptedServer.ts';
import { injectionVectors, type InjectionVector } from '../corpora.ts';
import type { Scenario } from '../scenario.ts';
import { Receiver, secret } from './Receiver.ts';

/** Values that try to become a second command: what reaches the server is the one command, or nothing. */
export const injectionScenarios: readonly Scenario[] = injectionVectors('pop3').map((vector) => ({
  name: vector.id,
  run: async () => {
    const server = await ScriptedServer.start({ greeting: ['+OK'], steps: [], always: accepting });
    const receiver = await Receiver.create();
    try {
      const user = vector.field === 'pass' ? 'alice' : vector.value;
      const password = vector.field === 'pass' ? vector.value : secret;
      const outcome = await receiver.collect({ port: server.port, user }, password);
      const said = server.connections.flatMap(({ beforeTls }) =>
        beforeTls.bytes.toString('utf8').split('\r\n').filter(Boolean),
      );
      return { outcome, broken: judge(vector, said) };
    } finally {
      await receiver.close();
      await server.stop();
    }
  },
}));

const accepting = [
  { expect: /^CAPA/, reply: ['+OK', 'USER', 'UIDL', '.'] },
  { expect: /^(USER|PASS|DELE|NOOP)/, reply: ['+OK'] },
  { expect: /^(UIDL|LIST)/, reply: ['+OK', '.'] },
  { expect: /^QUIT/, reply: ['+OK'], close: 'end' as const },
];

/** Each line the server heard is one the client means to send, the value whole within it where it is sent at all. */
function judge({ field, value }: InjectionVector, said: readonly string[]): string[] {
  const verbs = new Set(['CAPA', 'USER', 'PASS', 'UIDL', 'LIST', 'STAT', 'QUIT']);
  const stray = said.filter((line) => !verbs.has(line.split(' ')[0] ?? '') || /[\r\n\0]/.test(line));
  const broken = stray.map((line) => `an unmeant command: ${JSON.stringify(line)}`);
  const whole = field === 'pass' ? `PASS ${value}` : `USER ${value}`;
  const begun = said.filter((line) => line.startsWith(whole.slice(0, 6)));
  for (const line of begun) if (line !== whole) broken.push(`a part of the value: ${JSON.stringify(line)}`);
  return broken;
}
