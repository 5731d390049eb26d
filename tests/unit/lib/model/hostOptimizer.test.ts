import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HostOptimizer, type OptimizedTensor } from '@/lib/model/hostOptimizer';
import type { OptimizerConfig } from '@/lib/model/optimizer';
import type { ParameterKind } from '@/lib/model/parameters';

const adam: OptimizerConfig = {
  kind: 'adam',
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  clipNorm: 0,
};

interface Trained {
  readonly optimizer: HostOptimizer;
  readonly tensor: OptimizedTensor;
}

function tensorOf(kind: ParameterKind, values: number[], gradient: number[]): Trained {
  const optimizer = new HostOptimizer([{ name: 'x', shape: [values.length], kind }]);
  const [tensor] = optimizer.tensors;
  if (!tensor) throw new RangeError('no tensor');
  tensor.values.set(values);
  tensor.gradient.set(gradient);
  return { optimizer, tensor };
}

function update({ optimizer }: Trained, config: OptimizerConfig, step: number, learningRate: number) {
  optimizer.update(config, step, learningRate, optimizer.gradientNorm());
}

describe('update', () => {
  it('moves by the learning rate against the gradient at the first step, whatever its size', () => {
    const tensor = tensorOf('kernel', [1, 1, 1], [1e-3, -5, 100]);
    update(tensor, adam, 1, 0.1);
    for (const [at, expected] of [0.9, 1.1, 0.9].entries())
      expect(tensor.tensor.values[at]).toBeCloseTo(expected, 5);
  });

  it('corrects both moments for their start at zero', () => {
    const tensor = tensorOf('kernel', [0], [2]);
    update(tensor, adam, 1, 0.1);
    tensor.tensor.gradient[0] = 1;
    update(tensor, adam, 2, 0.1);
    // m = 0.9·0.2 + 0.1 = 0.28, v = 0.999·0.004 + 0.001 = 0.004996; m̂ = 0.28 / 0.19, v̂ = 0.004996 / 0.001999
    expect(tensor.tensor.values[0]).toBeCloseTo(
      -0.1 - (0.1 * (0.28 / 0.19)) / Math.sqrt(0.004996 / 0.001999),
      6,
    );
  });

  it('scales gradients down to the clip norm, all by the same factor', () => {
    const clipped = tensorOf('kernel', [0, 0], [3, 4]);
    update(clipped, { ...adam, clipNorm: 1 }, 1, 0.1);
    expect(clipped.tensor.firstMoment[0]).toBeCloseTo(0.1 * 0.6, 6);
    expect(clipped.tensor.firstMoment[1]).toBeCloseTo(0.1 * 0.8, 6);
  });

  it('leaves gradients below the clip norm as they are', () => {
    const free = tensorOf('kernel', [0, 0], [3, 4]);
    const clipped = tensorOf('kernel', [0, 0], [3, 4]);
    update(free, adam, 1, 0.1);
    update(clipped, { ...adam, clipNorm: 5.1 }, 1, 0.1);
    expect(clipped.tensor).toEqual(free.tensor);
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
      expect(tensor.tensor.values[0], kind).toBeCloseTo(expected, 6);
    }
  });

  it('adds the decay to the gradient in adam', () => {
    const tensor = tensorOf('kernel', [2], [0]);
    update(tensor, { ...adam, weightDecay: 0.5 }, 1, 0.1);
    expect(tensor.tensor.values[0]).toBeCloseTo(1.9, 6);
    expect(tensor.tensor.firstMoment[0]).toBeCloseTo(0.1, 6);
  });

  it('agrees with the formula in float64 over many steps, tensors and settings', () => {
    const gradient = fc.float({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({
          kind: fc.constantFrom<'adam' | 'adamw'>('adam', 'adamw'),
          weightDecay: fc.constantFrom(0, 0.01),
          clipNorm: fc.constantFrom(0, 1),
          size: fc.integer({ min: 1, max: 70 }),
          gradients: fc.array(gradient, { minLength: 1, maxLength: 5 }),
        }),
        ({ kind, weightDecay, clipNorm, size, gradients }) => {
          const config = { ...adam, kind, weightDecay, clipNorm };
          const optimizer = new HostOptimizer([
            { name: 'kernel', shape: [size], kind: 'kernel' },
            { name: 'bias', shape: [3], kind: 'bias' },
          ]);
          const expected = optimizer.tensors.map(({ spec, values }) => {
            values.fill(0.5);
            const decay = spec.kind === 'kernel' ? weightDecay : 0;
            return [...values].map(() => ({ value: 0.5, m: 0, v: 0, decay }));
          });
          for (const [index, scale] of gradients.entries()) {
            for (const { gradient } of optimizer.tensors) {
              for (const at of gradient.keys()) gradient[at] = scale * Math.sin(at + 1);
            }
            const norm = optimizer.gradientNorm();
            optimizer.update(config, index + 1, 0.01, norm);
            const clipped = clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1;
            for (const [which, numbers] of expected.entries()) {
              for (const [at, number] of numbers.entries()) {
                const raw = (optimizer.tensors[which]?.gradient[at] ?? Number.NaN) * clipped;
                const g = raw + (kind === 'adam' ? number.decay * number.value : 0);
                number.m = 0.9 * number.m + 0.1 * g;
                number.v = 0.999 * number.v + 0.001 * g * g;
                const kept = kind === 'adamw' ? 1 - 0.01 * number.decay : 1;
                const [m, v] = [number.m / (1 - 0.9 ** (index + 1)), number.v / (1 - 0.999 ** (index + 1))];
                number.value = kept * number.value - (0.01 * m) / (Math.sqrt(v) + 1e-8);
              }
            }
          }
          for (const [which, numbers] of expected.entries()) {
            for (const [at, { value }] of numbers.entries()) {
              // A step moves by about 0.01, known to 7 digits; gradients near ε lose more to their own rounding.
              expect(optimizer.tensors[which]?.values[at]).toBeCloseTo(value, 5);
            }
          }
        },
      ),
    );
  });

  it('lets moments that fade away end at zero, not as subnormal numbers', () => {
    const { optimizer, tensor } = tensorOf('kernel', [1], [0]);
    tensor.firstMoment[0] = 1.2e-38;
    tensor.secondMoment[0] = 1e-30;
    optimizer.update(adam, 1000, 0.1, 0);
    expect([...tensor.firstMoment, ...tensor.secondMoment]).toEqual([
      0,
      Math.fround(0.999 * Math.fround(1e-30)),
    ]);
  });
});

it('gradientNorm is taken over all tensors together', () => {
  const optimizer = new HostOptimizer([
    { name: 'a', shape: [1], kind: 'kernel' },
    { name: 'b', shape: [2], kind: 'bias' },
  ]);
  optimizer.tensors[0]?.gradient.set([3]);
  optimizer.tensors[1]?.gradient.set([0, 4]);
  expect(optimizer.gradientNorm()).toBe(5);
});
