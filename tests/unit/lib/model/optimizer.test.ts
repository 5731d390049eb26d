import { describe, expect, it } from 'vitest';
import { applyUpdate, globalNorm, type OptimizerConfig, optimizedTensor } from '@/lib/model/optimizer';
import type { ParameterKind } from '@/lib/model/parameters';

const adam: OptimizerConfig = {
  kind: 'adam',
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  clipNorm: 0,
};

function tensorOf(kind: ParameterKind, values: number[], gradient: number[]) {
  const tensor = optimizedTensor({ name: 'x', shape: [values.length], kind }, Float32Array.from(values));
  tensor.gradient.set(gradient);
  return tensor;
}

function update(
  tensor: ReturnType<typeof tensorOf>,
  config: OptimizerConfig,
  step: number,
  learningRate: number,
) {
  applyUpdate([tensor], config, step, learningRate, globalNorm([tensor]));
}

describe('applyUpdate', () => {
  it('moves by the learning rate against the gradient at the first step, whatever its size', () => {
    const tensor = tensorOf('kernel', [1, 1, 1], [1e-3, -5, 100]);
    update(tensor, adam, 1, 0.1);
    for (const [at, expected] of [0.9, 1.1, 0.9].entries())
      expect(tensor.values[at]).toBeCloseTo(expected, 5);
  });

  it('corrects both moments for their start at zero', () => {
    const tensor = tensorOf('kernel', [0], [2]);
    update(tensor, adam, 1, 0.1);
    tensor.gradient[0] = 1;
    update(tensor, adam, 2, 0.1);
    // m = 0.9·0.2 + 0.1 = 0.28, v = 0.999·0.004 + 0.001 = 0.004996; m̂ = 0.28 / 0.19, v̂ = 0.004996 / 0.001999
    expect(tensor.values[0]).toBeCloseTo(-0.1 - (0.1 * (0.28 / 0.19)) / Math.sqrt(0.004996 / 0.001999), 6);
  });

  it('scales gradients down to the clip norm, all by the same factor', () => {
    const clipped = tensorOf('kernel', [0, 0], [3, 4]);
    update(clipped, { ...adam, clipNorm: 1 }, 1, 0.1);
    expect(clipped.firstMoment[0]).toBeCloseTo(0.1 * 0.6, 6);
    expect(clipped.firstMoment[1]).toBeCloseTo(0.1 * 0.8, 6);
  });

  it('leaves gradients below the clip norm as they are', () => {
    const free = tensorOf('kernel', [0, 0], [3, 4]);
    const clipped = tensorOf('kernel', [0, 0], [3, 4]);
    update(free, adam, 1, 0.1);
    update(clipped, { ...adam, clipNorm: 5.1 }, 1, 0.1);
    expect(clipped).toEqual(free);
  });

  it('decays kernels and embeddings, not biases and scales, apart from the gradient in adamw', () => {
    const adamw: OptimizerConfig = { ...adam, kind: 'adamw', weightDecay: 0.5 };
    for (const [kind, expected] of [
      ['kernel', 1.9],
      ['embedding', 1.9],
      ['bias', 2],
      ['scale', 2],
    ] as const) {
      const tensor = tensorOf(kind, [2], [0]);
      update(tensor, adamw, 1, 0.1);
      expect(tensor.values[0], kind).toBeCloseTo(expected, 6);
    }
  });

  it('adds the decay to the gradient in adam', () => {
    const tensor = tensorOf('kernel', [2], [0]);
    update(tensor, { ...adam, weightDecay: 0.5 }, 1, 0.1);
    expect(tensor.values[0]).toBeCloseTo(1.9, 6);
    expect(tensor.firstMoment[0]).toBeCloseTo(0.1, 6);
  });
});

it('globalNorm is taken over all tensors together', () => {
  expect(globalNorm([tensorOf('kernel', [0], [3]), tensorOf('bias', [0, 0], [0, 4])])).toBe(5);
});
