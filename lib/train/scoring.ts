import { isChinese } from '@/lib/data/importers/languages';
import type { Score } from '@/lib/domain/score';
import { type BleuOptions, bleuSignature, corpusBleu } from '@/lib/metrics/bleu';
import { corpusChrf } from '@/lib/metrics/chrf';
import { corpusTer, type TerOptions } from '@/lib/metrics/ter';

/** How translations into a language are scored: what counts as a token differs, and the signatures say it. */
export interface Scoring {
  bleu: BleuOptions;
  ter: TerOptions;
}

/** Languages written without blanks between words, beside Chinese: every character is a token. */
const withoutBlanks = ['ja', 'th', 'lo', 'km', 'my', 'bo'];

/**
 * sacreBLEU's advice for each language: its zh tokenizer for Chinese, char where no blanks part words, else 13a.
 *
 * @param language BCP 47, for example zh or zh-Hans
 */
export function scoringFor(language: string): Scoring {
  const primary = language.toLowerCase().split('-')[0] ?? '';
  if (isChinese(language)) {
    return { bleu: { tokenizer: 'zh' }, ter: { normalized: true, asianSupport: true } };
  }
  if (withoutBlanks.includes(primary)) {
    return { bleu: { tokenizer: 'char' }, ter: { normalized: true, asianSupport: true } };
  }
  return { bleu: { tokenizer: '13a' }, ter: {} };
}

type References = readonly (readonly string[])[];

/** BLEU and chrF2, cheap enough for every epoch: test/bleu, test/chrf … */
export function epochScores(
  split: string,
  hypotheses: readonly string[],
  references: References,
  { bleu }: Scoring,
): Record<string, number> {
  return {
    [`${split}/bleu`]: corpusBleu(hypotheses, references, bleu).score,
    [`${split}/chrf`]: corpusChrf(hypotheses, references).score,
  };
}

/** Every score of a whole test split, each with its signature. */
export function wholeScores(
  hypotheses: readonly string[],
  references: References,
  scoring: Scoring,
): Record<string, Score> {
  const scores = {
    'test/bleu': corpusBleu(hypotheses, references, scoring.bleu),
    'test/chrf': corpusChrf(hypotheses, references),
    'test/chrfPlusPlus': corpusChrf(hypotheses, references, { wordOrder: 2 }),
    'test/ter': corpusTer(hypotheses, references, scoring.ter),
  };
  return Object.fromEntries(
    Object.entries(scores).map(([metric, { score, signature }]) => [metric, { value: score, signature }]),
  );
}

export function bleuSignatureOf(references: References, { bleu }: Scoring): string {
  return bleuSignature(references, bleu);
}
