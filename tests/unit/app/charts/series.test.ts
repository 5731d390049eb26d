import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookOf } from '@/app/charts/palette';
import {
  leftOutText,
  nearestPoint,
  nearestPosition,
  niceStep,
  pointsOf,
  positionsOf,
  type Series,
  sharedExtent,
} from '@/app/charts/series';

const linear = { x: 'step', logY: false } as const;

function line(points: { x: number; y: number }[], rest: Partial<Series> = {}): Series {
  return {
    id: 'a',
    label: 'a',
    group: 'a',
    look: lookOf(0),
    dash: 'solid',
    points,
    total: points.length,
    shown: points.length,
    notFinite: 0,
    notPositive: 0,
    ...rest,
  };
}

describe('points of a curve', () => {
  it('leaves out and counts what is not finite', () => {
    const drawn = pointsOf({ steps: [1, 2, 3], values: [1, Number.NaN, Infinity] }, linear, null);
    expect(drawn).toEqual({ points: [{ x: 1, y: 1 }], notFinite: 2, notPositive: 0 });
  });

  it('leaves out and counts what a log axis cannot show', () => {
    const drawn = pointsOf({ steps: [1, 2, 3], values: [0, -1, 2] }, { x: 'step', logY: true }, null);
    expect(drawn).toEqual({ points: [{ x: 3, y: 2 }], notFinite: 0, notPositive: 2 });
  });

  it('divides steps into epochs, and draws nothing while their length is unknown', () => {
    const curve = { steps: [10, 20], values: [1, 2] };
    expect(pointsOf(curve, { x: 'epoch', logY: false }, 20).points.map((point) => point.x)).toEqual([0.5, 1]);
    expect(pointsOf(curve, { x: 'epoch', logY: false }, null).points).toEqual([]);
  });
});

describe('shared axes', () => {
  it('hold every point of every panel', () => {
    const point = fc.record({
      x: fc.double({ min: 0, max: 1e6, noNaN: true }),
      y: fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1 }), fc.array(point), (left, right) => {
        const extent = sharedExtent([[line(left)], [line(right)]], false);
        const slack = 1e-6;
        return [...left, ...right].every(
          ({ x, y }) =>
            extent !== undefined &&
            x >= extent.x[0] - slack &&
            x <= extent.x[1] + slack &&
            y >= extent.y[0] - slack &&
            y <= extent.y[1] + slack,
        );
      }),
    );
  });

  it('begin at zero on a linear axis and end on powers of ten on a log axis', () => {
    const panels = [[line([{ x: 5, y: 0.3 }])], [line([{ x: 9, y: 4.2 }])]];
    expect(sharedExtent(panels, false)).toEqual({ x: [0, 9], y: [0, 5] });
    expect(sharedExtent(panels, true)?.y).toEqual([0.1, 10]);
  });

  it('do not exist while nothing is measured', () => {
    expect(sharedExtent([[], [line([])]], false)).toBeUndefined();
  });

  it('are cut by 1, 2 or 5 times a power of ten', () => {
    expect([niceStep(8), niceStep(45), niceStep(0.9), niceStep(100)]).toEqual([2, 10, 0.2, 20]);
  });
});

describe('reading a curve', () => {
  it('finds the same point as looking at all of them', () => {
    const ascending = fc
      .uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1 })
      .map((xs) => xs.sort((a, b) => a - b));
    fc.assert(
      fc.property(ascending, fc.integer({ min: -10, max: 1010 }), (xs, x) => {
        const least = Math.min(...xs.map((candidate) => Math.abs(candidate - x)));
        const found = nearestPoint(
          xs.map((candidate) => ({ x: candidate, y: 0 })),
          x,
        );
        expect(Math.abs((found?.x ?? Infinity) - x)).toBe(least);
        expect(nearestPosition(xs, x)).toBe(found?.x);
      }),
    );
  });

  it('finds nothing on an empty line', () => {
    expect(nearestPoint([], 3)).toBeUndefined();
    expect(nearestPosition([], 3)).toBeUndefined();
  });

  it('stands at every measured position once, ascending', () => {
    const panels = [
      [line([{ x: 3, y: 0 }])],
      [
        line([
          { x: 1, y: 0 },
          { x: 3, y: 1 },
        ]),
      ],
    ];
    expect(positionsOf(panels)).toEqual([1, 3]);
  });
});

it('says how many points are shown and what is left out', () => {
  const series = [
    line([], { total: 12_000, shown: 400, notPositive: 2 }),
    line([], { total: 10, shown: 10, notFinite: 1 }),
  ];
  expect(leftOutText(series)).toEqual([
    'showing 410 of 12,010 points',
    'log axis leaves out 2 ≤ 0',
    '1 not finite (NaN or ∞)',
  ]);
});
