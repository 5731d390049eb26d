import type { SweepAnswer } from '@/lib/domain/answer';
import { formatLevel, type Level } from '@/lib/domain/config';
import { HeldoutError } from '@/lib/domain/errors';
import type { VariantMetrics } from '@/lib/stats/variantMetrics';
import type { ExportColumn, ExportRow } from './exportTable';

/** Rows × columns, each cell a mean over everything else. */
export interface Pivot {
  rows: Level[];
  columns: Level[];
  /** [rows × columns]; null where no variant with both levels was measured. */
  cells: (PivotCell | null)[][];
}

export interface PivotCell {
  mean: number;
  /** Of seeds within their variants, pooled; null where no variant has two. */
  standardDeviation: number | null;
  variants: number;
  runs: number;
}

/**
 * A metric by the levels of two factors: each variant's mean over its seeds, then the mean over the variants that share both
 * levels, so that a variant with more seeds counts no more.
 *
 * @throws HeldoutError invalid_input for a factor that the sweep has not, or the same one twice; not_comparable for a metric
 *   that these runs must not be compared by
 */
export function pivotOf(
  answer: SweepAnswer,
  [rowFactor, columnFactor]: readonly [string, string],
  { refusal, variants }: VariantMetrics,
): Pivot {
  if (refusal !== null) throw new HeldoutError('not_comparable', `A pivot table: ${refusal}`);
  const factors = Object.keys(answer.variants[0]?.levels ?? {});
  for (const factor of [rowFactor, columnFactor]) {
    if (factors.includes(factor)) continue;
    throw new HeldoutError(
      'invalid_input',
      `A pivot table: there is no factor ${JSON.stringify(factor)}; this sweep varies ${factors.join(', ') || 'nothing'}.`,
      { path: 'pivot' },
    );
  }
  if (rowFactor === columnFactor) {
    throw new HeldoutError(
      'invalid_input',
      `A pivot table: got ${JSON.stringify(rowFactor)} as rows and as columns, expected two factors.`,
      { path: 'pivot' },
    );
  }
  const levelsOf = (factor: string) => [
    ...new Set(answer.variants.flatMap(({ levels }) => levels[factor] ?? [])),
  ];
  const [rows, columns] = [levelsOf(rowFactor), levelsOf(columnFactor)];
  const cells = rows.map((row) =>
    columns.map((column) => {
      const there = answer.variants.flatMap(({ index, levels }) =>
        levels[rowFactor] === row && levels[columnFactor] === column ? (variants.get(index) ?? []) : [],
      );
      if (there.length === 0) return null;
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      const runs = sum(there.map((variant) => variant.runs));
      const freedom = runs - there.length;
      return {
        mean: sum(there.map(({ mean }) => mean)) / there.length,
        standardDeviation: freedom > 0 ? Math.sqrt(sum(there.map(({ squares }) => squares)) / freedom) : null,
        variants: there.length,
        runs,
      };
    }),
  );
  return { rows, columns, cells };
}

/** The same for programs: a row a combination. @throws HeldoutError as pivotOf */
export function pivotRecords(
  answer: SweepAnswer,
  [rowFactor, columnFactor]: readonly [string, string],
  measured: VariantMetrics,
): { columns: ExportColumn[]; rows: ExportRow[] } {
  const { rows, columns, cells } = pivotOf(answer, [rowFactor, columnFactor], measured);
  const records = rows.flatMap((row, i) =>
    columns.map((column, j): ExportRow => {
      const cell = cells[i]?.[j];
      return {
        [keyOf(rowFactor)]: formatLevel(row),
        [keyOf(columnFactor)]: formatLevel(column),
        [measured.metric]: cell?.mean ?? null,
        variants: cell?.variants ?? 0,
        runs: cell?.runs ?? 0,
        standardDeviation: cell?.standardDeviation ?? null,
      };
    }),
  );
  const labelled = [rowFactor, columnFactor].map((factor) => ({ key: keyOf(factor), label: factor }));
  const plain = [measured.metric, 'variants', 'runs', 'standardDeviation'].map((key) => ({
    key,
    label: key,
  }));
  return { columns: [...labelled, ...plain], rows: records };
}

/** A bundle of settings is named by a person, who may call it "runs". */
function keyOf(factor: string): string {
  return `factor:${factor}`;
}
