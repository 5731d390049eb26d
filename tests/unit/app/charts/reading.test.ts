import { describe, expect, it } from 'vitest';
import { lookOf } from '@/app/charts/palette';
import { readingAt } from '@/app/charts/reading';
import type { Series } from '@/app/charts/series';

function line(id: string, ys: number[], rest: Partial<Series> = {}): Series {
  return {
    id,
    label: id,
    group: id,
    look: lookOf(0),
    dash: 'solid',
    points: ys.map((y, x) => ({ x, y })),
    total: ys.length,
    shown: ys.length,
    notFinite: 0,
    notPositive: 0,
    ...rest,
  };
}

const twenty = Array.from({ length: 20 }, (_, index) => line(String(index), [index, index, index]));
const range = [0, 2] as const;

describe('reading lines at the crosshair', () => {
  it('names the ten nearest to the pointer, from high to low, and counts the others', () => {
    const reading = readingAt(twenty, 1, {
      range,
      goal: 'minimize',
      distance: (y) => Math.abs(y - 12.2),
    });
    expect(reading.nearest).toBe('12');
    expect(reading.rows.map(({ line: { id } }) => id)).toEqual([
      '17',
      '16',
      '15',
      '14',
      '13',
      '12',
      '11',
      '10',
      '9',
      '8',
    ]);
    expect(reading.more).toBe(10);
  });

  it('names the five best where the pointer is in another chart', () => {
    const best = (goal: 'minimize' | 'maximize') =>
      readingAt(twenty, 1, { range, goal }).rows.map(({ line: { id } }) => Number(id));
    expect(best('minimize')).toEqual([4, 3, 2, 1, 0]);
    expect(best('maximize')).toEqual([19, 18, 17, 16, 15]);
    expect(readingAt(twenty, 1, { range, goal: 'minimize' }).nearest).toBeUndefined();
  });

  it('always names what is emphasised', () => {
    const series = [...twenty, line('chosen', [99, 99, 99], { emphasis: 'strong' })];
    const { rows } = readingAt(series, 1, { range, goal: 'minimize' });
    expect(rows[0]?.line.id).toBe('chosen');
  });

  it('counts lines that ended before, and leaves out those that begin later', () => {
    const late = { ...line('late', []), points: [{ x: 2, y: 1 }] };
    const reading = readingAt([line('short', [1]), late, line('long', [1, 2, 3])], 1, {
      range,
      goal: 'minimize',
    });
    expect(reading.ended).toBe(1);
    expect(reading.rows.map(({ line: { id } }) => id)).toEqual(['long']);
  });

  it('measures the distance to the drawn line, between two points', () => {
    const steep = {
      ...line('steep', []),
      points: [
        { x: 0, y: 0 },
        { x: 2, y: 10 },
      ],
    };
    const reading = readingAt([steep, line('flat', [4, 4, 4])], 1, {
      range,
      goal: 'minimize',
      distance: (y) => Math.abs(y - 5),
    });
    expect(reading.nearest).toBe('steep');
  });
});
