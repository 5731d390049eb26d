import { describe, expect, it } from 'vitest';
import type { InputRun } from '@/lib/domain/answerInput';
import { sweepAnswerOf } from '@/lib/stats/answer';
import { averagedMetrics, variantMetrics } from '@/lib/stats/variantMetrics';
import { inputOf } from './answerInputs';
import { factorial } from './sweepRuns';

/** Two variants with three seeds: variant 0 scores 1, 2, 3 and variant 1 scores 11, 12, 13. */
const input = inputOf(factorial(1, 3, ({ a = 0 }, seed) => 10 * a + seed));
const answer = sweepAnswerOf(input);

/** The same runs with more measured at the chosen step. */
function measuring(more: (run: InputRun, at: number) => Record<string, number>): InputRun[] {
  return input.runs.map((run, at) => {
    const atBest = { ...run.result.atBest, ...more(run, at) };
    return { ...run, result: { ...run.result, atBest } };
  });
}

/** The same runs with one more score of the whole test split, or with none of it. */
function scoring(metric: string, score: (at: number) => { value: number; signature: string } | undefined) {
  return input.runs.map((run, at): InputRun => {
    const { best } = run.tested;
    const added = score(at);
    if (!best || !added) return run;
    return {
      ...run,
      tested: { ...run.tested, best: { ...best, scores: { ...best.scores, [metric]: added } } },
    };
  });
}

describe('the metrics of an answer', () => {
  it('are those that its runs have, the reported one first, without what is no result', () => {
    const runs = measuring(() => ({ 'test/loss': 1, 'train/runningLoss': 1, 'optimizer/learningRate': 1 }));
    expect(averagedMetrics(answer, runs)).toEqual(['test/bleu', 'test/loss', 'validation/bleu']);
  });

  it('are of the runs that take part alone', () => {
    const without = sweepAnswerOf({
      ...input,
      runs: input.runs.map((run, at) => (at === 0 ? { ...run, state: 'failed' } : run)),
    });
    const runs = measuring((_, at): Record<string, number> => (at === 0 ? { 'test/loss': 1 } : {}));
    expect(averagedMetrics(without, runs)).not.toContain('test/loss');
    expect(variantMetrics(without, runs).variants.get(0)).toEqual({ mean: 2.5, squares: 0.5, runs: 2 });
  });
});

describe('a metric by variant', () => {
  it('is the reported one unless another is asked for, averaged over seeds as the answer has it', () => {
    const measured = variantMetrics(answer, input.runs);
    expect(measured).toMatchObject({ metric: 'test/bleu', of: 'whole', refusal: null });
    for (const { index, reported } of answer.variants)
      expect(measured.variants.get(index)?.mean).toBe(reported?.value);
    expect(measured.variants.get(1)).toEqual({ mean: 12, squares: 2, runs: 3 });
  });

  it('is of what was measured while training where no run has it of the whole test split', () => {
    const runs = measuring(({ seed }) => ({ 'test/loss': seed / 2 }));
    expect(variantMetrics(answer, runs, 'test/loss')).toMatchObject({ metric: 'test/loss', of: 'training' });
    expect(variantMetrics(answer, runs, 'test/loss').variants.get(0)).toEqual({
      mean: 1,
      squares: 0.5,
      runs: 3,
    });
  });

  it('does not mix scores of the whole test split with those of a sample', () => {
    const runs = scoring('test/chrf', (at) => (at < 2 ? { value: 50 + at, signature: 's' } : undefined)).map(
      (run) => ({ ...run, result: { ...run.result, atBest: { ...run.result.atBest, 'test/chrf': 90 } } }),
    );
    const { of, variants } = variantMetrics(answer, runs, 'test/chrf');
    expect(of).toBe('whole');
    expect([...variants]).toEqual([[0, { mean: 50.5, squares: 0.5, runs: 2 }]]);
  });

  it('leaves out what is missing or not finite, so that n is of what was averaged', () => {
    const runs = measuring((_, at): Record<string, number> => {
      if (at === 0) return {};
      return { 'test/loss': at === 1 ? Number.NaN : 3 };
    });
    expect(variantMetrics(answer, runs, 'test/loss').variants.get(0)).toEqual({
      mean: 3,
      squares: 0,
      runs: 1,
    });
  });

  it('is refused where the runs must not be compared by it, and no mean is given', () => {
    const runs = measuring(() => ({ 'validation/loss': 1 })).map(
      (run, at): InputRun => ({
        ...run,
        comparison: run.comparison && { ...run.comparison, targetUnit: at < 3 ? 'words' : 'characters' },
      }),
    );
    const { refusal, variants } = variantMetrics(answer, runs, 'validation/loss');
    expect(refusal).toMatch(/^validation loss is not compared: .*different tokens \(words, characters\)/);
    expect(variants.size).toBe(0);
    const scored = scoring('test/chrf', (at) => ({ value: 1, signature: at < 3 ? 'one' : 'other' }));
    expect(variantMetrics(answer, scored, 'test/chrf').refusal).toMatch(/computed in different ways/);
  });

  it('is refused by name where no run has it, with those that there are', () => {
    expect(() => variantMetrics(answer, input.runs, 'test/ter')).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        path: 'metric',
        message:
          'A table of means: no run that takes part has the metric "test/ter"; there are test/bleu, validation/bleu.',
      }),
    );
  });

  it('of nothing measured is nothing', () => {
    const none = sweepAnswerOf({ ...input, runs: [] });
    expect(averagedMetrics(none, input.runs)).toEqual([]);
    expect(variantMetrics(none, input.runs).variants.size).toBe(0);
  });
});
