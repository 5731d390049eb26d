import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Beam, type Continuation, type Hypothesis, lengthPenaltyOf } from '@/lib/model/beam';
import { endId } from '@/lib/model/config';
import { RandomStream } from '@/lib/model/random';

const vocabulary = 5;

/** A language without a model: the distribution after each prefix is drawn from the seed and the prefix. */
function logProbabilities(seed: number, prefix: readonly number[]): number[] {
  const logits = new Float32Array(vocabulary);
  new RandomStream(seed, prefix.join(' ')).fillNormal(logits, 2);
  const total = Math.log(logits.reduce((sum, value) => sum + Math.exp(value), 0));
  return [...logits].map((value) => value - total);
}

function continuationsOf(seed: number, beam: Beam): Continuation[] {
  const all = beam.live.flatMap(({ tokens, logProbability }, parent) =>
    logProbabilities(seed, tokens).map((added, token) => ({
      parent,
      token,
      logProbability: logProbability + added,
    })),
  );
  return all.sort((a, b) => b.logProbability - a.logProbability).slice(0, beam.rules.width);
}

const scoreOf = ({ tokens, ended, logProbability }: Hypothesis, alpha: number) =>
  logProbability / lengthPenaltyOf(tokens.length + Number(ended), alpha);

/** Every hypothesis with END of at most so many tokens, and every one of that length without. */
function everyHypothesis(seed: number, length: number): Hypothesis[] {
  const found: Hypothesis[] = [];
  let live: Hypothesis[] = [{ tokens: [], ended: false, logProbability: 0 }];
  for (let position = 0; position < length; position += 1) {
    const next = live.flatMap(({ tokens, logProbability }) =>
      logProbabilities(seed, tokens).map((added, token): Hypothesis => {
        const ended = token === endId;
        return {
          tokens: ended ? tokens : [...tokens, token],
          ended,
          logProbability: logProbability + added,
        };
      }),
    );
    found.push(...next.filter(({ ended }) => ended));
    live = next.filter(({ ended }) => !ended);
  }
  return [...found, ...live];
}

interface Search {
  best: Hypothesis;
  steps: number;
  /** Whether the prefixes of a sequence (END included) were among the live hypotheses as far as the search went. */
  kept(tokens: readonly number[]): boolean;
}

function search(seed: number, beam: Beam, untilDone = true): Search {
  const seen: (readonly number[])[][] = [];
  let steps = 0;
  while (untilDone ? !beam.done : beam.live.length > 0 && steps < beam.rules.maxNewTokens) {
    seen.push(beam.live.map(({ tokens }) => tokens));
    beam.advance(continuationsOf(seed, beam));
    steps += 1;
  }
  return {
    best: beam.best,
    steps,
    kept: (tokens) =>
      seen
        .slice(0, tokens.length + 1)
        .every((live, length) => live.some((prefix) => `${prefix}` === `${tokens.slice(0, length)}`)),
  };
}

function greedy(seed: number, length: number): Hypothesis {
  const tokens: number[] = [];
  let logProbability = 0;
  while (tokens.length < length) {
    const next = logProbabilities(seed, tokens);
    const token = next.indexOf(Math.max(...next));
    logProbability += next[token] ?? 0;
    if (token === endId) return { tokens, ended: true, logProbability };
    tokens.push(token);
  }
  return { tokens, ended: false, logProbability };
}

const seeds = fc.integer({ min: 0, max: 1e9 });
const alphas = fc.constantFrom(0, 0.6, 1, 2);
const lengths = fc.integer({ min: 1, max: 5 });

describe('a beam', () => {
  it('finds the best of all sequences where it is wide enough to drop none', () => {
    fc.assert(
      fc.property(seeds, alphas, lengths, (seed, lengthPenalty, maxNewTokens) => {
        const width = vocabulary ** maxNewTokens;
        const { best } = search(seed, new Beam({ width, maxNewTokens, lengthPenalty }));
        const ended = everyHypothesis(seed, maxNewTokens).filter((hypothesis) => hypothesis.ended);
        const scores = ended.map((hypothesis) => scoreOf(hypothesis, lengthPenalty));
        expect(best.ended).toBe(true);
        expect(scoreOf(best, lengthPenalty)).toBeCloseTo(Math.max(...scores), 10);
      }),
      { numRuns: 40 },
    );
  });

  it('of width 1 is greedy decoding', () => {
    fc.assert(
      fc.property(seeds, alphas, lengths, (seed, lengthPenalty, maxNewTokens) => {
        const { best } = search(seed, new Beam({ width: 1, maxNewTokens, lengthPenalty }));
        expect(best).toMatchObject(greedy(seed, maxNewTokens));
      }),
    );
  });

  it('stops before its end only where going on changes nothing', () => {
    let earlier = 0;
    fc.assert(
      fc.property(seeds, alphas, fc.integer({ min: 2, max: 6 }), (seed, lengthPenalty, width) => {
        const rules = { width, maxNewTokens: 12, lengthPenalty };
        const stopped = search(seed, new Beam(rules));
        const whole = search(seed, new Beam(rules), false);
        expect(stopped.best).toEqual(whole.best);
        earlier += Number(stopped.steps < whole.steps);
      }),
      { seed: 1 },
    );
    expect(earlier).toBeGreaterThan(20);
  });

  // A wider beam can do worse than greedy decoding: the greedy prefix is dropped for hypotheses that end badly.
  it('is at least as good as greedy decoding by its own measure, unless it dropped the greedy prefix', () => {
    let compared = 0;
    fc.assert(
      fc.property(seeds, alphas, fc.integer({ min: 2, max: 6 }), (seed, lengthPenalty, width) => {
        const { best, kept } = search(seed, new Beam({ width, maxNewTokens: 12, lengthPenalty }));
        const alone = greedy(seed, 12);
        if (!alone.ended || !kept(alone.tokens)) return;
        compared += 1;
        expect(scoreOf(best, lengthPenalty)).toBeGreaterThanOrEqual(scoreOf(alone, lengthPenalty) - 1e-12);
      }),
      { seed: 1 },
    );
    expect(compared).toBeGreaterThan(50);
  });

  it('narrows as hypotheses end, and returns the best live one where none ends', () => {
    const beam = new Beam({ width: 2, maxNewTokens: 2, lengthPenalty: 0 });
    beam.advance([
      { parent: 0, token: 7, logProbability: -1 },
      { parent: 0, token: endId, logProbability: -3 },
    ]);
    expect(beam.live).toEqual([{ tokens: [7], ended: false, logProbability: -1, parent: 0 }]);
    expect(beam.done).toBe(false);
    beam.advance([
      { parent: 0, token: 8, logProbability: -2 },
      { parent: 0, token: endId, logProbability: -2.5 },
    ]);
    expect(beam.live).toHaveLength(1);
    expect(beam.done).toBe(true);
    expect(beam.best).toEqual({ tokens: [], ended: true, logProbability: -3 });
    const cut = new Beam({ width: 2, maxNewTokens: 1, lengthPenalty: 0 });
    cut.advance([
      { parent: 0, token: 7, logProbability: -1 },
      { parent: 0, token: 8, logProbability: -3 },
    ]);
    expect(cut.best).toMatchObject({ tokens: [7], ended: false });
  });
});

describe('lengthPenaltyOf', () => {
  it('is equation 14 of Wu et al. 2016', () => {
    expect(lengthPenaltyOf(1, 0.6)).toBe(1);
    expect(lengthPenaltyOf(13, 0.5)).toBeCloseTo(Math.sqrt(3), 12);
    expect(lengthPenaltyOf(20, 0)).toBe(1);
  });
});
