import type { RunRow } from '@/lib/domain/api';
import type { Level } from '@/lib/domain/config';
import type { Names } from '../../format/names';

export interface VariantRow {
  variantIndex: number;
  levels: Record<string, Level>;
  runs: RunRow[];
}

/** The runs of each variant, variants in the order of the design. */
export function variantRows(runs: readonly RunRow[]): VariantRow[] {
  const variants = new Map<number, VariantRow>();
  for (const run of runs) {
    const known = variants.get(run.variantIndex);
    if (known) known.runs.push(run);
    else variants.set(run.variantIndex, { variantIndex: run.variantIndex, levels: run.levels, runs: [run] });
  }
  return [...variants.values()].sort((a, b) => a.variantIndex - b.variantIndex);
}

/** With more than two factors a variant's full text is too long to repeat beside every curve. */
export function hasManyFactors(levels: Record<string, Level>): boolean {
  return Object.keys(levels).length > 2;
}

/** As short as the place allows: levels alone where there are many factors, which are then named once beside it. */
export function placedVariantText(levels: Record<string, Level>, names: Names): string {
  return hasManyFactors(levels) ? names.shortVariant(levels) : names.variant(levels);
}

export interface Score {
  value: number;
  /** Measured on the sample of the test split, because not one of the runs has translated all of it yet. */
  ofSample: boolean;
  count: number;
}

/** The mean of a reported metric over runs at their best steps, of the whole test split where any run has that. */
export function meanScore(runs: readonly RunRow[], metric: string): Score | undefined {
  const whole = runs.flatMap((run) => run.tested.best?.scores[metric]?.value ?? []);
  const sampled = runs.flatMap((run) => run.result.atBest[metric] ?? []);
  const values = whole.length > 0 ? whole : sampled;
  if (values.length === 0) return undefined;
  const value = values.reduce((sum, each) => sum + each, 0) / values.length;
  return { value, ofSample: whole.length === 0, count: values.length };
}
