import { describe, expect, it } from 'vitest';
import {
  budgetTable,
  improvementTable,
  learningCurveTable,
  mainEffectTable,
} from '@/app/answer/figureTables';
import { levelMeans } from '@/app/answer/levelMeans';
import type { LearningCurve } from '@/lib/domain/answer';
import type { PublicationTable } from '@/lib/export/publication';
import { sweepAnswerOf } from '@/lib/stats/answer';
import { effect, en, namedInput, saying, whole, zh } from './answers';

const labels = (table: PublicationTable | null) => table?.columns.map(({ label }) => label);
const texts = (table: PublicationTable | null) => table?.rows.map((row) => row.map(({ text }) => text));
const nothing = sweepAnswerOf(namedInput({ runs: [] }));

describe('the means of a factor’s levels', () => {
  it('count each variant once and leave out what was not measured', () => {
    const variants = [
      { positions: 'learned', value: 10 },
      { positions: 'learned', value: 20 },
      { positions: 'sinusoidal', value: 30 },
      { positions: 'sinusoidal', value: null },
      { positions: 'none', value: null },
    ].flatMap(({ positions, value }) =>
      whole.variants.slice(0, 1).map((variant) => ({
        ...variant,
        levels: { positions },
        seeds: value === 10 ? [1, 2, 3] : [1],
        reported: value === null ? null : { value, low: null, high: null },
      })),
    );
    expect(levelMeans({ ...whole, variants }, 'positions')).toEqual([
      { level: 'learned', mean: 15 },
      { level: 'sinusoidal', mean: 30 },
    ]);
    expect(levelMeans(nothing, 'positions')).toEqual([]);
  });
});

describe('the table of main effects', () => {
  it('has a row a level of each factor that has an effect', () => {
    const table = mainEffectTable(whole, en);
    expect(texts(table)?.map(([factor, level]) => `${factor} ${level}`)).toEqual([
      'positions learned',
      'positions sinusoidal',
      'd_model 256',
      'd_model 512',
      'source END on',
      'source END off',
    ]);
    // Half of balancedValues each: 131.8181 / 12 and 159.1524 / 12.
    expect(
      texts(table)
        ?.slice(0, 2)
        .map((row) => row[2]),
    ).toEqual(['11.0', '13.3']);
    expect(labels(mainEffectTable(whole, zh))?.[2]).toBe('测试集 BLEU');
  });
});

describe('the table of improvement', () => {
  it('has the share of better pairs with its interval', () => {
    expect(texts(improvementTable(saying({ kind: 'best' }), en))).toEqual([
      ['positions', 'learned → sinusoidal', '6 % [1 %, 28 %]'],
    ]);
    expect(improvementTable({ ...whole, effects: [effect] }, en).rows[0]?.[2]?.isNumber).toBe(true);
  });
});

describe('the table of the learning curve', () => {
  const curve: LearningCurve = {
    ...{ gain: 5, fit: null, needed: null, cannotSay: 'no-trend' },
    points: [
      { size: 1000, mean: { value: 10, low: 9, high: 11 }, runs: 3 },
      { size: 26_000, mean: { value: 20.04, low: null, high: null }, runs: 1 },
    ],
  };
  it('has a row a size, with bounds where there are any', () => {
    const table = learningCurveTable({ ...whole, learningCurve: curve }, en);
    expect(labels(table)).toEqual(['training pairs', 'runs', 'test BLEU']);
    expect(texts(table)).toEqual([
      ['1,000', '3', '10.0 [9.0, 11.0]'],
      ['26,000', '1', '20.0'],
    ]);
  });

  it('is none where no factor sets the size', () => {
    expect(learningCurveTable({ ...whole, learningCurve: null }, en)).toBeNull();
  });
});

describe('the table of the budget', () => {
  it('doubles the runs up to all of them, and is none where validation measured nothing', () => {
    const table = budgetTable(whole, en);
    expect(labels(table)).toEqual(['runs', 'validation BLEU']);
    expect(texts(table)?.map(([trials]) => trials)).toEqual(['1', '2', '4', '8', '16', '24']);
    // The mean of all runs, and their best: what one trial and all trials find.
    expect([texts(table)?.[0]?.[1], texts(table)?.at(-1)?.[1]]).toEqual(['12.1', '14.1']);
    expect(budgetTable(nothing, en)).toBeNull();
  });
});
