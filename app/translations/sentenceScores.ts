import { sentenceBleu } from '@/lib/metrics/bleu';
import { type BleuTokenizer, bleuTokenizers } from '@/lib/metrics/bleuTokenizers';
import { sentenceChrf } from '@/lib/metrics/chrf';

export interface SentenceScores {
  /** 0 to 100, with effective order. */
  bleu: number;
  /** chrF2, 0 to 100. */
  chrf: number;
}

export interface SentenceScorer {
  score(hypothesis: string, references: readonly string[]): SentenceScores;
  /** Of these scores: sentences are scored with effective order, so theirs differ from a corpus's. */
  signatures(references: readonly string[]): { bleu: string; chrf: string };
}

/** The tokenizer that a BLEU signature names; a score under another one would be another metric (Post 2018 §2). */
export function tokenizerOf(bleuSignature: string): BleuTokenizer {
  const named = /(?:^|\|)tok:([^|]+)/.exec(bleuSignature)?.[1];
  return bleuTokenizers.find((tokenizer) => tokenizer === named) ?? '13a';
}

/** Scores sentences one by one as a run's signature says that its corpora were; what was scored before is remembered. */
export function createSentenceScorer(bleuSignature: string): SentenceScorer {
  const tokenizer = tokenizerOf(bleuSignature);
  const known = new Map<string, SentenceScores>();
  return {
    score(hypothesis, references) {
      const key = [hypothesis, ...references].join('\n');
      const before = known.get(key);
      if (before) return before;
      const scores = {
        bleu: sentenceBleu(hypothesis, references, { tokenizer }).score,
        chrf: sentenceChrf(hypothesis, references).score,
      };
      known.set(key, scores);
      return scores;
    },
    signatures: (references) => ({
      bleu: sentenceBleu('', references, { tokenizer }).signature,
      chrf: sentenceChrf('', references).signature,
    }),
  };
}
