import { describe, expect, it } from 'vitest';
import type { AxisSpec } from '@/app/charts/axisSpec';
import { lookOf } from '@/app/charts/palette';
import { pointNear, type ScatterPoint, scatterRange, shownPoints } from '@/app/charts/scatter';

const plain: AxisSpec = { label: 'loss', format: String };
const log: AxisSpec = { ...plain, log: true };
const category: AxisSpec = { label: 'positions', format: (value) => ['learned', 'sinusoidal'][value] ?? '' };

function point(id: string, x: number, y: number): ScatterPoint {
  return { id, label: id, x, y, look: lookOf(0), group: id };
}

describe('a scatter plot', () => {
  it('shows what both axes have a place for', () => {
    const points = [point('a', 1, 1), point('b', 0, 1), point('c', Number.NaN, 1), point('d', 1, -1)];
    expect(shownPoints(points, plain, plain).map(({ id }) => id)).toEqual(['a', 'b', 'd']);
    expect(shownPoints(points, log, log).map(({ id }) => id)).toEqual(['a']);
  });

  it('leaves room around its points', () => {
    expect(scatterRange([19.2, 62], plain)).toEqual([10, 70]);
    expect(scatterRange([5], plain)).toEqual([4, 6]);
    expect(scatterRange([0.01, 1], log)).toEqual([0.008, 1.25]);
  });

  it('has no whole number of steps over categories, or chart.js would begin its ticks at the edge', () => {
    const [low, high] = scatterRange([0, 1], category);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(1);
    expect(Number.isInteger(Number((high - low).toFixed(9)))).toBe(false);
  });

  it('names the nearest point, where one is near', () => {
    const points = [point('a', 0, 0), point('b', 30, 0)];
    const near = (x: number, y: number) => pointNear(points, { x, y }, (each) => each, 24)?.id;
    expect(near(10, 5)).toBe('a');
    expect(near(20, 5)).toBe('b');
    expect(near(15, 60)).toBeUndefined();
  });
});
