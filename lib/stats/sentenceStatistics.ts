import { HeldoutError } from '@/lib/domain/errors';
import {
  type BleuOptions,
  bleuFromStatistics,
  bleuSignature,
  bleuSmoothings,
  bleuStatistics,
} from '@/lib/metrics/bleu';
import { bleuTokenizers } from '@/lib/metrics/bleuTokenizers';
import { type ChrfOptions, chrfFromStatistics, chrfSignature, chrfStatistics } from '@/lib/metrics/chrf';

/** Scores of which a test set can be resampled from its sentences' statistics. */
export const sentenceMetrics = ['test/bleu', 'test/chrf'] as const;
export type SentenceMetricName = (typeof sentenceMetrics)[number];

type References = readonly (readonly string[])[];

/** A metric under the conventions of a signature. */
export interface SentenceScorer {
  /** [sentences] of vectors that add up. */
  statisticsOf(hypotheses: readonly string[]): number[][];
  /** 0 to 100, of a sum of such vectors. */
  scoreOf(sum: ArrayLike<number>): number;
}

/**
 * The scorer that a stored score was computed by, read from its signature, so that the same sentences give the same score
 * again.
 *
 * @throws HeldoutError not_comparable where this version writes another signature for the same conventions
 */
export function scorerOf(
  metric: SentenceMetricName,
  signature: string,
  references: References,
): SentenceScorer {
  const fields = fieldsOf(signature);
  const { scorer, written } =
    metric === 'test/bleu' ? bleuScorer(fields, references) : chrfScorer(fields, references);
  if (written === signature) return scorer;
  throw new HeldoutError(
    'not_comparable',
    `Comparing sentences: ${metric} is stored as ${signature}, and this version computes ${written}; train the runs again with this version, or compare them with the version that scored them.`,
  );
}

function bleuScorer(fields: Map<string, string>, references: References) {
  const [, smoothingName = '', value] = /^([\w-]+)(?:\[([\d.]+)\])?$/.exec(fields.get('smooth') ?? '') ?? [];
  const options: BleuOptions = {
    // What is unknown is computed in the usual way, and refused because it writes another signature.
    tokenizer: bleuTokenizers.find((name) => name === fields.get('tok')) ?? '13a',
    smoothing: bleuSmoothings.find((name) => name === smoothingName) ?? 'exp',
    ...(value !== undefined && { smoothingValue: Number(value) }),
    lowercase: fields.get('case') === 'lc',
    effectiveOrder: fields.get('eff') === 'yes',
  };
  const scorer: SentenceScorer = {
    statisticsOf: (hypotheses) =>
      hypotheses.map((hypothesis, i) => bleuStatistics(hypothesis, references[i] ?? [], options)),
    scoreOf: (sum) => bleuFromStatistics(sum, options).score,
  };
  return { scorer, written: bleuSignature(references, options) };
}

function chrfScorer(fields: Map<string, string>, references: References) {
  const options: ChrfOptions = {
    wordOrder: fields.get('nw') === '2' ? 2 : 0,
    lowercase: fields.get('case') === 'lc',
  };
  const scorer: SentenceScorer = {
    statisticsOf: (hypotheses) =>
      hypotheses.map((hypothesis, i) => chrfStatistics(hypothesis, references[i] ?? [], options)),
    scoreOf: chrfFromStatistics,
  };
  return { scorer, written: chrfSignature(references, options) };
}

/** `case:mixed|tok:zh` by name. */
function fieldsOf(signature: string): Map<string, string> {
  return new Map(
    signature.split('|').map((field) => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon), field.slice(colon + 1)] as const;
    }),
  );
}
