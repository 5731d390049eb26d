import { describe, expect, it } from 'vitest';
import { flopsOf, flopsPerStep, linearProducts } from '@/lib/model/flops';
import { studyModel } from '@/workers/cli/benchModel';

const full = { rows: 64, sourceLength: 20, targetLength: 20 };

describe('floating-point operations of a training step', () => {
  it('are those counted by hand for d_model 512, 1+1 layers: 80 GFLOP', () => {
    const positions = 1280;
    const square = positions * 512 * 512;
    const feedForward = 2 * positions * 512 * 2048;
    // Each of 1,280 positions looks at 20 others, 512 multiplications for its scores and 512 for its values.
    const attention = positions * 20 * 512 * 2;
    const encoder = 4 * square + feedForward + attention;
    const decoder = 8 * square + feedForward + 2 * attention;
    const generator = positions * 512 * 6000;
    expect(flopsPerStep(studyModel(512, 1), full)).toBe(6 * (encoder + decoder + generator));
    expect(flopsPerStep(studyModel(512, 1), full)).toBe(80_436_264_960);
  });

  it('follow the lengths of both sides and the number of layers of each stack', () => {
    const model = { ...studyModel(8, 1), encoderLayers: 2, dFf: 16, targetVocab: 10 };
    const shape = { rows: 3, sourceLength: 5, targetLength: 4 };
    const encoder = 2 * (15 * (4 * 64 + 2 * 128) + 2 * 3 * 5 * 5 * 8);
    const decoder = 12 * (6 * 64 + 2 * 128) + 15 * 2 * 64 + 2 * 3 * 4 * 4 * 8 + 2 * 3 * 4 * 5 * 8;
    expect(flopsPerStep(model, shape)).toBe(6 * (encoder + decoder + 12 * 8 * 10));
  });

  it('count the generator only where targets are predicted', () => {
    const model = studyModel(512, 1);
    const fewer = flopsPerStep(model, full) - flopsPerStep(model, { ...full, targets: 1000 });
    expect(fewer).toBe(6 * 280 * 512 * 6000);
  });

  it('are those of the products that the benchmark times, attention aside', () => {
    const products = linearProducts(studyModel(512, 1), full);
    expect(products).toHaveLength(9);
    expect(products).toContainEqual({ m: 1280, k: 512, n: 512, count: 24 });
    expect(products).toContainEqual({ m: 512, k: 1280, n: 6000, count: 1 });
    const linear = products.reduce((sum, product) => sum + product.count * flopsOf(product), 0);
    expect(linear).toBe(80_436_264_960 - 6 * 3 * 1280 * 20 * 512 * 2);
  });
});
