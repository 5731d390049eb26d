import { describe, expect, it } from 'vitest';
import { pivotOf, pivotRecords } from '@/lib/export/pivot';
import { sweepAnswerOf } from '@/lib/stats/answer';
import { inputOf } from '../stats/answerInputs';
import { balanced, balancedValues, factorial } from '../stats/sweepRuns';

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('pivotOf', () => {
  it('is rows × columns of means over seeds and over all other factors', () => {
    const { rows, columns, cells } = pivotOf(sweepAnswerOf(inputOf(balanced())), 'a', 'c');
    expect([rows, columns]).toEqual([
      [0, 1],
      [0, 1],
    ]);
    // Variants a, b, c in standard order, three seeds each: a = 0 and c = 0 are the variants 0 and 2.
    const expected = [...balancedValues.slice(0, 3), ...balancedValues.slice(6, 9)];
    expect(cells[0]?.[0]?.mean).toBeCloseTo(mean(expected), 12);
    expect(cells[0]?.[0]).toMatchObject({ variants: 2, runs: 6 });
    expect(cells[1]?.[1]?.mean).toBeCloseTo(
      mean([...balancedValues.slice(15, 18), ...balancedValues.slice(21)]),
      12,
    );
  });

  it('counts a variant once, however many seeds it has', () => {
    const runs = factorial(2, 3, ({ a = 0, b = 0 }) => 10 * a + b).filter(
      ({ variantIndex, seed }) => variantIndex !== 0 || seed === 1,
    );
    const three = runs.map((run) => ({ ...run, levels: { ...run.levels, c: 0 } }));
    const more = factorial(2, 1, () => 100).map((run) => ({
      ...run,
      runId: `more ${run.runId}`,
      variantIndex: run.variantIndex + 4,
      levels: { ...run.levels, c: 1 },
    }));
    const { cells } = pivotOf(sweepAnswerOf(inputOf([...three, ...more])), 'a', 'b');
    expect(cells[1]?.[1]).toEqual({ mean: (11 + 100) / 2, variants: 2, runs: 4 });
    expect(cells[0]?.[0]).toEqual({ mean: 50, variants: 2, runs: 2 });
  });

  it('is null where no variant has both levels, or none of them was measured', () => {
    const runs = factorial(2, 2, ({ a = 0 }, seed) => a + seed).filter(
      ({ variantIndex }) => variantIndex !== 3,
    );
    expect(pivotOf(sweepAnswerOf(inputOf(runs)), 'a', 'b').cells[1]?.[1]).toBeNull();
    const none = sweepAnswerOf({ ...inputOf(runs), runs: [] });
    expect(pivotOf(none, 'a', 'b').cells.flat()).toEqual([null, null, null, null]);
  });

  it.each([
    ['a', 'z', 'there is no factor "z"; this sweep varies a, b, c'],
    ['a', 'a', 'got "a" as rows and as columns, expected two factors'],
  ])('refuses %s × %s', (rows, columns, message) => {
    const answer = sweepAnswerOf(inputOf(balanced()));
    expect(() => pivotOf(answer, rows, columns)).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        path: 'pivot',
        message: expect.stringContaining(message),
      }),
    );
  });
});

describe('pivotRecords', () => {
  it('has a row a combination', () => {
    const { columns, rows } = pivotRecords(sweepAnswerOf(inputOf(balanced())), ['a', 'b']);
    expect(columns.map(({ label }) => label)).toEqual(['a', 'b', 'test/bleu', 'variants', 'runs']);
    expect(rows).toHaveLength(4);
    expect(rows[3]).toMatchObject({ 'factor:a': '1', 'factor:b': '1', variants: 2, runs: 6 });
  });

  it('keeps a factor that is called like a column of the table', () => {
    const answer = sweepAnswerOf(inputOf(factorial(2, 1, ({ a = 0, b = 0 }) => a + b)));
    const variants = answer.variants.map((variant) => ({
      ...variant,
      levels: { runs: `run ${variant.levels['a']}`, variants: variant.levels['b'] ?? 0 },
    }));
    const { columns, rows } = pivotRecords({ ...answer, variants }, ['runs', 'variants']);
    expect(columns.map(({ key }) => rows[0]?.[key])).toEqual(['run 0', '0', 0, 1, 1]);
  });
});
