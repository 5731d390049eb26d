import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseFraction, signs } from '@/sweeps/designs/fraction';
import {
  aliasGroups,
  definingRelation,
  factorsOf,
  type GeneratorTable,
  generatorTables,
  lettersOf,
  resolutionOf,
} from '@/sweeps/designs/generators';
import { expand, failure } from '../refusal';

/** 11 hyperparameters with two levels each, none of which makes a cell untrainable or a duplicate. */
const elevenFactors = {
  dModel: [64, 128],
  heads: [4, 8],
  layers: [1, 2],
  positions: ['learned', 'sinusoidal'],
  sourceEndToken: [true, false],
  dropout: [0, 0.1],
  normPlacement: ['post', 'pre'],
  activation: ['relu', 'gelu'],
  scaleEmbedding: [true, false],
  tieEmbeddings: [false, true],
  labelSmoothing: [0, 0.1],
};
const someFactors = (count: number) => Object.fromEntries(Object.entries(elevenFactors).slice(0, count));

const title = ({ factors, basic }: GeneratorTable) => `2^(${factors}-${factors - basic})`;

// Montgomery, Design and Analysis of Experiments, table 8.14; 2^(8-1) is of resolution VIII by its one word of 8 letters.
const publishedResolutions: Record<string, number> = {
  '2^(3-1)': 3,
  '2^(4-1)': 4,
  '2^(5-1)': 5,
  '2^(5-2)': 3,
  '2^(6-1)': 6,
  '2^(6-2)': 4,
  '2^(6-3)': 3,
  '2^(7-1)': 7,
  '2^(7-2)': 4,
  '2^(7-3)': 4,
  '2^(7-4)': 3,
  '2^(8-1)': 8,
  '2^(8-2)': 5,
  '2^(8-3)': 4,
  '2^(8-4)': 4,
  '2^(9-2)': 6,
  '2^(9-3)': 4,
  '2^(9-4)': 4,
  '2^(9-5)': 3,
  '2^(10-3)': 5,
  '2^(10-4)': 4,
  '2^(10-5)': 4,
  '2^(10-6)': 3,
  '2^(11-4)': 5,
  '2^(11-5)': 4,
  '2^(11-6)': 4,
  '2^(11-7)': 3,
};

describe.each(generatorTables.map((fraction) => [title(fraction), fraction] as const))(
  '%s',
  (name, fraction) => {
    const rows = signs(fraction).map((row) => row.map((plus) => (plus ? 1 : -1)));
    /** The column of an effect: the product of its factors' signs. */
    const column = (word: number) =>
      rows.map((row) => factorsOf(word).reduce((product, factor) => product * (row[factor] ?? 0), 1));
    const dot = (a: number[], b: number[]) =>
      a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
    const singles = Array.from({ length: fraction.factors }, (_, factor) => 1 << factor);

    it('has the published resolution, each word of its defining relation being constant', () => {
      expect(resolutionOf(fraction)).toBe(publishedResolutions[name]);
      const relation = definingRelation(fraction);
      expect(relation).toHaveLength(2 ** (fraction.factors - fraction.basic) - 1);
      for (const word of relation) expect(new Set(column(word))).toEqual(new Set([1]));
    });

    it('has each row once, each factor balanced, and each two factors orthogonal', () => {
      expect(new Set(rows.map(String)).size).toBe(2 ** fraction.basic);
      for (const [index, single] of singles.entries()) {
        expect(dot(column(single), column(0))).toBe(0);
        for (const other of singles.slice(index + 1)) expect(dot(column(single), column(other))).toBe(0);
      }
    });

    it('has exactly the aliases that it states', () => {
      const effects = [...singles, ...singles.flatMap((a, i) => singles.slice(i + 1).map((b) => a | b))];
      const groupOf = new Map(
        aliasGroups(fraction).flatMap((group, index) => group.map((word) => [word, index] as const)),
      );
      const columns = effects.map(column);
      const wrong: string[] = [];
      for (const [index, effect] of effects.entries()) {
        for (let next = index + 1; next < effects.length; next += 1) {
          const other = effects[next] ?? 0;
          const together = groupOf.has(effect) && groupOf.get(effect) === groupOf.get(other);
          const product = dot(columns[index] ?? [], columns[next] ?? []);
          if (product !== (together ? rows.length : 0))
            wrong.push(`${lettersOf(effect)} and ${lettersOf(other)}`);
        }
      }
      expect(wrong).toEqual([]);
    });
  },
);

describe('choosing a fraction', () => {
  it('takes the smallest of the resolution, or the best of so many variants', () => {
    expect(chooseFraction(5, {})).toBeDefined();
    expect(chooseFraction(5, { resolution: 3 })).toMatchObject({ basic: 3 });
    expect(chooseFraction(5, { resolution: 5 })).toMatchObject({ basic: 4 });
    expect(chooseFraction(5, { resolution: 6 })).toBeUndefined();
    expect(chooseFraction(7, { variants: 40 })).toMatchObject({ basic: 5 });
    expect(chooseFraction(7, { variants: 128 })).toBeUndefined();
    expect(failure(() => chooseFraction(7, { variants: 7 })).message).toBe(
      'design: a fraction of 7 factors has at least 8 variants, not 7: ask for 8, or remove factors',
    );
    expect(failure(() => chooseFraction(7, { variants: 8, resolution: 3 })).path).toBe('design.variants');
  });

  it('has the resolution asked for or all combinations, whatever the number of factors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 11 }), fc.integer({ min: 3, max: 8 }), (factors, resolution) => {
        const fraction = chooseFraction(factors, { resolution });
        if (fraction) expect(resolutionOf(fraction)).toBeGreaterThanOrEqual(resolution);
      }),
    );
  });
});

describe('a fraction as a sweep', () => {
  it('trains half of the first question’s 32 variants and says what they cannot tell', () => {
    const { variants, notes } = expand({
      design: { kind: 'fractional-factorial', resolution: 5 },
      factors: someFactors(5),
    });
    expect(variants).toHaveLength(16);
    expect(notes).toEqual([
      'Resolution V: 16 of 32 combinations (2^(5−1)). Main effects and interactions of two factors are clear of one another.',
      'Factors: A d_model (− 64, + 128), B heads (− 4, + 8), C layers (− 1, + 2), D positions (− learned, + sinusoidal), E source END (− on, + off).',
      'Generators: E = ABCD.',
      'Defining relation: I = ABCDE.',
      'No effect of one or two factors is aliased with another such.',
    ]);
  });

  it('states the aliases of a smaller one', () => {
    const { notes } = expand({
      design: { kind: 'fractional-factorial', resolution: 3 },
      factors: someFactors(5),
    });
    // D = AB and E = AC: Montgomery table 8.14 and appendix X(b).
    expect(notes).toContain('Defining relation: I = ABD = ACE = BCDE.');
    expect(notes.at(-1)).toBe(
      'Aliases among effects of one and two factors: A = BD = CE; B = AD; C = AE; D = AB; E = AC; BC = DE; BE = CD.',
    );
  });

  it('has every level equally often, for every number of factors', () => {
    for (let count = 3; count <= 11; count += 1) {
      const factors = someFactors(count);
      const { variants, dropped } = expand({ design: 'fractional-factorial', factors });
      expect(dropped).toEqual([]);
      for (const [name, levels] of Object.entries(factors)) {
        for (const level of levels) {
          const having = variants.filter((variant) => variant.levels[name] === level);
          expect(having).toHaveLength(variants.length / 2);
        }
      }
    }
  });

  it('says that the balance is lost where a cell is left out', () => {
    const factors = { dModel: [64, 96], heads: [4, 5], layers: [1, 2] };
    const { notes, dropped } = expand({ design: { kind: 'fractional-factorial', resolution: 3 }, factors });
    expect(dropped).toHaveLength(2);
    expect(notes.at(-1)).toBe(
      '2 cells are left out, so the factors are no longer balanced and effects are correlated.',
    );
  });

  it('is refused for other than 3 to 11 factors of two levels', () => {
    const refusal = (factors: Record<string, number[]>) =>
      failure(() => expand({ design: 'fractional-factorial', factors })).message;
    expect(refusal({ heads: [4, 8], layers: [1, 2] })).toContain('from 3 to 11 factors, not 2');
    expect(refusal({ heads: [2, 4, 8], layers: [1, 2], dModel: [64, 128] })).toBe(
      'factor heads has 3 levels, and the design fractional-factorial compares exactly two: give two, or put a single one into base',
    );
  });
});
