import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strata } from '@/sweeps/designs/sample';
import { expand, failure } from '../refusal';

const factors = {
  learningRate: { min: 0.0001, max: 0.01, scale: 'log' as const },
  dropout: { min: 0, max: 0.5 },
  warmupSteps: { min: 0, max: 4000 },
  positions: ['learned', 'sinusoidal'],
};

const numbersOf = (variants: { levels: Record<string, unknown> }[], name: string) =>
  variants.map(({ levels }) => Number(levels[name]));

describe('random samples', () => {
  it('lie in their ranges, whole where the hyperparameter is', () => {
    fc.assert(
      fc.property(fc.nat(10_000), (seed) => {
        const { variants } = expand({ design: { kind: 'random', samples: 30, seed }, factors });
        for (const { config } of variants) {
          expect(config.learningRate).toBeGreaterThanOrEqual(0.0001);
          expect(config.learningRate).toBeLessThanOrEqual(0.01);
          expect(config.dropout).toBeLessThanOrEqual(0.5);
          expect(Number.isInteger(config.warmupSteps)).toBe(true);
          expect(config.warmupSteps).toBeLessThanOrEqual(4000);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are the same for the same seed, others for another, and begin the same whatever their number', () => {
    const draw = (samples: number, seed: number) =>
      expand({ design: { kind: 'random', samples, seed }, factors }).variants.map(({ levels }) => levels);
    expect(draw(40, 1)).toEqual(draw(40, 1));
    expect(draw(40, 1).slice(0, 20)).toEqual(draw(20, 1));
    expect(draw(20, 2)).not.toEqual(draw(20, 1));
  });

  it('leave the other factors’ samples as they were when a factor is added', () => {
    const design = { kind: 'random' as const, samples: 10, seed: 3 };
    const { positions: _positions, ...fewer } = factors;
    expect(numbersOf(expand({ design, factors: fewer }).variants, 'dropout')).toEqual(
      numbersOf(expand({ design, factors }).variants, 'dropout'),
    );
  });

  it('are log-uniform on a log scale: half of them below the geometric middle', () => {
    const { variants } = expand({ design: { kind: 'random', samples: 1000, seed: 1 }, factors });
    const below = numbersOf(variants, 'learningRate').filter((rate) => rate < 0.001).length;
    // Four standard deviations of a binomial of 1,000 draws with probability 0.5 are 63.
    expect(Math.abs(below - 500)).toBeLessThan(63);
  });

  it('drop a repeated sample with its reason', () => {
    const { variants, dropped } = expand({
      design: { kind: 'random', samples: 20 },
      factors: { layers: { min: 1, max: 2 } },
    });
    expect(variants).toHaveLength(2);
    expect(dropped).toHaveLength(18);
    expect(dropped[0]?.reason).toMatch(/^the same configuration as layers [12]$/);
  });

  it('cross every sample with every seed', () => {
    const { runCount } = expand({ design: { kind: 'random', samples: 7 }, factors, seeds: [1, 2, 3] });
    expect(runCount).toBe(21);
  });
});

describe('a Latin hypercube', () => {
  it('has one sample in each stratum of each dimension', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(10_000), (samples, seed) => {
        const places = strata({ samples, seed }, 'any');
        const found = places.map(({ at }) => Math.floor(at * samples + 1e-9)).sort((a, b) => a - b);
        expect(found).toEqual(Array.from({ length: samples }, (_, stratum) => stratum));
      }),
    );
  });

  it('keeps its strata in the levels that are trained, on linear and log scales', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.nat(10_000), (samples, seed) => {
        const { variants } = expand({ design: { kind: 'latin-hypercube', samples, seed }, factors });
        const shares = [
          numbersOf(variants, 'dropout').map((value) => value / 0.5),
          numbersOf(variants, 'learningRate').map((value) => Math.log(value / 0.0001) / Math.log(100)),
        ];
        for (const share of shares) {
          const strataFound = share.map((at) => Math.floor(at * samples + 1e-9)).sort((a, b) => a - b);
          expect(strataFound).toEqual(Array.from({ length: samples }, (_, stratum) => stratum));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('has every level of a choice, and every whole number, equally often', () => {
    const { variants } = expand({
      design: { kind: 'latin-hypercube', samples: 12 },
      factors: { ...factors, encoderLayers: { min: 1, max: 3 } },
    });
    expect(variants.filter(({ levels }) => levels['positions'] === 'learned')).toHaveLength(6);
    for (const layers of [1, 2, 3]) {
      expect(numbersOf(variants, 'encoderLayers').filter((value) => value === layers)).toHaveLength(4);
    }
  });
});

describe('a range is refused', () => {
  const refusal = (range: object, key = 'dropout') =>
    failure(() =>
      expand({ design: { kind: 'random', samples: 2 }, factors: { [key]: { min: 0, max: 0.5, ...range } } }),
    );

  it('outside the hyperparameter’s own, with the bound at fault', () => {
    expect(refusal({ max: 2 }).path).toBe('factors.dropout.max');
    expect(refusal({ min: 0.5 }).message).toContain('the min of a range is below its max');
    expect(refusal({ scale: 'log' }).message).toContain('a range on a log scale starts above 0');
    expect(refusal({}, 'positions').message).toContain('positions has no range');
    expect(refusal({ min: 1, max: 2.5 }, 'layers').path).toBe('factors.layers.max');
  });

  it('in a design that combines levels', () => {
    const error = failure(() => expand({ factors: { dropout: { min: 0, max: 0.5 } } }));
    expect(error.message).toBe(
      'factor dropout is a range, which the design factorial cannot take: list its levels, or choose the design random or latin-hypercube',
    );
  });

  it('and so is a sample of nothing', () => {
    expect(failure(() => expand({ design: { kind: 'random', samples: 2 } })).path).toBe('factors');
  });
});
