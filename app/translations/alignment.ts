/** How a piece of one text stands to another text. */
export type EditKind = 'same' | 'inserted' | 'deleted' | 'substituted';

export interface Edit {
  kind: EditKind;
  /** Of the text itself; '' where something is missing from it. */
  text: string;
  /** What the other text has in its place; '' where it has nothing. */
  against: string;
}

const oneCharacterEach = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]`;
const tokenPattern = new RegExp(
  String.raw`\s*(?:${oneCharacterEach}|(?:(?!${oneCharacterEach})[\p{L}\p{N}\p{M}'’-])+|.)\s*`,
  'gsu',
);

/**
 * Words, characters of scripts that write no blanks between words, and single signs of punctuation, with the blanks
 * about them: joined they are the text again.
 */
export function tokensOf(text: string): string[] {
  return text.match(tokenPattern) ?? [];
}

/** Below this share of common tokens two texts are different texts, and marking each piece would say nothing. */
const leastInCommon = 0.2;

/**
 * The fewest insertions, deletions and substitutions of tokens that make `against` out of `text` (Levenshtein 1966, as
 * word error rates count them), of equals those with the most tokens in common; neighbours of one kind joined. `text` of the edits joined is the text.
 * Texts with hardly a token in common are one substitution.
 */
export function alignTexts(text: string, against: string): Edit[] {
  const here = tokensOf(text);
  const there = tokensOf(against);
  const edits = backtrace(here, there, distances(here, there));
  const same = edits.filter(({ kind }) => kind === 'same').length;
  if (same < leastInCommon * Math.max(here.length, there.length)) return wholly(text, against);
  return joined(edits);
}

/** How many edits part two texts, by tokens. */
export function editCount(text: string, against: string): number {
  if (text === against) return 0;
  const here = tokensOf(text);
  const there = tokensOf(against);
  return Math.ceil((distances(here, there)[0]?.[0] ?? 0) / edit);
}

/** That of several texts which needs the fewest edits; the first of equals. */
export function nearestOf(text: string, candidates: readonly string[]): string | undefined {
  let nearest = candidates[0];
  if (candidates.length < 2) return nearest;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const count = editCount(text, candidate);
    if (count < fewest) [nearest, fewest] = [candidate, count];
  }
  return nearest;
}

/** Whether a translation is one of the references, blanks aside: a character tokenizer does not write them back. */
export function isExact(hypothesis: string, references: readonly string[]): boolean {
  const plain = withoutBlanks(hypothesis);
  return references.some((reference) => withoutBlanks(reference) === plain);
}

export function withoutBlanks(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, '');
}

function wholly(text: string, against: string): Edit[] {
  if (text === '' && against === '') return [];
  const kind = text === '' ? 'deleted' : against === '' ? 'inserted' : 'substituted';
  return [{ kind, text, against }];
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  return (
    a !== undefined && b !== undefined && (a === b || a.trim().normalize('NFC') === b.trim().normalize('NFC'))
  );
}

/** What an edit costs against the one that a common token gives back: fewest edits first, then most in common. */
const edit = 1e6;

/** distances[i][j]: what parts here[i…] and there[j…]. */
function distances(here: readonly string[], there: readonly string[]): number[][] {
  const table: number[][] = Array.from({ length: here.length + 1 }, (_, i) =>
    Array.from({ length: there.length + 1 }, (_, j) =>
      i === here.length ? edit * (there.length - j) : j === there.length ? edit * (here.length - i) : 0,
    ),
  );
  for (let i = here.length - 1; i >= 0; i -= 1) {
    const row = table[i] ?? [];
    const below = table[i + 1] ?? [];
    for (let j = there.length - 1; j >= 0; j -= 1) {
      const diagonal = (below[j + 1] ?? 0) + (isSame(here[i], there[j]) ? -1 : edit);
      row[j] = Math.min(diagonal, edit + (below[j] ?? 0), edit + (row[j + 1] ?? 0));
    }
  }
  return table;
}

function backtrace(here: readonly string[], there: readonly string[], table: number[][]): Edit[] {
  const edits: Edit[] = [];
  const at = (i: number, j: number) => table[i]?.[j] ?? Number.POSITIVE_INFINITY;
  let [i, j] = [0, 0];
  while (i < here.length || j < there.length) {
    const text = here[i] ?? '';
    const against = there[j] ?? '';
    if (isSame(here[i], there[j]) && at(i, j) === at(i + 1, j + 1) - 1) {
      edits.push({ kind: 'same', text, against });
      [i, j] = [i + 1, j + 1];
    } else if (i < here.length && j < there.length && at(i, j) === edit + at(i + 1, j + 1)) {
      edits.push({ kind: 'substituted', text, against });
      [i, j] = [i + 1, j + 1];
    } else if (i < here.length && at(i, j) === edit + at(i + 1, j)) {
      edits.push({ kind: 'inserted', text, against: '' });
      i += 1;
    } else {
      edits.push({ kind: 'deleted', text: '', against });
      j += 1;
    }
  }
  return edits;
}

function joined(edits: readonly Edit[]): Edit[] {
  const parts: Edit[] = [];
  for (const { kind, text, against } of edits) {
    const last = parts.at(-1);
    if (last?.kind === kind) {
      last.text += text;
      last.against += against;
    } else parts.push({ kind, text, against });
  }
  return parts;
}
