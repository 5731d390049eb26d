/** A piece of a text: added since the text before, or kept from it. */
export interface DiffPart {
  text: string;
  added: boolean;
}

/** Words with their following spaces where the text has spaces, characters otherwise (Chinese). */
function tokensOf(text: string): string[] {
  return /\s/.test(text.trim()) ? (text.match(/\S+\s*/g) ?? []) : [...text];
}

/**
 * What of `after` is new against `before`, by a longest common subsequence of tokens. The parts joined are `after`;
 * the kept parts joined are a subsequence of `before`.
 */
export function diffTokens(before: string, after: string): DiffPart[] {
  const old = tokensOf(before);
  const now = tokensOf(after);
  // common[i][j]: length of the longest common subsequence of old[i…] and now[j…].
  const common: number[][] = Array.from({ length: old.length + 1 }, () =>
    new Array<number>(now.length + 1).fill(0),
  );
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  const same = (i: number, j: number) => old[i]?.trimEnd() === now[j]?.trimEnd();
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const row = common[i] ?? [];
    for (let j = now.length - 1; j >= 0; j -= 1) {
      row[j] = same(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const parts: DiffPart[] = [];
  const push = (text: string, added: boolean) => {
    const last = parts.at(-1);
    if (last?.added === added) last.text += text;
    else parts.push({ text, added });
  };
  let i = 0;
  for (let j = 0; j < now.length; ) {
    if (i < old.length && same(i, j)) {
      push(now[j] ?? '', false);
      i += 1;
      j += 1;
    } else if (i < old.length && at(i + 1, j) >= at(i, j + 1)) {
      i += 1;
    } else {
      push(now[j] ?? '', true);
      j += 1;
    }
  }
  return parts;
}
