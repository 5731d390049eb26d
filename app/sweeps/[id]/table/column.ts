import type { RunRow } from '@/lib/domain/api';

/** Sections of the column chooser, in their order. */
export const columnGroups = [
  'factors',
  'run',
  'train',
  'validation',
  'test',
  'wholeTest',
  'other',
  'hyperparameters',
] as const;
export type ColumnGroup = (typeof columnGroups)[number];

export type Value = number | string | undefined;

/** A column of the results table, or an axis of the factors' charts: how to read it, write it and rank it. */
export interface ResultColumn {
  id: string;
  title: string;
  group: ColumnGroup;
  /** How its cells are drawn. level: the same for every seed of a variant. */
  kind: 'level' | 'metric' | 'measure' | 'seed' | 'state' | 'progress' | 'time' | 'text';
  numeric: boolean;
  /** Which end is best, where one is. */
  goal: 'minimize' | 'maximize' | 'none';
  /** undefined: not measured. Booleans are 0 and 1, so that they sort. */
  value: (run: RunRow) => Value;
  write: (value: number | string) => string;
  /** Of metrics: a difference with its sign. */
  writeDelta?: (difference: number) => string;
  /** Shown on pointing at the cell. */
  hint?: (run: RunRow) => string | undefined;
  /** Why these runs must not be ranked by it, in the server's English. */
  problem?: (runs: readonly RunRow[]) => string | null;
  /** Of metrics, as lib/domain names it. */
  metric?: string;
  /** What a value is multiplied by to be written: 100 for shares, which are shown in %. */
  scale: number;
  /** Chosen with knowledge of the very number that is shown. */
  isOptimistic?: boolean;
}

/** A quantity that differs from seed to seed and has a mean. */
export function isAveraged({ kind }: ResultColumn): boolean {
  return kind === 'metric' || kind === 'measure' || kind === 'progress';
}
