import { describe, expect, it } from 'vitest';
import {
  type Comparison,
  comparisonProblem,
  refusalText,
  targetUnitOf,
  wholeTestProblem,
} from '@/lib/domain/comparison';
import type { FinalScores } from '@/lib/domain/score';

const run: Comparison = {
  testHash: 'aaa',
  sampleHash: 'sss',
  bleuSignature: 'tok:zh',
  targetUnit: 'characters',
};

function tested(value: number, signature: string, comparison: Comparison = run) {
  const scores: FinalScores = {
    moment: 'best',
    step: 10,
    epoch: 1,
    testSet: 'f'.repeat(64),
    sentences: 100,
    scores: { 'test/ter': { value, signature }, 'test/bleu': { value, signature } },
  };
  return { comparison, scores };
}

describe('comparing runs by a metric', () => {
  it('is allowed where test set, way of scoring and target tokens agree', () => {
    expect(comparisonProblem('test/bleu', [run, { ...run }])).toBeNull();
    expect(comparisonProblem('validation/loss', [run, { ...run }])).toBeNull();
    expect(comparisonProblem('test/bleu', [])).toBeNull();
  });

  it('is refused between different test sets, whatever the metric', () => {
    const other = { ...run, testHash: 'bbb' };
    for (const metric of ['test/bleu', 'test/chrf', 'validation/loss', 'test/accuracy']) {
      expect(comparisonProblem(metric, [run, other])).toMatch(/2 different test sets/);
    }
  });

  it('is refused for BLEU of different samples or signatures, and not for loss', () => {
    const sample = { ...run, sampleHash: 'ttt' };
    expect(comparisonProblem('test/bleu', [run, sample])).toMatch(/2 different samples/);
    expect(comparisonProblem('test/loss', [run, sample])).toBeNull();
    expect(comparisonProblem('test/bleu', [run, { ...run, bleuSignature: 'tok:13a' }])).toMatch(
      /tok:zh and tok:13a/,
    );
  });

  it('is refused for numbers a token where target tokens differ, and not for BLEU', () => {
    const other = { ...run, targetUnit: targetUnitOf({ targetTokenizer: 'bpe', targetMerges: 500 }) };
    expect(comparisonProblem('validation/loss', [run, other])).toMatch(/characters, bpe of 500 merges/);
    expect(comparisonProblem('test/perplexity', [run, other])).not.toBeNull();
    expect(comparisonProblem('test/bleu', [run, other])).toBeNull();
  });
});

it('a refusal names every metric that it is of', () => {
  expect(refusalText(['test/bleu'], 'of a reason')).toBe('test BLEU is not compared: of a reason.');
  expect(refusalText(['test/loss', 'train/loss'], 'of a reason')).toBe(
    'test loss and train loss are not compared: of a reason.',
  );
});

describe('comparing scores of whole test splits', () => {
  it('is refused where they were computed in different ways', () => {
    expect(wholeTestProblem('test/ter', [tested(50, 'asian:yes'), tested(40, 'asian:yes')])).toBeNull();
    expect(wholeTestProblem('test/ter', [tested(50, 'asian:yes'), tested(40, 'asian:no')])).toMatch(
      /asian:yes and asian:no/,
    );
  });

  it('does not look at runs that have none', () => {
    const untested = { comparison: { ...run, testHash: 'bbb' }, scores: null };
    expect(wholeTestProblem('test/bleu', [tested(50, 'x'), untested])).toBeNull();
  });
});
