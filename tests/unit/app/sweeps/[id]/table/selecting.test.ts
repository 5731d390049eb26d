import { describe, expect, it } from 'vitest';
import {
  formatCondition,
  meets,
  parseCondition,
  rowsMatching,
  rowsMeeting,
} from '@/app/sweeps/[id]/table/conditions';
import { conditionText } from '@/app/sweeps/[id]/table/conditionText';
import { isPicked, withPicked } from '@/app/sweeps/[id]/table/picks';
import { pickedRuns } from '@/app/sweeps/[id]/table/SelectionBar';
import { formatSort, parseSort } from '@/app/sweeps/[id]/table/sorting';
import { runRowOf, variantTableRows } from '@/app/sweeps/[id]/table/tableRows';
import { columnOf, columnsOf, measured, run } from './rows';

const runs = [
  measured(0, 1, { 'test/bleu': 40, 'test/accuracy': 0.9 }),
  measured(0, 2, { 'test/bleu': 10, 'test/accuracy': 0.5 }),
  measured(1, 1, { 'test/bleu': 30, 'test/accuracy': 0.7 }),
];
const columns = columnsOf(runs);

describe('the table in the address', () => {
  it('writes the order of a sort and reads it back', () => {
    const sort = [
      { id: 'test/bleu', desc: true },
      { id: 'seed', desc: false },
    ];
    expect(formatSort(sort)).toEqual(['test/bleu:desc', 'seed']);
    expect(parseSort(formatSort(sort))).toEqual(sort);
  });

  it('writes a condition and reads it back, and passes over what is none', () => {
    for (const text of ['dModel=256', 'whole:test/bleu@last>=20.5', 'positions!=learned', 'seed<3']) {
      const condition = parseCondition(text);
      expect(condition && formatCondition(condition)).toBe(text);
    }
    expect(parseCondition('nonsense')).toBeUndefined();
    expect(parseCondition('=3')).toBeUndefined();
  });
});

describe('conditions', () => {
  const keysMeeting = (text: string, rows = variantTableRows(runs)) => {
    const condition = parseCondition(text);
    return rowsMeeting(rows, condition ? [condition] : [], columns).map(({ key }) => key);
  };

  it('ask a variant by its mean, so that no seed drops out by its score', () => {
    expect(keysMeeting('test/bleu>28')).toEqual(['1']);
    expect(keysMeeting('test/bleu>28', runs.map(runRowOf))).toEqual(['0.1', '1.1']);
    const [first] = rowsMeeting(
      variantTableRows(runs),
      [{ column: 'test/bleu', operator: '<', value: '28' }],
      columns,
    );
    expect(first?.runs).toHaveLength(2);
  });

  it('count shares in %, and levels as they are stored', () => {
    expect(keysMeeting('test/accuracy>=70')).toEqual(['0', '1']);
    expect(keysMeeting('positions=learned')).toEqual(['0']);
    expect(keysMeeting('sourceEndToken=0')).toEqual(['1']);
    expect(keysMeeting('seed=2')).toEqual(['0']);
  });

  it('are not met by what is missing or no number, and unknown columns ask nothing', () => {
    expect(meets(undefined, { column: '', operator: '<', value: '3' }, 1)).toBe(false);
    expect(meets(undefined, { column: '', operator: '!=', value: '3' }, 1)).toBe(true);
    expect(meets(Number.NaN, { column: '', operator: '<', value: '3' }, 1)).toBe(false);
    expect(keysMeeting('nothing>3')).toEqual(['0', '1']);
  });

  it('are written as the cells are', () => {
    const text = (condition: string) => {
      const parsed = parseCondition(condition);
      return parsed && conditionText(parsed, columns.get(parsed.column));
    };
    expect(text('sourceEndToken=0')).toBe(`${columnOf(columns, 'sourceEndToken').title} = off`);
    expect(text('test/accuracy>=70')).toBe('test token accuracy ≥ 70 %');
    expect(text('gone<3')).toBe('gone < 3');
  });

  it('leave the search its words, all of which must occur', () => {
    const rows = variantTableRows(runs);
    const found = (search: string) =>
      rowsMatching(rows, search, ({ key }) => `variant ${key} Learned`).map(({ key }) => key);
    expect(found('learned VARIANT')).toEqual(['0', '1']);
    expect(found('learned 1')).toEqual(['1']);
    expect(found(' ')).toEqual(['0', '1']);
  });
});

describe('selecting rows', () => {
  const [variant] = variantTableRows(runs);
  const seeds = ['0.1', '0.2'];

  it('takes a variant as a whole, and apart again', () => {
    if (!variant?.children?.[0]) throw new Error('no variant');
    const whole = withPicked(['1.1'], variant, seeds, true);
    expect(whole).toEqual(['1.1', '0']);
    expect(isPicked(variant.children[0], new Set(whole))).toBe(true);
    expect(withPicked(whole, variant.children[0], seeds, false)).toEqual(['1.1', '0.2']);
    expect(withPicked(whole, variant, seeds, false)).toEqual(['1.1']);
  });

  it('sees a variant as selected when each of its runs is', () => {
    if (!variant) throw new Error('no variant');
    expect(isPicked(variant, new Set(seeds))).toBe(true);
    expect(isPicked(variant, new Set(['0.1']))).toBe(false);
  });

  it('names the runs that the address selects', () => {
    expect(pickedRuns(['0', '1.1'], [...runs, run(2, 1)]).map(({ id }) => id)).toEqual([
      'run-0-1',
      'run-0-2',
      'run-1-1',
    ]);
  });
});
