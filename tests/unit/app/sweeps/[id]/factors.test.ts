import { describe, expect, it } from 'vitest';
import {
  axisOf,
  formatRanges,
  parallelAxis,
  parallelLine,
  parseRanges,
  placeOf,
  rowsInRanges,
} from '@/app/sweeps/[id]/factors/axes';
import { defaultAxes, defaultChoices } from '@/app/sweeps/[id]/factors/defaultAxes';
import { heatCells } from '@/app/sweeps/[id]/factors/heatCells';
import { runRowOf } from '@/app/sweeps/[id]/table/tableRows';
import { columnOf, columnsOf, measured } from './table/rows';

const runs = [
  measured(0, 1, { 'test/bleu': 40 }),
  measured(0, 2, { 'test/bleu': 38 }),
  measured(1, 1, { 'test/bleu': Number.NaN }),
  measured(1, 2, { 'test/bleu': 20 }),
];
const columns = columnsOf(runs);
const rows = runs.map(runRowOf);
const positions = axisOf(columnOf(columns, 'positions'), rows);
const bleu = axisOf(columnOf(columns, 'test/bleu'), rows);

describe('axes', () => {
  it('put the levels of a factor equally far apart, and numbers where they are', () => {
    expect(parallelAxis(positions)).toMatchObject({
      kind: 'category',
      categories: ['learned', 'sinusoidal'],
    });
    expect(parallelAxis(bleu)).toMatchObject({ kind: 'number', log: false });
    const lines = rows.map((row) =>
      parallelLine(row, [positions, bleu], row.key, { hue: 0, marker: 'none' }),
    );
    expect(lines[0]?.values).toEqual(['learned', 40]);
    expect(lines[2]?.values).toEqual(['sinusoidal', undefined]);
  });

  it('have no place for what is not finite', () => {
    expect(rows.map((row) => placeOf(row, bleu))).toEqual([40, 38, undefined, 20]);
  });

  it('keep the rows in every chosen range', () => {
    const kept = (ranges: Record<string, [number, number]>) =>
      rowsInRanges(rows, [positions, bleu], ranges).map(({ key }) => key);
    expect(kept({ 'test/bleu': [30, 50] })).toEqual(['0.1', '0.2']);
    expect(kept({ positions: [1, 1], 'test/bleu': [0, 50] })).toEqual(['1.2']);
    expect(kept({ gone: [0, 1] })).toHaveLength(4);
  });

  it('are in the address with their ranges', () => {
    expect(parseRanges(['whole:test/bleu:20:40.5', 'broken'])).toEqual({ 'whole:test/bleu': [20, 40.5] });
    expect(formatRanges({ 'test/bleu': [20.123456, 40] })).toEqual(['test/bleu:20.123:40']);
  });

  it('begin with the factors and end with what the sweep reports', () => {
    expect(defaultAxes([...columns.values()], 'test/bleu')).toEqual([
      'positions',
      'sourceEndToken',
      'parameters',
      'test/bleu',
    ]);
    expect(defaultChoices([...columns.values()], 'test/bleu')).toEqual({
      x: 'parameters',
      y: 'test/bleu',
      metric: 'test/bleu',
    });
  });
});

describe('the heat map of two factors', () => {
  it('is the mean of the finite values of a cell, and says of how many runs', () => {
    const cells = heatCells(
      runs,
      columnOf(columns, 'positions'),
      columnOf(columns, 'sourceEndToken'),
      columnOf(columns, 'test/bleu'),
    );
    expect(cells).toMatchObject({
      rows: ['learned', 'sinusoidal'],
      columns: ['off', 'on'],
      values: [
        [Number.NaN, 39],
        [20, Number.NaN],
      ],
      counts: [1, 2],
      domain: [20, 39],
    });
  });

  it('does not exist before anything was measured', () => {
    expect(
      heatCells([], columnOf(columns, 'positions'), columnOf(columns, 'sourceEndToken'), bleu.column),
    ).toBeUndefined();
  });
});
