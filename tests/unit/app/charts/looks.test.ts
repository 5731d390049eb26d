import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCrosshair } from '@/app/charts/crosshair';
import { placeLabels } from '@/app/charts/labelLayout';
import { dashOf, hueCount, lookOf } from '@/app/charts/palette';

describe('looks', () => {
  it('tell 32 variants apart by hue and marker', () => {
    const looks = Array.from({ length: 32 }, (_, index) => JSON.stringify(lookOf(index)));
    expect(new Set(looks).size).toBe(32);
  });

  it('use every hue before the first marker', () => {
    expect(lookOf(hueCount - 1).marker).toBe('none');
    expect(lookOf(hueCount)).toEqual({ hue: 0, marker: 'circle' });
  });

  it('draw train solid, test dashed and validation dotted', () => {
    expect(['train/loss', 'test/loss', 'validation/loss', 'optimizer/learningRate'].map(dashOf)).toEqual([
      'solid',
      'dashed',
      'dotted',
      'solid',
    ]);
  });
});

describe('direct labels', () => {
  it('never overlap and stay inside, where there is room for all', () => {
    const wishes = fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 8 });
    fc.assert(
      fc.property(wishes, (ys) => {
        const placed = placeLabels(
          ys.map((y, index) => ({ text: String(index), y })),
          0,
          200,
          14,
        );
        placed.forEach((label, index) => {
          const next = placed[index + 1];
          if (next) expect(next.placedY - label.placedY).toBeGreaterThanOrEqual(14 - 1e-9);
          expect(label.placedY).toBeGreaterThanOrEqual(-1e-9);
          expect(label.placedY).toBeLessThanOrEqual(200);
        });
      }),
    );
  });

  it('stay where they wish to be when nothing is in the way', () => {
    const placed = placeLabels(
      [
        { text: 'b', y: 80 },
        { text: 'a', y: 20 },
      ],
      0,
      200,
      14,
    );
    expect(placed.map((label) => [label.text, label.placedY])).toEqual([
      ['a', 20],
      ['b', 80],
    ]);
  });
});

it('the crosshair tells its listeners once a move, until they leave', () => {
  const crosshair = createCrosshair();
  const seen: (number | undefined)[] = [];
  const leave = crosshair.subscribe(() => seen.push(crosshair.get()));
  crosshair.set(3);
  crosshair.set(3);
  crosshair.set(undefined);
  leave();
  crosshair.set(5);
  expect(seen).toEqual([3, undefined]);
});
