import { describe, expect, it } from 'vitest';
import { sweepAnswerSchema } from '@/lib/domain/answer';
import { sweepAnswerOf } from '@/lib/stats/answer';
import { inputOf, inputRun } from './answerInputs';
import { balanced, factorial } from './sweepRuns';

describe('the answer of a sweep', () => {
  it('says which change helped, corrected over effects and interactions together', () => {
    const answer = sweepAnswerOf(inputOf(balanced()));
    expect(sweepAnswerSchema.parse(answer)).toEqual(answer);
    expect(answer.family).toBe(6);
    expect(answer.verdicts[0]).toEqual({ kind: 'difference', effect: 0, oneSeed: false });
    const [a] = answer.effects;
    expect(a?.holm).toBeCloseTo(6 * (a?.pValue ?? 0), 12);
    expect(answer.verdicts.filter(({ kind }) => kind === 'no-difference')).toHaveLength(2);
    expect(answer.best).toMatchObject({ variant: 4, runnerUp: 7 });
    expect(answer.budget?.points).toHaveLength(24);
  });

  it('counts what takes no part, and why', () => {
    const [first, second, third, ...rest] = balanced().map(inputRun);
    const input = inputOf(balanced());
    if (!first || !second || !third) throw new Error('the sweep has no runs');
    first.state = 'failed';
    second.state = 'running';
    if (third.tested.best)
      third.tested.best.scores['test/bleu'] = { value: Number.NaN, signature: 'nrefs:1|case:mixed' };
    const answer = sweepAnswerOf({ ...input, runs: [first, second, third, ...rest] });
    expect(answer.counts).toEqual({
      variants: 8,
      runs: 24,
      used: 21,
      unfinished: 1,
      failed: 1,
      cutShort: 0,
      notFinite: 1,
      unmeasured: 0,
    });
    expect(answer.variants[0]?.seeds).toEqual([]);
  });

  it('refuses scores of different signatures, and different test sets', () => {
    const runs = balanced().map(inputRun);
    const [first] = runs;
    if (!first?.tested.best) throw new Error('the sweep has no runs');
    first.tested.best.scores['test/bleu'] = { value: 10, signature: 'nrefs:1|tok:zh' };
    const answer = sweepAnswerOf({ ...inputOf(balanced()), runs });
    expect(answer.verdicts).toEqual([{ kind: 'refused', reason: answer.refusal }]);
    expect(answer.refusal).toMatch(/different ways/);
    expect(answer.effects).toEqual([]);
    expect(answer.best).toBeNull();
  });

  it('flags one seed, and cannot tell a single pair', () => {
    const one = sweepAnswerOf(
      inputOf(factorial(3, 1, ({ a = 0, b = 0, c = 0 }) => 9 * a + 0.1 * b * c + 0.2 * a * b)),
    );
    expect(one.verdicts[0]).toMatchObject({ kind: 'difference', oneSeed: true });
    expect(one.effects[0]?.moreSeeds).toBeNull();
    const pair = sweepAnswerOf(inputOf(factorial(1, 1, ({ a = 0 }) => a)));
    expect(pair.verdicts).toContainEqual({ kind: 'cannot-tell', effect: 0 });
  });

  it('says that nothing was measured', () => {
    const answer = sweepAnswerOf({ ...inputOf(balanced()), runs: [] });
    expect(answer.verdicts).toEqual([{ kind: 'nothing-measured' }]);
  });

  it('gives the same numbers again, to the last bit', () => {
    expect(sweepAnswerOf(inputOf(balanced()))).toEqual(sweepAnswerOf(inputOf(balanced())));
  });
});
