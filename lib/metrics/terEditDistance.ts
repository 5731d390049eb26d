import { HeldoutError } from '@/lib/domain/errors';

/** How far from the diagonal cells are computed (Tercom's default beam). */
const beamWidth = 25;
const unreached = 1e9;

/** One step of rewriting a hypothesis into the reference; 0 marks a cell that the beam left out. */
export const edits = { keep: 1, substitute: 2, drop: 3, insert: 4 } as const;

/** Rows of the matrix of edit distances: row i is the hypothesis's first i words against every prefix of the reference. */
export interface EditMatrix {
  words: readonly number[];
  costs: Int32Array[];
  steps: Uint8Array[];
  distance: number;
}

/**
 * Levenshtein distance in a beam around the diagonal, as sacreBLEU's BeamEditDistance computes it (lib_ter.py): of
 * equal ways a substitution comes first, then leaving out a word, then inserting one, which decides what is aligned.
 *
 * @param words of the hypothesis, and reference: numbers that stand for words
 * @param earlier a matrix of as many words against the same reference; rows of a common beginning are taken from it
 */
export function editMatrix(
  words: readonly number[],
  reference: readonly number[],
  earlier?: EditMatrix,
): EditMatrix {
  const known = earlier === undefined ? 0 : commonBeginning(words, earlier.words);
  const { costs, steps } = earlier
    ? { costs: earlier.costs.slice(0, known + 1), steps: earlier.steps.slice(0, known + 1) }
    : firstRow(reference.length);
  const ratio = words.length === 0 ? 1 : reference.length / words.length;
  // Sentences of very different length would leave neighbouring rows without a common column.
  const width = beamWidth < ratio / 2 ? Math.ceil(ratio / 2 + beamWidth) : beamWidth;
  for (let row = known + 1; row <= words.length; row++) {
    const diagonal = Math.floor(row * ratio);
    const last = row === words.length;
    const from = Math.max(0, diagonal - width);
    const to = last ? reference.length + 1 : Math.min(reference.length + 1, diagonal + width);
    const above = costs[row - 1] ?? new Int32Array(reference.length + 1);
    const next = computeRow(words[row - 1], reference, above, from, to);
    costs.push(next.cost);
    steps.push(next.step);
  }
  return { words, costs, steps, distance: costs[words.length]?.[reference.length] ?? 0 };
}

/** Without a word of the hypothesis, everything is inserted. */
function firstRow(referenceLength: number): Pick<EditMatrix, 'costs' | 'steps'> {
  return {
    costs: [Int32Array.from({ length: referenceLength + 1 }, (_, column) => column)],
    steps: [new Uint8Array(referenceLength + 1).fill(edits.insert)],
  };
}

function commonBeginning(first: readonly number[], second: readonly number[]): number {
  let length = 0;
  while (length < first.length && first[length] === second[length]) length++;
  return length;
}

function computeRow(
  word: number | undefined,
  reference: readonly number[],
  above: Int32Array,
  from: number,
  to: number,
): { cost: Int32Array; step: Uint8Array } {
  const cost = new Int32Array(reference.length + 1).fill(unreached);
  const step = new Uint8Array(reference.length + 1);
  for (let column = from; column < to; column++) {
    const drop = (above[column] ?? unreached) + 1;
    let best = unreached;
    let chosen = 0;
    if (column > 0) {
      const same = word === reference[column - 1];
      const keep = (above[column - 1] ?? unreached) + (same ? 0 : 1);
      if (keep < best) {
        best = keep;
        chosen = same ? edits.keep : edits.substitute;
      }
    }
    if (drop < best) {
      best = drop;
      chosen = edits.drop;
    }
    if (column > 0) {
      const insert = (cost[column - 1] ?? unreached) + 1;
      if (insert < best) {
        best = insert;
        chosen = edits.insert;
      }
    }
    cost[column] = best;
    step[column] = chosen;
  }
  return { cost, step };
}

/** What the cheapest way of rewriting says about both sides; positions count from 0. */
export interface Alignment {
  /** [reference words]: the hypothesis word at or before it, -1 where there is none */
  hypothesisPosition: number[];
  /** [hypothesis words], [reference words]: whether the word is part of an edit */
  hypothesisWrong: boolean[];
  referenceWrong: boolean[];
}

/** Follows a matrix back from its last cell. */
export function alignmentOf({ words, steps }: EditMatrix, reference: readonly number[]): Alignment {
  const path: number[] = [];
  let row = words.length;
  let column = reference.length;
  while (row > 0 || column > 0) {
    const step = steps[row]?.[column] ?? 0;
    if (step === 0) {
      throw new HeldoutError('internal', 'TER: the beam did not reach the end of the sentences; report it.');
    }
    path.push(step);
    if (step !== edits.insert) row--;
    if (step !== edits.drop) column--;
  }
  const alignment: Alignment = { hypothesisPosition: [], hypothesisWrong: [], referenceWrong: [] };
  for (const step of path.toReversed()) {
    if (step !== edits.insert) alignment.hypothesisWrong.push(step !== edits.keep);
    if (step !== edits.drop) {
      alignment.hypothesisPosition.push(alignment.hypothesisWrong.length - 1);
      alignment.referenceWrong.push(step !== edits.keep);
    }
  }
  return alignment;
}
