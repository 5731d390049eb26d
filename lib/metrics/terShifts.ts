import { type Alignment, alignmentOf, type EditMatrix, editMatrix } from './terEditDistance';

/** Tercom's limits, in words: what is moved at once, and how far apart its two places may be. */
const maxShiftWords = 10;
const maxShiftDistance = 50;
/** sacreBLEU's own limit on the shifts that are tried for a sentence. */
const maxCandidates = 1000;

/**
 * The edits that turn a hypothesis into a reference: inserting, leaving out or replacing a word, and moving a run of
 * words, each 1 (Snover et al. 2006). Shifts are searched greedily, as sacreBLEU 2.6.0 does (lib_ter.py) after Tercom:
 * the shift that saves most is made until none saves anything.
 */
export function countTerEdits(hypothesis: readonly string[], reference: readonly string[]): number {
  if (reference.length === 0) return hypothesis.length;
  const numbers = new Map<string, number>();
  const numberOf = (word: string) => {
    const known = numbers.get(word) ?? numbers.size;
    numbers.set(word, known);
    return known;
  };
  const goal = reference.map(numberOf);
  let matrix = editMatrix(hypothesis.map(numberOf), goal);
  let shifts = 0;
  let tried = 0;
  while (true) {
    const best = bestShift(matrix, goal, tried);
    tried = best.tried;
    // At the limit sacreBLEU discards the shift it has just found; so do we.
    if (tried >= maxCandidates || best.matrix === null || best.matrix.distance >= matrix.distance) break;
    matrix = best.matrix;
    shifts++;
  }
  return shifts + matrix.distance;
}

interface Match {
  start: number;
  referenceStart: number;
  length: number;
}

/** The shift after which least is left to edit; of equal ones the longest, then the earliest, then the one least far ahead. */
function bestShift(
  matrix: EditMatrix,
  reference: readonly number[],
  triedBefore: number,
): { matrix: EditMatrix | null; tried: number } {
  const alignment = alignmentOf(matrix, reference);
  let tried = triedBefore;
  let best: { matrix: EditMatrix; match: Match; target: number } | null = null;
  for (const match of commonRuns(matrix.words, reference)) {
    if (!isWorthMoving(match, alignment)) continue;
    for (const target of targetsOf(match, alignment)) {
      const shifted = editMatrix(shift(matrix.words, match, target), reference, matrix);
      tried++;
      if (best === null || isBetter({ matrix: shifted, match, target }, best)) {
        best = { matrix: shifted, match, target };
      }
    }
    if (tried >= maxCandidates) break;
  }
  return { matrix: best?.matrix ?? null, tried };
}

/** Runs of words that both sides have, at places not too far apart; every beginning of a run is one too. */
function* commonRuns(words: readonly number[], reference: readonly number[]): Generator<Match> {
  for (let start = 0; start < words.length; start++) {
    const from = Math.max(0, start - maxShiftDistance);
    const to = Math.min(reference.length - 1, start + maxShiftDistance);
    for (let referenceStart = from; referenceStart <= to; referenceStart++) {
      for (let length = 1; length <= maxShiftWords; length++) {
        const [last, referenceLast] = [start + length - 1, referenceStart + length - 1];
        if (last >= words.length || referenceLast >= reference.length) break;
        if (words[last] !== reference[referenceLast]) break;
        yield { start, referenceStart, length };
      }
    }
  }
}

/** Both places hold a mistake, and the run is not aligned with itself. */
function isWorthMoving({ start, referenceStart, length }: Match, alignment: Alignment): boolean {
  const { hypothesisWrong, referenceWrong, hypothesisPosition } = alignment;
  if (!hypothesisWrong.slice(start, start + length).includes(true)) return false;
  if (!referenceWrong.slice(referenceStart, referenceStart + length).includes(true)) return false;
  const aligned = hypothesisPosition[referenceStart] ?? -1;
  return aligned < start || aligned >= start + length;
}

/** Before which word of the hypothesis the run may go: beside what the reference has before it or within it. */
function targetsOf({ referenceStart, length }: Match, { hypothesisPosition }: Alignment): number[] {
  const targets: number[] = [];
  for (let offset = -1; offset < length; offset++) {
    const target = (hypothesisPosition[referenceStart + offset] ?? -1) + 1;
    if (target !== targets.at(-1)) targets.push(target);
  }
  return targets;
}

function shift(words: readonly number[], { start, length }: Match, target: number): number[] {
  const moved = words.slice(start, start + length);
  const rest = [...words.slice(0, start), ...words.slice(start + length)];
  // A target behind the run counts from its end, one inside it (sacreBLEU's third case) from its start.
  const place = target > start + length ? target - length : target;
  return [...rest.slice(0, place), ...moved, ...rest.slice(place)];
}

interface Candidate {
  matrix: EditMatrix;
  match: Match;
  target: number;
}

function isBetter(candidate: Candidate, best: Candidate): boolean {
  const differences = [
    best.matrix.distance - candidate.matrix.distance,
    candidate.match.length - best.match.length,
    best.match.start - candidate.match.start,
    best.target - candidate.target,
  ];
  return (differences.find((difference) => difference !== 0) ?? 0) > 0;
}
