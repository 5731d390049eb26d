import { describe, expect, it } from 'vitest';
import { answerOf } from '@/app/sweeps/[id]/answer';
import { sweepSpecSchema } from '@/lib/domain/sweep';
import { formats, names, run, sweepDetail, testedAt, answerWords as words } from './sweepFixtures';

const runs = [
  run(0, 1, { atBest: { 'test/loss': 1, 'test/bleu': 40 } }),
  run(0, 2, { atBest: { 'test/loss': 1.1, 'test/bleu': 38 } }),
  run(1, 1, { atBest: { 'test/loss': Number.NaN, 'test/bleu': 20 } }),
];
const best = {
  runId: 'run-0-1',
  levels: { positions: 'learned' },
  seed: 1,
  metric: 'test/bleu',
  value: 40,
  sentences: null,
  stoppedEarly: false,
};
const writing = { words, formats, names };

describe('the answer', () => {
  it('says how the best was chosen and what its other seeds reached', () => {
    expect(answerOf(sweepDetail(runs, { best }), writing)).toEqual({
      runId: 'run-0-1',
      variantIndex: 0,
      variant: 'learned',
      score: 'test BLEU 40.0 at epoch 2',
      caveats: [
        'the best of 3 runs, chosen on validation loss, reported on test BLEU',
        'seed 1; the 2 seeds of its variant range from 38.0 to 40.0',
      ],
    });
  });

  it('is of the whole test split once that was translated, its other seeds too', () => {
    const whole = runs.map((entry, index) => ({ ...entry, tested: testedAt(30 + index) }));
    const detail = sweepDetail(whole, { best: { ...best, value: 30, sentences: 1383 } });
    const answer = answerOf(detail, writing);
    expect(answer?.score).toBe('test BLEU 30.0 at epoch 2');
    expect(answer?.caveats).toContain('seed 1; the 2 seeds of its variant range from 30.0 to 31.0');
    expect(answer?.caveats).toContain('on all 1,383 test sentences');
  });

  it('does not put runs that were cut short beside whole ones unsaid', () => {
    const stopped = runs.map((entry, index) =>
      index === 1 ? { ...entry, state: 'stopped' as const } : entry,
    );
    const of = (kind: 'asha' | 'patience', winner = best) => {
      const { spec, ...rest } = sweepDetail(stopped, { best: winner });
      const asked = sweepSpecSchema.parse({ ...spec, stopping: { kind } });
      return answerOf({ ...rest, spec: asked }, writing)?.caveats;
    };
    expect(of('asha')).toEqual([
      'the best of 3 runs (1 of them stopped early), chosen on validation loss, reported on test BLEU',
      'seed 1; the only whole seed of this variant measured so far',
      '1 seed of its variant stopped early and left out of the range',
    ]);
    expect(of('asha', { ...best, runId: 'run-0-2', value: 38 })).toContain(
      'this run was itself stopped early: trained to its end it might have come further',
    );
    expect(of('patience')).toContain('seed 1; the 2 seeds of its variant range from 38.0 to 40.0');
  });

  it('warns where there is only one seed', () => {
    const answer = answerOf(sweepDetail(runs, { best, seeds: [1] }), writing);
    expect(answer?.caveats.at(-1)).toMatch(/^one seed a variant/);
  });

  it('does not exist before anything was measured', () => {
    expect(answerOf(sweepDetail(runs), writing)).toBeUndefined();
  });
});
