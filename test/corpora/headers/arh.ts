import { readFileSync } from 'node:fs';
import { parseMessage } from '../../../main/engine/mime/parseMessage.ts';
import { Uid } from '../../../preload/contract/index.ts';
import { judgeResults, ownResults } from '../../../renderer/domain/trust/authenticationResults.ts';
import { corpusFile, type CaseResult } from '../gate.ts';

/**
 * What must be read from each mail by a host that trusts `example.net` alone: the results of the topmost field with that
 * id above Received, as `method=result`, and what they say of football.example.com.
 */
const expected: Readonly<Record<string, readonly [results: string, verdict: string]>> = {
  'alignment-from_not_in_sdid': ['dkim=pass', 'none'],
  'dkim-unknown_result': ['dkim=timeout', 'none'],
  'multiple_arh-newest_no_authserv': ['', 'none'],
  'multiple_arh-newest_parsing_error_02': ['', 'none'],
  'multiple_arh-newest_unknown_method': ['foo=pass', 'none'],
  'multiple_arh-same_and_different_authserv': ['spf=pass', 'none'],
  multiple_dkim_results: ['dkim=fail dkim=pass dkim=pass dkim=fail dkim=fail dkim=fail dkim=pass', 'pass'],
  multiple_spf_and_dmarc_results: [
    'spf=fail spf=pass spf=none spf=softfail spf=policy spf=neutral spf=temperror spf=permerror dmarc=fail dmarc=pass dmarc=permerror dmarc=none dmarc=temperror',
    'fail',
  ],
  'rfc6376-A.2-arh-valid-a_tag': ['spf=pass dkim=pass', 'pass'],
  'rfc6376-A.2-arh-valid-a_tag_sha1': ['spf=pass dkim=pass', 'pass'],
};

export async function arhCases(): Promise<CaseResult[]> {
  const cases: CaseResult[] = [];
  for (const [name, [wantResults, wantVerdict]] of Object.entries(expected)) {
    const file = corpusFile(`dkim-verifier-arh/arh/${name}.eml`);
    if (file === undefined) continue;
    const { headers } = await parseMessage(readFileSync(file), Uid.parse(1));
    const results = ownResults(headers, { ids: ['example.net'], isBelowReceived: false });
    const got = [
      results?.results.map(({ method, result }) => `${method}=${result}`).join(' ') ?? '',
      judgeResults(results, 'football.example.com'),
    ];
    const want = [wantResults, wantVerdict];
    cases.push({ id: name, isRight: JSON.stringify(got) === JSON.stringify(want), want, got });
  }
  return cases;
}
