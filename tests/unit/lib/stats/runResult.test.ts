import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MetricSeries, runResult } from '@/lib/stats/runResult';

const curves = (entries: Record<string, MetricSeries>) => new Map(Object.entries(entries));
const byLoss = { metric: 'validation/loss', goal: 'minimize', report: 'test/bleu' } as const;

describe('runResult', () => {
  it('takes every metric at the step where validation is best, not where the test set is', () => {
    const result = runResult(
      curves({
        'validation/loss': { steps: [10, 20, 30], values: [3, 2, 2.5] },
        'test/loss': { steps: [10, 20, 30], values: [3, 2.9, 2] },
      }),
      byLoss,
      10,
    );
    expect(result).toEqual({
      bestStep: 20,
      bestEpoch: 2,
      atBest: { 'validation/loss': 2, 'test/loss': 2.9 },
      last: { 'validation/loss': 2.5, 'test/loss': 2 },
    });
  });

  it('chooses only among the steps at which the reported metric was measured', () => {
    const result = runResult(
      curves({
        'validation/loss': { steps: [5, 10, 15, 20], values: [3, 2, 1, 1.5] },
        'test/bleu': { steps: [10, 20], values: [12, 30] },
      }),
      byLoss,
      10,
    );
    expect(result).toMatchObject({ bestStep: 20, atBest: { 'validation/loss': 1.5, 'test/bleu': 30 } });
  });

  it('takes another metric that is measured less often at or before the best step', () => {
    const result = runResult(
      curves({
        'validation/loss': { steps: [5, 10, 15], values: [3, 2, 1] },
        'train/bleu': { steps: [10, 20], values: [12, 30] },
        'test/chrf': { steps: [20], values: [40] },
      }),
      byLoss,
      10,
    );
    expect(result.bestEpoch).toBe(1.5);
    expect(result.atBest).toEqual({ 'validation/loss': 1, 'train/bleu': 12 });
    expect(result.last).toEqual({ 'validation/loss': 1, 'train/bleu': 30, 'test/chrf': 40 });
  });

  it('takes the first of equally good steps', () => {
    const validation = { steps: [1, 2, 3], values: [7, 7, 6] };
    const result = runResult(
      curves({ 'validation/bleu': validation }),
      { metric: 'validation/bleu', goal: 'maximize', report: 'test/bleu' },
      null,
    );
    expect(result.bestStep).toBe(1);
    expect(result.bestEpoch).toBeNull();
  });

  it('never calls a diverged step best, and keeps its NaN as the newest value', () => {
    const validation = { steps: [1, 2, 3], values: [Number.NEGATIVE_INFINITY, 5, Number.NaN] };
    const result = runResult(curves({ 'validation/loss': validation }), byLoss, 1);
    expect(result.bestStep).toBe(2);
    expect(result.last).toEqual({ 'validation/loss': Number.NaN });
  });

  it('has no best step without a finite objective', () => {
    const none = { bestStep: null, bestEpoch: null, atBest: {} };
    expect(runResult(curves({}), byLoss, 10)).toEqual({ ...none, last: {} });
    const diverged = curves({ 'validation/loss': { steps: [1], values: [Number.NaN] } });
    expect(runResult(diverged, byLoss, 10)).toMatchObject(none);
  });

  it('agrees with a plain search, whatever the curve', () => {
    const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(Number.NaN)), {
      minLength: 1,
    });
    fc.assert(
      fc.property(values, (losses) => {
        const steps = losses.map((_, i) => 3 * i);
        const smallest = Math.min(...losses.filter(Number.isFinite));
        const expected = Number.isFinite(smallest) ? (steps[losses.indexOf(smallest)] ?? null) : null;
        const curve = { steps, values: losses };
        expect(runResult(curves({ 'validation/loss': curve }), byLoss, 1).bestStep).toBe(expected);
      }),
    );
  });
});
