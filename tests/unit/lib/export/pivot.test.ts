import { describe, expect, it } from 'vitest';
import type { AnswerInput } from '@/lib/domain/answerInput';
import { pivotOf, pivotRecords } from '@/lib/export/pivot';
import { sweepAnswerOf } from '@/lib/stats/answer';
import { variantMetrics } from '@/lib/stats/variantMetrics';
import { inputOf } from '../stats/answerInputs';
import { balanced, balancedValues, factorial } from '../stats/sweepRuns';

/** Of the reported metric, as an answer of this input has it. */
function pivot(input: AnswerInput, rows: string, columns: string) {
  const answer = sweepAnswerOf(input);
  return pivotOf(answer, [rows, columns], variantMetrics(answer, input.runs));
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('pivotOf', () => {
  it('is rows × columns of means over seeds and over all other factors', () => {
    const { rows, columns, cells } = pivot(inputOf(balanced()), 'a', 'c');
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
    const { cells } = pivot(inputOf([...three, ...more]), 'a', 'b');
    expect(cells[1]?.[1]).toEqual({ mean: (11 + 100) / 2, standardDeviation: 0, variants: 2, runs: 4 });
    expect(cells[0]?.[0]).toEqual({ mean: 50, standardDeviation: null, variants: 2, runs: 2 });
  });

  it('pools how seeds differ within their variants, whatever the variants differ by', () => {
    const { cells } = pivot(inputOf(factorial(3, 3, ({ c = 0 }, seed) => 100 * c + seed)), 'a', 'b');
    expect(cells[0]?.[0]).toMatchObject({ standardDeviation: 1, variants: 2, runs: 6 });
  });

  it('is null where no variant has both levels, or none of them was measured', () => {
    const runs = factorial(2, 2, ({ a = 0 }, seed) => a + seed).filter(
      ({ variantIndex }) => variantIndex !== 3,
    );
    expect(pivot(inputOf(runs), 'a', 'b').cells[1]?.[1]).toBeNull();
    expect(pivot({ ...inputOf(runs), runs: [] }, 'a', 'b').cells.flat()).toEqual([null, null, null, null]);
  });

  it.each([
    ['a', 'z', 'there is no factor "z"; this sweep varies a, b, c'],
    ['a', 'a', 'got "a" as rows and as columns, expected two factors'],
  ])('refuses %s × %s', (rows, columns, message) => {
    expect(() => pivot(inputOf(balanced()), rows, columns)).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        path: 'pivot',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('refuses a metric that these runs must not be compared by', () => {
    const input = inputOf(balanced());
    const answer = sweepAnswerOf(input);
    const measured = { ...variantMetrics(answer, input.runs), refusal: 'test loss is not compared: so.' };
    expect(() => pivotOf(answer, ['a', 'b'], measured)).toThrow(
      expect.objectContaining({
        code: 'not_comparable',
        message: 'A pivot table: test loss is not compared: so.',
      }),
    );
  });
});

describe('pivotRecords', () => {
  it('has a row a combination', () => {
    const input = inputOf(balanced());
    const answer = sweepAnswerOf(input);
    const { columns, rows } = pivotRecords(answer, ['a', 'b'], variantMetrics(answer, input.runs));
    expect(columns.map(({ label }) => label)).toEqual([
      'a',
      'b',
      'test/bleu',
      'variants',
      'runs',
      'standardDeviation',
    ]);
    expect(rows).toHaveLength(4);
    expect(rows[3]).toMatchObject({ 'factor:a': '1', 'factor:b': '1', variants: 2, runs: 6 });
  });

  it('keeps a factor that is called like a column of the table', () => {
    const input = inputOf(factorial(2, 1, ({ a = 0, b = 0 }) => a + b));
    const answer = sweepAnswerOf(input);
    const variants = answer.variants.map((variant) => ({
      ...variant,
      levels: { runs: `run ${variant.levels['a']}`, variants: variant.levels['b'] ?? 0 },
    }));
    const measured = variantMetrics(answer, input.runs);
    const { columns, rows } = pivotRecords({ ...answer, variants }, ['runs', 'variants'], measured);
    expect(columns.map(({ key }) => rows[0]?.[key])).toEqual(['run 0', '0', 0, 1, 1, null]);
  });
});
