/** mixed: characters of both; either: only characters that both share, or no Chinese ones at all. */
export type Script = 'simplified' | 'traditional' | 'mixed' | 'either';

const inGb2312 = 1;
const inBig5 = 2;
let membership: Uint8Array | undefined;

/**
 * The script of a Chinese sentence by membership of its characters: one that GB 2312 (mainland, 1980) has and Big5
 * (Taiwan, 1984) has not is simplified, one that Big5 has and GB 2312 has not is traditional; all others say nothing.
 */
export function scriptOf(text: string): Script {
  const table = charsetMembership();
  let simplified = false;
  let traditional = false;
  for (let index = 0; index < text.length; index++) {
    const member = table[text.charCodeAt(index)];
    if (member === inGb2312) simplified = true;
    else if (member === inBig5) traditional = true;
  }
  if (simplified && traditional) return 'mixed';
  if (simplified) return 'simplified';
  return traditional ? 'traditional' : 'either';
}

/** Whether a character is one of the 13,000 or so that GB 2312 or Big5 has. */
export function isCommonHan(codePoint: number): boolean {
  return (charsetMembership()[codePoint] ?? 0) !== 0;
}

/** Built from the decoders that the platform has, once: both character sets lie in the first 65,536 code points. */
function charsetMembership(): Uint8Array {
  if (membership !== undefined) return membership;
  const table = new Uint8Array(0x10000);
  const add = (text: string, member: number) => {
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0;
      if (code < 0x10000 && /\p{Script=Han}/u.test(character)) table[code] = (table[code] ?? 0) | member;
    }
  };
  add(decodeRows('gb18030', [[0xb0a1, 0xf7fe]]), inGb2312);
  add(
    decodeRows('big5', [
      [0xa440, 0xc67e],
      [0xc940, 0xf9d5],
    ]),
    inBig5,
  );
  membership = table;
  return table;
}

function decodeRows(encoding: string, ranges: readonly (readonly [number, number])[]): string {
  const bytes: number[] = [];
  for (const [first, last] of ranges) {
    for (let code = first; code <= last; code++) {
      const trail = code & 0xff;
      const isTrail =
        (trail >= 0xa1 && trail <= 0xfe) || (encoding === 'big5' && trail >= 0x40 && trail <= 0x7e);
      if (isTrail) bytes.push(code >> 8, trail);
    }
  }
  return new TextDecoder(encoding).decode(Uint8Array.from(bytes));
}
