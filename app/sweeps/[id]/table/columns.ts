import type { RunRow, VariantList } from '@/lib/domain/api';
import { catalogue, type Level } from '@/lib/domain/config';
import type { ResultColumn, Value } from './column';
import { type MetricContext, metricColumns } from './metricColumns';

export interface ColumnContext extends MetricContext {
  factors: readonly string[];
  runs: readonly RunRow[];
  /** Configurations of the variants; undefined while they are not known. */
  variants: VariantList['variants'] | undefined;
}

/** What is shown unless somebody chooses: the levels, then the answer, how it came about, and what it cost. */
const usualColumns = [
  'whole:test/bleu',
  'whole:test/chrfPlusPlus',
  'test/loss',
  'train/loss',
  'test/bleu',
  'train/bleu',
  'test/accuracy',
  'whole:test/perplexity',
  'bestEpoch',
  'parameters',
  'duration',
  'state',
];

/** Ids of the usual columns that there are, the factors first. */
export function defaultColumns(columns: readonly ResultColumn[]): string[] {
  const known = new Set(columns.map(({ id }) => id));
  const factors = columns.filter(({ group }) => group === 'factors').map(({ id }) => id);
  return [...factors, ...usualColumns.filter((id) => known.has(id))];
}

/** Every column that the results of a sweep have: levels, the run itself, metrics, the rest of the configuration. */
export function resultColumns(context: ColumnContext): ResultColumn[] {
  const { factors, runs } = context;
  const known = runColumns(context);
  const taken = new Set(known.map(({ id }) => id));
  return [
    // A bundle's name is free, so a factor may be called like a column.
    ...factors.map((key) => levelColumn(taken.has(key) ? `factor:${key}` : key, key, context)),
    ...known,
    ...metricColumns(runs, context),
    ...catalogue
      .filter(({ key }) => !factors.includes(key))
      .map(({ key, kind }) => configColumn(key, kind === 'integer' || kind === 'number', context)),
  ];
}

/** Share of a run's steps that are done, 0 to 1. */
export function doneShare(run: Pick<RunRow, 'progress' | 'state'>): number {
  if (run.state === 'finished') return 1;
  return run.progress && run.progress.totalSteps > 0 ? run.progress.step / run.progress.totalSteps : 0;
}

function sortable(level: Level | undefined): Value {
  return typeof level === 'boolean' ? Number(level) : level;
}

function levelColumn(id: string, key: string, { runs, names }: ColumnContext): ResultColumn {
  const levels = runs.flatMap((run) => run.levels[key] ?? []);
  const isBoolean = levels.length > 0 && levels.every((level) => typeof level === 'boolean');
  return {
    id,
    title: names.label(key),
    group: 'factors',
    kind: 'level',
    numeric: levels.every((level) => typeof level === 'number'),
    goal: 'none',
    scale: 1,
    value: (run) => sortable(run.levels[key]),
    write: (value) => names.level(key, isBoolean ? value === 1 : value),
  };
}

function configColumn(key: string, numeric: boolean, { variants, names }: ColumnContext): ResultColumn {
  const isBoolean = catalogue.find((entry) => entry.key === key)?.kind === 'boolean';
  const byVariant = new Map<number, Value>(
    variants?.map(({ index, config }) => [index, sortable(new Map(Object.entries(config)).get(key))]),
  );
  return {
    id: key,
    title: names.label(key),
    group: 'hyperparameters',
    kind: 'level',
    numeric,
    goal: 'none',
    scale: 1,
    value: (run) => byVariant.get(run.variantIndex),
    write: (value) => names.level(key, isBoolean ? value === 1 : value),
  };
}

function runColumns({ words, formats }: ColumnContext): ResultColumn[] {
  const measured = (
    id: 'parameters' | 'bestEpoch' | 'bestStep' | 'epochsDone' | 'duration' | 'attempt',
    value: ResultColumn['value'],
    write: (value: number) => string,
    kind: ResultColumn['kind'] = 'measure',
  ): ResultColumn => ({
    id,
    title: words(`columns.${id}`),
    group: 'run',
    kind,
    numeric: true,
    goal: 'none',
    scale: 1,
    value,
    write: (shown) => (typeof shown === 'number' ? write(shown) : String(shown)),
  });
  const plain = (
    id: 'seed' | 'state' | 'progress' | 'worker' | 'started',
    kind: ResultColumn['kind'],
    value: ResultColumn['value'],
    write: (value: number | string) => string,
  ): ResultColumn => ({
    id,
    title: words(`columns.${id}`),
    group: 'run',
    kind,
    numeric: kind === 'seed' || kind === 'progress',
    goal: 'none',
    scale: kind === 'progress' ? 100 : 1,
    value,
    write,
  });
  return [
    plain('seed', 'seed', (run) => run.seed, String),
    {
      ...plain('state', 'state', (run) => run.state, String),
      hint: (run) => run.stopReason ?? run.error?.message,
    },
    plain('progress', 'progress', doneShare, (share) => formats.percent(Number(share), 0)),
    measured('parameters', (run) => run.parameterCount ?? undefined, formats.parameters, 'level'),
    measured('bestEpoch', (run) => run.result.bestEpoch ?? undefined, formats.epoch),
    measured('bestStep', (run) => run.result.bestStep ?? undefined, formats.count),
    measured('epochsDone', (run) => run.progress?.epoch, formats.epoch),
    measured('duration', (run) => (run.durationMs > 0 ? run.durationMs : undefined), formats.duration),
    measured('attempt', (run) => run.attempt, formats.count),
    plain('worker', 'text', (run) => run.workerName ?? undefined, String),
    plain('started', 'time', (run) => run.startedAtMs ?? undefined, String),
  ];
}
