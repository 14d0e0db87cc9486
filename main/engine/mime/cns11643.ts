import iconv from 'iconv-lite';

/**
 * Where runs of CNS 11643 lie in Big5: first cell of a plane (94 a row, from 0), first cell of Big5 (157 a lead byte, from
 * 0xA140), length. Both order the same characters by strokes; the runs are where they disagree.
 */
type Run = readonly [number, number, number];
const plane1: readonly Run[] = [
  [0, 0, 5],
  [6, 6, 15],
  [21, 23, 2],
  [24, 22, 1],
  [29, 29, 44],
  [73, 74, 1],
  [74, 73, 1],
  [75, 75, 22],
  [98, 98, 1],
  [100, 100, 27],
  [127, 128, 1],
  [128, 127, 1],
  [129, 129, 19],
  [148, 149, 1],
  [149, 148, 1],
  [150, 150, 4],
  [155, 21, 1],
  [156, 156, 78],
  [282, 234, 29],
  [312, 264, 1],
  [314, 266, 142],
  [470, 6101, 20],
  [3290, 471, 1412],
  [4702, 1884, 424],
  [5126, 1883, 1],
  [5127, 2308, 1876],
  [7003, 4571, 1],
  [7004, 4184, 387],
  [7391, 4572, 525],
  [7916, 5286, 1],
  [7917, 5097, 105],
  [8023, 5203, 83],
  [8106, 5287, 84],
  [8190, 5517, 1],
  [8191, 5371, 54],
  [8245, 5426, 1],
  [8246, 5425, 1],
  [8247, 5427, 90],
  [8337, 5518, 354],
];
const plane2: readonly Run[] = [
  [0, 6280, 10],
  [10, 6291, 33],
  [43, 6372, 1],
  [44, 6324, 48],
  [92, 6373, 46],
  [138, 6586, 1],
  [139, 6419, 167],
  [306, 6587, 1840],
  [2146, 9074, 1],
  [2147, 8428, 108],
  [2255, 8537, 537],
  [2792, 8427, 1],
  [2793, 9075, 100],
  [2893, 8536, 1],
  [2894, 9175, 399],
  [3293, 9575, 1637],
  [4930, 11761, 1],
  [4931, 11212, 146],
  [5077, 11899, 1],
  [5078, 11358, 287],
  [5365, 12508, 1],
  [5366, 11645, 116],
  [5482, 11762, 137],
  [5619, 11900, 104],
  [5723, 12425, 1],
  [5724, 12004, 222],
  [5946, 12227, 198],
  [6144, 12426, 82],
  [6226, 12509, 86],
  [6312, 12226, 1],
  [6313, 12595, 8],
  [6321, 12604, 153],
  [6474, 12758, 56],
  [6530, 13114, 1],
  [6531, 12814, 113],
  [6644, 12603, 1],
  [6645, 12927, 142],
  [6787, 12757, 1],
  [6788, 13069, 45],
  [6833, 13115, 71],
  [6904, 13380, 1],
  [6905, 13186, 194],
  [7099, 13381, 490],
  [7589, 13914, 1],
  [7590, 13871, 43],
  [7633, 13915, 1],
  [7634, 13917, 11],
  [7645, 13916, 1],
  [7646, 13928, 4],
];

/** A character of CNS 11643 by plane, row and column (1 to 94); U+FFFD where Big5 has none. */
export function cns11643(plane: 1 | 2, row: number, column: number): string {
  const cell = (row - 1) * 94 + column - 1;
  const run = (plane === 1 ? plane1 : plane2).find(
    ([from, , length]) => cell >= from && cell < from + length,
  );
  if (run === undefined) return '\ufffd';
  const place = run[1] + cell - run[0];
  const trail = place % 157;
  return iconv.decode(
    Buffer.from([0xa1 + Math.floor(place / 157), trail + (trail < 63 ? 0x40 : 0x62)]),
    'big5',
  );
}

/** Decodes EUC-TW: plane 1 in two bytes, the others behind 0x8e and the plane's number. */
export function decodeEucTw(bytes: Buffer): string {
  let result = '';
  for (let at = 0; at < bytes.length;) {
    const [lead = 0, second = 0, third = 0, fourth = 0] = bytes.subarray(at, at + 4);
    if (lead < 0x80) {
      result += String.fromCharCode(lead);
      at += 1;
    } else if (lead === 0x8e && second >= 0xa1) {
      const plane = second - 0xa0;
      result += plane === 1 || plane === 2 ? cns11643(plane, third - 0xa0, fourth - 0xa0) : '\ufffd';
      at += 4;
    } else {
      result += second < 0xa1 ? '\ufffd' : cns11643(1, lead - 0xa0, second - 0xa0);
      at += second < 0xa1 ? 1 : 2;
    }
  }
  return result;
}
