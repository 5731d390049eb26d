/**
 * Generators of two-level fractional factorials 2^(k-p) of high resolution and low aberration, as tabulated by Montgomery
 * (Design and Analysis of Experiments, table 8.14, after Box, Hunter & Hunter, Statistics for Experimenters, table 6.22).
 * Factors are A, B, C … without I, which stands for the identity. `basic` factors run through all their combinations;
 * each further factor is the product of basic ones: its generator.
 */
export interface GeneratorTable {
  factors: number;
  basic: number;
  generators: readonly string[];
}

const table = (factors: number, basic: number, generators: string): GeneratorTable => ({
  factors,
  basic,
  generators: generators.split(' '),
});

export const generatorTables: readonly GeneratorTable[] = [
  table(3, 2, 'AB'),
  table(4, 3, 'ABC'),
  table(5, 4, 'ABCD'),
  table(5, 3, 'AB AC'),
  table(6, 5, 'ABCDE'),
  table(6, 4, 'ABC BCD'),
  table(6, 3, 'AB AC BC'),
  table(7, 6, 'ABCDEF'),
  table(7, 5, 'ABCD ABDE'),
  table(7, 4, 'ABC BCD ACD'),
  table(7, 3, 'AB AC BC ABC'),
  table(8, 7, 'ABCDEFG'),
  table(8, 6, 'ABCD ABEF'),
  table(8, 5, 'ABC ABD BCDE'),
  table(8, 4, 'BCD ACD ABC ABD'),
  table(9, 7, 'ACDFG BCEFG'),
  table(9, 6, 'ABCD ACEF CDEF'),
  table(9, 5, 'BCDE ACDE ABDE ABCE'),
  table(9, 4, 'ABC BCD ACD ABD ABCD'),
  table(10, 7, 'ABCG BCDE ACDF'),
  table(10, 6, 'BCDF ACDF ABDE ABCE'),
  table(10, 5, 'ABCD ABCE ABDE ACDE BCDE'),
  table(10, 4, 'ABC BCD ACD ABD ABCD AB'),
  table(11, 7, 'ABCG BCDE ACDF ABCDEFG'),
  table(11, 6, 'CDE ABCD ABF BDEF ADEF'),
  table(11, 5, 'ABC BCD CDE ACD ADE BDE'),
  table(11, 4, 'ABC BCD ACD ABD ABCD AB AC'),
];

export const mostFractionFactors = 11;

const letters = 'ABCDEFGHJKL';

/** A product of factors as a set of bits, bit 0 for A; multiplying is exclusive or, since every square is 1. */
export type Word = number;

export function letterOf(factor: number): string {
  return letters[factor] ?? '';
}

export function wordOf(text: string): Word {
  return [...text].reduce((word, letter) => word | (1 << letters.indexOf(letter)), 0);
}

export function factorsOf(word: Word): number[] {
  return Array.from(letters, (_, factor) => factor).filter((factor) => word & (1 << factor));
}

export function lettersOf(word: Word): string {
  return factorsOf(word).map(letterOf).join('');
}

/** Every word but I that equals the identity, shortest first: the products of all sets of E·ABCD and the like. */
export function definingRelation({ basic, generators }: GeneratorTable): Word[] {
  let group: Word[] = [0];
  generators.forEach((generator, extra) => {
    const word = wordOf(generator) ^ (1 << (basic + extra));
    group = [...group, ...group.map((other) => other ^ word)];
  });
  return group.filter(Boolean).sort((a, b) => lengthOf(a) - lengthOf(b) || compareText(a, b));
}

/** The length of the shortest word of the defining relation (Box & Hunter 1961). */
export function resolutionOf(fraction: GeneratorTable): number {
  return Math.min(...definingRelation(fraction).map(lengthOf));
}

/**
 * Effects of one or two factors that cannot be told apart, each group a line of the table of aliases. Effects of three
 * factors and more are left out: they are taken to be small.
 */
export function aliasGroups(fraction: GeneratorTable): Word[][] {
  const relation = [0, ...definingRelation(fraction)];
  const groups = new Map<Word, Word[]>();
  for (const effect of shortEffects(fraction.factors)) {
    const coset = Math.min(...relation.map((word) => word ^ effect));
    const group = groups.get(coset);
    if (group) group.push(effect);
    else groups.set(coset, [effect]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

function shortEffects(factors: number): Word[] {
  const single = Array.from({ length: factors }, (_, factor) => 1 << factor);
  const pairs = single.flatMap((first, position) =>
    single.slice(position + 1).map((second) => first | second),
  );
  return [...single, ...pairs];
}

function lengthOf(word: Word): number {
  return factorsOf(word).length;
}

function compareText(a: Word, b: Word): number {
  return lettersOf(a) < lettersOf(b) ? -1 : 1;
}
