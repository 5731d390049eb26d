import { HeldoutError } from '@/lib/domain/errors';
import { NumpyRandom } from './numpyRandom';

/** sacreBLEU's defaults. */
export const defaultResamples = 1000;
export const defaultTrials = 10_000;
export const defaultPairedSeed = 12_345;

/** Two systems' translations of the same segments, as one metric sees them. */
export interface PairedStatistics {
  /** baseline[segment] and system[segment]: vectors as bleuStatistics, chrfStatistics or terStatistics return them */
  baseline: readonly ArrayLike<number>[];
  system: readonly ArrayLike<number>[];
  /** The metric's score of a sum of such vectors. */
  scoreOf: (sum: ArrayLike<number>) => number;
}

export interface BootstrapScore {
  /** of the segments as they are */
  score: number;
  /** over the resamples */
  mean: number;
  /** half the width of the interval that holds 95% of the resamples' scores */
  ci: number;
}

export interface PairedBootstrap {
  baseline: BootstrapScore;
  system: BootstrapScore;
  pValue: number;
}

interface BootstrapOptions {
  samples?: number | undefined;
  seed?: number | undefined;
}

export interface ApproximateRandomization {
  baselineScore: number;
  systemScore: number;
  pValue: number;
}

/** Both systems' scores on the same test sets. */
export interface ResampledScores {
  /** [samples] */
  baseline: Float64Array;
  system: Float64Array;
}

/**
 * Scores of both systems on test sets of as many segments, drawn with replacement. Equal seeds and numbers of segments
 * give equal draws, whatever the systems and the metric: scores of several pairs of systems are of the same test sets.
 *
 * @param options.samples resamples
 * @throws HeldoutError invalid_input when the systems' segments do not pair up, or samples or seed are no whole number
 */
export function resampledScores(
  statistics: PairedStatistics,
  { samples = defaultResamples, seed = defaultPairedSeed }: BootstrapOptions = {},
): ResampledScores {
  const { scoreOf } = statistics;
  const { baseline, system, width, segments } = checkedTables('pairedBootstrap', statistics);
  requireCount('pairedBootstrap', 'samples', samples);
  const random = new NumpyRandom(seed);
  const chosen = new Int32Array(segments);
  const scores = { baseline: new Float64Array(samples), system: new Float64Array(samples) };
  for (let sample = 0; sample < samples; sample++) {
    random.fillIntegers(segments, chosen);
    scores.baseline[sample] = scoreOf(sumOf(baseline, chosen, width));
    scores.system[sample] = scoreOf(sumOf(system, chosen, width));
  }
  return scores;
}

/**
 * Paired bootstrap (Koehn 2004) as sacreBLEU 2.6.0 computes it: test sets of as many segments are drawn with
 * replacement, and both systems scored on each. p is the share of resamples whose absolute difference exceeds its mean
 * over all resamples by more than the difference that was measured; one is added to both counts.
 *
 * Two systems that are the same give the smallest p there is, as in sacreBLEU: no difference exceeds 0.
 *
 * @param options.resampled resampledScores of these statistics, where they are at hand; else they are drawn
 * @throws HeldoutError invalid_input as resampledScores does
 */
export function pairedBootstrap(
  statistics: PairedStatistics,
  { resampled, ...options }: BootstrapOptions & { resampled?: ResampledScores } = {},
): PairedBootstrap {
  const { scoreOf } = statistics;
  const { baseline: baselineScores, system: systemScores } =
    resampled ?? resampledScores(statistics, options);
  const { baseline, system, width, segments } = checkedTables('pairedBootstrap', statistics);
  const all = Int32Array.from({ length: segments }, (_, segment) => segment);
  const baselineScore = scoreOf(sumOf(baseline, all, width));
  const systemScore = scoreOf(sumOf(system, all, width));
  const differences = absoluteDifferences(systemScores, baselineScores);
  const mean = meanOf(differences);
  return {
    baseline: { score: baselineScore, ...interval(baselineScores) },
    system: { score: systemScore, ...interval(systemScores) },
    pValue: pValueOf(
      differences.map((difference) => difference - mean),
      Math.abs(baselineScore - systemScore),
    ),
  };
}

/**
 * Paired approximate randomization (Riezler & Maxwell 2005), two-sided, as sacreBLEU 2.6.0 computes it: in each trial
 * the two systems swap every segment with probability one half. p is the share of trials whose absolute difference is
 * larger than the one that was measured; one is added to both counts.
 *
 * Larger, not at least as large, as in multeval, which sacreBLEU follows: a system against itself gives the smallest p
 * there is, and with a handful of segments p is too small by the share of trials that tie.
 *
 * @param options.trials random swaps
 * @throws HeldoutError invalid_input when the systems' segments do not pair up, or trials or seed are no whole number
 */
export function pairedApproximateRandomization(
  statistics: PairedStatistics,
  { trials = defaultTrials, seed = defaultPairedSeed }: { trials?: number; seed?: number } = {},
): ApproximateRandomization {
  const { scoreOf } = statistics;
  const tables = checkedTables('pairedApproximateRandomization', statistics);
  requireCount('pairedApproximateRandomization', 'trials', trials);
  const fillKept = new NumpyRandom(seed).booleans();
  const kept = new Uint8Array(tables.segments);
  const mix = mixer(tables);
  const scoresOf = (mask: Uint8Array) => {
    const [first, second] = mix(mask);
    return [scoreOf(first), scoreOf(second)] as const;
  };
  const differences = Float64Array.from({ length: trials }, () => {
    fillKept(kept);
    const [first, second] = scoresOf(kept);
    return Math.abs(first - second);
  });
  const [baselineScore, systemScore] = scoresOf(new Uint8Array(tables.segments).fill(1));
  return {
    baselineScore,
    systemScore,
    pValue: pValueOf(differences, Math.abs(baselineScore - systemScore)),
  };
}

/**
 * The signature of a score, with the paired test in it where sacreBLEU has it: `nrefs:1|bs:1000|seed:12345|case:…`.
 *
 * @param test bs (bootstrap) with its resamples, or ar (approximate randomization) with its trials
 */
export function pairedSignature(signature: string, test: 'bs' | 'ar', count: number, seed: number): string {
  return signature.replace('|', `|${test}:${count}|seed:${seed}|`);
}

/** Statistics of all segments one after another: [segments × width]. */
interface Tables {
  baseline: Float64Array;
  system: Float64Array;
  segments: number;
  width: number;
}

function checkedTables(operation: string, { baseline, system }: PairedStatistics): Tables {
  const width = baseline[0]?.length;
  if (baseline.length !== system.length || width === undefined) {
    throw new HeldoutError(
      'invalid_input',
      `${operation}: got ${baseline.length} segments of the baseline and ${system.length} of the system, expected as many of both and at least one.`,
    );
  }
  return {
    baseline: toTable(operation, baseline, width),
    system: toTable(operation, system, width),
    segments: baseline.length,
    width,
  };
}

function toTable(operation: string, rows: readonly ArrayLike<number>[], width: number): Float64Array {
  const table = new Float64Array(rows.length * width);
  for (const [segment, row] of rows.entries()) {
    if (row.length !== width) {
      throw new HeldoutError(
        'invalid_input',
        `${operation}: got vectors of ${width} and ${row.length} numbers, expected one metric with one set of options.`,
      );
    }
    table.set(Array.from(row), segment * width);
  }
  return table;
}

function requireCount(operation: string, name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new HeldoutError(
    'invalid_input',
    `${operation}: got ${value} ${name}, expected a whole number from 1.`,
  );
}

function sumOf(table: Float64Array, segments: Int32Array, width: number): Float64Array {
  const sum = new Float64Array(width);
  for (let i = 0; i < segments.length; i++) addRow(sum, table, segments[i] ?? 0);
  return sum;
}

/**
 * Sums of both mixtures of a trial: of each segment the baseline's row where the mask holds 1 and the system's where it
 * holds 0, and the other way round.
 */
type Mixer = (mask: Uint8Array) => [Float64Array, Float64Array];

/**
 * Whole numbers add up exactly in any order, so that a trial need only touch the segments in which the systems differ,
 * and once: what is not in one mixture is in the other. Fractions (TER's mean reference length) are added up in order.
 */
function mixer(tables: Tables): Mixer {
  const { baseline, system, width } = tables;
  if (!isExact(baseline) || !isExact(system)) {
    return (mask) => [
      sumOfMixture(baseline, system, mask, width),
      sumOfMixture(system, baseline, mask, width),
    ];
  }
  const { segments, rows, systemSum, total } = differingRows(tables);
  return (mask) => {
    const first = systemSum.slice();
    for (let place = 0; place < segments.length; place++) {
      if (mask[segments[place] ?? 0] === 1) addRow(first, rows, place);
    }
    return [first, total.map((sum, i) => sum - (first[i] ?? 0))];
  };
}

/** Segments in which the systems differ, [segments × width] baseline − system there, and sums over all segments. */
function differingRows({ baseline, system, segments, width }: Tables) {
  const differences = baseline.map((value, i) => value - (system[i] ?? 0));
  const rowOf = (segment: number) => differences.subarray(segment * width, (segment + 1) * width);
  const differing = Array.from({ length: segments }, (_, segment) => segment).filter((segment) =>
    rowOf(segment).some((difference) => difference !== 0),
  );
  const rows = new Float64Array(differing.length * width);
  for (const [place, segment] of differing.entries()) rows.set(rowOf(segment), place * width);
  const all = Int32Array.from({ length: segments }, (_, segment) => segment);
  const systemSum = sumOf(system, all, width);
  const total = sumOf(baseline, all, width).map((sum, i) => sum + (systemSum[i] ?? 0));
  return { segments: Int32Array.from(differing), rows, systemSum, total };
}

/** Whether no sum of such numbers can be rounded. */
function isExact(table: Float64Array): boolean {
  const sum = table.reduce((total, value) => total + Math.abs(value), 0);
  return sum <= Number.MAX_SAFE_INTEGER / 4 && table.every((value) => Number.isInteger(value));
}

/** Of each segment the first table's row where the mask holds 1, else the second's. */
function sumOfMixture(first: Float64Array, second: Float64Array, mask: Uint8Array, width: number) {
  const sum = new Float64Array(width);
  for (let segment = 0; segment < mask.length; segment++) {
    addRow(sum, mask[segment] === 1 ? first : second, segment);
  }
  return sum;
}

function addRow(sum: Float64Array, table: Float64Array, segment: number): void {
  const start = segment * sum.length;
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (table[start + i] ?? 0);
}

/** sacreBLEU's estimate_ci: the scores at 1/40 from both ends. */
function interval(scores: Float64Array): { mean: number; ci: number } {
  const sorted = scores.toSorted();
  const cut = Math.floor(sorted.length / 40);
  const [lower, upper] = [sorted[cut] ?? 0, sorted[sorted.length - cut - 1] ?? 0];
  return { mean: meanOf(sorted), ci: (upper - lower) / 2 };
}

function absoluteDifferences(first: Float64Array, second: Float64Array): Float64Array {
  return first.map((value, i) => Math.abs(value - (second[i] ?? 0)));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** One is added to both counts, so that a true null hypothesis is not rejected more often than p says. */
function pValueOf(statistics: Float64Array, measured: number): number {
  let larger = 0;
  for (const statistic of statistics) if (statistic > measured) larger++;
  return (larger + 1) / (statistics.length + 1);
}
