export interface MatchPart {
  text: string;
  offset: number;
  matches: boolean;
}

/** A text cut where a search found its words in it; whole where it did not, or where small letters have other lengths. */
export function matchParts(text: string, query: string): MatchPart[] {
  const wanted = query.normalize('NFC').trim().toLowerCase();
  const folded = text.toLowerCase();
  const parts: MatchPart[] = [];
  let offset = 0;
  const push = (end: number, matches: boolean) => {
    if (end > offset) parts.push({ text: text.slice(offset, end), offset, matches });
    offset = end;
  };
  if (wanted !== '' && folded.length === text.length) {
    for (let at = folded.indexOf(wanted); at !== -1; at = folded.indexOf(wanted, offset)) {
      push(at, false);
      push(at + wanted.length, true);
    }
  }
  push(text.length, false);
  return parts;
}
