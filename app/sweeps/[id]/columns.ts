import type { RunRow } from '@/lib/domain/api';
import { type Comparison, comparisonProblem, refusalText, wholeTestProblem } from '@/lib/domain/comparison';
import { type Level, labelOf } from '@/lib/domain/config';
import { metricText } from '@/lib/domain/metric';
import { levelText } from '../../format/levels';
import { absent, formatDuration, formatMetric, formatParameters } from '../../format/numbers';

/** A column of the results table: how to read it, write it and rank it. */
export interface ResultColumn {
  id: string;
  title: string;
  numeric: boolean;
  /** undefined sorts last, whatever the direction. */
  value: (run: RunRow) => number | string | undefined;
  text: (run: RunRow) => string;
  /** Shown on pointing at the cell. */
  hint?: (run: RunRow) => string | undefined;
  /** Why these runs must not be ranked by it. */
  problem?: (runs: readonly RunRow[]) => string | null;
  /** Which end is best, where one is. */
  goal: 'minimize' | 'maximize' | 'none';
}

const tableMetrics = [
  'train/loss',
  'test/loss',
  'train/accuracy',
  'test/accuracy',
  'train/bleu',
  'test/bleu',
  'test/chrf',
];

const wholePrefix = 'whole:';
/** Of the whole test split, which is translated once a run has come to its end. */
const wholeTestMetrics = ['test/bleu', 'test/chrfPlusPlus', 'test/ter', 'test/perplexity'];

function sortable(level: Level | undefined): number | string | undefined {
  return typeof level === 'boolean' ? Number(level) : level;
}

function factorColumn(key: string, runs: readonly RunRow[]): ResultColumn {
  return {
    id: key,
    title: labelOf(key),
    numeric: runs.every((run) => typeof run.levels[key] === 'number'),
    value: (run) => sortable(run.levels[key]),
    text: (run) => {
      const level = run.levels[key];
      return level === undefined ? absent : levelText(key, level);
    },
    goal: 'none',
  };
}

function metricColumn(metric: string): ResultColumn {
  const { label, goal } = metricText(metric);
  // The column's neighbours say what kind of accuracy it is.
  const quantity = label.replace('token ', '');
  return {
    id: metric,
    title: `${metric.slice(0, metric.indexOf('/'))} ${quantity}`,
    numeric: true,
    value: (run) => run.result.atBest[metric],
    text: (run) => formatMetric(metric, run.result.atBest[metric]),
    goal,
    problem: (runs) => comparisonProblem(metric, comparisonsOf(runs)),
  };
}

function wholeTestColumn(metric: string): ResultColumn {
  const { label, goal } = metricText(metric);
  return {
    id: `${wholePrefix}${metric}`,
    title: `whole test ${label}`,
    numeric: true,
    value: (run) => run.tested.best?.scores[metric]?.value,
    text: (run) => formatMetric(metric, run.tested.best?.scores[metric]?.value),
    hint: (run) => run.tested.best?.scores[metric]?.signature,
    goal,
    problem: (runs) =>
      wholeTestProblem(
        metric,
        runs.map(({ comparison, tested }) => ({ comparison, scores: tested.best })),
      ),
  };
}

function measured(
  id: string,
  title: string,
  value: ResultColumn['value'],
  text: ResultColumn['text'],
): ResultColumn {
  return { id, title, numeric: true, value, text, goal: 'none' };
}

/** Share of a run's steps that are done, 0 to 1. */
export function doneShare(run: Pick<RunRow, 'progress' | 'state'>): number {
  if (run.state === 'finished') return 1;
  return run.progress && run.progress.totalSteps > 0 ? run.progress.step / run.progress.totalSteps : 0;
}

/** The columns of a sweep's table; metrics are those at the step that validation chose. */
export function resultColumns(factors: readonly string[], runs: readonly RunRow[]): ResultColumn[] {
  return [
    ...factors.map((key) => factorColumn(key, runs)),
    measured(
      'seed',
      'seed',
      (run) => run.seed,
      (run) => String(run.seed),
    ),
    {
      id: 'state',
      title: 'state',
      numeric: false,
      value: (run) => run.state,
      text: (run) => run.state,
      hint: (run) => run.stopReason ?? run.error?.message,
      goal: 'none',
    },
    measured('progress', 'progress', doneShare, (run) => `${Math.round(doneShare(run) * 100)} %`),
    measured(
      'parameters',
      'parameters',
      (run) => run.parameterCount ?? undefined,
      (run) => (run.parameterCount === null ? absent : formatParameters(run.parameterCount)),
    ),
    measured(
      'bestEpoch',
      'best epoch',
      (run) => run.result.bestEpoch ?? undefined,
      (run) => (run.result.bestEpoch === null ? absent : String(Number(run.result.bestEpoch.toFixed(1)))),
    ),
    ...tableMetrics.map(metricColumn),
    ...wholeTestMetrics.map(wholeTestColumn),
    measured(
      'duration',
      'duration',
      (run) => run.durationMs,
      (run) => (run.durationMs > 0 ? formatDuration(run.durationMs) : absent),
    ),
  ];
}

function comparisonsOf(runs: readonly RunRow[]): Comparison[] {
  return runs.flatMap((run) => run.comparison ?? []);
}

/** Why some columns have no best: a sentence a reason. */
export function rankingProblems(columns: readonly ResultColumn[], runs: readonly RunRow[]): string[] {
  const byReason = new Map<string, Set<string>>();
  for (const { id, problem } of columns) {
    const reason = problem?.(runs);
    if (!reason) continue;
    const metrics = byReason.get(reason) ?? new Set();
    byReason.set(reason, metrics.add(id.replace(wholePrefix, '')));
  }
  return [...byReason].map(([reason, metrics]) => refusalText([...metrics], reason));
}

/** The best text of a column: every cell that reads the same as the best one is as good as it. */
export function bestText(column: ResultColumn, runs: readonly RunRow[]): string | undefined {
  if (column.goal === 'none' || column.problem?.(runs)) return undefined;
  let best: { value: number; text: string } | undefined;
  for (const run of runs) {
    const value = column.value(run);
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    const better = !best || (column.goal === 'minimize' ? value < best.value : value > best.value);
    if (better) best = { value, text: column.text(run) };
  }
  return best?.text;
}
