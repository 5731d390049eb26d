import { describe, expect, it } from 'vitest';
import { sweepAnswerOf } from '@/lib/stats/answer';
import { comparedPair } from '@/lib/stats/comparedPair';
import { inputOf } from './answerInputs';
import { factorial } from './sweepRuns';

/** Variants 0 to 3; validation and test as functions of them. */
function answered(
  validation: (variant: number, seed: number) => number | undefined,
  test: (variant: number, seed: number) => number,
  goal: 'maximize' | 'minimize' = 'maximize',
) {
  const runs = factorial(2, 2, ({ a = 0, b = 0 }, seed) => test(2 * a + b, seed));
  const input = inputOf(runs);
  const objective = { ...input.spec.objective, goal };
  return sweepAnswerOf({
    ...input,
    spec: { ...input.spec, objective },
    runs: input.runs.map((run) => {
      const value = validation(run.variantIndex, run.seed);
      return {
        ...run,
        result: { ...run.result, atBest: value === undefined ? {} : { 'validation/bleu': value } },
      };
    }),
  });
}

describe('the best variant', () => {
  it('is chosen on validation, however well another does on test', () => {
    const { best } = answered(
      (variant) => [1, 4, 3, 2][variant],
      (variant, seed) => [99, 20, 50, 10][variant] ?? seed,
    );
    expect(best).toMatchObject({ variant: 1, runnerUp: 2, lead: { value: 20 - 50 } });
    expect(best?.reported?.value).toBe(20);
  });

  it('is the one with the least where less is better', () => {
    const { best } = answered(
      (variant) => [1, 4, 3, 2][variant],
      () => 1,
      'minimize',
    );
    expect(best).toMatchObject({ variant: 0, runnerUp: 3 });
  });

  it('is by the mean over seeds, and the first of equals', () => {
    const lucky = answered(
      (variant, seed) => (variant === 3 && seed === 1 ? 10 : variant === 1 ? 6 : 1),
      () => 1,
    );
    expect(lucky.best).toMatchObject({ variant: 1, runnerUp: 3 });
    expect(
      answered(
        () => 5,
        () => 1,
      ).best,
    ).toMatchObject({ variant: 0, runnerUp: 1 });
  });

  it('is none of variants of which a run did not measure or has diverged', () => {
    const { best } = answered(
      (variant, seed) => (variant === 3 && seed === 2 ? Number.NaN : variant),
      () => 1,
    );
    expect(best).toMatchObject({ variant: 2, runnerUp: 1 });
    expect(
      answered(
        () => undefined,
        () => 1,
      ).best,
    ).toBeNull();
    const one = answered(
      (variant) => (variant === 1 ? 1 : undefined),
      () => 1,
    ).best;
    expect(one).toMatchObject({ variant: 1, runnerUp: null, lead: null });
  });

  it('has its lead paired by seed, so that what a seed does to all is not in its interval', () => {
    const { best } = answered(
      (variant) => variant,
      (variant, seed) => 100 * seed + variant,
    );
    expect(best?.lead).toEqual({ value: 1, low: 1, high: 1 });
  });
});

describe('the pair whose sentences are compared', () => {
  const best = { variant: 2, reported: null, runnerUp: 1, lead: null };
  it('is the best and the baseline, or the runner-up where the best is the baseline', () => {
    expect(comparedPair({ best, baseline: 0 })).toEqual({ variant: 2, baseline: 0 });
    expect(comparedPair({ best, baseline: 2 })).toEqual({ variant: 2, baseline: 1 });
  });

  it('is none of less than two', () => {
    expect(comparedPair({ best: null, baseline: 0 })).toBeNull();
    expect(comparedPair({ best, baseline: null })).toBeNull();
    expect(comparedPair({ best: { ...best, runnerUp: null }, baseline: 2 })).toBeNull();
  });
});
