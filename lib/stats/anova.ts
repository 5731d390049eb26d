import type { Anova } from '@/lib/domain/answer';
import { fisherTail } from './distributions';
import { grouped } from './grouped';
import { emptyProjection, project, sumOfSquares } from './leastSquares';
import { levelsOf, type Observation, requireFinite } from './observation';

interface Term {
  factors: string[];
  isBlock: boolean;
  /** Indicators of its levels or combinations: [columns] of [runs]. */
  columns: Float64Array[];
}

/** Runs × columns² × terms above which interactions are left out: about a second. */
const mostWork = 1e9;

/**
 * Analysis of variance of main effects and interactions of two factors, the seed as a block where seeds are shared, with
 * sums of squares of type II: each term over a model of all terms that do not contain it (Yates 1934; Langsrud 2003). Factors
 * are categories, numbers too. Where too few runs are left for a residual, interactions are dropped.
 *
 * η² is a term's share of all variation, partial η² its share of what other terms do not explain.
 *
 * @returns null where main effects alone leave no residual or are too much work, or there is nothing to explain
 */
export function anovaOf(observations: readonly Observation[], factors: readonly string[]): Anova | null {
  requireFinite('anovaOf', observations);
  const mains = factors.flatMap((factor): Term[] => {
    const columns = indicators(observations, ({ levels }) => JSON.stringify(levels[factor]));
    return levelsOf(observations, factor).length > 1 ? [{ factors: [factor], isBlock: false, columns }] : [];
  });
  if (mains.length === 0) return null;
  const block = blockOf(observations);
  const whole = tableOf(observations, [...block, ...mains, ...interactionsOf(mains)]);
  return whole ?? tableOf(observations, [...block, ...mains]);
}

/** Seeds are a block where every seed has several runs. */
function blockOf(observations: readonly Observation[]): Term[] {
  const seeds = grouped(observations, ({ seed }) => seed);
  if (seeds.size < 2 || [...seeds.values()].some(({ length }) => length < 2)) return [];
  return [{ factors: ['seed'], isBlock: true, columns: indicators(observations, ({ seed }) => `${seed}`) }];
}

function interactionsOf(mains: readonly Term[]): Term[] {
  return mains.flatMap((first, at) =>
    mains.slice(at + 1).map((second) => ({
      factors: [...first.factors, ...second.factors],
      isBlock: false,
      columns: first.columns.flatMap((a) =>
        second.columns.map((b) => a.map((value, i) => value * (b[i] ?? 0))),
      ),
    })),
  );
}

function tableOf(observations: readonly Observation[], terms: readonly Term[]): Anova | null {
  const runs = observations.length;
  const width = terms.reduce((sum, { columns }) => sum + columns.length, 1);
  if (runs * width ** 2 * terms.length > mostWork) return null;
  const mean = project(emptyProjection(observations.map(({ value }) => value)), [
    new Float64Array(runs).fill(1),
  ]);
  const total = { sumOfSquares: sumOfSquares(mean.residual), freedom: runs - 1 };
  const full = project(
    mean,
    terms.flatMap(({ columns }) => columns),
  );
  const residual = { sumOfSquares: sumOfSquares(full.residual), freedom: runs - full.basis.length };
  if (residual.freedom < 1 || total.sumOfSquares === 0) return null;
  const rows = terms.map((term) => {
    const others = terms.filter((other) => !contains(other, term));
    const without = project(
      mean,
      others.flatMap(({ columns }) => columns),
    );
    const { explained, freedom } = project(without, term.columns);
    const meanSquare = residual.sumOfSquares / residual.freedom;
    const f = freedom > 0 && meanSquare > 0 ? explained / freedom / meanSquare : null;
    return {
      factors: term.factors,
      isBlock: term.isBlock,
      sumOfSquares: explained,
      freedom,
      f,
      pValue: f === null ? null : fisherTail(f, freedom, residual.freedom),
      etaSquared: explained / total.sumOfSquares,
      partialEtaSquared: explained === 0 ? 0 : explained / (explained + residual.sumOfSquares),
    };
  });
  return { terms: rows, residual, total, runs };
}

/** A term contains another that has no factor but its own; itself too. */
function contains(term: Term, other: Term): boolean {
  return other.factors.every((factor) => term.factors.includes(factor));
}

/** [levels] of [runs]: 1 where the run has the level. */
function indicators(
  observations: readonly Observation[],
  keyOf: (run: Observation) => string,
): Float64Array[] {
  const keys = observations.map(keyOf);
  return [...new Set(keys)].map((key) => Float64Array.from(keys, (other) => (other === key ? 1 : 0)));
}
