import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Level } from '@/lib/domain/config';
import { expand, failure } from '../refusal';

const factors = { dModel: [64, 128, 256], positions: ['learned', 'sinusoidal'], layers: [1, 2] };

const differences = (a: Record<string, Level>, b: Record<string, Level>) =>
  Object.keys(a).filter((name) => a[name] !== b[name]);

describe('one factor at a time', () => {
  it('is the baseline and every other level of each factor alone', () => {
    const { variants, notes } = expand({
      design: 'one-factor-at-a-time',
      factors,
      baseline: { dModel: 128, positions: 'sinusoidal' },
    });
    expect(variants.map(({ levels }) => Object.values(levels))).toEqual([
      [128, 'sinusoidal', 1],
      [64, 'sinusoidal', 1],
      [256, 'sinusoidal', 1],
      [128, 'learned', 1],
      [128, 'sinusoidal', 2],
    ]);
    expect(notes[0]).toBe(
      'One factor at a time from the baseline d_model 128, positions sinusoidal, layers 1.',
    );
  });

  it('has 1 + Σ (levels − 1) cells, each one step from the baseline', () => {
    const anyFactors = fc.record({
      dModel: fc.subarray([64, 128, 256, 512], { minLength: 1 }),
      dropout: fc.subarray([0, 0.1, 0.3], { minLength: 1 }),
      layers: fc.subarray([1, 2, 4], { minLength: 1 }),
    });
    fc.assert(
      fc.property(anyFactors, (any) => {
        const { variants, dropped } = expand({ design: 'one-factor-at-a-time', factors: any });
        const expected = 1 + Object.values(any).reduce((sum, levels) => sum + levels.length - 1, 0);
        expect(variants).toHaveLength(expected);
        expect(dropped).toEqual([]);
        const [start, ...others] = variants;
        for (const { levels } of others) expect(differences(start?.levels ?? {}, levels)).toHaveLength(1);
      }),
    );
  });

  it('refuses a baseline that is no level, no factor, or of another design', () => {
    const refusal = (baseline: Record<string, Level>, design: 'factorial' | 'one-factor-at-a-time') =>
      failure(() => expand({ design, factors, baseline }));
    expect(refusal({ dModel: 32 }, 'one-factor-at-a-time')).toMatchObject({
      message: 'baseline: 32 is not a level of dModel: use one of 64, 128, 256',
      path: 'baseline.dModel',
    });
    expect(refusal({ heads: 4 }, 'one-factor-at-a-time').message).toContain('heads is not a factor');
    expect(refusal({ dModel: 64 }, 'factorial').path).toBe('baseline');
  });
});

describe('leave one out', () => {
  const pairs = { positions: ['learned', 'sinusoidal'], layers: [1, 2], sourceEndToken: [true, false] };

  it('changes all factors together and takes each back alone', () => {
    const { variants } = expand({
      design: 'leave-one-out',
      factors: pairs,
      baseline: { sourceEndToken: false },
    });
    expect(variants.map(({ levels }) => Object.values(levels))).toEqual([
      ['sinusoidal', 2, true],
      ['learned', 2, true],
      ['sinusoidal', 1, true],
      ['sinusoidal', 2, false],
    ]);
  });

  it('takes bundles as well', () => {
    const { variants } = expand({
      design: 'leave-one-out',
      factors: { recipe: { plain: { dropout: 0 }, paper: { dropout: 0.1 } }, layers: [1, 2] },
    });
    expect(variants.map(({ levels }) => levels['recipe'])).toEqual(['paper', 'plain', 'paper']);
  });

  it('is refused for a factor without exactly two levels', () => {
    expect(failure(() => expand({ design: 'leave-one-out', factors })).path).toBe('factors.dModel');
  });
});
