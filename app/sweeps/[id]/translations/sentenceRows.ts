import type { SweepSamples } from '@/lib/domain/api';
import { isExact, withoutBlanks } from '../../../translations/alignment';
import type { SentenceFilter } from './translationsState';

/** One run's translation of one sentence. */
export interface Line {
  runId: string;
  /** After which it was made: an earlier one than asked for where the run has not come so far. */
  epoch: number;
  hypothesis: string;
  isExact: boolean;
}

/** A sentence with its translations, in the order of the chosen runs. */
export interface SentenceRow {
  source: string;
  references: string[];
  lines: Line[];
}

type SampleGroup = SweepSamples['groups'][number];

/** @param runIds the chosen runs; those that are not of the group are left out */
export function sentenceRows(group: SampleGroup, runIds: readonly string[]): SentenceRow[] {
  const byRun = new Map(group.runs.map((run) => [run.runId, run]));
  const chosen = runIds.flatMap((id) => byRun.get(id) ?? []);
  return group.sentences.map(({ source, references }, index) => ({
    source,
    references,
    lines: chosen.map(({ runId, epoch, hypotheses }) => {
      const hypothesis = hypotheses[index] ?? '';
      return { runId, epoch, hypothesis, isExact: isExact(hypothesis, references) };
    }),
  }));
}

/** The rows that a filter keeps and whose texts hold `text`, whatever their case. */
export function filteredRows(
  rows: readonly SentenceRow[],
  filter: SentenceFilter,
  text: string,
): SentenceRow[] {
  const wanted = text.trim().toLowerCase();
  return rows.filter((row) => passes(row, filter) && (wanted === '' || holds(row, wanted)));
}

function passes({ lines }: SentenceRow, filter: SentenceFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'differ':
      return new Set(lines.map(({ hypothesis }) => withoutBlanks(hypothesis))).size > 1;
    case 'wrong':
      return lines.some((line) => !line.isExact);
  }
}

function holds(row: SentenceRow, wanted: string): boolean {
  const texts = [row.source, ...row.references, ...row.lines.map(({ hypothesis }) => hypothesis)];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}
