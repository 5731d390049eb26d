import { describe, expect, it } from 'vitest';
import { anovaOf } from '@/lib/stats/anova';
import { interactionsOf } from '@/lib/stats/interactions';
import { factorial, normals } from './sweepRuns';

const factors = ['a', 'b'];

describe('interactions', () => {
  it('are the difference of differences, with the means of all combinations', () => {
    const runs = factorial(2, 3, ({ a = 0, b = 0 }, seed) => 10 + 2 * a + b + 4 * a * b + seed);
    const [interaction, ...others] = interactionsOf(runs, factors, anovaOf(runs, factors));
    expect(others).toEqual([]);
    expect(interaction).toMatchObject({
      factors: ['a', 'b'],
      rows: [0, 1],
      columns: [0, 1],
      means: [
        [12, 13],
        [14, 19],
      ],
      counts: [
        [3, 3],
        [3, 3],
      ],
    });
    expect(interaction?.difference?.value).toBeCloseTo(4, 12);
  });

  it('of effects that add up are zero', () => {
    const runs = factorial(2, 3, ({ a = 0, b = 0 }, seed) => 2 * a + b + seed ** 2);
    const [interaction] = interactionsOf(runs, factors, anovaOf(runs, factors));
    expect(interaction?.difference?.value).toBe(0);
    expect(interaction?.pValue).toBe(1);
  });

  it('tell how many seeds they rest on: those with a whole quadruple, however many the sweep has', () => {
    const all = factorial(2, 3, ({ a = 0, b = 0 }, seed) => a + b + seed);
    const one = all.filter(({ variantIndex, seed }) => variantIndex !== 3 || seed === 2);
    const seedsOf = (runs: typeof all) => interactionsOf(runs, factors, anovaOf(runs, factors))[0]?.seeds;
    expect([seedsOf(all), seedsOf(one)]).toEqual([3, 1]);
  });

  it('of more levels, where the test is of all runs, rest on all seeds', () => {
    const runs = factorial(3, 3, ({ a = 0, b = 0, c = 0 }, seed) => a + b * c + seed).map((run) => ({
      ...run,
      levels: { a: run.levels['a'] ?? 0, b: 2 * Number(run.levels['b']) + Number(run.levels['c']) },
    }));
    const [interaction] = interactionsOf(runs, factors, anovaOf(runs, factors));
    expect(interaction).toMatchObject({ difference: null, seeds: 3, columns: [0, 1, 2, 3] });
  });

  it('have a mean of variants, not of runs, and null where there is none', () => {
    const runs = factorial(3, 2, ({ a = 0, b = 0, c = 0 }) => 10 * a + 5 * b + c)
      // Variant 0 (a 0, b 0, c 0) has one seed, 1 (c 1) has two; a 1 with b 1 is not there.
      .filter(({ variantIndex, seed }) => (variantIndex !== 0 || seed === 1) && variantIndex < 6);
    const [interaction] = interactionsOf(runs, factors, null);
    expect(interaction?.means).toEqual([
      [0.5, 5.5],
      [10.5, null],
    ]);
    expect(interaction?.counts).toEqual([
      [3, 4],
      [4, 0],
    ]);
    expect(interaction).toMatchObject({ difference: null, pValue: null });
  });

  it("of more than two levels have the analysis of variance's p and no single number", () => {
    const normal = normals(7);
    const runs = Array.from({ length: 3 }, (_, a) => a).flatMap((a) =>
      factorial(1, 3, ({ a: b = 0 }) => a + b + 5 * (a === 2 ? b : 0) + 0.1 * normal()).map((run) => ({
        ...run,
        runId: `${a} ${run.runId}`,
        variantIndex: 2 * a + run.variantIndex,
        levels: { a, b: run.levels['a'] ?? 0 },
      })),
    );
    const anova = anovaOf(runs, factors);
    const [interaction] = interactionsOf(runs, factors, anova);
    const term = anova?.terms.find((each) => each.factors.length === 2);
    expect(interaction?.difference).toBeNull();
    expect(interaction?.pValue).toBe(term?.pValue);
    expect(interaction?.pValue).toBeLessThan(1e-6);
    expect(interaction?.etaSquared).toBe(term?.etaSquared);
  });

  it('are none of a factor that does not vary', () => {
    const runs = factorial(2, 2, ({ a = 0 }) => a).filter(({ levels }) => levels['b'] === 0);
    expect(interactionsOf(runs, factors, null)).toEqual([]);
  });

  it('refuse values that are not finite, naming the run', () => {
    const runs = factorial(2, 2, ({ a = 0 }) => (a === 1 ? Number.NaN : 0));
    expect(() => interactionsOf(runs, factors, null)).toThrow(
      'interactionsOf: run 2-1 has the value NaN, expected finite values alone.',
    );
  });
});
