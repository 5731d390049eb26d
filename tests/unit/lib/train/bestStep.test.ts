import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MetricSeries, runResult } from '@/lib/stats/runResult';
import { BestStep } from '@/lib/train/bestStep';

const objective = { metric: 'validation/loss', goal: 'minimize', report: 'test/bleu' } as const;

describe('BestStep', () => {
  it('takes only steps at which the reported score was measured too', () => {
    const best = new BestStep(objective);
    expect(best.offer(5, 0.5, { 'validation/loss': 1 })).toBe(false);
    expect(best.offer(10, 1, { 'validation/loss': 2 })).toBe(false);
    expect(best.offer(10, 1, { 'test/bleu': 30 })).toBe(true);
    expect(best.best).toMatchObject({ step: 10, epoch: 1 });
  });

  it('keeps the first of equals and never takes what is not finite', () => {
    const best = new BestStep(objective);
    best.offer(1, 1, { 'validation/loss': 1, 'test/bleu': 0 });
    expect(best.offer(2, 2, { 'validation/loss': 1, 'test/bleu': 9 })).toBe(false);
    expect(best.offer(3, 3, { 'validation/loss': Number.NaN, 'test/bleu': 9 })).toBe(false);
    expect(best.offer(4, 4, { 'validation/loss': Number.NEGATIVE_INFINITY, 'test/bleu': 9 })).toBe(false);
    expect(best.best?.step).toBe(1);
  });

  it('chooses the step that the server chooses from the stored curves', () => {
    const value = fc.oneof(fc.double({ noNaN: true, min: -5, max: 5 }), fc.constant(Number.NaN));
    const measured = fc.record({ objective: fc.option(value), report: fc.option(value) });
    const goals = fc.constantFrom('minimize' as const, 'maximize' as const);
    fc.assert(
      fc.property(fc.array(measured, { maxLength: 30 }), goals, (steps, goal) => {
        const best = new BestStep({ ...objective, goal });
        const curves = new Map<string, { steps: number[]; values: number[] }>();
        for (const [step, entry] of steps.entries()) {
          const values = {
            ...(entry.objective === null ? {} : { 'validation/loss': entry.objective }),
            ...(entry.report === null ? {} : { 'test/bleu': entry.report }),
          };
          best.offer(step, step, values);
          for (const [metric, number] of Object.entries(values)) {
            const curve = curves.get(metric) ?? { steps: [], values: [] };
            curves.set(metric, curve);
            curve.steps.push(step);
            curve.values.push(number);
          }
        }
        const stored: ReadonlyMap<string, MetricSeries> = curves;
        // Where the reported metric was never measured, the server takes any step; a run that ends has measured it.
        fc.pre(curves.has('test/bleu'));
        expect(best.best?.step ?? null).toBe(runResult(stored, { ...objective, goal }, 1).bestStep);
      }),
    );
  });
});
