import { describe, expect, it } from 'vitest';
import type { InputRun } from '@/lib/domain/answerInput';
import { overfittingOf, overSeeds } from '@/lib/stats/gaps';
import { inputRun } from './answerInputs';

describe('a mean over seeds', () => {
  it("has Student's interval", () => {
    // SciPy 1.17.1: t.interval(0.95, n − 1, mean, sem).
    const four = overSeeds([0.3, 0.7, 1.1, 0.2]);
    expect(four?.value).toBeCloseTo(0.575, 12);
    expect(four?.low).toBeCloseTo(-0.07946810316037467, 9);
    expect(four?.high).toBeCloseTo(1.2294681031603747, 9);
    const two = overSeeds([1, 2]);
    expect(two?.low).toBeCloseTo(-4.853102368087347, 9);
  });

  it('leaves out what is not finite, has no bounds of one value, and is none of none', () => {
    expect(overSeeds([Number.NaN, 3, Number.POSITIVE_INFINITY])).toEqual({ value: 3, low: null, high: null });
    expect(overSeeds([5, 5, 5])).toEqual({ value: 5, low: 5, high: 5 });
    expect(overSeeds([])).toBeNull();
    expect(overSeeds([Number.NaN])).toBeNull();
  });
});

describe('overfitting of a variant', () => {
  const steps = [10, 20, 30, 40];
  function run(seed: number, test: readonly number[], bestStep: number | null): InputRun {
    const plain = inputRun({ runId: `${seed}`, variantIndex: 0, levels: {}, seed, value: 20 });
    return {
      ...plain,
      result: { ...plain.result, bestStep },
      curves: [
        { metric: 'train/loss', steps, values: [4, 3, 2, 1] },
        { metric: 'test/loss', steps, values: [...test] },
      ],
    };
  }
  const runs = [run(1, [4.1, 3.2, 3.4, 3.6], 20), run(2, [4.1, 3.4, 3.3, 3.8], 30)];
  const reported = (each: InputRun, moment: 'best' | 'last') => (moment === 'best' ? 20 : 20 - each.seed);

  it('is the gap at the chosen step and at the last, what training on has cost, and when it began', () => {
    const { gap, lastMinusBest, onsetEpoch, onsetRuns } = overfittingOf(runs, reported, true);
    // 3.2 − 3 at step 20 and 3.3 − 2 at step 30; 3.6 − 1 and 3.8 − 1 at the end.
    expect(gap.best?.value).toBeCloseTo((0.2 + 1.3) / 2, 12);
    expect(gap.last?.value).toBeCloseTo((2.6 + 2.8) / 2, 12);
    expect(lastMinusBest?.value).toBe(-1.5);
    // The last step within 1% of the least test loss: 20 and 30, of ten steps an epoch.
    expect([onsetEpoch, onsetRuns]).toEqual([2.5, 2]);
  });

  it('leaves out gaps of losses that are of different tokens, but not the onsets', () => {
    const { gap, onsetRuns } = overfittingOf(runs, reported, false);
    expect(gap).toEqual({ best: null, last: null });
    expect(onsetRuns).toBe(2);
  });

  it('has no onset where test loss goes on falling or steps an epoch are not known', () => {
    expect(overfittingOf([run(1, [4, 3, 2, 1.5], 40)], reported, true)).toMatchObject({
      onsetEpoch: null,
      onsetRuns: 0,
    });
    const unknown = runs.map((each) => ({ ...each, stepsPerEpoch: null }));
    expect(overfittingOf(unknown, reported, true).onsetEpoch).toBeNull();
  });

  it('has no gap of runs that measured no losses, and none at a step that was not chosen', () => {
    const bare = runs.map((each) => ({ ...each, curves: [] }));
    expect(overfittingOf(bare, () => undefined, true)).toEqual({
      gap: { best: null, last: null },
      lastMinusBest: null,
      onsetEpoch: null,
      onsetRuns: 0,
    });
    const unchosen = overfittingOf([run(1, [4.1, 3.2, 3.4, 3.6], null)], reported, true);
    expect(unchosen.gap.best).toBeNull();
    expect(unchosen.gap.last?.value).toBeCloseTo(2.6, 12);
  });
});
