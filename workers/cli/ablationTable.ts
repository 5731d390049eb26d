import type { RunRow, SweepDetail } from '@/lib/domain/api';
import { formatLevel, labelOf } from '@/lib/domain/config';
import { isCutShort } from '@/lib/domain/stopping';
import type { ExportColumn, ExportRow } from '@/lib/export/exportTable';

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * One row a variant, the best on the reported metric first: the mean over its whole runs (finished, or ended by patience)
 * of what each measured at its own best step, which validation chose; test scores are of the whole test split. The range
 * over seeds stands beside the reported metric. Runs that were cut short are counted and take no part in the means.
 */
export function ablationTable({ spec, runs }: Pick<SweepDetail, 'spec' | 'runs'>): {
  columns: ExportColumn[];
  rows: ExportRow[];
} {
  const { report } = spec.objective;
  const metrics = [
    ...new Set([report, 'train/loss', 'test/loss', 'test/accuracy', 'train/bleu', 'test/bleu']),
  ];
  const byVariant = new Map<number, RunRow[]>();
  for (const run of runs) byVariant.set(run.variantIndex, [...(byVariant.get(run.variantIndex) ?? []), run]);
  const factors = Object.keys(runs[0]?.levels ?? {});
  const rows = [...byVariant.values()].map((group) => row(group, spec, factors, metrics));
  const key = (entry: ExportRow) =>
    typeof entry[report] === 'number' ? entry[report] : Number.NEGATIVE_INFINITY;
  const direction = report.endsWith('/loss') ? -1 : 1;
  rows.sort((a, b) => direction * (key(b) - key(a)));
  return {
    columns: [
      ...factors.map((factor) => ({ key: factor, label: labelOf(factor) })),
      { key: 'seeds', label: 'seeds' },
      { key: report, label: report },
      { key: 'range', label: 'seed range' },
      ...metrics.filter((name) => name !== report).map((name) => ({ key: name, label: name })),
      { key: 'bestEpoch', label: 'best epoch' },
      { key: 'parameters', label: 'parameters' },
    ],
    rows,
  };
}

function row(
  group: readonly RunRow[],
  spec: SweepDetail['spec'],
  factors: string[],
  metrics: string[],
): ExportRow {
  const whole = group.filter((run) => isWhole(run, spec));
  const measured = (name: string) =>
    whole
      .map((run) => run.tested.best?.scores[name]?.value ?? run.result.atBest[name])
      .filter((value) => value !== undefined);
  const reported = measured(spec.objective.report);
  const entries: ExportRow = {
    ...Object.fromEntries(factors.map((factor) => [factor, formatLevel(group[0]?.levels[factor] ?? '')])),
    seeds: seedsText(group, spec),
    range:
      reported.length > 1
        ? `${Math.min(...reported).toFixed(1)} – ${Math.max(...reported).toFixed(1)}`
        : null,
    ...Object.fromEntries(metrics.map((name) => [name, mean(measured(name))])),
    bestEpoch: mean(whole.map((run) => run.result.bestEpoch).filter((epoch) => epoch !== null)),
    parameters: group[0]?.parameterCount ?? null,
  };
  return entries;
}

function isWhole(run: RunRow, spec: SweepDetail['spec']): boolean {
  return run.state === 'finished' || (run.state === 'stopped' && !isCutShort(run, spec));
}

function seedsText(group: readonly RunRow[], spec: SweepDetail['spec']): number | string {
  const whole = group.filter((run) => isWhole(run, spec)).length;
  const cutShort = group.filter((run) => isCutShort(run, spec)).length;
  if (whole === group.length) return whole;
  return `${whole} of ${group.length}${cutShort > 0 ? `, ${cutShort} stopped early` : ''}`;
}
