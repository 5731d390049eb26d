import { describe, expect, it } from 'vitest';
import { planBatches } from '@/lib/data/batchPlan';
import { prepareDataset } from '@/lib/data/dataset';
import { measureRunWork } from '@/lib/data/vocabularySizes';
import { resolveConfig, type Settings } from '@/lib/domain/config';
import type { RunWork } from '@/lib/domain/estimate';

const pairs = Array.from({ length: 300 }, (_, i) => ({
  source: `We see ${i} cats${' and dogs'.repeat(i % 4)} .`,
  target: `我们看到${i}只猫${'和狗'.repeat(i % 4)}。`,
}));
const split = { seed: 1, validation: 0.1, test: 0.1 };
const base: Settings = { dModel: 16, heads: 2, epochs: 3, batchTokens: 256 };
const workOf = (settings: Settings = {}) => measureRunWork(pairs, split, resolveConfig(base, settings));
const total = (counted: RunWork['steps']) =>
  counted.reduce((sum, { flops, count }) => sum + flops * count, 0);

describe('the work of a run', () => {
  it('has the very steps that the run will train, beside its evaluations', () => {
    const config = resolveConfig(base);
    const plan = planBatches(prepareDataset(pairs, split, config).pairs.train, config.batchTokens);
    const training = workOf().steps.slice(0, -1);
    expect(training.reduce((sum, { count }) => sum + count, 0)).toBe(plan.batchCount * config.epochs);
    expect(training).toHaveLength(plan.buckets.length);
  });

  it('grows in proportion to the epochs but for what is done once', () => {
    const [one, two, three] = [1, 2, 3].map((epochs) => workOf({ epochs }));
    if (!one || !two || !three) throw new Error('expected three');
    expect(total(three.steps) - total(two.steps)).toBeCloseTo(total(two.steps) - total(one.steps), 0);
    expect(total(three.tokens) - total(two.tokens)).toBeCloseTo(total(two.tokens) - total(one.tokens), 0);
    expect(three.graphs).toBe(one.graphs);
  });

  it('grows with the width, the layers and the beam', () => {
    const small = workOf();
    expect(total(workOf({ dModel: 32 }).steps)).toBeGreaterThan(total(small.steps));
    expect(total(workOf({ layers: 2 }).steps)).toBeGreaterThan(total(small.steps));
    expect(workOf({ layers: 2 }).graphs).toBe(2 * small.graphs);
    expect(total(workOf({ beamWidth: 4 }).tokens)).toBeCloseTo(4 * total(small.tokens), 0);
  });

  it('is the same whether or not another variant was measured before', () => {
    const copy = pairs.map((pair) => ({ ...pair }));
    const config = resolveConfig(base, { batchTokens: 128, sourceEndToken: false });
    workOf({ sourceEndToken: false });
    expect(measureRunWork(pairs, split, config)).toEqual(measureRunWork(copy, split, config));
  });
});
