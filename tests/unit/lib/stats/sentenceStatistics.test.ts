import { describe, expect, it } from 'vitest';
import { bleuSignature, bleuSmoothings, corpusBleu } from '@/lib/metrics/bleu';
import { bleuTokenizers } from '@/lib/metrics/bleuTokenizers';
import { chrfSignature, corpusChrf } from '@/lib/metrics/chrf';
import { aggregateStatistics } from '@/lib/metrics/segments';
import { scorerOf } from '@/lib/stats/sentenceStatistics';

const references = [['The cat sat.', 'A cat sat.'], ['你好吗？'], ['It costs $3.50, really']];
const hypotheses = ['the cat SAT', '你好', 'It costs 3.50 really'];

describe('a scorer of a signature', () => {
  const ways = bleuTokenizers.flatMap((tokenizer) =>
    bleuSmoothings.flatMap((smoothing) =>
      [true, false].map((lowercase) => ({ tokenizer, smoothing, lowercase, effectiveOrder: lowercase })),
    ),
  );
  it.each(ways)('scores as BLEU with $tokenizer, $smoothing, lowercase $lowercase', (options) => {
    const scorer = scorerOf('test/bleu', bleuSignature(references, options), references);
    expect(scorer.scoreOf(aggregateStatistics(scorer.statisticsOf(hypotheses)))).toBe(
      corpusBleu(hypotheses, references, options).score,
    );
  });

  it('keeps a smoothing value that was chosen', () => {
    const options = { tokenizer: '13a', smoothing: 'floor', smoothingValue: 0.25 } as const;
    const scorer = scorerOf('test/bleu', bleuSignature(references, options), references);
    expect(scorer.scoreOf(aggregateStatistics(scorer.statisticsOf(hypotheses)))).toBe(
      corpusBleu(hypotheses, references, options).score,
    );
  });

  it.each([{ wordOrder: 0 as const }, { wordOrder: 2 as const, lowercase: true }])(
    'scores as chrF with %o',
    (options) => {
      const scorer = scorerOf('test/chrf', chrfSignature(references, options), references);
      expect(scorer.scoreOf(aggregateStatistics(scorer.statisticsOf(hypotheses)))).toBe(
        corpusChrf(hypotheses, references, options).score,
      );
    },
  );

  it.each([
    ['test/bleu', 'nrefs:var|case:mixed|eff:no|tok:zh|smooth:exp|version:2.6.0'],
    ['test/bleu', 'nrefs:var|case:mixed|eff:no|tok:ja-mecab|smooth:exp|heldout:0.1'],
    ['test/bleu', 'nrefs:1|case:mixed|eff:no|tok:zh|smooth:exp|heldout:0.1'],
    ['test/chrf', 'nrefs:var|case:mixed|eff:yes|nc:4|nw:0|space:no|heldout:0.1'],
    ['test/chrf', ''],
  ] as const)('is refused where this version computes something else: %s %s', (metric, signature) => {
    expect(() => scorerOf(metric, signature, references)).toThrow(
      expect.objectContaining({
        code: 'not_comparable',
        message: expect.stringContaining(`stored as ${signature}`),
      }),
    );
  });
});
