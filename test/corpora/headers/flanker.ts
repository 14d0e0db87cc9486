import { readFileSync } from 'node:fs';
import { linkTarget } from '../../../renderer/commands/linkTarget.ts';
import { isAddressSyntax } from '../../../renderer/domain/composing/address.ts';
import { parseAddressList } from '../../../renderer/domain/composing/parseAddressList.ts';
import { corpusFile, type CaseResult } from '../gate.ts';

/** One line, one case; a `#` begins a remark where blanks stand before it. */
function lines(name: string): string[] {
  const file = corpusFile(`flanker-addresses/${name}.txt`);
  return file === undefined
    ? []
    : readFileSync(file, 'utf8')
        .split(/\r?\n/u)
        .filter((line) => !/^\s*#\s/u.test(line) && !/^\s*#?$/u.test(line))
        .map((line) => line.replace(/\s+#.*$/u, '').trim())
        .filter((line) => line !== '');
}

/** Whether a typed line is one mailbox with a valid address. */
function isMailbox(line: string): boolean {
  const found = parseAddressList(line);
  return found.length === 1 && isAddressSyntax(found[0]?.address ?? '');
}

export function flankerCases(): CaseResult[] {
  const table = (name: string, isValid: boolean, judge: (line: string) => boolean): CaseResult[] =>
    lines(name).map((line, at) => ({
      id: `${name} ${at}: ${line.slice(0, 80)}`,
      isRight: judge(line) === isValid,
      want: isValid,
      got: !isValid,
    }));
  return [
    ...table('mailbox_valid', true, isMailbox),
    ...table('mailbox_invalid', false, isMailbox),
    ...table('abridged_localpart_valid', true, (line) => isAddressSyntax(`${line}@example.org`)),
    ...table('abridged_localpart_invalid', false, (line) => isAddressSyntax(`${line}@example.org`)),
    ...table('url_valid', true, (line) => linkTarget(line) !== null),
    ...table('url_invalid', false, (line) => linkTarget(line) !== null),
  ];
}
