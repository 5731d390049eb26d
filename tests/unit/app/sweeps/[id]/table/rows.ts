import { createTranslator } from 'use-intl/core';
import { createFormats } from '@/app/format/formats';
import { createNames } from '@/app/format/names';
import { en } from '@/app/i18n/en';
import type { ResultColumn } from '@/app/sweeps/[id]/table/column';
import { resultColumns } from '@/app/sweeps/[id]/table/columns';
import type { OwnBests, TableMoment } from '@/app/sweeps/[id]/table/moments';
import type { RunRow, VariantList } from '@/lib/domain/api';

const formats = createFormats({ language: 'en', numbers: 'en' });

export const writing = {
  formats,
  names: createNames(formats),
  words: createTranslator({ locale: 'en', messages: en, namespace: 'table' }),
};

export function run(variantIndex: number, seed: number, change: Partial<RunRow> = {}): RunRow {
  return {
    id: `run-${variantIndex}-${seed}`,
    sweepId: 'sweep',
    variantIndex,
    levels: { positions: variantIndex === 0 ? 'learned' : 'sinusoidal', sourceEndToken: variantIndex === 0 },
    seed,
    state: 'finished',
    attempt: 1,
    progress: null,
    parameterCount: 1_000_000,
    result: { bestStep: 20, bestEpoch: 2, atBest: {}, last: {} },
    tested: { best: null, last: null },
    comparison: null,
    workerName: null,
    startedAtMs: null,
    finishedAtMs: null,
    durationMs: 1000,
    error: null,
    stopReason: null,
    notBeforeMs: null,
    ...change,
  };
}

export function measured(
  variantIndex: number,
  seed: number,
  atBest: Record<string, number>,
  last: Record<string, number> = {},
): RunRow {
  return run(variantIndex, seed, { result: { bestStep: 20, bestEpoch: 2, atBest, last } });
}

export function columnsOf(
  runs: readonly RunRow[],
  {
    moment = 'best',
    ownBests,
    variants,
  }: { moment?: TableMoment; ownBests?: OwnBests; variants?: VariantList['variants'] } = {},
): Map<string, ResultColumn> {
  const factors = Object.keys(runs[0]?.levels ?? {});
  const columns = resultColumns({ factors, runs, variants, moment, ownBests, ...writing });
  return new Map(columns.map((column) => [column.id, column]));
}

/** @throws Error where there is no such column */
export function columnOf(columns: ReadonlyMap<string, ResultColumn>, id: string): ResultColumn {
  const column = columns.get(id);
  if (!column) throw new Error(`no column ${id}`);
  return column;
}
