import { describe, expect, it } from 'vitest';
import { overfittingRows, sortedRows } from '@/app/sweeps/[id]/overfitting/overfittingRows';
import { factorEffects } from '@/app/sweeps/[id]/overview/factorEffects';
import { variantRows } from '@/app/sweeps/[id]/variantRows';
import { sweepSpecSchema } from '@/lib/domain/sweep';
import { curvesWith, run, sweepDetail, testedAt } from './sweepFixtures';

const at = (testLoss: number, trainLoss: number, bleu: number) => ({
  'test/loss': testLoss,
  'train/loss': trainLoss,
  'test/bleu': bleu,
});
const remembering = (seed: number) =>
  run(0, seed, { bestStep: 20, bestEpoch: 2, atBest: at(1, 0.9, 40), last: at(1.5, 0.2, 31) });
const learning = run(1, 1, { bestStep: 40, bestEpoch: 4, atBest: at(1.2, 1, 35), last: at(1.2, 1, 35) });
const curves = curvesWith({
  'run-0-1': { 'train/loss': [2, 0.9, 0.5, 0.2], 'test/loss': [2, 1, 1.2, 1.5] },
  'run-0-2': { 'train/loss': [2, 1.5, 1, 0.8], 'test/loss': [2, 1.5, 1.2, 1.1] },
  'run-1-1': { 'train/loss': [2, 1.5, 1.2, 1], 'test/loss': [2, 1.5, 1.3, 1.2] },
});
const { spec } = sweepDetail([]);

describe('what training on has cost', () => {
  const rows = overfittingRows(variantRows([remembering(1), remembering(2), learning]), curves, spec);

  it('is the mean over seeds, with the onset of those that have one', () => {
    expect(rows[0]).toMatchObject({ counted: 2, withOnset: 1, stopped: 0, isCutShort: false });
    expect(rows[0]?.figures).toMatchObject({ bestEpoch: 2, onsetEpoch: 2, testAtBest: 1, testLast: 1.5 });
    expect(rows[0]?.figures.lostLoss).toBeCloseTo(0.5);
    expect(rows[0]?.figures.lostBleu).toBeCloseTo(9);
    expect(rows[0]?.figures.gapAtBest).toBeCloseTo(0.1);
    expect(rows[0]?.figures.gapLast).toBeCloseTo(1.3);
    expect(rows[1]?.figures).toMatchObject({ lostLoss: 0, onsetEpoch: undefined });
  });

  it('ranks by what was lost, what was not measured last', () => {
    const order = (key: 'lostLoss' | 'onsetEpoch', ascending: boolean) =>
      sortedRows(rows, key, ascending).map(({ variant }) => variant.variantIndex);
    expect(order('lostLoss', false)).toEqual([0, 1]);
    expect(order('lostLoss', true)).toEqual([1, 0]);
    expect(order('onsetEpoch', true)).toEqual([0, 1]);
  });

  it('leaves seeds that were cut short out of the mean, and ranks a variant of nothing else last', () => {
    const asha = sweepSpecSchema.parse({ ...spec, stopping: { kind: 'asha' } });
    const cut = {
      ...remembering(2),
      state: 'stopped' as const,
      result: { ...remembering(2).result, last: at(9, 1, 0) },
    };
    const some = overfittingRows(variantRows([remembering(1), cut]), curves, asha);
    expect(some[0]).toMatchObject({ counted: 1, stopped: 1, isCutShort: false });
    expect(some[0]?.figures.lostLoss).toBeCloseTo(0.5);
    const all = overfittingRows(variantRows([cut, learning]), curves, asha);
    expect(all[0]).toMatchObject({ isCutShort: true });
    expect(sortedRows(all, 'lostLoss', false).map(({ variant }) => variant.variantIndex)).toEqual([1, 0]);
  });

  it('has no row of a variant that was not measured', () => {
    expect(overfittingRows(variantRows([run(2, 1, { bestStep: null })]), curves, spec)).toEqual([]);
  });
});

describe('the effect of a factor', () => {
  it('is the difference between the means of its two levels', () => {
    const effects = factorEffects(sweepDetail([remembering(1), remembering(2), learning]));
    expect(effects).toMatchObject({ range: [35, 40], ofSample: true, measured: 3, cutShort: 0 });
    expect(effects?.factors[0]).toMatchObject({
      factor: 'positions',
      difference: -5,
      levels: [
        { level: 'learned', mean: 40 },
        { level: 'sinusoidal', mean: 35 },
      ],
    });
  });

  it('is of the whole test split as soon as any run has that, and of runs of that alone', () => {
    const whole = { ...learning, tested: testedAt(30) };
    const effects = factorEffects(sweepDetail([remembering(1), whole]));
    expect(effects).toMatchObject({ ofSample: false, measured: 1, range: [30, 30] });
    expect(effects?.factors[0]).toMatchObject({ difference: undefined });
  });

  it('is not there before anything was measured', () => {
    expect(factorEffects(sweepDetail([run(0, 1)]))).toBeUndefined();
  });
});
