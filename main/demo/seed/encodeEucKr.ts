/** Builds the table of KS X 1001, two bytes per character, from the decoder every runtime has. */
const createTable = (): ReadonlyMap<string, readonly [number, number]> => {
  const decoder = new TextDecoder('euc-kr');
  const table = new Map<string, readonly [number, number]>();
  for (let lead = 0xa1; lead <= 0xfd; lead += 1) {
    for (let trail = 0xa1; trail <= 0xfe; trail += 1) {
      const char = decoder.decode(Uint8Array.of(lead, trail));
      if (char.length === 1 && char !== '\ufffd' && !table.has(char)) table.set(char, [lead, trail]);
    }
  }
  return table;
};

/** Text in EUC-KR, as Korean mail was for twenty years. Characters it does not have become `?`. */
export const encodeEucKr = (text: string): Buffer => {
  const table = createTable();
  return Buffer.from(
    [...text].flatMap((char) =>
      char.charCodeAt(0) < 0x80 ? [char.charCodeAt(0)] : (table.get(char) ?? [0x3f]),
    ),
  );
};
