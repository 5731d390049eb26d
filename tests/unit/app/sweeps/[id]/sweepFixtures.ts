import { createTranslator } from 'use-intl/core';
import { createFormats } from '@/app/format/formats';
import { createNames } from '@/app/format/names';
import { messagesOf } from '@/app/i18n/messages';
import type { CurvesResponse, RunRow, SweepDetail } from '@/lib/domain/api';
import { sweepSpecSchema } from '@/lib/domain/sweep';

export const formats = createFormats({ language: 'en', numbers: 'en' });
export const names = createNames(formats);
export const answerWords = createTranslator({
  locale: 'en',
  messages: messagesOf.en,
  namespace: 'sweep.answer',
});
export const stoppingWords = createTranslator({
  locale: 'en',
  messages: messagesOf.en,
  namespace: 'sweep.stopping',
});

/** A finished run of a sweep over positions: variant 0 is learned, the others sinusoidal. */
export function run(
  variantIndex: number,
  seed: number,
  result: Partial<RunRow['result']> = {},
  more: Partial<RunRow> = {},
): RunRow {
  return {
    id: `run-${variantIndex}-${seed}`,
    sweepId: 'sweep',
    variantIndex,
    levels: { positions: variantIndex === 0 ? 'learned' : 'sinusoidal' },
    seed,
    state: 'finished',
    attempt: 1,
    progress: null,
    parameterCount: 1_000_000,
    result: { bestStep: 20, bestEpoch: 2, atBest: {}, last: {}, ...result },
    tested: { best: null, last: null },
    comparison: null,
    workerName: null,
    startedAtMs: null,
    finishedAtMs: null,
    durationMs: 1000,
    error: null,
    stopReason: null,
    notBeforeMs: null,
    ...more,
  };
}

/** Scores of the whole test split at the best step. */
export function testedAt(bleu: number): RunRow['tested'] {
  const scores = { 'test/bleu': { value: bleu, signature: 'tok:zh' } };
  const at = { step: 20, epoch: 2, testSet: 'a'.repeat(64), sentences: 1383 };
  return { best: { moment: 'best', ...at, scores }, last: null };
}

/** Curves by run id and metric, measured every ten steps of a ten-step epoch. */
export function curvesWith(values: Record<string, Record<string, number[]>>): CurvesResponse {
  return {
    runs: Object.entries(values).map(([runId, metrics]) => ({
      runId,
      stepsPerEpoch: 10,
      tokensPerStep: 100,
      startedAtMs: 0,
      curves: Object.entries(metrics).map(([metric, measured]) => ({
        metric,
        steps: measured.map((_, at) => (at + 1) * 10),
        values: measured,
        total: measured.length,
        shown: measured.length,
      })),
    })),
  };
}

export function sweepDetail(
  runs: RunRow[],
  { seeds = [1, 2], best = null }: { seeds?: number[]; best?: SweepDetail['sweep']['best'] } = {},
): SweepDetail {
  return {
    sweep: {
      id: 'sweep',
      name: 'positions',
      question: '',
      corpusSlug: 'phrasebook',
      state: 'finished',
      counts: { queued: 0, running: 0, finished: runs.length, stopped: 0, failed: 0, cancelled: 0 },
      variantCount: 2,
      factors: ['positions'],
      createdAtMs: 0,
      priority: 0,
      paused: false,
      best,
      comparisonProblem: null,
      owner: '',
      notes: '',
      tags: [],
      archived: false,
      timeLeftMs: null,
      spark: null,
    },
    spec: sweepSpecSchema.parse({ name: 'positions', corpus: 'phrasebook', seeds }),
    corpus: {
      id: 'corpus',
      slug: 'phrasebook',
      name: 'Phrasebook',
      sourceLanguage: 'en',
      targetLanguage: 'zh',
      licence: 'CC0',
      origin: 'generated',
      generated: true,
      pairCount: 1,
      distinctSources: 1,
      removed: {},
      fingerprint: '',
      bytes: 1,
      createdAtMs: 0,
    },
    estimate: null,
    dropped: [],
    notes: [],
    runs,
  };
}
