import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt, compactHeatLayout, type HeatGrid, heatColour, inkOn } from '@/app/charts/heat';
import type { ChartTheme } from '@/app/charts/theme';

const theme: ChartTheme = {
  page: 'rgb(255, 255, 255)',
  ink: 'rgb(0, 0, 0)',
  inkSoft: 'rgb(0, 0, 0)',
  grid: 'rgb(0, 0, 0)',
  line: 'rgb(0, 0, 0)',
  accent: 'rgb(0, 0, 0)',
  accentWash: 'rgb(0, 0, 0)',
  font: 'sans-serif',
  hues: [],
  heat: ['rgb(247, 251, 255)', 'rgb(107, 174, 214)', 'rgb(8, 48, 107)'],
};

const grid: HeatGrid = {
  rowTitle: 'output',
  columnTitle: 'source',
  rows: ['a', 'b'],
  columns: ['x', 'y', 'z'],
  values: [
    [0, 0.5, 1],
    [1, 0, 0],
  ],
  domain: [0, 1],
  format: String,
};

/** WCAG 2.2, contrast ratio of a colour and black or white. */
function contrast(colour: readonly number[], ink: string): number {
  const linear = colour.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
  return ink === '#000000' ? (luminance + 0.05) / 0.05 : 1.05 / (luminance + 0.05);
}

describe('colours of a heat map', () => {
  it('are the three of the scale at its ends and in its middle', () => {
    expect(heatColour(0, [0, 1], theme)).toEqual([247, 251, 255]);
    expect(heatColour(0.5, [0, 1], theme)).toEqual([107, 174, 214]);
    expect(heatColour(1, [0, 1], theme)).toEqual([8, 48, 107]);
  });

  it('do not leave the scale beyond its ends, and take its middle where it has no width', () => {
    expect(heatColour(7, [0, 1], theme)).toEqual([8, 48, 107]);
    expect(heatColour(-7, [0, 1], theme)).toEqual([247, 251, 255]);
    expect(heatColour(2, [2, 2], theme)).toEqual([107, 174, 214]);
  });

  it('leave every written value legible: 4.5 to 1 or more', () => {
    const byte = fc.nat({ max: 255 });
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte), (colour) => {
        expect(contrast(colour, inkOn(colour))).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });
});

describe('a small heat map', () => {
  const layout = compactHeatLayout(grid, 90);

  it('fills its width with cells', () => {
    expect(layout.cellWidth).toBe(30);
    expect(layout.height).toBe(60);
  });

  it('knows the cell that is pointed at', () => {
    expect(cellAt(grid, layout, 31, 59)).toEqual({ row: 1, column: 1 });
    expect(cellAt(grid, layout, 31, 61)).toBeUndefined();
    expect(cellAt(grid, layout, -1, 10)).toBeUndefined();
  });
});
