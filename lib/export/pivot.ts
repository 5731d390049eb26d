import type { SweepAnswer } from '@/lib/domain/answer';
import { formatLevel, type Level } from '@/lib/domain/config';
import { HeldoutError } from '@/lib/domain/errors';
import type { ExportColumn, ExportRow } from './exportTable';

/** Rows × columns, each cell a mean over everything else. */
export interface Pivot {
  rows: Level[];
  columns: Level[];
  /** [rows × columns]; null where no variant has both levels. */
  cells: ({ mean: number; variants: number; runs: number } | null)[][];
}

/**
 * The reported metric by the levels of two factors: each variant's mean over its seeds, then the mean over the variants that
 * share both levels, so that a variant with more seeds counts no more.
 *
 * @throws HeldoutError invalid_input for a factor that the sweep has not, or the same one twice
 */
export function pivotOf(answer: SweepAnswer, rowFactor: string, columnFactor: string): Pivot {
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
      const there = answer.variants.flatMap(({ levels, reported, seeds }) =>
        levels[rowFactor] === row && levels[columnFactor] === column && reported
          ? [{ value: reported.value, runs: seeds.length }]
          : [],
      );
      if (there.length === 0) return null;
      const sum = there.reduce((total, { value }) => total + value, 0);
      const runs = there.reduce((total, each) => total + each.runs, 0);
      return { mean: sum / there.length, variants: there.length, runs };
    }),
  );
  return { rows, columns, cells };
}

/** The same for programs: a row a combination. @throws HeldoutError as pivotOf */
export function pivotRecords(
  answer: SweepAnswer,
  [rowFactor, columnFactor]: readonly [string, string],
): { columns: ExportColumn[]; rows: ExportRow[] } {
  const { rows, columns, cells } = pivotOf(answer, rowFactor, columnFactor);
  const records = rows.flatMap((row, i) =>
    columns.map((column, j): ExportRow => {
      const cell = cells[i]?.[j];
      return {
        [keyOf(rowFactor)]: formatLevel(row),
        [keyOf(columnFactor)]: formatLevel(column),
        [answer.metric.report]: cell?.mean ?? null,
        variants: cell?.variants ?? 0,
        runs: cell?.runs ?? 0,
      };
    }),
  );
  const { report } = answer.metric;
  const labelled = [rowFactor, columnFactor].map((factor) => ({ key: keyOf(factor), label: factor }));
  const measured = [report, 'variants', 'runs'].map((key) => ({ key, label: key }));
  return { columns: [...labelled, ...measured], rows: records };
}

/** A bundle of settings is named by a person, who may call it "runs". */
function keyOf(factor: string): string {
  return `factor:${factor}`;
}
