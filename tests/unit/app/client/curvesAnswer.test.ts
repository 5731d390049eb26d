import { describe, expect, it } from 'vitest';
import { curvesAnswerSchema } from '@/app/client/curvesAnswer';

function parse(curve: object) {
  const run = { runId: 'a', stepsPerEpoch: null, tokensPerStep: null, startedAtMs: null };
  const whole = { metric: 'test/loss', steps: [1, 2], values: [1, 2], total: 2, shown: 2, ...curve };
  return curvesAnswerSchema.safeParse({ runs: [{ ...run, curves: [whole] }] });
}

describe('the check of large answers', () => {
  it('turns names of values that JSON cannot write into numbers', () => {
    const parsed = parse({ values: ['NaN', '-Infinity', 3, 'Infinity'] });
    expect(parsed.data?.runs[0]?.curves[0]?.values).toEqual([Number.NaN, -Infinity, 3, Infinity]);
  });

  it.each([
    { steps: [1, 1.5] },
    { steps: ['1'] },
    { steps: null },
    { values: [1, null] },
    { values: ['three'] },
    { timesMs: [1, 'NaN'] },
    { total: 'two' },
  ])('refuses %j', (curve) => {
    expect(parse(curve).success).toBe(false);
  });
});
