import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookOf } from '@/app/charts/palette';
import type { ParallelAxis, ParallelLine, ParallelValue } from '@/app/charts/parallel';
import {
  isKept,
  lineNear,
  parallelLayout,
  placeAtShare,
  rangeBetween,
  shareOf,
} from '@/app/charts/parallelLayout';

const number: ParallelAxis = { key: 'loss', label: 'loss', kind: 'number', format: String };
const log: ParallelAxis = { ...number, key: 'rate', log: true };
const category: ParallelAxis = {
  key: 'positions',
  label: 'positions',
  kind: 'category',
  categories: ['learned', 'none', 'sinusoidal'],
  format: String,
};

function line(id: string, values: ParallelValue[]): ParallelLine {
  return { id, label: id, look: lookOf(0), values };
}

const lines = [line('a', ['learned', 1]), line('b', ['sinusoidal', 3]), line('c', ['none', undefined])];

describe('the layout of parallel axes', () => {
  const layout = parallelLayout([category, number], lines, 600);
  const ysOf = (id: string) => layout.lines.find((each) => each.line.id === id)?.ys;

  it('spreads categories evenly and numbers from the least to the greatest', () => {
    const middle = (layout.top + layout.bottom) / 2;
    expect(ysOf('a')).toEqual([layout.bottom, layout.bottom]);
    expect(ysOf('b')).toEqual([layout.top, layout.top]);
    expect(ysOf('c')?.[0]).toBe(middle);
    expect(layout.axes.map(({ domain }) => domain)).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it('leads a line without a value past the axis, below it', () => {
    expect(ysOf('c')?.[1]).toBe(layout.missingY);
    expect(layout.missingY).toBeGreaterThan(layout.bottom);
    expect(parallelLayout([category], lines, 600).hasMissing).toBe(false);
  });

  it('stands a single value in the middle', () => {
    const [only] = parallelLayout([number], [line('a', [4]), line('b', [4])], 600).lines;
    expect(only?.ys[0]).toBe((layout.top + layout.bottom) / 2);
  });

  it('is wider than there is room, where axes are many', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ ...number, key: String(index) }));
    expect(parallelLayout(many, [], 300).width).toBeGreaterThan(800);
    expect(parallelLayout(many.slice(0, 2), [], 600).width).toBe(600);
  });

  it('finds the line that is pointed at between two axes', () => {
    const [left, right] = layout.axes;
    const between = ((left?.x ?? 0) + (right?.x ?? 0)) / 2;
    const at = (y: number) => lineNear(layout, () => true, { x: between, y }, 10)?.id;
    expect(at(layout.bottom - 4)).toBe('a');
    expect(at(layout.top + 4)).toBe('b');
    expect(at(layout.top + 40)).toBeUndefined();
    expect(lineNear(layout, ({ id }) => id !== 'a', { x: between, y: layout.bottom }, 10)).toBeUndefined();
  });
});

describe('chosen ranges', () => {
  it('keep the lines that pass in all of them; without a value, a line is out', () => {
    const kept = (ranges: Record<string, [number, number]>) =>
      lines.filter((each) => isKept(each, [category, number], ranges)).map(({ id }) => id);
    expect(kept({})).toEqual(['a', 'b', 'c']);
    expect(kept({ positions: [0, 1] })).toEqual(['a', 'c']);
    expect(kept({ positions: [0, 1], loss: [0, 5] })).toEqual(['a']);
    expect(kept({ elsewhere: [0, 0] })).toEqual(['a', 'b', 'c']);
  });

  it('are nothing where they hold the whole axis or no category', () => {
    const placed = { axis: category, domain: [0, 2] as [number, number] };
    expect(rangeBetween(-0.1, 1.2, placed)).toBeUndefined();
    expect(rangeBetween(0.2, 0.3, placed)).toBeUndefined();
    expect(rangeBetween(0.4, 0.6, placed)).toEqual([1, 1]);
    expect(rangeBetween(0.6, -0.2, placed)).toEqual([0, 1]);
  });

  it('never cut off an end that they were dragged beyond', () => {
    const ends = fc.tuple(
      fc.double({ min: -1e7, max: 1e7, noNaN: true }),
      fc.double({ min: -1e7, max: 1e7, noNaN: true }),
    );
    fc.assert(
      fc.property(ends, ([a, b]) => {
        const domain: [number, number] = [Math.min(a, b), Math.max(a, b)];
        const lower = rangeBetween(-1, 0.5, { axis: number, domain });
        const upper = rangeBetween(0.5, 2, { axis: number, domain });
        expect(lower?.[0]).toBeLessThanOrEqual(domain[0]);
        expect(upper?.[1]).toBeGreaterThanOrEqual(domain[1]);
      }),
    );
  });

  it('fall on an axis where they are read from it, log axes too', () => {
    fc.assert(
      fc.property(fc.constantFrom(number, log), fc.double({ min: 0, max: 1, noNaN: true }), (axis, share) => {
        const placed = { axis, domain: [0.001, 20] as [number, number] };
        expect(shareOf(placeAtShare(share, placed), placed)).toBeCloseTo(share, 9);
      }),
    );
    expect(placeAtShare(0.5, { axis: log, domain: [0.01, 100] })).toBeCloseTo(1, 12);
  });
});
