import {
  type BleuOptions,
  type BleuSmoothing,
  bleuFromStatistics,
  bleuSignature,
  bleuStatistics,
} from '@/lib/metrics/bleu';
import type { BleuTokenizer } from '@/lib/metrics/bleuTokenizers';
import { chrfFromStatistics, chrfSignature, chrfStatistics } from '@/lib/metrics/chrf';
import type { SegmentReferences } from '@/lib/metrics/segments';
import { terFromStatistics, terSignature, terStatistics } from '@/lib/metrics/ter';

export const scoreMetrics = ['bleu', 'chrf', 'chrf++', 'ter'] as const;
export type ScoreMetric = (typeof scoreMetrics)[number];

export interface MetricSettings {
  tokenize: BleuTokenizer;
  smoothMethod: BleuSmoothing;
  smoothValue: number | undefined;
  effectiveOrder: boolean;
  lowercase: boolean;
  terNormalized: boolean;
  terAsianSupport: boolean;
  terNoPunct: boolean;
}

export interface MetricScore {
  score: number;
  signature: string;
  [detail: string]: number | string | number[];
}

/** A metric with its settings: statistics of segments, which add up, and the score of a sum. */
export interface Scorer {
  statistics(hypothesis: string, references: SegmentReferences): number[];
  scoreOf(sum: ArrayLike<number>): number;
  signature(references: readonly SegmentReferences[]): string;
  /** What --json prints of it. */
  report(sum: ArrayLike<number>, references: readonly SegmentReferences[]): MetricScore;
}

export function scorerOf(metric: ScoreMetric, settings: MetricSettings): Scorer {
  if (metric === 'bleu') return bleuScorer(settings);
  if (metric === 'ter') return terScorer(settings);
  return chrfScorer(metric === 'chrf' ? 0 : 2, settings.lowercase);
}

function bleuScorer(settings: MetricSettings): Scorer {
  const options: BleuOptions = {
    tokenizer: settings.tokenize,
    smoothing: settings.smoothMethod,
    ...(settings.smoothValue === undefined ? {} : { smoothingValue: settings.smoothValue }),
    lowercase: settings.lowercase,
    effectiveOrder: settings.effectiveOrder,
  };
  const signature = (references: readonly SegmentReferences[]) => bleuSignature(references, options);
  return {
    statistics: (hypothesis, references) => bleuStatistics(hypothesis, references, options),
    scoreOf: (sum) => bleuFromStatistics(sum, options).score,
    signature,
    report: (sum, references) => {
      const { score, precisions, brevityPenalty, hypothesisLength, referenceLength } = bleuFromStatistics(
        sum,
        options,
      );
      return {
        score,
        signature: signature(references),
        precisions,
        brevityPenalty,
        systemLength: hypothesisLength,
        referenceLength,
      };
    },
  };
}

function chrfScorer(wordOrder: 0 | 2, lowercase: boolean): Scorer {
  const options = { wordOrder, lowercase };
  const signature = (references: readonly SegmentReferences[]) => chrfSignature(references, options);
  return {
    statistics: (hypothesis, references) => chrfStatistics(hypothesis, references, options),
    scoreOf: chrfFromStatistics,
    signature,
    report: (sum, references) => ({ score: chrfFromStatistics(sum), signature: signature(references) }),
  };
}

function terScorer(settings: MetricSettings): Scorer {
  const options = {
    lowercase: settings.lowercase,
    normalized: settings.terNormalized,
    asianSupport: settings.terAsianSupport,
    noPunctuation: settings.terNoPunct,
  };
  const signature = (references: readonly SegmentReferences[]) => terSignature(references, options);
  return {
    statistics: (hypothesis, references) => terStatistics(hypothesis, references, options),
    scoreOf: (sum) => terFromStatistics(sum).score,
    signature,
    report: (sum, references) => {
      const { score, edits, referenceLength } = terFromStatistics(sum);
      return { score, signature: signature(references), edits, referenceLength };
    },
  };
}
