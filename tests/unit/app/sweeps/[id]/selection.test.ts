import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHidden, encodeHidden, withHidden } from '@/app/sweeps/[id]/hiddenRuns';
import { matchingVariants, pickerRows, shownOf } from '@/app/sweeps/[id]/pickerRows';
import { runKey } from '@/app/sweeps/[id]/runKey';
import { defaultColour } from '@/app/sweeps/[id]/selection';
import { meanScore, variantRows } from '@/app/sweeps/[id]/variantRows';
import { names, run, testedAt } from './sweepFixtures';

const runs = [0, 1, 2, 3].flatMap((variant) => [run(variant, 1), run(variant, 2)]);

describe('hidden runs in the address', () => {
  it('are variants, ranges of them, and single seeds', () => {
    const hidden = new Set(['0.1', '0.2', '1.1', '1.2', '3.2']);
    expect(encodeHidden(hidden, runs)).toEqual(['0-1', '3.2']);
    expect(decodeHidden(['0-1', '3.2'], runs)).toEqual(hidden);
  });

  it('cover seeds that a variant gets later, and pass over what is not there', () => {
    expect(decodeHidden(['3'], [...runs, run(3, 7)])).toEqual(new Set(['3.1', '3.2', '3.7']));
    expect(decodeHidden(['9', '1.9', 'x', '-'], runs)).toEqual(new Set());
  });

  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.subarray(runs.map(runKey)), (keys) => {
        const hidden = new Set(keys);
        expect(decodeHidden(encodeHidden(hidden, runs), runs)).toEqual(hidden);
      }),
    );
  });

  it('are hidden and shown, nothing twice', () => {
    expect([...withHidden(new Set(['0.1']), ['0.1', '0.2'], true)]).toEqual(['0.1', '0.2']);
    expect([...withHidden(new Set(['0.1', '1.1']), ['0.1'], false)]).toEqual(['1.1']);
  });
});

describe('the picker', () => {
  const variants = variantRows(runs);

  it('finds variants by all words of their text', () => {
    const found = (search: string) =>
      matchingVariants(variants, search, names).map(({ variantIndex }) => variantIndex);
    expect(found('learned')).toEqual([0]);
    expect(found(' SINUS ')).toEqual([1, 2, 3]);
    expect(found('learned sinus')).toEqual([]);
    expect(found('')).toHaveLength(4);
  });

  it('unfolds the seeds of a variant', () => {
    const rows = pickerRows(variants, new Set([1]));
    expect(rows.map(({ id }) => id)).toEqual(['0', '1', '1.1', '1.2', '2', '3']);
  });

  it('says whether all, some or no seeds are shown', () => {
    expect(shownOf(['0.1', '0.2'], new Set())).toBe('all');
    expect(shownOf(['0.1', '0.2'], new Set(['0.1']))).toBe('some');
    expect(shownOf(['0.1'], new Set(['0.1']))).toBe('none');
  });

  it('shows the whole test split where any seed has it, else the sample', () => {
    const sampled = [run(0, 1, { atBest: { 'test/bleu': 10 } }), run(0, 2, { atBest: { 'test/bleu': 20 } })];
    expect(meanScore(sampled, 'test/bleu')).toEqual({ value: 15, ofSample: true, count: 2 });
    const [first = run(0, 1), second = run(0, 2)] = sampled;
    expect(meanScore([{ ...first, tested: testedAt(30) }, second], 'test/bleu')).toEqual({
      value: 30,
      ofSample: false,
      count: 1,
    });
    expect(meanScore([run(0, 1)], 'test/bleu')).toBeUndefined();
  });
});

describe('the colour without a choice', () => {
  const many = Array.from({ length: 16 }, (_, at) => ({
    ...run(at, 1),
    levels: { learningRate: at, heads: at % 2, layers: 1 },
  }));

  it('is the variant where there are colours enough, else the first factor that has', () => {
    expect(defaultColour(many.slice(0, 7), ['learningRate', 'heads'])).toBe('variant');
    expect(defaultColour(many, ['learningRate', 'layers', 'heads'])).toBe('heads');
    expect(defaultColour(many, ['learningRate'])).toBe('variant');
  });
});
