import type { Effect } from '@/lib/domain/answer';
import { studentQuantile } from '@/lib/series/studentQuantile';
import { fisherTail, studentTails } from './distributions';
import { grouped } from './grouped';
import { meanOf, squaresOf } from './moments';
import type { Noise } from './noise';

/** A difference measured in one cell with one seed. */
export interface CellValue {
  cellKey: string;
  seed: number;
  value: number;
}

/** Seeds that move all cells alike are taken as such below this p; see seedsMoveCells. */
const seedPretest = 0.05;
/** With fewer degrees of freedom of its own, an effect borrows the noise of the whole sweep. */
const fewestFreedom = 4;

export type CellMean = Pick<
  Effect,
  'value' | 'low' | 'high' | 'pValue' | 'basis' | 'standardError' | 'freedom' | 'cells' | 'seeds'
>;

/**
 * The mean of differences over the cells of a design, its 95% interval and its two-sided p of no difference, both by
 * Student's t. The cells are the design's own, all that it asks about; seeds are a sample. So the interval's width comes
 * from how seeds differ within each cell, pooled, with Σ (seeds − 1) degrees of freedom; each cell counts alike. The
 * difference of two runs with alike noise is symmetric, which is why Student's t holds its level here for skewed and
 * heavy-tailed noise too (docs/statistics.md has the table, and why a bootstrap does not).
 *
 * Where seeds are seen to move all cells alike, whole seeds are what varies. With fewer than four degrees of freedom (few
 * cells and seeds, as in one factor at a time) the noise of all the sweep's runs is taken. With one seed the cells stand
 * in for seeds: a true interaction then widens the interval.
 *
 * @param noise of one run; `weights` says how many runs a value is the signed sum of: 1 of a score, 2 of a difference, 4 of an interaction
 */
export function cellMean(values: readonly CellValue[], noise: Noise | null, weights: 1 | 2 | 4): CellMean {
  const groups = [...grouped(values, (each) => each.cellKey).values()];
  const cells = groups.map((group) => group.map(({ value }) => value));
  const means = cells.map(meanOf);
  const value = meanOf(means);
  const seeds = new Set(values.map(({ seed }) => seed)).size;
  const counts = { value, cells: cells.length, seeds };
  const freedom = values.length - cells.length;
  if (seeds > 1 && cells.length > 1 && seedsMoveCells(groups, seeds)) {
    const bySeed = [...grouped(values, ({ seed }) => seed).values()];
    const seedMeans = bySeed.map((group) => meanOf(group.map((each) => each.value)));
    return { ...counts, ...student(value, spread(seedMeans), seeds - 1, values.length), basis: 'seeds' };
  }
  /** Of the mean over cells of the means within them. */
  const share = Math.sqrt(cells.reduce((sum, { length }) => sum + 1 / length, 0)) / cells.length;
  if (seeds > 1 && freedom < fewestFreedom && noise !== null && noise.freedom > freedom) {
    const error = noise.standardDeviation * Math.sqrt(weights) * share;
    return { ...counts, ...student(value, error, noise.freedom, values.length), basis: 'sweep-noise' };
  }
  if (freedom > 0) {
    const squares = cells.reduce((sum, cell) => sum + squaresOf(cell), 0);
    const error = Math.sqrt(squares / freedom) * share;
    return { ...counts, ...student(value, error, freedom, values.length), basis: 'seeds-within-cells' };
  }
  if (cells.length > 1) {
    return { ...counts, ...student(value, spread(means), cells.length - 1, values.length), basis: 'cells' };
  }
  return {
    ...counts,
    low: null,
    high: null,
    pValue: null,
    standardError: null,
    freedom: null,
    basis: 'none',
  };
}

/** A spread this small beside the mean is of the arithmetic, not of the runs. */
const roundingError = 1e-12;

/** The standard error of a mean of independent values. */
function spread(values: readonly number[]): number {
  return Math.sqrt(squaresOf(values) / (values.length - 1) / values.length);
}

function student(value: number, standardError: number, freedom: number, count: number) {
  const bound = studentQuantile(0.975, freedom) * standardError;
  return {
    low: value - bound,
    high: value + bound,
    pValue:
      standardError > roundingError * Math.abs(value)
        ? studentTails(value / standardError, freedom)
        : withoutNoise(value, count),
    standardError,
    freedom,
  };
}

/** Values that are all alike have no t; p is then that of the sign-flip test: the signs of all would have to agree by chance. */
function withoutNoise(value: number, count: number): number {
  return value === 0 ? 1 : Math.min(1, 2 / 2 ** count);
}

/**
 * Whether seeds move all cells alike (a seed by factor interaction): F of the seeds' mean square over that of what is left,
 * in the two-way layout of differences by cell and seed. Only where every cell has every seed. A share of 5% of sweeps
 * without it is taken for one, which costs width; one that is not seen costs coverage (docs/statistics.md).
 */
function seedsMoveCells(groups: readonly (readonly CellValue[])[], seedCount: number): boolean {
  if (groups.some((group) => group.length !== seedCount)) return false;
  const seeds = (groups[0] ?? []).map(({ seed }) => seed);
  const table = groups.map((group) => {
    const bySeed = new Map(group.map(({ seed, value }) => [seed, value]));
    const row = seeds.map((seed) => bySeed.get(seed) ?? Number.NaN);
    const mean = meanOf(row);
    return row.map((value) => value - mean);
  });
  const seedMeans = seeds.map((_, at) => meanOf(table.map((row) => row[at] ?? Number.NaN)));
  const between = groups.length * squaresOf(seedMeans);
  const within = table.reduce(
    (sum, row) => sum + squaresOf(row.map((value, at) => value - (seedMeans[at] ?? 0))),
    0,
  );
  const freedom = seedCount - 1;
  const rest = (groups.length - 1) * freedom;
  if (!(within > 0)) return false;
  return fisherTail(between / freedom / (within / rest), freedom, rest) < seedPretest;
}
