import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import { likelihoodSignature, perplexity, tokenAccuracy } from '@/lib/metrics/likelihood';

describe('perplexity', () => {
  it('is the size of the vocabulary for a model that knows nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000 }),
        fc.integer({ min: 1, max: 10_000 }),
        (size, tokens) => {
          const value = perplexity(tokens * Math.log(size), tokens);
          expect(Math.abs(value / size - 1)).toBeLessThan(1e-9);
        },
      ),
    );
  });

  it('is 1 for a certain model and infinite after an impossible token', () => {
    expect(perplexity(0, 7)).toBe(1);
    expect(perplexity(Number.POSITIVE_INFINITY, 7)).toBe(Number.POSITIVE_INFINITY);
  });

  it('and accuracy refuse an empty test set', () => {
    expect(() => perplexity(0, 0)).toThrow(HeldoutError);
    expect(() => tokenAccuracy(0, 0)).toThrow(/0 tokens/);
  });
});

describe('token accuracy', () => {
  it('is the share of tokens that are right', () => {
    expect(tokenAccuracy(3, 12)).toBe(0.25);
  });
});

describe('the signature of perplexity and token accuracy', () => {
  it('says what a token is, how many there are, and whether END counts', () => {
    expect(likelihoodSignature({ tokenizer: 'bpe', vocabularySize: 1077, end: 'yes' })).toBe(
      'unit:bpe|symbols:1077|end:yes|heldout:0.1',
    );
  });
});
