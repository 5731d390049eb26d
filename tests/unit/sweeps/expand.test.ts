import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { variantLabel } from '@/sweeps/expand';
import { expand, failure } from './refusal';

describe('full factorial expansion', () => {
  it('expands the five factors of the first question into 32 variants', () => {
    const { variants, dropped, runCount } = expand({
      factors: {
        dModel: [256, 512],
        heads: [4, 8],
        layers: [1, 2],
        positions: ['learned', 'sinusoidal'],
        sourceEndToken: [true, false],
      },
      seeds: [1, 2, 3],
    });
    expect(variants).toHaveLength(32);
    expect(dropped).toEqual([]);
    expect(runCount).toBe(96);
    expect(variants[0]?.levels).toEqual({
      dModel: 256,
      heads: 4,
      layers: 1,
      positions: 'learned',
      sourceEndToken: true,
    });
    expect(variants[31]?.config).toMatchObject({
      dModel: 512,
      dFf: 2048,
      encoderLayers: 2,
      decoderLayers: 2,
    });
  });

  it('is complete and balanced: every level appears equally often and every combination once', () => {
    const levels = {
      dModel: fc.subarray([64, 128, 256, 512], { minLength: 1 }),
      dropout: fc.subarray([0, 0.1, 0.3], { minLength: 1 }),
      positions: fc.subarray(['learned', 'sinusoidal'], { minLength: 1 }),
      sourceEndToken: fc.subarray([true, false], { minLength: 1 }),
    };
    fc.assert(
      fc.property(fc.record(levels), (factors) => {
        const { variants } = expand({ factors });
        const expected = Object.values(factors).reduce((product, list) => product * list.length, 1);
        expect(variants).toHaveLength(expected);
        expect(new Set(variants.map((variant) => JSON.stringify(variant.levels))).size).toBe(expected);
        for (const [name, list] of Object.entries(factors)) {
          for (const level of list) {
            const count = variants.filter((variant) => variant.levels[name] === level).length;
            expect(count).toBe(expected / list.length);
          }
        }
      }),
    );
  });

  it('is deterministic', () => {
    const factors = { heads: [2, 4], dropout: [0, 0.1], layers: [1, 2] };
    expect(expand({ factors })).toEqual(expand({ factors }));
  });

  it('drops cells whose heads do not divide d_model and says so', () => {
    const { variants, dropped } = expand({ factors: { dModel: [64, 96], heads: [4, 5, 3] } });
    expect(variants.map((variant) => variant.levels)).toEqual([
      { dModel: 64, heads: 4 },
      { dModel: 96, heads: 4 },
      { dModel: 96, heads: 3 },
    ]);
    expect(dropped.map((cell) => cell.reason)).toEqual([
      'heads 5 does not divide d_model 64: choose heads that divide it',
      'heads 3 does not divide d_model 64: choose heads that divide it',
      'heads 5 does not divide d_model 96: choose heads that divide it',
    ]);
  });

  it('drops a cell that repeats another and names its twin', () => {
    const { variants, dropped } = expand({ base: { dModel: 64 }, factors: { dFf: [0, 256] } });
    expect(variants).toHaveLength(1);
    expect(dropped).toEqual([{ levels: { dFf: 256 }, reason: 'the same configuration as d_ff 0' }]);
  });

  it('takes bundles as levels', () => {
    const { variants } = expand({
      factors: {
        recipe: {
          keras: { scaleEmbedding: false, normPlacement: 'post' },
          paper: { schedule: 'warmup-inverse-sqrt', labelSmoothing: 0.1 },
        },
      },
    });
    expect(variants.map((variant) => variant.levels)).toEqual([{ recipe: 'keras' }, { recipe: 'paper' }]);
    expect(variants[1]?.config).toMatchObject({ schedule: 'warmup-inverse-sqrt', labelSmoothing: 0.1 });
  });

  it('expands a sweep without factors into its base', () => {
    const { variants } = expand({ base: { layers: 2 } });
    expect(variants).toHaveLength(1);
    expect(variantLabel(variants[0]?.levels ?? {})).toBe('base');
  });
});

describe('a sweep that cannot be expanded is refused with the value and the way out', () => {
  it('no cell can be trained', () => {
    const error = failure(() => expand({ base: { dModel: 256 }, factors: { heads: [3] } }));
    expect(error.code).toBe('invalid_sweep');
    expect(error.path).toBe('factors.heads');
    expect(error.message).toBe(
      'no cell of the design can be trained: heads 3 does not divide d_model 256: choose heads that divide it',
    );
  });

  it('an empty factor', () => {
    const error = failure(() => expand({ factors: { heads: [] } }));
    expect(error.message).toBe('factor heads has no levels: give at least one, or remove the factor');
    expect(error.path).toBe('factors.heads');
  });

  it('10,000 cells, without enumerating them', () => {
    const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const error = failure(() =>
      expand({
        factors: {
          encoderLayers: ten,
          decoderLayers: ten,
          epochs: ten,
          dropout: ten.map((n) => n / 20),
        },
      }),
    );
    expect(error.code).toBe('too_many_variants');
    expect(error.message).toBe(
      'the design has 10 × 10 × 10 × 10 = 10000 cells, more than 4096: remove levels or a factor',
    );
  });

  it('more runs than the budget', () => {
    const error = failure(() =>
      expand({ factors: { layers: [1, 2] }, seeds: [1, 2, 3], budget: { runs: 5 } }),
    );
    expect(error.message).toBe(
      '2 variants × 3 seeds = 6 runs, more than the budget of 5: use fewer levels or seeds',
    );
  });

  it('a factor that is no hyperparameter, with the likely one', () => {
    const error = failure(() => expand({ factors: { d_model: [64] } }));
    expect(error.message).toBe('factors: there is no hyperparameter "d_model"; did you mean "dModel"?');
  });

  it('a level out of range', () => {
    const error = failure(() => expand({ factors: { dropout: [0, 2] } }));
    expect(error.path).toBe('factors.dropout.1');
    expect(error.message).toContain('level 2 is refused');
  });
});
