import { formatLevel, labelOf } from '@/lib/domain/config';
import type { Design } from '@/lib/domain/design';
import { HeldoutError } from '@/lib/domain/errors';
import { type Cell, type Factor, type FactorLevel, requireTwoLevels } from '../factors';
import { planFactorial } from './factorial';
import {
  aliasGroups,
  definingRelation,
  factorsOf,
  type GeneratorTable,
  generatorTables,
  letterOf,
  lettersOf,
  mostFractionFactors,
  resolutionOf,
  wordOf,
} from './generators';

type FractionDesign = Extract<Design, { kind: 'fractional-factorial' }>;
type TwoLevelFactor = ReturnType<typeof requireTwoLevels>[number];

/** Main effects are clear of interactions of two factors. */
const usualResolution = 4;

/**
 * A fraction of the combinations of two-level factors, chosen by resolution or by number of variants from the published
 * tables; the first level of a factor is −, the second +. All combinations where no fraction fits.
 *
 * @throws HeldoutError invalid_sweep (a factor without exactly two levels, fewer than 3 or more than 11 factors, both
 *   resolution and variants, a wish that no fraction meets)
 */
export function planFraction(
  factors: readonly Factor[],
  design: FractionDesign,
): { cells: Iterable<Cell>; notes: string[] } {
  const pairs = requireTwoLevels(factors, 'the design fractional-factorial');
  if (pairs.length < 3 || pairs.length > mostFractionFactors) {
    throw new HeldoutError(
      'invalid_sweep',
      `a fractional factorial has from 3 to ${mostFractionFactors} factors, not ${pairs.length}: use the design factorial for fewer, random for more`,
      { path: 'factors' },
    );
  }
  const fraction = chooseFraction(pairs.length, design);
  if (!fraction) {
    const { cells } = planFactorial(pairs.map((pair) => ({ kind: 'levels', ...pair })));
    const count = 2 ** pairs.length;
    return {
      cells,
      notes: [
        `All ${count} combinations of ${pairs.length} factors: no smaller fraction has the resolution asked for.`,
      ],
    };
  }
  return { cells: signs(fraction).map((row) => cellOf(pairs, row)), notes: fractionNotes(fraction, pairs) };
}

/** @returns the fraction, or undefined where all combinations are what was asked for */
export function chooseFraction(
  factorCount: number,
  { resolution, variants }: Pick<FractionDesign, 'resolution' | 'variants'>,
): GeneratorTable | undefined {
  if (resolution !== undefined && variants !== undefined) {
    throw new HeldoutError(
      'invalid_sweep',
      'design: a fraction is chosen by its resolution or by its number of variants: give one of them',
      { path: 'design.variants' },
    );
  }
  // From the largest to the smallest fraction.
  const fractions = generatorTables.filter(({ factors }) => factors === factorCount);
  if (variants === undefined) {
    const wanted = resolution ?? usualResolution;
    return fractions.findLast((fraction) => resolutionOf(fraction) >= wanted);
  }
  if (variants >= 2 ** factorCount) return undefined;
  const found = fractions.find(({ basic }) => 2 ** basic <= variants);
  if (found) return found;
  const least = 2 ** Math.min(...fractions.map(({ basic }) => basic));
  throw new HeldoutError(
    'invalid_sweep',
    `design: a fraction of ${factorCount} factors has at least ${least} variants, not ${variants}: ask for ${least}, or remove factors`,
    { path: 'design.variants' },
  );
}

/** @returns the rows of the design in standard order, A changing fastest; true is + */
export function signs({ basic, generators }: GeneratorTable): boolean[][] {
  return Array.from({ length: 2 ** basic }, (_, row) => {
    const base = Array.from({ length: basic }, (_, factor) => (row & (1 << factor)) !== 0);
    // The product of signs is + where an even number of them is −.
    const products = generators.map(
      (generator) => factorsOf(wordOf(generator)).filter((factor) => !base[factor]).length % 2 === 0,
    );
    return [...base, ...products];
  });
}

function cellOf(pairs: readonly TwoLevelFactor[], row: readonly boolean[]): Cell {
  return new Map(
    pairs.map(({ name, levels: [low, high] }, factor): [string, FactorLevel] => [
      name,
      row[factor] ? high : low,
    ]),
  );
}

function fractionNotes(fraction: GeneratorTable, pairs: readonly TwoLevelFactor[]): string[] {
  const { factors, basic, generators } = fraction;
  const resolution = resolutionOf(fraction);
  const named = pairs.map(
    ({ name, levels: [low, high] }, factor) =>
      `${letterOf(factor)} ${labelOf(name)} (− ${formatLevel(low.level)}, + ${formatLevel(high.level)})`,
  );
  const generated = generators.map((generator, extra) => `${letterOf(basic + extra)} = ${generator}`);
  const groups = aliasGroups(fraction).map((group) => group.map(lettersOf).join(' = '));
  return [
    `Resolution ${romanOf(resolution)}: ${2 ** basic} of ${2 ** factors} combinations (2^(${factors}−${factors - basic})). ${meaningOf(resolution)}`,
    `Factors: ${named.join(', ')}.`,
    `Generators: ${generated.join(', ')}.`,
    `Defining relation: I = ${definingRelation(fraction).map(lettersOf).join(' = ')}.`,
    groups.length > 0
      ? `Aliases among effects of one and two factors: ${groups.join('; ')}.`
      : 'No effect of one or two factors is aliased with another such.',
  ];
}

function meaningOf(resolution: number): string {
  if (resolution === 3) return 'Main effects cannot be told from interactions of two factors.';
  if (resolution === 4) {
    return 'Main effects are clear of interactions of two factors, which cannot all be told from one another.';
  }
  return 'Main effects and interactions of two factors are clear of one another.';
}

function romanOf(resolution: number): string {
  return ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII'][resolution] ?? String(resolution);
}
