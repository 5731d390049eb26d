import { describe, expect, it } from 'vitest';
import { effectRecords, variantRecords } from '@/lib/export/ablationRecords';
import { toCsv } from '@/lib/export/csv';
import { sweepAnswerOf } from '@/lib/stats/answer';
import { inputOf } from '../stats/answerInputs';
import { balanced, factorial } from '../stats/sweepRuns';

const answer = sweepAnswerOf(inputOf(balanced()));

describe('variantRecords', () => {
  const { columns, rows } = variantRecords(answer);

  it('has a row a variant in the order of the design, every number in full', () => {
    expect(rows).toHaveLength(8);
    expect(columns.map(({ label }) => label).slice(0, 6)).toEqual([
      'variant',
      'a',
      'b',
      'c',
      'seeds',
      'test/bleu',
    ]);
    const [first, , , , fifth] = rows;
    const variant = answer.variants[4];
    expect(first).toMatchObject({
      variant: 0,
      'factor:a': '0',
      isBaseline: true,
      difference: null,
      p: null,
      stars: '',
    });
    expect(fifth).toMatchObject({
      'factor:a': '1',
      'factor:b': '0',
      seeds: 3,
      'test/bleu': variant?.reported?.value,
      low: variant?.reported?.low,
      differenceHigh: variant?.difference?.high,
      pHolm: variant?.difference?.holm,
      pairs: 3,
      better: 3,
      isChosen: true,
      isBaseline: false,
    });
    // Three seeds of variant 4, from balancedValues.
    expect(fifth?.['test/bleu']).toBeCloseTo((14.1011 + 13.5041 + 13.3908) / 3, 12);
  });

  it('keeps a factor apart from a column of the same name, and a formula out of a spreadsheet', () => {
    const named = sweepAnswerOf(inputOf(factorial(1, 2, ({ a = 0 }, seed) => a + 0.1 * seed)));
    const variants = named.variants.map((variant) => ({ ...variant, levels: { seeds: '=1+1' } }));
    const records = variantRecords({ ...named, variants });
    expect(records.rows[0]).toMatchObject({ 'factor:seeds': '=1+1', seeds: 2 });
    expect(toCsv(records.columns, records.rows)).toContain("\r\n0,'=1+1,2,");
  });

  it('leaves cells empty where nothing was measured', () => {
    const empty = variantRecords(sweepAnswerOf({ ...inputOf(balanced()), runs: [] }));
    expect(empty.rows).toHaveLength(8);
    expect(empty.rows[0]).toMatchObject({
      'test/bleu': null,
      low: null,
      seeds: 0,
      isChosen: false,
      gapAtBest: null,
    });
  });
});

describe('effectRecords', () => {
  it('has a row an effect with every number of it', () => {
    const { columns, rows } = effectRecords(answer);
    const [effect] = answer.effects;
    expect(rows.map((row) => [row['factor'], row['reference'], row['level']])).toEqual([
      ['a', '0', '1'],
      ['b', '0', '1'],
      ['c', '0', '1'],
    ]);
    expect(rows[0]).toMatchObject({
      difference: effect?.value,
      low: effect?.low,
      high: effect?.high,
      p: effect?.pValue,
      pHolm: effect?.holm,
      stars: '**',
      pairs: 12,
      better: 12,
      cells: 4,
      seeds: 3,
    });
    expect(columns.map(({ key }) => key).sort()).toEqual(Object.keys(rows[0] ?? {}).sort());
  });

  it('has its heading where there is no effect', () => {
    const { columns, rows } = effectRecords({ ...answer, effects: [] });
    expect(rows).toEqual([]);
    expect(toCsv(columns, rows)).toMatch(/^factor,reference,level,difference,.*\r\n$/);
  });
});
