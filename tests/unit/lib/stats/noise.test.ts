import { describe, expect, it } from 'vitest';
import { noiseOf, spreadOf } from '@/lib/stats/noise';
import type { Observation } from '@/lib/stats/observation';
import { factorial } from './sweepRuns';

/** Three variants × four seeds. */
const table = [
  [1.0, 2.0, 1.5, 3.0],
  [2.5, 3.1, 2.2, 4.6],
  [0.2, 1.9, 0.8, 1.7],
];
const runs: Observation[] = table.flatMap((row, variantIndex) =>
  row.map((value, at) => ({ runId: `${variantIndex}-${at}`, variantIndex, levels: {}, seed: at + 1, value })),
);

describe('the noise of a run', () => {
  it('is what neither its variant nor its seed explains', () => {
    // NumPy 2.4.6: residuals of the two-way layout, √(Σ r² / ((3 − 1)(4 − 1))).
    expect(noiseOf(runs)?.standardDeviation).toBeCloseTo(0.4166666666666666, 12);
    expect(noiseOf(runs)?.freedom).toBe(6);
  });

  it('does not rise with what a seed does to all variants alike', () => {
    const shifted = runs.map((run) => ({ ...run, value: run.value + 100 * run.seed ** 2 }));
    expect(noiseOf(shifted)?.standardDeviation).toBeCloseTo(noiseOf(runs)?.standardDeviation ?? 0, 9);
    expect(spreadOf(shifted)?.standardDeviation).toBeGreaterThan(100);
  });

  it('is of the variants that have every seed', () => {
    const lacking = runs.filter(({ runId }) => runId !== '2-3');
    const twoWhole = runs.filter(({ variantIndex }) => variantIndex < 2);
    expect(noiseOf(lacking)).toEqual(noiseOf(twoWhole));
    expect(noiseOf(lacking)?.freedom).toBe(3);
  });

  it('is how seeds differ within variants where fewer than two have every seed', () => {
    const lacking = runs.filter(({ runId }) => runId !== '2-3' && runId !== '1-0');
    expect(noiseOf(lacking)).toEqual(spreadOf(lacking));
  });

  it('is not known where no variant has two seeds', () => {
    expect(noiseOf(factorial(2, 1, ({ a = 0 }) => a))).toBeNull();
    expect(noiseOf([])).toBeNull();
    expect(spreadOf([])).toBeNull();
  });
});

describe('the spread of seeds within variants', () => {
  it('is pooled over variants', () => {
    // NumPy 2.4.6: √(Σ (value − mean of its variant)² / (3 · (4 − 1))).
    expect(spreadOf(runs)?.standardDeviation).toBeCloseTo(0.9127187713395378, 12);
    expect(spreadOf(runs)?.freedom).toBe(9);
  });
});
