import type { Anova, Interaction } from '@/lib/domain/answer';
import type { Level } from '@/lib/domain/config';
import { type CellValue, cellMean } from './cellMean';
import { grouped } from './grouped';
import { meanOf } from './moments';
import { noiseOf } from './noise';
import { cellKey, levelsOf, type Observation, requireFinite } from './observation';

export type MeasuredInteraction = Omit<Interaction, 'holm' | 'benjaminiHochberg'>;

/** Means and effects of more pairs than this nobody reads: those of the first 16 factors. The answer says how many are left out. */
const mostPairs = 120;

/**
 * Every pair of factors: the means of their combinations, and whether the one's effect depends on the other. Of two factors
 * of two levels it is the difference of differences over matched quadruples (same other factors, same seed), with the
 * interval and p of cellMean; of more levels, the F test of the analysis of variance.
 *
 * @param design all variants in their order; without it, the order of the observations
 * @throws HeldoutError invalid_input for values that are not finite
 */
export function interactionsOf(
  observations: readonly Observation[],
  factors: readonly string[],
  anova: Anova | null,
  design?: readonly Pick<Observation, 'levels'>[],
): MeasuredInteraction[] {
  requireFinite('interactionsOf', observations);
  const noise = noiseOf(observations);
  return variedPairs(observations, factors)
    .slice(0, mostPairs)
    .map(([first, second]) => {
      const rows = levelsOf(observations, first, design);
      const columns = levelsOf(observations, second, design);
      const table = rows.map((row) =>
        columns.map((column) => combination(observations, [first, row], [second, column])),
      );
      const term = anova?.terms.find(({ factors: names }) => names[0] === first && names[1] === second);
      const shared = {
        factors: [first, second] satisfies [string, string],
        rows,
        columns,
        means: table.map((row) => row.map(({ mean }) => mean)),
        counts: table.map((row) => row.map(({ count }) => count)),
        etaSquared: term && term.freedom > 0 ? term.etaSquared : null,
      };
      const quadruples = quadruplesOf(observations, factors, [first, rows], [second, columns]);
      if (quadruples.length === 0) {
        const seeds = new Set(observations.map(({ seed }) => seed)).size;
        return { ...shared, difference: null, seeds, pValue: term?.pValue ?? null };
      }
      const { value, low, high, seeds, pValue } = cellMean(quadruples, noise, 4);
      return { ...shared, difference: { value, low, high }, seeds, pValue };
    });
}

/** How many pairs of factors interactionsOf has left out. */
export function interactionsLeftOut(
  observations: readonly Observation[],
  factors: readonly string[],
): number {
  return Math.max(0, variedPairs(observations, factors).length - mostPairs);
}

function variedPairs(observations: readonly Observation[], factors: readonly string[]) {
  const varied = factors.filter((factor) => levelsOf(observations, factor).length > 1);
  return varied.flatMap((first, at) => varied.slice(at + 1).map((second) => [first, second] as const));
}

/** Each variant counts alike, however many seeds it has. */
function combination(
  observations: readonly Observation[],
  [first, row]: readonly [string, Level],
  [second, column]: readonly [string, Level],
): { mean: number | null; count: number } {
  const there = observations.filter(({ levels }) => levels[first] === row && levels[second] === column);
  const variants = [...grouped(there, ({ variantIndex }) => variantIndex).values()];
  const means = variants.map((runs) => meanOf(runs.map(({ value }) => value)));
  return { mean: means.length === 0 ? null : meanOf(means), count: there.length };
}

/** (both second − second column alone) − (second row alone − neither), of every cell and seed that has all four. */
function quadruplesOf(
  observations: readonly Observation[],
  factors: readonly string[],
  [first, rows]: readonly [string, readonly Level[]],
  [second, columns]: readonly [string, readonly Level[]],
): CellValue[] {
  if (rows.length !== 2 || columns.length !== 2) return [];
  const keyOf = (run: Observation) => cellKey(run.levels, factors, [first, second]);
  const groups = grouped(observations, (run) => `${keyOf(run)} ${run.seed}`);
  return [...groups.values()].flatMap((group) => {
    const at = (row: number, column: number) =>
      group.find(({ levels }) => levels[first] === rows[row] && levels[second] === columns[column]);
    const [a, b, c, d] = [at(0, 0), at(0, 1), at(1, 0), at(1, 1)];
    if (!a || !b || !c || !d) return [];
    return [{ cellKey: keyOf(a), seed: a.seed, value: d.value - c.value - (b.value - a.value) }];
  });
}
