import { ScriptedServer } from '../../servers/scriptedServer.ts';
import type { StandingRule } from '../../servers/script.ts';
import { corpusFiles, readCorpus } from '../corpora.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { message, sha256 } from './Maildrop.ts';
import { Receiver } from './Receiver.ts';

const own = message('own').bytes;

/** The command whose answer a recorded one takes the place of; null for the greeting. */
const slots: Readonly<Record<string, RegExp | null>> = {
  greeting: null,
  'ok-greeting': null,
  auth: /^PASS /,
  ok: /^USER /,
  err: /^TOP|^UIDL$/,
  capa2: /^CAPA$/,
  utf8: /^UTF8/,
  plus: /^AUTH PLAIN/,
  uidl: /^UIDL$/,
  'uidl-error2': /^UIDL$/,
  'uidl1-error2': /^UIDL$/,
  list: /^LIST$/,
  list1: /^LIST$/,
  list2: /^LIST$/,
  list3: /^LIST$/,
  'list1-error2': /^LIST$/,
  stat: /^LIST$/,
  'stat-error1': /^LIST$/,
  'stat-error2': /^LIST$/,
  getlang: /^LIST$/,
  setlang: /^PASS /,
  retr1: /^RETR /,
  'retr1-parse-error': /^RETR /,
  top123: /^RETR /,
  dele: /^DELE /,
  dele123: /^DELE /,
  quit: /^QUIT$/,
};

/** What a multi-line answer holds: between the first line and the dot, dots unstuffed; null when there is no dot. */
function contentOf(answer: string): Buffer | null {
  const start = answer.indexOf('\n') + 1;
  const end = answer.search(/^\.\r?\n/m);
  return end < start ? null : Buffer.from(answer.slice(start, end).replace(/^\.\./gm, '.'), 'latin1');
}

/**
 * Answers of real servers in the place of a sound server's. Each either fits its command, and one message is here whole
 * and deleted there; or it does not (one line where many are due, more answers than commands), and then the run ends
 * with a named error, nothing is deleted, and a run against a sound server mends it.
 */
export const transcriptScenarios: readonly Scenario[] = corpusFiles('mailkit-pop3-transcripts', '.txt').map(
  (path) => ({
    name: `mailkit ${path.replace(/\.txt$/, '')}`,
    run: () => replay(path, readCorpus(`mailkit-pop3-transcripts/${path}`) ?? Buffer.alloc(0)),
  }),
);

async function replay(path: string, answer: Buffer): Promise<Finding> {
  const name = path.replace(/^.*\//, '').replace(/\.txt$/, '');
  if (!Object.hasOwn(slots, name)) return { outcome: 'not written', broken: [`no slot for ${name}`] };
  const slot = slots[name] ?? null;
  let deletions = 0;
  let marked = 0;
  let isSound = false;
  // After the recorded bytes a server that has said too little is silent no longer: it closes.
  const isShort =
    /^(list[123]|list1-error2|uidl1-error2|stat.*|retr1-parse.*)$/.test(name) &&
    contentOf(answer.toString('latin1')) === null;
  const sound: StandingRule[] = [
    {
      expect: /^CAPA$/,
      reply: ['+OK', ...(name === 'plus' ? ['SASL PLAIN'] : ['USER']), 'UIDL', 'UTF8', '.'],
    },
    { expect: /^(USER|PASS|UTF8)/, reply: ['+OK'] },
    { expect: /^(AUTH PLAIN|AGFs|APOP alice [0-9a-f]{32}$)/, reply: ['+OK'] },
    { expect: /^(UIDL|LIST)$/, reply: ['+OK', '1 101', '.'] },
    { expect: /^RETR 1$/, reply: Buffer.concat([Buffer.from('+OK\r\n'), own, Buffer.from('.\r\n')]) },
    { expect: /^RETR /, reply: ['-ERR no such message'] },
    { expect: /^DELE 1$/, reply: () => ((marked += 1), ['+OK']) },
    { expect: /^DELE /, reply: ['-ERR no such message'] },
    { expect: /^QUIT$/, reply: () => ((deletions += marked), ['+OK']), close: 'end' },
    { expect: /^/, reply: ['-ERR unknown'] },
  ];
  const recorded: StandingRule[] =
    slot === null
      ? []
      : [{ expect: slot, reply: answer, ...(isShort || name === 'quit' ? { close: 'end' as const } : {}) }];
  const server = await ScriptedServer.start(() => {
    marked = 0;
    return {
      greeting: slot === null && !isSound ? answer : '+OK ready\r\n',
      steps: [],
      always: isSound ? sound : [...recorded, ...sound],
    };
  });
  const receiver = await Receiver.create();
  const broken: string[] = [];
  try {
    const outcome = await receiver.collect({ port: server.port });
    const first = await receiver.inboxHashes();
    const isWhole = slot?.test('RETR 1') === true ? contentOf(answer.toString('latin1')) : own;
    if (outcome === 'stored 1, deleted 1') {
      if (isWhole === null || first.length !== 1 || first[0] !== sha256(isWhole))
        broken.push('other bytes than the server gave');
    } else {
      if (!outcome.startsWith('refused: ')) broken.push(`neither collected nor refused: ${outcome}`);
      if (name !== 'quit' && deletions > 0) broken.push('deleted in a run that failed');
      if (!misfits.test(name)) broken.push(`refused, though it fits its command: ${outcome}`);
    }
    isSound = true;
    for (let time = 0; time < 2; time += 1) await receiver.collect({ port: server.port });
    const held = await receiver.inboxHashes();
    if (new Set(held).size !== held.length) broken.push('a message twice');
    if (held.length === 0) broken.push('no message in the end');
    return { outcome, broken };
  } finally {
    await receiver.close();
    await server.stop();
  }
}

/** Recorded for another command than the one a client like ours sends: they cannot be an answer to it. */
const misfits = /^(list[123]|list1-error2|uidl1-error2|stat.*|dele123|top123)$/;
