import type { RunRow } from '@/lib/domain/api';
import { type Comparison, comparisonProblem, wholeTestProblem } from '@/lib/domain/comparison';
import { metricText, splits } from '@/lib/domain/metric';
import type { Formats } from '../../../format/formats';
import type { Names } from '../../../format/names';
import type { Words } from '../../../i18n/words';
import type { ColumnGroup, ResultColumn } from './column';
import type { OwnBests, TableMoment } from './moments';

export interface MetricContext {
  /** Which step the columns that name none are of. */
  moment: TableMoment;
  /** undefined while they are not known. */
  ownBests: OwnBests | undefined;
  words: Words<'table'>;
  names: Names;
  formats: Formats;
}

const wholePrefix = 'whole:';
/** In the order in which they are read; a metric that is not named here comes behind, in the order of the alphabet. */
const quantityOrder = ['loss', 'accuracy', 'bleu', 'chrf', 'chrfPlusPlus', 'ter', 'perplexity'];
/** Measured on every step or of the machine: of interest, but not what a variant is judged by. */
const splitNames: readonly string[] = splits;

/** Every metric that these runs have measured, as columns; first by the view's moment, then by each moment of its own. */
export function metricColumns(runs: readonly RunRow[], context: MetricContext): ResultColumn[] {
  const measured = ordered(metricsOf(runs, ({ result }) => [result.atBest, result.last]));
  const tested = ordered(
    metricsOf(runs, (run) => [run.tested.best?.scores ?? {}, run.tested.last?.scores ?? {}]),
  );
  return [
    ...measured.map((metric) => metricColumn(metric, undefined, context)),
    ...tested.map((metric) => wholeTestColumn(metric, undefined, context)),
    ...(['best', 'last', 'own'] as const).flatMap((moment) =>
      measured
        .filter((metric) => moment !== 'own' || metricText(metric).goal !== 'none')
        .map((metric) => metricColumn(metric, moment, context)),
    ),
    ...(['best', 'last'] as const).flatMap((moment) =>
      tested.map((metric) => wholeTestColumn(metric, moment, context)),
    ),
  ];
}

function metricsOf(
  runs: readonly RunRow[],
  read: (run: RunRow) => readonly Record<string, unknown>[],
): Set<string> {
  const found = new Set<string>();
  for (const run of runs)
    for (const values of read(run)) for (const key of Object.keys(values)) found.add(key);
  return found;
}

function ordered(metrics: ReadonlySet<string>): string[] {
  const rank = (metric: string) => {
    const [split = '', quantity = ''] = metric.split('/');
    const at = [splitNames.indexOf(split), quantityOrder.indexOf(quantity)].map((index) =>
      index < 0 ? 99 : index,
    );
    return (at[0] ?? 0) * 100 + (at[1] ?? 0);
  };
  return [...metrics].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** @param fixed the moment of a column that names its own; undefined follows the view's */
function metricColumn(metric: string, fixed: TableMoment | undefined, context: MetricContext): ResultColumn {
  const { words, names } = context;
  const moment = fixed ?? context.moment;
  const name = names.metric(metric);
  return {
    ...written(metric, context),
    id: fixed ? `${metric}@${fixed}` : metric,
    title: fixed ? words('columns.atMoment', { metric: name, moment: words(`moments.${fixed}`) }) : name,
    group: groupOf(metric),
    value: (run) => {
      if (moment === 'best') return run.result.atBest[metric];
      if (moment === 'last' || metricText(metric).goal === 'none') return run.result.last[metric];
      return context.ownBests?.get(run.id)?.get(metric);
    },
    problem: (runs) => comparisonProblem(metric, comparisonsOf(runs)),
    isOptimistic: moment === 'own' && metricText(metric).goal !== 'none',
  };
}

function wholeTestColumn(
  metric: string,
  fixed: 'best' | 'last' | undefined,
  context: MetricContext,
): ResultColumn {
  const { words, names } = context;
  // A whole test split is translated at two steps only.
  const moment = fixed ?? (context.moment === 'last' ? 'last' : 'best');
  const name = words('columns.wholeTest', { quantity: names.quantity(metric) });
  return {
    ...written(metric, context),
    id: `${wholePrefix}${metric}${fixed ? `@${fixed}` : ''}`,
    title: fixed ? words('columns.atMoment', { metric: name, moment: words(`moments.${fixed}`) }) : name,
    group: 'wholeTest',
    value: (run) => run.tested[moment]?.scores[metric]?.value,
    hint: (run) => run.tested[moment]?.scores[metric]?.signature,
    problem: (runs) =>
      wholeTestProblem(
        metric,
        runs.map(({ comparison, tested }) => ({ comparison, scores: tested[moment] })),
      ),
  };
}

function written(metric: string, { formats }: MetricContext) {
  return {
    kind: 'metric' as const,
    numeric: true,
    metric,
    goal: metricText(metric).goal,
    scale: metric.endsWith('/accuracy') ? 100 : 1,
    write: (value: number | string) =>
      typeof value === 'number' ? formats.metric(metric, value) : String(value),
    writeDelta: (difference: number) => formats.delta(metric, difference),
  };
}

function groupOf(metric: string): ColumnGroup {
  const split = splits.find((candidate) => metric.startsWith(`${candidate}/`));
  return split ?? 'other';
}

function comparisonsOf(runs: readonly RunRow[]): Comparison[] {
  return runs.flatMap((run) => run.comparison ?? []);
}
