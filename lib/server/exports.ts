import type { RunRow } from '@/lib/domain/api';
import { type Corpus, slugOf } from '@/lib/domain/corpus';
import { tableMetrics, wholeTestMetrics } from '@/lib/domain/metric';
import type { RunFacts } from '@/lib/domain/protocol';
import { toCsv } from '@/lib/export/csv';
import type { ExportColumn, ExportRow } from '@/lib/export/exportTable';
import { toJson } from '@/lib/export/json';
import { corpusOf, requireSweep, runRows } from './rows';
import { server } from './server';

export interface SweepExport {
  filename: string;
  contentType: string;
  body: string;
}

const leadingColumns = ['sweep', 'sweepId', 'runId', 'variant'];
const trailingColumns = [
  'seed',
  'state',
  'parameters',
  'bestEpoch',
  'bestStep',
  ...tableMetrics,
  ...tableMetrics.map((metric) => `${metric}@last`),
  'wholeTestSentences',
  ...wholeTestMetrics.map((metric) => `whole:${metric}`),
  ...wholeTestMetrics.map((metric) => `whole:${metric}@last`),
  ...wholeTestMetrics.map((metric) => `signature:${metric}`),
  'durationSeconds',
  'attempt',
  'corpus',
  'corpusFingerprint',
  'splitHash',
  'testHash',
  'bleuSignature',
  'stopReason',
  'error',
];

/**
 * The results table of a sweep, one row a run. A metric's column is its value at the best step, chosen by validation;
 * METRIC@last is the newest. Those are of the samples that are measured while training; whole:METRIC is of the whole test
 * split, and signature:METRIC says how it was computed. Headings are names that a program can rely on.
 *
 * @throws HeldoutError not_found
 */
export function exportSweep(id: string, format: 'csv' | 'json'): SweepExport {
  const context = server();
  const sweep = requireSweep(context, id);
  const { name, factors } = sweep.spec;
  const corpus = corpusOf(context, sweep.corpusId);
  const facts = new Map(context.store.runs.ofSweep(id).map((run) => [run.id, run.facts]));
  const rows = runRows(context, id).map((run) => exportRow(name, corpus, run, facts.get(run.id) ?? null));
  const columns = [
    ...leadingColumns.map(plainColumn),
    ...Object.keys(factors).map(factorColumn),
    ...trailingColumns.map(plainColumn),
  ];
  return {
    filename: `${slugOf(name, 'sweep')}-${id}.${format}`,
    contentType: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
    body: format === 'csv' ? toCsv(columns, rows) : toJson(columns, rows),
  };
}

function plainColumn(key: string): ExportColumn {
  return { key, label: key };
}

/** A bundle's name is free, so a factor may be called like a column. */
function factorColumn(factor: string): ExportColumn {
  const isTaken = [...leadingColumns, ...trailingColumns].includes(factor);
  return { key: factorKey(factor), label: isTaken ? factorKey(factor) : factor };
}

function factorKey(factor: string): string {
  return `factor:${factor}`;
}

function exportRow(sweep: string, corpus: Corpus, run: RunRow, facts: RunFacts | null): ExportRow {
  const levels = Object.entries(run.levels).map(([factor, level]) => [factorKey(factor), level] as const);
  const measured = tableMetrics.flatMap((metric) => [
    [metric, run.result.atBest[metric] ?? null] as const,
    [`${metric}@last`, run.result.last[metric] ?? null] as const,
  ]);
  const { best, last } = run.tested;
  const whole = wholeTestMetrics.flatMap((metric) => [
    [`whole:${metric}`, best?.scores[metric]?.value ?? null] as const,
    [`whole:${metric}@last`, last?.scores[metric]?.value ?? null] as const,
    [`signature:${metric}`, (best ?? last)?.scores[metric]?.signature ?? null] as const,
  ]);
  return {
    sweep,
    sweepId: run.sweepId,
    runId: run.id,
    variant: run.variantIndex,
    ...Object.fromEntries(levels),
    seed: run.seed,
    state: run.state,
    parameters: run.parameterCount,
    bestEpoch: run.result.bestEpoch,
    bestStep: run.result.bestStep,
    ...Object.fromEntries(measured),
    wholeTestSentences: (best ?? last)?.sentences ?? null,
    ...Object.fromEntries(whole),
    durationSeconds: run.durationMs / 1000,
    attempt: run.attempt,
    corpus: corpus.slug,
    corpusFingerprint: corpus.fingerprint,
    splitHash: facts?.data.splitHash ?? null,
    testHash: facts?.data.testHash ?? null,
    bleuSignature: facts?.bleuSignature ?? null,
    stopReason: run.stopReason,
    error: run.error ? `${run.error.code}: ${run.error.message}` : null,
  };
}
