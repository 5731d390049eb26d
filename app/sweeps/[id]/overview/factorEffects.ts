import type { RunRow, SweepDetail } from '@/lib/domain/api';
import type { Level } from '@/lib/domain/config';
import { isCutShort } from '@/lib/domain/stopping';
import { looksBy } from '../../../charts/palette';

export interface LevelEffect {
  level: Level;
  runs: { run: RunRow; value: number }[];
  /** Over its runs; undefined for none. */
  mean: number | undefined;
}

export interface FactorEffect {
  factor: string;
  levels: LevelEffect[];
  /** Mean of the last level minus mean of the first, where there are two. */
  difference: number | undefined;
}

export interface Effects {
  factors: FactorEffect[];
  /** From the smallest to the largest value of any run. */
  range: [number, number];
  /** Values are of the sample, because no run has translated the whole test split yet. */
  ofSample: boolean;
  /** Measured runs that are left out because early stopping cut them short. */
  cutShort: number;
  measured: number;
}

/**
 * Each factor by itself: the reported metric of every measured run by the factor's level, and its mean there over all
 * other factors. undefined while nothing was measured. In a design that is not balanced the means are of unlike
 * variants: the counts beside them tell.
 */
export function factorEffects({ runs, spec, sweep }: SweepDetail): Effects | undefined {
  const metric = spec.objective.report;
  const whole = runs.filter((run) => run.tested.best?.scores[metric] !== undefined);
  const ofSample = whole.length === 0;
  const measured = ofSample ? runs.filter((run) => run.result.atBest[metric] !== undefined) : whole;
  const values = measured
    .filter((run) => !isCutShort(run, spec))
    .flatMap((run) => {
      const value = ofSample ? run.result.atBest[metric] : run.tested.best?.scores[metric]?.value;
      return value !== undefined && Number.isFinite(value) ? [{ run, value }] : [];
    });
  if (values.length === 0) return undefined;
  const numbers = values.map(({ value }) => value);
  return {
    factors: sweep.factors.map((factor) => factorEffect(factor, values, runs)),
    range: [Math.min(...numbers), Math.max(...numbers)],
    ofSample,
    cutShort: measured.filter((run) => isCutShort(run, spec)).length,
    measured: values.length,
  };
}

function factorEffect(
  factor: string,
  values: readonly { run: RunRow; value: number }[],
  runs: readonly RunRow[],
): FactorEffect {
  const levels = looksBy(factor, runs).legend.map(({ level }) => {
    const ofLevel = values.filter(({ run }) => run.levels[factor] === level);
    const sum = ofLevel.reduce((total, { value }) => total + value, 0);
    return { level, runs: ofLevel, mean: ofLevel.length > 0 ? sum / ofLevel.length : undefined };
  });
  const [first, second] = levels;
  const isPair = levels.length === 2 && first?.mean !== undefined && second?.mean !== undefined;
  return {
    factor,
    levels,
    difference: isPair ? (second?.mean ?? 0) - (first?.mean ?? 0) : undefined,
  };
}
