import { describe, expect, it } from 'vitest';
import type { AnswerInput } from '@/lib/domain/answerInput';
import type { Level } from '@/lib/domain/config';
import { factorNames, type SweepSpecInput } from '@/lib/domain/sweep';
import { sweepAnswerOf } from '@/lib/stats/answer';
import { expandSweep } from '@/sweeps/expand';
import { parseSweepSpec } from '@/sweeps/parse';
import { inputRun } from './answerInputs';
import { normals } from './sweepRuns';

type Value = (levels: Record<string, Level>, seed: number) => number;

/** What the server would gather of a sweep whose runs scored so, expanded as the server does. */
function answered(spec: Omit<SweepSpecInput, 'name' | 'corpus'>, value: Value) {
  const objective = { metric: 'validation/bleu', goal: 'maximize' as const, report: 'test/bleu' };
  const parsed = parseSweepSpec({ name: 'design', corpus: 'phrasebook', objective, ...spec });
  const { variants, seeds } = expandSweep(parsed);
  const runs = variants.flatMap(({ index: variantIndex, levels }) =>
    seeds.map((seed) =>
      inputRun({ runId: `${variantIndex}-${seed}`, variantIndex, levels, seed, value: value(levels, seed) }),
    ),
  );
  const input: AnswerInput = {
    sweepId: 'sweep',
    spec: parsed,
    factors: factorNames(parsed),
    variants: variants.map(({ index, levels }) => ({ index, levels, trainPairs: 100, parameterCount: 10 })),
    runs,
  };
  return sweepAnswerOf(input);
}

const factors = {
  positions: ['learned', 'sinusoidal'],
  dModel: [128, 256],
  sourceEndToken: [true, false],
  normPlacement: ['post', 'pre'],
};

/** Learned positions bring 3, a width of 256 brings 1, and both together 4 more. */
const value: (noise: () => number) => Value =
  (noise) =>
  ({ positions, dModel }) =>
    20 +
    (positions === 'learned' ? 3 : 0) +
    (dModel === 256 ? 1 : 0) +
    (positions === 'learned' && dModel === 256 ? 4 : 0) +
    0.1 * noise();

const effectsOf = (answer: ReturnType<typeof answered>) =>
  answer.effects.map(({ factor, reference, level, value: size, pairs }) => ({
    change: `${factor}: ${reference} → ${level}`,
    size: Math.round(size) + 0,
    pairs,
  }));

describe('the answer of one factor at a time', () => {
  const answer = answered({ design: 'one-factor-at-a-time', factors, seeds: [1, 2, 3] }, value(normals(1)));
  it('has every effect at the baseline, with the noise of the whole sweep', () => {
    expect(effectsOf(answer)).toEqual([
      { change: 'positions: learned → sinusoidal', size: -3, pairs: 3 },
      { change: 'dModel: 128 → 256', size: 5, pairs: 3 },
      { change: 'sourceEndToken: true → false', size: 0, pairs: 3 },
      { change: 'normPlacement: post → pre', size: 0, pairs: 3 },
    ]);
    expect(answer.effects.every(({ basis }) => basis === 'sweep-noise')).toBe(true);
    expect(answer.verdicts.filter(({ kind }) => kind === 'difference')).toHaveLength(2);
  });

  it('claims no interaction, which it cannot see', () => {
    expect(
      answer.interactions.every(({ pValue, difference }) => pValue === null && difference === null),
    ).toBe(true);
    expect(answer.family).toBe(4);
  });

  it('has differences to the baseline that are its effects', () => {
    expect(answer.baseline).toBe(0);
    const differences = answer.variants.flatMap(({ difference }) => difference?.value ?? []);
    for (const [at, effect] of answer.effects.entries())
      expect(differences[at]).toBeCloseTo(effect.value, 12);
  });

  it('of one seed cannot tell', () => {
    const one = answered({ design: 'one-factor-at-a-time', factors, seeds: [1] }, value(normals(1)));
    expect(one.verdicts.filter(({ kind }) => kind === 'cannot-tell')).toHaveLength(4);
    expect(one.verdicts.some(({ kind }) => kind === 'difference')).toBe(false);
  });
});

describe('the answer of leave one out', () => {
  it('has every effect with all the others in place', () => {
    const answer = answered({ design: 'leave-one-out', factors, seeds: [1, 2, 3] }, value(normals(2)));
    // All together is sinusoidal and 256: taken back, positions bring 3 + 4, the width costs 1.
    expect(effectsOf(answer)).toEqual([
      { change: 'positions: sinusoidal → learned', size: 7, pairs: 3 },
      { change: 'dModel: 256 → 128', size: -1, pairs: 3 },
      { change: 'sourceEndToken: false → true', size: 0, pairs: 3 },
      { change: 'normPlacement: pre → post', size: 0, pairs: 3 },
    ]);
    expect(answer.interactions.every(({ pValue }) => pValue === null)).toBe(true);
  });
});

describe('the answer of a list', () => {
  it('has the effects that its cells can show, and differences to its first cell', () => {
    const cells = [
      { positions: 'learned', dModel: 128 },
      { positions: 'learned', dModel: 256 },
      { positions: 'sinusoidal', dModel: 256 },
    ];
    const answer = answered({ design: 'list', cells, seeds: [1, 2, 3] }, value(normals(3)));
    expect(effectsOf(answer)).toEqual([
      { change: 'positions: learned → sinusoidal', size: -7, pairs: 3 },
      { change: 'dModel: 128 → 256', size: 5, pairs: 3 },
    ]);
    expect(answer.variants.map(({ difference }) => difference && Math.round(difference.value))).toEqual([
      null,
      5,
      -2,
    ]);
  });

  it('of cells that differ in everything has no effect, but its differences', () => {
    const cells = [
      { positions: 'learned', dModel: 128 },
      { positions: 'sinusoidal', dModel: 256 },
    ];
    const answer = answered({ design: 'list', cells, seeds: [1, 2, 3, 4, 5] }, value(normals(4)));
    expect(answer.effects).toEqual([]);
    expect(answer.variants[1]?.difference?.pairs).toBe(5);
    expect(answer.verdicts.map(({ kind }) => kind)).toEqual(['best']);
  });
});

describe('the answer of a fraction', () => {
  it('claims no interaction that is aliased with another or with a main effect', () => {
    // 2^(4−1), D = ABC: positions × d_model is aliased with source END × norm placement.
    const answer = answered(
      { design: { kind: 'fractional-factorial', resolution: 4 }, factors, seeds: [1, 2, 3] },
      value(normals(5)),
    );
    expect(answer.variants).toHaveLength(8);
    expect(answer.interactions).toHaveLength(6);
    for (const { pValue, holm, difference, etaSquared } of answer.interactions)
      expect([pValue, holm, difference, etaSquared]).toEqual([null, null, null, null]);
    expect(answer.verdicts.some(({ kind }) => kind === 'interaction')).toBe(false);
  });

  it('of resolution III claims neither main effects nor interactions, which are one', () => {
    const three = {
      positions: factors.positions,
      dModel: factors.dModel,
      sourceEndToken: factors.sourceEndToken,
    };
    const answer = answered(
      { design: { kind: 'fractional-factorial', resolution: 3 }, factors: three, seeds: [1, 2, 3] },
      value(normals(6)),
    );
    expect(answer.variants).toHaveLength(4);
    expect(answer.verdicts.some(({ kind }) => kind === 'interaction' || kind === 'difference')).toBe(false);
    expect(answer.interactions.every(({ pValue }) => pValue === null)).toBe(true);
  });

  it('of resolution V tells an interaction of two factors, which nothing is aliased with', () => {
    const five = { ...factors, activation: ['relu', 'gelu'] };
    const answer = answered(
      { design: { kind: 'fractional-factorial', resolution: 5 }, factors: five, seeds: [1, 2, 3] },
      value(normals(7)),
    );
    expect(answer.variants).toHaveLength(16);
    const shown = answer.verdicts.flatMap((verdict) =>
      verdict.kind === 'interaction' ? verdict.interaction : [],
    );
    expect(shown.map((at) => answer.interactions[at]?.factors)).toEqual([['positions', 'dModel']]);
  });
});

describe('the answer of a factorial', () => {
  it('tells main effects as means over all other levels, and their interaction', () => {
    const answer = answered({ factors, seeds: [1, 2, 3] }, value(normals(8)));
    expect(effectsOf(answer).slice(0, 2)).toEqual([
      { change: 'positions: learned → sinusoidal', size: -5, pairs: 24 },
      { change: 'dModel: 128 → 256', size: 3, pairs: 24 },
    ]);
    const shown = answer.verdicts.flatMap((verdict) =>
      verdict.kind === 'interaction' ? verdict.interaction : [],
    );
    expect(shown.map((at) => answer.interactions[at]?.factors)).toEqual([['positions', 'dModel']]);
    expect(answer.interactions[0]?.difference?.value).toBeCloseTo(-4, 0);
  });

  it('of a thousand runs comes to an end', () => {
    const many = {
      ...factors,
      dModel: [64, 128, 192, 256],
      heads: [1, 2, 4, 8],
      dropout: [0, 0.1, 0.2, 0.3],
    };
    const answer = answered({ factors: many, seeds: [1, 2] }, value(normals(9)));
    expect(answer.counts.used).toBe(1024);
    expect(answer.effects).toHaveLength(3 + 3 * 3);
    expect(answer.verdicts.length).toBeGreaterThan(0);
  });
});
