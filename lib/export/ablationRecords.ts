import type { Effect, SweepAnswer } from '@/lib/domain/answer';
import type { Level } from '@/lib/domain/config';
import { formatLevel } from '@/lib/domain/config';
import type { ExportColumn, ExportRow, ExportValue } from './exportTable';
import { starsOf } from './publication';

export interface Records {
  columns: ExportColumn[];
  rows: ExportRow[];
}

/** One row a variant, for programs: every number in a column of its own, in full. Headings are stable names. */
export function variantRecords(answer: SweepAnswer): Records {
  const factors = Object.keys(answer.variants[0]?.levels ?? {});
  const rows = answer.variants.map((variant): ExportRow => {
    const { reported, difference, gap } = variant;
    return {
      variant: variant.index,
      ...Object.fromEntries(factors.map((factor) => [`factor:${factor}`, levelOf(variant.levels[factor])])),
      seeds: variant.seeds.length,
      [answer.metric.report]: reported?.value ?? null,
      low: reported?.low ?? null,
      high: reported?.high ?? null,
      standardDeviation: variant.standardDeviation,
      [answer.metric.objective]: variant.objective,
      isBaseline: variant.index === answer.baseline,
      isChosen: variant.index === answer.best?.variant,
      difference: difference?.value ?? null,
      differenceLow: difference?.low ?? null,
      differenceHigh: difference?.high ?? null,
      p: difference?.pValue ?? null,
      pHolm: difference?.holm ?? null,
      pBenjaminiHochberg: difference?.benjaminiHochberg ?? null,
      stars: '*'.repeat(starsOf(difference?.holm ?? null)),
      pairs: difference?.pairs ?? null,
      better: difference?.better ?? null,
      gapAtBest: gap.best?.value ?? null,
      gapAtLast: gap.last?.value ?? null,
      onsetEpoch: variant.onsetEpoch,
      parameters: variant.parameterCount,
      seconds: variant.seconds,
    };
  });
  return { columns: columnsOf(rows, factors), rows };
}

/** One row an effect. */
export function effectRecords({ effects }: SweepAnswer): Records {
  return { columns: effectKeys.map((key) => ({ key, label: key })), rows: effects.map(effectRecord) };
}

/** Also where there is no effect: a table without rows has a heading still. */
const effectKeys = [
  'factor',
  'reference',
  'level',
  'difference',
  'low',
  'high',
  'p',
  'pHolm',
  'pBenjaminiHochberg',
  'stars',
  'pairs',
  'better',
  'ties',
  'cells',
  'seeds',
  'basis',
  'standardError',
  'freedom',
  'probabilityOfImprovement',
  'moreSeeds',
] as const;

function effectRecord(effect: Effect): Record<(typeof effectKeys)[number], ExportValue> {
  return {
    factor: effect.factor,
    reference: formatLevel(effect.reference),
    level: formatLevel(effect.level),
    difference: effect.value,
    low: effect.low,
    high: effect.high,
    p: effect.pValue,
    pHolm: effect.holm,
    pBenjaminiHochberg: effect.benjaminiHochberg,
    stars: '*'.repeat(starsOf(effect.holm)),
    pairs: effect.pairs,
    better: effect.better,
    ties: effect.ties,
    cells: effect.cells,
    seeds: effect.seeds,
    basis: effect.basis,
    standardError: effect.standardError,
    freedom: effect.freedom,
    probabilityOfImprovement: effect.improvement.value,
    moreSeeds: effect.moreSeeds,
  };
}

function levelOf(level: Level | undefined): string | null {
  return level === undefined ? null : formatLevel(level);
}

function columnsOf(rows: readonly ExportRow[], factors: readonly string[]): ExportColumn[] {
  const plain = new Map(factors.map((factor) => [`factor:${factor}`, factor]));
  return Object.keys(rows[0] ?? {}).map((key) => ({ key, label: plain.get(key) ?? key }));
}
