import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expand, failure } from './refusal';

const factors = {
  schedule: ['constant', 'warmup-inverse-sqrt', 'cosine'],
  warmupSteps: [100, 400, 4000],
};
const conditions = { warmupSteps: { schedule: ['warmup-inverse-sqrt', 'cosine'] } };

describe('a factor that applies only sometimes', () => {
  it('has the base’s value elsewhere, and cells that fall together are dropped with the reason', () => {
    const { variants, dropped } = expand({ base: { warmupSteps: 50 }, factors, conditions });
    expect(variants).toHaveLength(1 + 2 * 3);
    expect(variants[0]).toMatchObject({
      levels: { schedule: 'constant', warmupSteps: 50 },
      config: { warmupSteps: 50 },
    });
    expect(dropped).toEqual(
      [400, 4000].map((warmupSteps) => ({
        levels: { schedule: 'constant', warmupSteps },
        reason:
          'warm-up applies only with schedule warmup-inverse-sqrt or cosine: the same configuration as schedule constant · warm-up 50',
      })),
    );
  });

  it('can wait for a bundle, for what a bundle sets, and for another such factor', () => {
    const recipe = { plain: { schedule: 'constant' as const }, paper: { schedule: 'cosine' as const } };
    const viaName = expand({
      factors: { recipe, warmupSteps: [100, 400] },
      conditions: { warmupSteps: { recipe: 'paper' } },
    });
    const viaSetting = expand({
      factors: { warmupSteps: [100, 400], recipe },
      conditions: { warmupSteps: { schedule: 'cosine' } },
    });
    expect(viaName.variants).toHaveLength(3);
    expect(viaSetting.variants).toHaveLength(3);
    const chain = expand({
      factors: { ...factors, clipNorm: [0, 1] },
      conditions: { ...conditions, clipNorm: { warmupSteps: [4000] } },
    });
    // 1 constant, and for either schedule 100, 400 and twice 4000.
    expect(chain.variants).toHaveLength(1 + 2 * 4);
  });

  it('never leaves two variants of one configuration, in any design', () => {
    const design = fc.constantFrom(
      'factorial' as const,
      'one-factor-at-a-time' as const,
      { kind: 'random' as const, samples: 25 },
      { kind: 'latin-hypercube' as const, samples: 25 },
    );
    fc.assert(
      fc.property(design, fc.subarray(factors.schedule, { minLength: 1 }), (chosen, schedule) => {
        const expansion = expand({ design: chosen, factors: { ...factors, schedule }, conditions });
        const configs = expansion.variants.map(({ config }) => JSON.stringify(config));
        expect(new Set(configs).size).toBe(configs.length);
        expect(expansion).toEqual(expand({ design: chosen, factors: { ...factors, schedule }, conditions }));
        for (const { config, levels } of expansion.variants) {
          expect(levels['warmupSteps']).toBe(config.warmupSteps);
        }
      }),
    );
  });

  it('is refused where it cannot be decided', () => {
    const refusal = (wrong: Record<string, Record<string, string | number>>) =>
      failure(() => expand({ factors, conditions: wrong }));
    expect(refusal({ heads: { schedule: 'cosine' } }).message).toContain(
      'heads is not a factor of this sweep',
    );
    expect(refusal({ warmupSteps: { schedul: 'cosine' } }).path).toBe('conditions.warmupSteps.schedul');
    expect(refusal({ warmupSteps: { schedule: 'linear' } }).message).toBe(
      'conditions: warmupSteps waits for schedule "linear", which schedule cannot be: use one of its levels',
    );
    expect(
      refusal({ warmupSteps: { schedule: 'cosine' }, schedule: { warmupSteps: 100 } }).message,
    ).toContain('wait for one another');
  });
});
