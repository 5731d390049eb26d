import { describe, expect, it } from 'vitest';
import { roundedForCharts } from '@/lib/series/roundedForCharts';

describe('values of a reduced curve', () => {
  it.each([
    [3.4567891234567, 3.456789],
    [-0.000123456789, -0.0001234568],
    [1 / 3, 0.3333333],
    [412345678.9, 412345679],
    [1e-30, 1e-30],
    [0, 0],
    [Number.NaN, Number.NaN],
    [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ])('%d is told as %d', (value, told) => {
    expect(roundedForCharts(value)).toBe(told);
  });

  it('are written in seven digits', () => {
    for (let i = 1; i < 2000; i++) {
      const text = JSON.stringify(roundedForCharts(Math.exp(-i / 300) * 7.123456789)).replace(/e.*/, '');
      expect(text.replace(/^0\.0*|\./g, '').length).toBeLessThanOrEqual(7);
    }
  });
});
