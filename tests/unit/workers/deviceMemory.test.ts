import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studyModel } from '@/workers/cli/benchModel';
import { estimateDeviceMemory, memoryOfReplicas } from '@/workers/deviceMemory';

const mebibyte = 2 ** 20;
const shape = { rows: 64, sourceLength: 20, targetLength: 20 };

describe('the estimate of device memory', () => {
  /**
   * What a process on SwiftShader, whose device memory is the process's own, took for two training steps beyond one with a
   * batch of 1 × 1 + 1: resident memory, onnxruntime-node 1.30.0, Node 20, Debian 12, 2026-12-01.
   */
  it.each([
    { dModel: 64, layers: 1, rows: 64, vocabulary: 6000, measured: 97 },
    { dModel: 64, layers: 2, rows: 64, vocabulary: 500, measured: 98 },
    { dModel: 128, layers: 1, rows: 32, vocabulary: 1000, measured: 53 },
  ])('lies above what was measured at $dModel, $layers layers, and by less than three times', (each) => {
    const model = { ...studyModel(each.dModel, each.layers), targetVocab: each.vocabulary };
    const { activations } = estimateDeviceMemory(model, [{ ...shape, rows: each.rows }], 1);
    expect(activations / mebibyte).toBeGreaterThan(each.measured);
    expect(activations / mebibyte).toBeLessThan(3 * each.measured);
  });

  it('counts ten floats a parameter, and the driver once', () => {
    const { states, context, total, activations, decoding } = estimateDeviceMemory(
      studyModel(512, 1),
      [shape],
      1,
    );
    // 14,096,752 parameters (lib/model/summary).
    expect(states).toBe(10 * 4 * 14_096_752);
    expect(total).toBe(Math.ceil(context + 1.25 * (states + activations + decoding)));
  });

  it('counts everything of each replica but the driver, and translations by itself once more', () => {
    const one = estimateDeviceMemory(studyModel(256, 1), [shape], 4);
    expect(memoryOfReplicas(one, 1)).toEqual(one);
    const four = memoryOfReplicas(one, 4);
    expect(four.activations).toBe(4 * one.activations);
    expect(four.decoding).toBe(5 * one.decoding);
    expect(four.context).toBe(one.context);
    const { states, activations, decoding, context, total } = four;
    expect(total).toBe(Math.ceil(context + 1.25 * (states + activations + decoding)));
  });

  it('is that of the largest batch, and grows with everything that a model has', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 256 }),
        fc.integer({ min: 1, max: 4 }),
        (eighths, layers, rows, width) => {
          const model = studyModel(8 * eighths, layers);
          const batch = { ...shape, rows };
          // Translations aside: a larger model translates fewer sentences at once.
          const of = (changed: Partial<typeof model>, shapes = [batch]) => {
            const estimate = estimateDeviceMemory({ ...model, ...changed }, shapes, width);
            expect(Number.isSafeInteger(estimate.total)).toBe(true);
            expect(estimate.decoding).toBeGreaterThan(0);
            return estimate.states + estimate.activations;
          };
          const total = of({});
          expect(of({}, [batch, { ...batch, rows: 1 }])).toBe(total);
          expect(of({}, [{ ...batch, rows: rows + 1 }])).toBeGreaterThan(total);
          expect(of({ dModel: 8 * (eighths + 1) })).toBeGreaterThan(total);
          expect(of({ targetVocab: model.targetVocab + 1 })).toBeGreaterThan(total);
          expect(of({ decoderLayers: layers + 1 })).toBeGreaterThan(total);
        },
      ),
    );
  });
});
